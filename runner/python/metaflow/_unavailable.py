"""Public names of Metaflow that this version does not have: they import, and say so when they are
used.
"""

from __future__ import annotations

import sys

from .exception import MetaflowNotAvailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

NAMES = frozenset(
    [
        "DeployedFlow",
        "Deployer",
        "NBDeployer",
        "NBRunner",
        "R",
        "Runner",
        "S3",
        "cli_args",
        "cmd_with_io",
        "conda_environment_yml_parser",
        "datastore",
        "debug",
        "event_logger",
        "events",
        "extension_support",
        "graph",
        "integrations",
        "meta_files",
        "metaflow_config",
        "metaflow_config_funcs",
        "metaflow_git",
        "metaflow_profile",
        "metaflow_version",
        "monitor",
        "multicore_utils",
        "namespaced_event_name",
        "package",
        "packaging_sys",
        "parallel_imap_unordered",
        "parallel_map",
        "plugins",
        "profile",
        "pyproject_toml_parser",
        "requirements_txt_parser",
        "runner",
        "secrets",
        "sidecar",
        "system_context",
        "tracing",
        "tuple_util",
        "unbounded_foreach",
        "util",
        "version",
        "yaml_parser",
    ]
)

# Ignoring these would change what a step does or where it runs, so they are refused; `why` says
# what would be missing.
_WHY = {
    "secrets": "its secrets would not be fetched",
}


class Unavailable:
    """Stands for a name; every use of it raises MetaflowNotAvailable, as a decorator at class
    definition.
    """

    def __init__(self, name: str) -> None:
        self.__dict__["_name"] = name

    def _refuse(self) -> MetaflowNotAvailable:
        name = self.__dict__["_name"]
        why = f": without it {_WHY[name]}" if name in _WHY else ""
        return MetaflowNotAvailable(
            f"metaflow.{name} is not available in this version of Flowdeck yet{why}. "
            "Remove it to run this flow with Flowdeck, or run the flow with Metaflow itself"
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise self._refuse()

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        raise self._refuse()

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        raise self._refuse()

    def __instancecheck__(self, instance: object) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<metaflow.{self.__dict__['_name']}: not available in this version of Flowdeck yet>"


class ModuleFinder:
    """Asked last: names the module of Metaflow that is missing, as one that may come."""

    @staticmethod
    def find_spec(fullname: str, path: Sequence[str] | None, target: object = None) -> None:
        package = __package__ or "metaflow"
        parts = fullname.split(".")
        if parts[0] == package and len(parts) > 1 and not parts[1].startswith("_"):
            raise ModuleNotFoundError(
                f"{fullname} is not available in this version of Flowdeck yet", name=fullname
            )


def install_finder() -> None:
    sys.meta_path.append(ModuleFinder)
