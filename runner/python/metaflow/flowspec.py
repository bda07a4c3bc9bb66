"""`FlowSpec`, the class that every flow inherits from, and `step`."""

from __future__ import annotations

import os
import sys

from ._classes import (
    OfClass,
    Preparation,
    inherited,
    inherited_decorators,
    parameters_of,
    steps_of,
)
from ._foreach import ForeachFrame, item_at, publish_frames
from ._gang import ParallelUBF
from .exception import InvalidNextException, MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, TypeVar, overload

    from ._datastore.artifacts import Artifacts
    from ._foreach import ForeachSource
    from .decorators import FlowDecorator
    from .parameters import Parameter
    from .user_decorators.user_flow_decorator import FlowMutator

    F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["FlowSpec", "InvalidNextException", "ParallelUBF", "step"]

publish_frames()

# What every flow has of its own.
_TAKEN = frozenset({"cmd", "foreach_stack", "index", "input", "script_name", "name"})
INTERNAL_ARTIFACTS_SET = frozenset(
    {
        "_control_mapper_tasks",
        "_control_task_is_mapper_zero",
        "_foreach_values",
        "_parallel_ubf_iter",
        "_unbounded_foreach",
    }
)
"""Artifacts that belong to the task that set them."""

# So much of a foreach's item is told with a flow.
_TOLD = 20

if TYPE_CHECKING:

    @overload
    def step(function: F) -> F: ...
    @overload
    def step(*, start: bool = False, end: bool = False) -> Callable[[F], F]: ...
    def step(function: Any = None, *, start: bool = False, end: bool = False) -> Any:
        """Makes a method a step. `start` and `end` mark the ends of the graph when they have other
        names.
        """
else:

    def step(function=None, *, start=False, end=False):  # noqa: ANN001, ANN201
        if function is None:
            return lambda later: step(later, start=start, end=end)
        function.is_step = True
        function.decorators = []
        # Decorators of one's own: those that run around the step, and those that change it.
        function.wrappers = []
        function.config_decorators = []
        function.name = function.__name__
        function.is_start_step = start
        function.is_end_step = end
        return function


class FlowSpecMeta(type):
    """Metaflow's metaclass of flows, for metaclasses that inherit from it and from ABCMeta. Flows
    need none here.
    """


