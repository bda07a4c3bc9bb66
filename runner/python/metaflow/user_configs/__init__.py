"""What happens to a flow between its import and its run: configs get their values, mutators change
the flow, decorators and parameters that are made from configs become definite.

A command line calls `prepare` when it knows `--config` and `--config-value`, then attaches what
`--with` names, then calls `finish`. `ensure_ready` does what has not been done.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..flowspec import FlowSpec


def prepare(
    flow_class: type[FlowSpec],
    config_files: Mapping[str, str] | None = None,
    config_values: Mapping[str, Any] | None = None,
    origin: Mapping[str, Any] | None = None,
) -> None:
    """Reads the configs and lets mutators change the flow. Does nothing the second time.

    `config_files` and `config_values` are by the configs' names; None means that the command line
    says nothing, and the environment is asked. `origin` are values of the run that is resumed, by
    attribute: nothing else counts then. Raises ConfigError, and what mutators raise.
    """
    state = flow_class._preparation()
    if state.prepared:
        return
    state.prepared = True
    if _has_configs(flow_class):
        from .config_options import publish_values, values_of_run, values_of_start

        if origin is not None:
            values = values_of_run(flow_class, origin)
        else:
            values = values_of_start(flow_class, config_files, config_values)
        state.configs = values
        publish_values(values)
    if _is_mutated(flow_class):
        from ..user_decorators.mutation import pre_mutate

        pre_mutate(flow_class)
    _settle_parameters(flow_class)
    flow_class._forget_graph()


def finish(flow_class: type[FlowSpec]) -> None:
    """After everything from the command line is attached: mutators' last word, then decorators get
    their definite attributes. Does nothing the second time.
    """
    state = flow_class._preparation()
    if state.finished:
        return
    state.finished = True
    for decorator in flow_class._flow_decorators:
        decorator.external_init()
    if _is_mutated(flow_class):
        from ..user_decorators.mutation import mutate

        mutate(flow_class)
    for function in flow_class._step_functions():
        for each in (*function.decorators, *function.wrappers):
            each.external_init()
    flow_class._forget_graph()


def ensure_ready(flow_class: type[FlowSpec]) -> None:
    """For whoever needs the flow as it runs, whether or not there was a command line."""
    prepare(flow_class)
    finish(flow_class)


def stored_value(flow_class: type[FlowSpec], config: Any) -> Any:
    """A config as `_parameters` stores it: plain data."""
    found = flow_class._preparation().configs.get(config.name)
    return None if found is None else found.value


def seen_configs(flow_class: type[FlowSpec]) -> Any:
    """All configs by name, as a ConfigValue: what functions as defaults get."""
    configs = flow_class._preparation().configs
    if not configs:
        # Without configs, an empty dict does, and costs no import.
        return {}
    from .config_parameters import ConfigValue

    return ConfigValue({name: config.seen for name, config in configs.items()})


def _has_configs(flow_class: type[FlowSpec]) -> bool:
    # Nobody has a Config when nobody has imported its module.
    if f"{__name__}.config_parameters" not in sys.modules:
        return False
    from .._classes import parameters_of

    return any(each.IS_CONFIG_PARAMETER for each in parameters_of(flow_class).values())


def _is_mutated(flow_class: type[FlowSpec]) -> bool:
    return bool(flow_class._flow_mutators) or any(
        function.config_decorators for function in flow_class._step_functions()
    )


def _settle_parameters(flow_class: type[FlowSpec]) -> None:
    from .._classes import parameters_of

    for parameter in parameters_of(flow_class).values():
        if not parameter.IS_CONFIG_PARAMETER:
            parameter.init()
