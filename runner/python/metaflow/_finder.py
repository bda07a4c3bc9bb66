"""What happens when a module of this package is imported that has no file here."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec


class ModuleFinder:
    """Asked last: makes what Metaflow has under another path, and names what is missing."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None, target: object = None
    ) -> ModuleSpec | None:
        package = __package__ or "metaflow"
        top, _, below = fullname.partition(".")
        if top != package or not below or below.startswith("_"):
            return None
        from ._module_paths import spec_of

        spec = spec_of(below)
        if spec is None:
            raise ModuleNotFoundError(
                f"{fullname} is not available in this version of Flowdeck yet", name=fullname
            )
        return spec


def install_finder() -> None:
    sys.meta_path.append(ModuleFinder)