class FlowSpec:
    """A flow: methods with `@step`, `self.next(…)` at the end of each, and attributes that become
    artifacts.

    >>> class HelloFlow(FlowSpec):
    ...     @step
    ...     def start(self):
    ...         self.greeting = "hello"
    ...         self.next(self.end)
    ...
    ...     @step
    ...     def end(self):
    ...         print(self.greeting)
    """

    # Never stored, by Metaflow's names; those after `input` are ours.
    _EPHEMERAL = frozenset(
        {
            "_EPHEMERAL",
            "_NON_PARAMETERS",
            "_datastore",
            "_cached_input",
            "_graph",
            "_flow_state",
            "_steps",
            "index",
            "input",
            "_cached_parameters",
            "_foreach_source",
            "_read_only",
            "_flow_decorators",
            "_flow_mutators",
            "_read_graph",
            "_prepared",
        }
    )

    # What a task's flow reads from; None outside a task.
    _datastore: Artifacts | None = None
    _foreach_source: ForeachSource | None = None
    _read_only: frozenset[str] = frozenset()
    _flow_decorators: list[FlowDecorator] = []
    _flow_mutators: list[FlowMutator] = []
    _graph = OfClass(lambda flow_class: _public_graph(flow_class))
    _steps = OfClass(lambda flow_class: list(flow_class._steps_by_name()))
    _transition: tuple[list[str], str | None] | None
    _current_step: str
    name: str

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name in _TAKEN.intersection(cls.__dict__):
            if hasattr(cls.__dict__[name], "IS_CONFIG_PARAMETER"):
                _pass_over(cls, name)
        cls._flow_decorators = inherited_decorators(cls)
        cls._flow_mutators = inherited(cls, "_flow_mutators")

    @classmethod
    def _preparation(cls) -> Preparation:
        """How far this class (no base class) has been made ready to run."""
        if "_prepared" not in cls.__dict__:
            cls._prepared = Preparation()  # type: ignore[attr-defined]
        prepared: Preparation = cls.__dict__["_prepared"]
        return prepared

    @classmethod
    def _forget_graph(cls) -> None:
        """It is read anew after the class has changed."""
        if "_read_graph" in cls.__dict__:
            del cls._read_graph  # type: ignore[attr-defined]

    @classmethod
    def _step_functions(cls) -> list[Any]:
        return list(steps_of(cls).values())

    @classmethod
    def _steps_by_name(cls) -> Iterator[Any]:
        return iter([function for _, function in sorted(steps_of(cls).items())])

    @classmethod
    def _get_parameters(cls) -> Iterator[tuple[str, Parameter]]:
        """`(attribute, parameter)`: Metaflow's name of it, which public code knows."""
        return iter(sorted(parameters_of(cls).items()))

    def __iter__(self) -> Iterator[Any]:
        """The steps, as `for step in HelloFlow(use_cli=False)` asks for them."""
        return self._steps_by_name()

    def __init__(self, use_cli: bool = True) -> None:
        """`use_cli=False` gives a plain object; otherwise the constructor runs the flow and does
        not return.
        """
        self._reset()
        if not use_cli:
            return
        host = sys.modules.get(f"{__package__}._host")
        takeover = getattr(host, "takeover", None)
        _started_with[type(self)] = dict(self.__dict__)
        if takeover is not None:
            takeover(type(self), use_cli)
        else:
            from ._cli import main

            main(type(self))

    def _reset(self) -> None:
        self.name = type(self).__name__
        self._transition = None
        self._cached_input: dict[int, Any] = {}
        self._cached_parameters: dict[str, Any] = {}

    @classmethod
    def _of_task(cls, artifacts: Artifacts) -> FlowSpec:
        """A flow that reads the artifacts of a task. The class's own constructor is not called
        again.
        """
        flow = cls.__new__(cls)
        flow.__dict__.update(cls._values_of_constructor())
        flow._reset()
        flow._datastore = artifacts
        return flow

    @classmethod
    def _values_of_constructor(cls) -> dict[str, Any]:
        """What a constructor of the class's own had set before it called ours."""
        values = _started_with.get(cls, {})
        return {name: value for name, value in values.items() if name not in cls._EPHEMERAL}

    @property
    def script_name(self) -> str:
        """The file name of the flow."""
        main = sys.modules.get(type(self).__module__)
        return os.path.basename(getattr(main, "__file__", None) or sys.argv[0])

    @property
    def index(self) -> int:
        """Position of this task in the innermost foreach; None outside (not in the type)."""
        stack = self._foreach_stack
        return stack[-1].index if stack else None  # type: ignore[return-value]

    @property
    def input(self) -> Any:
        """The item of the innermost foreach that this task works on; None outside."""
        return self._find_input(len(self._foreach_stack) - 1)

    def foreach_stack(self) -> list[tuple[int, int, Any]]:
        """`(index, number of items, item)` of every foreach around this task, outermost first."""
        return [
            (frame.index, frame.num_splits, self._find_input(at))
            for at, frame in enumerate(self._foreach_stack)
        ]

    def next(self, *targets: Any, **options: Any) -> None:
        """Says what comes next: a step, several (a branch), one with `foreach="items"`, or a dict
        with `condition="name"`.
        """
        from ._next import set_transition

        set_transition(self, targets, options)

    def merge_artifacts(
        self,
        inputs: Iterable[FlowSpec],
        exclude: Sequence[str] | None = None,
        include: Sequence[str] | None = None,
    ) -> None:
        """In a join: takes over the artifacts that the branches agree on and that this step has not
        set.
        """
        from ._graph import graph_of
        from ._merge import merge_artifacts

        is_join = graph_of(type(self)).nodes[self._current_step].type == "join"
        merge_artifacts(self, is_join, inputs, include or [], exclude or [])

    def _find_input(self, at: int) -> Any:
        """Loads the foreach artifact aside: the whole list never becomes an artifact of the task by
        this.
        """
        if at < 0:
            return None
        if at not in self._cached_input:
            self._cached_input[at] = self._load_input(at)
        return self._cached_input[at]

    def _load_input(self, at: int) -> Any:
        frame: ForeachFrame = self._foreach_stack[at]
        source = self._foreach_source
        if frame.var in self.__dict__:
            items = self.__dict__[frame.var]
        elif source is not None and at == len(source.stack) and source.var == frame.var:
            items = source.items()
        elif hasattr(type(self), frame.var):
            items = getattr(self, frame.var)  # a parameter or a constant
        elif self._datastore is not None and frame.var in self._datastore:
            items = self._datastore.load(frame.var)
        else:
            # A join inside an outer foreach: the outer list did not come along.
            return None
        return item_at(items, frame.index)

    def __getattr__(self, name: str) -> Any:
        artifacts = self._datastore
        if artifacts is not None and name in artifacts:
            value = artifacts.load(name)
            self.__dict__[name] = value
            return value
        raise AttributeError(f"Flow {type(self).__name__} has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self._read_only:
            raise AttributeError(
                f"{name!r} is a value of the class {type(self).__name__} and can't be changed in "
                "a step: "
                "store the new value under another name"
            )
        object.__setattr__(self, name, value)

    def __getstate__(self) -> Any:
        raise MetaflowException(
            "a flow can't be stored in itself; perhaps self or one of the inputs was assigned to "
            "an attribute: "
            "store the values that you need, such as inputs[0].x"
        )

    def __str__(self) -> str:
        step_name = self.__dict__.get("_current_step")
        if step_name is None:
            return f"<flow {self.name}>"
        indices = ",".join(str(frame.index) for frame in self._foreach_stack)
        if not indices:
            return f"<flow {self.name} step {step_name}>"
        return f"<flow {self.name} step {step_name}[{indices}]{self._told_input()}>"

    def _told_input(self) -> str:
        try:
            item = self.input
        except Exception:
            # Whoever prints a flow wants to know where it stands, not why an item can't be read.
            return ""
        text = str(item)
        short = f"{text[:_TOLD]}..." if len(text) > _TOLD else text
        return "" if item is None else f" (input: {short})"

    __repr__ = __str__


# What the constructor of the instance under the guard had set before it reached ours: part of every
# task's flow.
_started_with: dict[type, dict[str, Any]] = {}


def _pass_over(flow_class: type, attribute: str) -> None:
    """Metaflow does not see a parameter under such a name either, and says nothing of it."""
    import warnings

    delattr(flow_class, attribute)
    warnings.warn(
        f"{attribute!r} can't name a parameter of {flow_class.__name__}, which is passed over: "
        "every flow has an attribute of this name already. Choose another name",
        stacklevel=3,
    )


def _public_graph(flow_class: type) -> Any:
    from ._graph import graph_of
    from ._public_graph import PublicGraph

    return PublicGraph(graph_of(flow_class))
