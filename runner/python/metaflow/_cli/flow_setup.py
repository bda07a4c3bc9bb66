"""What the command line makes of a flow's class before anything is done with it: values for its
configs, what mutators change, options of its decorators, decorators from ``--with``.
"""

from __future__ import annotations

import sys

from metaflow import user_configs
from metaflow.decorators._opening import (
    flow_options,
    official_needs,
    open_flow_decorators,
    open_step_decorators,
)

from .place import setting, user_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .command import Option

#: Commands whose own ``--with`` comes before the one at the top.
_WITH_OWN_DECOSPECS = frozenset({"run", "resume", "spin"})


class FlowSetup:
    def __init__(self, flow_class: Any) -> None:
        self.flow_class = flow_class
        self.system_tags: list[str] = []
        self._echo: Callable[..., None] = _nothing

    def options(self) -> list[Option]:
        """Those that stand before the command's name because of this flow."""
        return [*_config_options(self.flow_class), *flow_options(self.flow_class)]

    def apply(
        self,
        top: dict[str, Any],
        command: str,
        words: Sequence[str],
        echo: Callable[..., None],
    ) -> None:
        """Before the command's own options are read."""
        self._echo = echo
        if _may_have_configs():
            from metaflow.user_configs.command_line import apply

            self.flow_class = apply(self.flow_class, top, command, words)
        else:
            user_configs.prepare(self.flow_class)
        user = user_name()
        self.system_tags = open_flow_decorators(self.flow_class, top, user=user, echo=echo)

    def attach(self, top: dict[str, Any], command: str, values: dict[str, Any]) -> None:
        """Decorators from ``--with`` and METAFLOW_DEFAULT_DECOSPECS, those of the command first."""
        above = list(top.get("decospecs") or ())
        usual = (setting("METAFLOW_DEFAULT_DECOSPECS") or "").split()
        if command in _WITH_OWN_DECOSPECS:
            specs = [*(values.get("decospecs") or ()), *usual, *above]
        else:
            specs = [*above, *usual]
        if specs and not values.get("skip_decorators"):
            from metaflow.decorators._specs import attach_decospecs

            attach_decospecs(self.flow_class, specs)
        if command == "spin":
            from .spinning import leave_out_decorators

            leave_out_decorators(self.flow_class, values["skip_decorators"], self._echo)
        user_configs.finish(self.flow_class)

    def check(self) -> None:
        """Raises what decorators find wrong with their place."""
        open_step_decorators(self.flow_class)

    def beyond_us(self, environment: str) -> list[str]:
        """What of the flow only the official package can run, in words."""
        return official_needs(self.flow_class, environment)


def _nothing(*_args: object, **_style: object) -> None:
    pass


def _may_have_configs() -> bool:
    # Nobody has one when nobody has imported their module.
    return "metaflow.user_configs.config_parameters" in sys.modules


def _config_options(flow_class: Any) -> list[Option]:
    if not _may_have_configs():
        return []
    from metaflow.user_configs.command_line import options_of

    return options_of(flow_class)
