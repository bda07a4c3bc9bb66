"""`--config NAME PATH` and `--config-value NAME JSON` before a command's name, and what
a resumed run takes over instead.
"""

from __future__ import annotations

import os

from .._cli.command import Option
from .._cli.errors import UsageError
from .._cli.origin import origin_of
from .._cli.place import datastore_root
from ..exception import MetaflowException
from . import prepare
from .config_options import ConfigError, configs_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..flowspec import FlowSpec

_ORIGIN = "--origin-run-id"


def options_of(flow_class: type[FlowSpec]) -> list[Option]:
    """None for a flow without configs."""
    configs = configs_of(flow_class)
    if not configs:
        return []
    told = ["A value for one of the flow's configs; can be given for each of them."]
    told += [f"- {name}: {config.help or ''}" for name, config in configs.items()]
    help_text = "\n\n".join(told)
    return [
        _option("--config", "config", help_text, "NAME PATH"),
        _option("--config-value", "config_value", help_text, "NAME JSON"),
    ]


def _option(form: str, name: str, help_text: str, metavar: str) -> Option:
    return Option(form, dest=name, multiple=True, nargs=2, help=help_text, metavar=metavar)


def apply(
    flow_class: type[FlowSpec], top: dict[str, Any], command: str, words: Sequence[str]
) -> type[FlowSpec]:
    """Gives the configs their values and lets mutators change the flow. Raises UsageError."""
    files, values = _pairs(top.get("config")), _pairs(top.get("config_value"))
    try:
        if command == "resume" and configs_of(flow_class):
            if files or values:
                raise UsageError(
                    "resume takes the configs of the run that it goes on from: leave out --config "
                    "and --config-value"
                )
            prepare(flow_class, origin=_origin(flow_class, top, words))
        else:
            prepare(flow_class, files, values)
    except ConfigError as error:
        raise UsageError(error.message) from error
    return flow_class


def _pairs(given: Any) -> dict[str, Any] | None:
    """None when nothing is given: then the environment is asked."""
    return dict(given) if given else None


def _origin(
    flow_class: type[FlowSpec], top: dict[str, Any], words: Sequence[str]
) -> dict[str, Any]:
    root = datastore_root(top.get("datastore_root"))
    flow = flow_class.__name__
    return read_configs(flow_class, root, origin_of(root, flow, _named_origin(words)))


def _named_origin(words: Sequence[str]) -> str | None:
    for at, word in enumerate(words):
        if word == _ORIGIN and at + 1 < len(words):
            return words[at + 1]
        if word.startswith(f"{_ORIGIN}="):
            return word.partition("=")[2]
    return os.environ.get("METAFLOW_RESUME_ORIGIN_RUN_ID") or None


def read_configs(flow_class: type[FlowSpec], root: str, run: str) -> dict[str, Any]:
    """The configs of a stored run, as they are stored, by attribute."""
    from .._datastore.cas import BlobStore
    from .._datastore.layout import PARAMETERS_STEP, TaskPlace, step_folder
    from .._datastore.records import read_artifacts

    flow = flow_class.__name__
    folder = f"{root}/{step_folder(flow, run, PARAMETERS_STEP)}"
    tasks = [name for name in _names(folder) if not name.startswith(("_", "."))]
    if not tasks:
        raise MetaflowException(
            f"Run {run} of {flow} has no stored parameters in {root}: it can't be resumed"
        )
    artifacts = read_artifacts(
        BlobStore(root, flow), TaskPlace(flow, run, PARAMETERS_STEP, tasks[0])
    )
    attributes = [config.attribute for config in configs_of(flow_class).values()]
    return {name: artifacts.load(name) for name in attributes if name in artifacts}


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
