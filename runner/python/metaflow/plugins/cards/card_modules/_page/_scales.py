"""From values to places on an axis."""

from __future__ import annotations

import datetime
import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TICKS = 5
_MOST_NAMES = 12


class Scale:
    """`categories` in the order of their places; None for numbers and times."""

    def __init__(
        self,
        start: float,
        end: float,
        low: float = 0.0,
        high: float = 1.0,
        categories: list[Any] | None = None,
        times: bool = False,
    ) -> None:
        self._start, self._end = start, end
        self._low, self._high = low, high
        self.categories = categories
        self._times = times
        self._index = {name: at for at, name in enumerate(categories or [])}

    def at(self, value: Any) -> float:
        if self.categories is not None:
            share = (self._index.get(value, 0) + 0.5) / len(self.categories)
        else:
            share = (_number(value) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)

    def step(self, count: int) -> float:
        """Room for one of so many."""
        return abs(self._end - self._start) / max(len(self.categories or ()) or count, 1)

    def ticks(self) -> list[tuple[float, str]]:
        if self.categories is not None:
            every = math.ceil(len(self.categories) / _MOST_NAMES)
            return [(self.at(name), str(name)) for name in self.categories[::every]]
        if self._times:
            return [(self.at(stamp), self._moment(stamp)) for stamp in self._even()]
        return [
            (self.at(number), f"{number:g}") for number in _round_numbers(self._low, self._high)
        ]

    def _even(self) -> list[float]:
        step = (self._high - self._low) / (_TICKS - 1)
        return [self._low + step * at for at in range(_TICKS)]

    def _moment(self, stamp: float) -> str:
        moment = datetime.datetime.fromtimestamp(stamp, datetime.timezone.utc)
        return moment.strftime("%H:%M" if self._high - self._low < 86400 else "%Y-%m-%d")


def scale_of(columns: list[list[Any]], start: float, end: float, *, zero: bool) -> Scale:
    """`zero`: numbers begin there, and amounts of the same category are stacked."""
    values = [value for column in columns for value in column if value is not None]
    if any(isinstance(value, str) for value in values):
        return Scale(start, end, categories=list(dict.fromkeys(values)))
    times = any(isinstance(value, datetime.datetime) for value in values)
    numbers = [_number(value) for value in values] or [0.0]
    low, high = min(numbers), max(numbers)
    if zero and not times:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    if not times:
        low, high = _rounded(low, high)
    return Scale(start, end, low, high, times=times)


def _number(value: Any) -> float:
    return value.timestamp() if isinstance(value, datetime.datetime) else float(value)


def _rounded(low: float, high: float) -> tuple[float, float]:
    """The axis ends at round numbers."""
    step = round_step(low, high)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def round_step(low: float, high: float, most: int = _TICKS - 1) -> float:
    """1, 2 or 5 of some power of ten, so that at most so many steps lie between the two."""
    rough = (high - low) / most or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * each for each in (1, 2, 5, 10) if power * each >= rough)


def _round_numbers(low: float, high: float) -> list[float]:
    step = round_step(low, high)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(at * step, 12) for at in range(first, last + 1)]
