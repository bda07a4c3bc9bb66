"""What a command of a flow does with its decorators before anything runs: reads their options and
attributes, checks them, and asks what is beyond this runtime.
"""

from __future__ import annotations

from .._graph import graph_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from .._cli.command import Option
    from . import Decorator, FlowDecorator


class FlowOpening:
    """What a flow's decorator gets to know when a command starts, and what it may add."""

    def __init__(
        self, flow_class: type, user: str, echo: Callable[..., None], options: dict[str, Any]
    ) -> None:
        self.flow_class = flow_class
        self.user = user
        self.echo = echo
        self.options = options
        """Values of the decorator's own options."""
        self.system_tags: list[str] = []
        """Further system tags of the run."""


def flow_decorators(flow_class: Any) -> list[FlowDecorator]:
    """In the order that they are told: the one next to the class first, base classes before."""
    decorators: list[FlowDecorator] = list(flow_class._flow_decorators)
    return decorators


def flow_options(flow_class: type) -> list[Option]:
    """The options that stand before a command's name: `--branch`, `--production`, `--trigger`.

    Each also has the variable METAFLOW_FLOW_<OPTION>.
    """
    from .._cli.command import Option

    return [
        Option(
            f"--{name.replace('_', '-')}",
            default=words.get("default"),
            help=words.get("help", ""),
            is_flag=words.get("is_flag", False),
            multiple=words.get("multiple", False),
            show_default=words.get("show_default", False),
            envvar=f"METAFLOW_FLOW_{name.upper()}",
        )
        for name, words in _options_of(flow_class).items()
    ]


def _options_of(flow_class: type) -> dict[str, dict[str, Any]]:
    return {
        name: words
        for decorator in flow_decorators(flow_class)
        for name, words in decorator.options.items()
    }


def open_flow_decorators(
    flow_class: type,
    values: Mapping[str, Any] | None = None,
    *,
    user: str,
    echo: Callable[..., None],
) -> list[str]:
    """Tells the decorators of the flow, with `values` of the options before the command's name.
    Returns the system tags that they give the run. Raises what they find wrong.
    """
    decorators = flow_decorators(flow_class)
    for decorator in decorators:
        decorator.external_init()
    tags: list[str] = []
    for decorator in decorators:
        options = {
            name: (values or {}).get(name.replace("-", "_"), words.get("default"))
            for name, words in decorator.options.items()
        }
        opening = FlowOpening(flow_class, user, echo, options)
        decorator.open_flow(opening)
        tags += opening.system_tags
    return tags


def open_step_decorators(flow_class: type) -> None:
    """Takes configs' values and checks every decorator of a step in its place. What it finds wrong
    is raised.
    """
    nodes = graph_of(flow_class).nodes.values()
    for node in nodes:
        for decorator in node.decorators:
            decorator.flow_class = flow_class
            decorator.external_init()
    for node in nodes:
        for decorator in node.decorators:
            decorator.check_step(node)


def official_needs(flow_class: type, environment: str = "local") -> list[str]:
    """What of the flow only official Metaflow can run, in words: `@batch of step 'train'`.

    Raises InvalidEnvironmentException for packages that no environment would install.
    """
    needs = []
    for decorator, where in _all_decorators(flow_class):
        decorator.external_init()
        wants = getattr(decorator, "check_environment", None)
        if wants is not None:
            wants(environment)
        if decorator.needs_official:
            needs.append(f"@{decorator.name} of {where}")
    return needs


def _all_decorators(flow_class: type) -> Iterator[tuple[Decorator, str]]:
    for decorator in flow_decorators(flow_class):
        yield decorator, "the flow"
    for node in graph_of(flow_class).nodes.values():
        for each in node.decorators:
            yield each, f"step {node.name!r}"
