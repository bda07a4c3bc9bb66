"""@secrets: variables whose values are fetched when a step starts, and stand nowhere else."""

from __future__ import annotations

import os

from . import StepDecorator, step_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._attempt import TaskAttempt
    from ..plugins.secrets.secrets_spec import SecretSpec


class SecretsDecorator(StepDecorator):
    """Sets variables from secrets before the step: `sources` names them, `role` is who may read
    them, `allow_override` lets them replace variables that are there.
    """

    name = "secrets"
    defaults = {"sources": [], "role": None, "allow_override": False}

    def init(self) -> None:
        from ..plugins.secrets.utils import OFFICIAL_TYPES

        for source in self.attributes["sources"]:
            kind = source.get("type") if isinstance(source, dict) else str(source).split(".")[0]
            if kind in OFFICIAL_TYPES:
                self.needs_official = True

    def before_step(self, task: TaskAttempt) -> None:
        from ..plugins.secrets import utils

        fetched = [(spec, _variables(spec)) for spec in self._specs()]
        utils.validate_env_vars_across_secrets(fetched)
        if not self.attributes["allow_override"]:
            utils.validate_env_vars_vs_existing_env(fetched)
        for _spec, variables in fetched:
            os.environ.update(variables)

    def _specs(self) -> list[SecretSpec]:
        from ..metaflow_config import DEFAULT_SECRETS_ROLE
        from ..plugins.secrets.secrets_spec import SecretSpec

        role = self.attributes["role"]
        if role is None:
            role = DEFAULT_SECRETS_ROLE
        return [SecretSpec.of(source, role) for source in self.attributes["sources"]]


def _variables(spec: SecretSpec) -> dict[str, str]:
    from ..plugins.secrets import utils

    variables = utils.fetch(spec)
    utils.validate_env_vars(variables)
    return variables


secrets = step_decorator(SecretsDecorator)
