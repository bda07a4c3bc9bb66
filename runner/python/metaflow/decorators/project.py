"""@project: flows that belong together, and the branch of the project that a run belongs to."""

from __future__ import annotations

import os
import re

from ..exception import MetaflowException
from ..metaflow_current import current
from . import FlowDecorator, flow_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._opening import FlowOpening

# Names of deployments are made of these; Metaflow's limits.
_NOT_IN_NAMES = re.compile("[^a-z0-9_]")
_LONGEST = 128


class ProjectDecorator(FlowDecorator):
    """Puts the flow into project `name`, on branch `user.<name>` unless `branch` (or `--branch`)
    and `production` (or `--production`) say otherwise.
    """

    name = "project"
    options = {
        "production": {
            "is_flag": True,
            "default": False,
            "show_default": True,
            "help": "Use the production branch of the @project; --branch names another one.",
        },
        "branch": {
            "default": None,
            "show_default": False,
            "help": "Use this branch of the @project. Without it: that of the user, unless "
            "--production is given.",
        },
    }
    defaults = {"name": None, "production": False, "branch": None}

    def open_flow(self, opening: FlowOpening) -> None:
        name = self.attributes["name"]
        branch = self._choose("branch", opening)
        production = self._choose("production", opening)
        flow_name, branch_name = format_name(
            opening.flow_class.__name__, name, production, branch, opening.user
        )
        opening.echo(f"Project: *{name}*, Branch: *{branch_name}*", fg="magenta", highlight="green")
        current._update_env(
            {
                "project_name": name,
                "branch_name": branch_name,
                "is_user_branch": branch is None and not production,
                "is_production": production,
                "project_flow_name": flow_name,
            }
        )
        opening.system_tags += [f"project:{name}", f"project_branch:{branch_name}"]

    def _choose(self, option: str, opening: FlowOpening) -> object:
        """From the source or from the command line: one of them may say something."""
        typed = opening.options[option]
        if option not in self.given:
            return typed
        if typed != self.defaults[option] and typed != self.attributes[option]:
            raise MetaflowException(
                f"--{option} says something else than @project: say it in one of the two places"
            )
        return self.attributes[option]


def format_name(
    flow_name: str, project_name: object, deploy_prod: object, given_branch: object, user_name: str
) -> tuple[str, str]:
    """The name of the flow's deployment, `project.branch.Flow`, and the branch."""
    if not project_name:
        raise MetaflowException("@project needs a name: @project(name='some_name')")
    project = _checked(project_name, "The @project name")
    if given_branch:
        branch = _checked(given_branch, "The branch name")
        branch = f"prod.{branch}" if deploy_prod else f"test.{branch}"
    elif deploy_prod:
        branch = "prod"
    else:
        # Schedulers run flows under a name of their own and say who deployed them.
        branch = f"user.{os.environ.get('METAFLOW_OWNER', user_name)}"
    return f"{project}.{branch}.{flow_name}", branch


def _checked(name: object, what: str) -> str:
    if not isinstance(name, str) or _NOT_IN_NAMES.search(name):
        raise MetaflowException(
            f"{what} can have lowercase letters, digits and underscores only, unlike {name!r}"
        )
    if len(name) > _LONGEST:
        raise MetaflowException(f"{what} is too long: the maximum is {_LONGEST} characters")
    return name


project = flow_decorator(ProjectDecorator)
