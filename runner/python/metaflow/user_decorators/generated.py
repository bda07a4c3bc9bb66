"""Step decorators that people write as generator functions."""

from __future__ import annotations

import inspect
import types

from ..exception import MetaflowException
from .user_step_decorator import UserStepDecorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def decorator_of(function: Any, with_attributes: bool) -> type[UserStepDecorator]:
    """`function` takes (step_name, flow, inputs) and perhaps attributes."""
    if not (isinstance(function, types.FunctionType) and inspect.isgeneratorfunction(function)):
        raise MetaflowException(
            "@user_step_decorator goes above a generator function: one with a yield"
        )
    takes = len(inspect.signature(function).parameters)
    if takes not in ((4,) if with_attributes else (3, 4)):
        raise MetaflowException(
            "The function below @user_step_decorator takes 3 or 4 arguments "
            "(step_name, flow, inputs [, attributes]); with keyword arguments it has to be 4"
        )
    namespace = {
        "_decorator_name": f"{function.__module__}.{function.__name__}",
        "_original_module": function.__module__,
        "_function": staticmethod(function),
        "_takes_attributes": takes == 4,
        "__doc__": function.__doc__,
        "__module__": function.__module__,
    }
    return type(function.__name__, (GeneratorDecorator,), namespace)


class GeneratorDecorator(UserStepDecorator):
    _decorator_name: str | None = None
    _function: Callable[..., Any]
    _takes_attributes = False
    _generator: Any = None

    def init(self, *args: Any, **kwargs: Any) -> None:
        self._kwargs = kwargs

    def pre_step(self, step_name: str, flow: Any, inputs: Any = None) -> Any:
        attributes = (self._kwargs,) if self._takes_attributes else ()
        self._generator = self._function(step_name, flow, inputs, *attributes)
        yielded = self._generator.send(None)
        if isinstance(yielded, dict):
            # An empty one skips the step, too.
            self.skip_step = yielded or True
            return None
        return yielded

    def post_step(self, step_name: str, flow: Any, exception: Exception | None = None) -> Any:
        try:
            if exception is not None:
                self._generator.throw(exception)
            else:
                self._generator.send(None)
        except StopIteration as end:
            return end.value
        except Exception as error:
            return error
        return (
            None,
            None,
            MetaflowException(
                f"{self} has more than one yield on its way: the step runs at the first"
            ),
        )
