"""The parameters of a flow as options of ``run``; what is typed stays text, since the task that
stores the parameters makes the values.
"""

from __future__ import annotations

from .command import Option
from .errors import UsageError
from .values import TEXT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow.parameters import Parameter

    from .command import Context


def parameter_options(flow_class: type) -> list[Option]:
    from metaflow._classes import parameters_of

    # In the order in which help has them: that of their attributes' names.
    return [
        _FlowOption(parameter)
        for _, parameter in sorted(parameters_of(flow_class).items())
        if not parameter.IS_CONFIG_PARAMETER
    ]


def parameter_texts(flow_class: type, values: dict[str, Any]) -> dict[str, str | list[str]]:
    """What was given, by parameter name; parameters that take their default are absent."""
    texts: dict[str, str | list[str]] = {}
    for option in parameter_options(flow_class):
        value = values.get(option.name)
        if value is not None and value != ():
            texts[option.forms[0][2:]] = _as_given(value)
    return texts


def _as_given(value: Any) -> str | list[str]:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        flat = [part if isinstance(part, (list, tuple)) else (part,) for part in value]
        return [str(one) for part in flat for one in part]
    return str(value)


class _FlowOption(Option):
    """Checks what is given at once, so that a wrong word ends the command and not the run."""

    def __init__(self, parameter: Parameter) -> None:
        from metaflow.parameters import ParameterOption

        shape = ParameterOption(parameter)
        self._parameter = parameter
        self._default_text = shape.default_text
        super().__init__(
            shape.flag,
            dest=parameter.name.replace("-", "_").lower(),
            type=TEXT,
            help=shape.help or "",
            required=shape.required,
            multiple=shape.multiple,
            nargs=max(shape.takes, 1),
            is_flag=shape.is_flag,
            flag_value=shape.flag_text if shape.is_flag else None,
            count=shape.count,
            hidden=shape.hidden,
            envvar=shape.environment,
            metavar=shape.metavar,
            callback=self._check,
        )
        self.default = None
        self.show_default = bool(shape.show_default)

    @property
    def default_text(self) -> str | None:
        return self._default_text

    def _check(self, context: Context, _option: Option, value: Any) -> Any:
        from metaflow.exception import ParameterError

        try:
            if value is None or value == ():
                self._parameter.check_default()
            else:
                self._parameter.check(_as_given(value))
        except ParameterError as error:
            detail = getattr(error, "detail", None) or error.message
            raise UsageError(f"Invalid value for {self.label}: {detail}", context) from error
        return value
