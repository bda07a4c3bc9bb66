"""Random numbers of tasks that are forked from one process.

If the flow's import seeded a generator, every task starts from that seeded state, as it would if
each task imported the file itself. If not, every task gets a state of its own: a bare fork would
give all siblings the same numbers. Covers the global generators of ``random``, numpy and torch.
"""

from __future__ import annotations

import functools
import sys

# importlib.machinery would bring importlib and warnings with it.
from _frozen_importlib_external import PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

#: Module → the functions of it that put its global generator into a chosen state.
_SEEDING = {
    "random": ("seed", "setstate"),
    "numpy.random": ("seed", "set_state"),
    "torch": ("manual_seed", "set_rng_state"),
}


class SeedWatch:
    """A finder that notices how code makes generators; it changes no value.

    ``seeded`` names the global generators that were put into a chosen state, ``unseeded`` are the
    numpy generators of the flow's own that nobody chose a state for: ``rng = default_rng()``.
    """

    def __init__(self) -> None:
        self.seeded: set[str] = set()
        self.unseeded: list[Any] = []
        self.watching = True

    def install(self) -> None:
        for name in _SEEDING:
            if name in sys.modules:
                self._watch(sys.modules[name])
        sys.meta_path.insert(0, self)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in _SEEDING:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def execute_and_watch(module: ModuleType) -> None:
            execute(module)
            self._watch(module)

        spec.loader.exec_module = execute_and_watch  # type: ignore[method-assign]
        return spec

    def _watch(self, module: ModuleType) -> None:
        for name in _SEEDING[module.__name__]:
            function = getattr(module, name, None)
            if function is not None:
                setattr(module, name, self._marking(module.__name__, function))
        make = getattr(module, "default_rng", None)
        if make is not None:
            module.default_rng = self._collecting(make)  # type: ignore[attr-defined]

    def _marking(self, generator: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def seed(*args: Any, **keywords: Any) -> Any:
            # seed() and seed(None) ask for a fresh state.
            if any(one is not None for one in (*args, *keywords.values())):
                self.seeded.add(generator)
            else:
                self.seeded.discard(generator)
            return function(*args, **keywords)

        return seed

    def _collecting(self, make: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(make)
        def default_rng(seed: Any = None) -> Any:
            generator = make(seed)
            if seed is None and self.watching:
                self.unseeded.append(generator)
            return generator

        return default_rng


class RandomStates:
    """What the import left; ``enter_child`` applies the rule in a forked child."""

    def __init__(self, watch: SeedWatch) -> None:
        watch.watching = False
        self._seeded = frozenset(watch.seeded)
        self._unseeded = watch.unseeded
        # Python itself seeds `random` anew in every forked child, so its state has to be kept.
        self._state = sys.modules["random"].getstate() if "random" in self._seeded else None

    def enter_child(self) -> None:
        if self._state is not None:
            sys.modules["random"].setstate(self._state)
        numpy_random = sys.modules.get("numpy.random")
        if numpy_random is not None and "numpy.random" not in self._seeded:
            numpy_random.seed()
        for generator in self._unseeded:
            bits = generator.bit_generator
            bits.state = type(bits)().state
        torch = sys.modules.get("torch")
        if torch is not None and "torch" not in self._seeded:
            torch.seed()
