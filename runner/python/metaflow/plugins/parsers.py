"""`yaml_parser` for a Config whose file is YAML."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def yaml_parser(content: str) -> Any:
    """The value of a YAML document: by PyYAML where it is installed, else by a reader of our own,
    which knows what configurations are written in. Raises ValueError for what is no YAML.
    """
    from importlib import import_module

    try:
        library = import_module("yaml")
    except ImportError:
        from .._yaml import load

        return load(content)
    try:
        return library.safe_load(content)
    except library.YAMLError as error:
        raise ValueError(str(error)) from error
