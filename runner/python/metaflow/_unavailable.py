"""Public names of Metaflow that this version does not have: they import, and say so when they are
used.
"""

from __future__ import annotations

from .exception import MetaflowNotAvailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAMES = frozenset(
    [
        "DeployedFlow",
        "Deployer",
        "NBDeployer",
        "R",
        "cli_args",
        "extension_support",
        "meta_files",
        "package",
        "packaging_sys",
        "sidecar",
        "system_context",
    ]
)


class Unavailable:
    """Stands for a name; every use of it raises MetaflowNotAvailable, as a decorator at class
    definition.
    """

    def __init__(self, name: str) -> None:
        self.__dict__["_name"] = name

    def _refuse(self) -> MetaflowNotAvailable:
        name = self.__dict__["_name"]
        return MetaflowNotAvailable(
            f"metaflow.{name} is not available in this version of Flowdeck yet. "
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
