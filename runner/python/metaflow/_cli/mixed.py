"""Command lines that a person typed behind `flowdeck run FILE`: options that stand before the
command's name in `python flow.py --config … run --alpha 1` may stand anywhere there.
"""

from __future__ import annotations

from .command import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .command import Context, Group, Option


def with_top_options_first(
    words: Sequence[str], top: Context, command: Command | Group | None, flow_class: type
) -> list[str]:
    """``words`` begin with the name of the command."""
    if not isinstance(command, Command):
        return list(words)
    own = list(command.options)
    if command.options_of is not None:
        own += command.options_of(flow_class)
    known = _forms(own)
    above = {form: one for form, one in _forms(top.options).items() if form not in known}
    first: list[str] = []
    rest: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        form, equals, _ = word.partition("=")
        option = above.get(form)
        if word == "--":
            rest += [word, *waiting]
            break
        goal = rest if option is None else first
        goal.append(word)
        option = option or known.get(form)
        if option is not None and option.takes_value:
            count = option.nargs - (1 if equals else 0)
            goal += waiting[:count]
            del waiting[:count]
    return first + rest


def _forms(options: Sequence[Option]) -> dict[str, Option]:
    return {form: one for one in options for form in (*one.forms, *one.off_forms)}
