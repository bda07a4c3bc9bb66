"""The exceptions that flows raise, catch and store. Names and pickled form are Metaflow's."""

from __future__ import annotations

import sys

METAFLOW_EXIT_DISALLOW_RETRY = 202
METAFLOW_EXIT_ALLOW_RETRY = 203
"""Exit codes of task processes, by which code of people's own tells the scheduler."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any


class MetaflowExceptionWrapper(Exception):
    """A picklable account of an exception: `exception` (its text), `type` (`module.Name`),
    `stacktrace`.

    Stored as the artifacts `_exception` and `_catch_exception` and in @catch's variable.
    The pickled form is fixed: reduced to `(None,)` plus the attribute dictionary.
    """

    exception: str
    type: str
    stacktrace: str | None

    def __init__(self, exc: BaseException | None = None, stacktrace: str | None = None) -> None:
        super().__init__()
        if exc is None:
            return
        self.exception = str(exc)
        self.type = qualified_name(exc)
        self.stacktrace = stacktrace if stacktrace is not None else _current_stacktrace()

    def __reduce__(self) -> tuple[Any, ...]:
        return MetaflowExceptionWrapper, (None,), self.__dict__

    def __setstate__(self, state: dict[str, Any] | None) -> None:
        self.__dict__.update(state or {})

    def __str__(self) -> str:
        fields = self.__dict__
        if fields.get("stacktrace"):
            return str(fields["stacktrace"])
        return f"[no stacktrace]\n{fields.get('type')}: {fields.get('exception')}"

    __repr__ = __str__


def qualified_name(exc: BaseException) -> str:
    """`builtins.ValueError`: how records name an exception's type."""
    return f"{type(exc).__module__}.{type(exc).__name__}"


def _current_stacktrace() -> str | None:
    if sys.exc_info()[0] is None:
        return None
    import traceback

    return traceback.format_exc()


def _reason() -> str:
    """`: ValueError: no such table (flow.py, line 5)` of the exception that is being handled."""
    error = sys.exc_info()[1]
    if error is None:
        return ""
    text = " ".join(str(error).split())
    told = f": {type(error).__name__}: {text}" if text else f": {type(error).__name__}"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or trace.tb_frame.f_globals.get("__package__") == __package__:
        return told
    file = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
    return f"{told} ({file}, line {trace.tb_lineno})"


class MetaflowException(Exception):
    """Base of what the runtime reports on purpose. `message` is for the person."""

    headline = "Flow failed"

    def __init__(
        self, msg: str = "", lineno: int | None = None, source_file: str | None = None
    ) -> None:
        super().__init__(msg)
        self.message = msg
        self.line_no = lineno
        self.source_file = source_file

    def __str__(self) -> str:
        place = [str(part) for part in (self.source_file, self.line_no) if part]
        return f"{':'.join(place)}: {self.message}" if place else self.message


class MetaflowInternalError(MetaflowException):
    headline = "Internal error"


class MetaflowNotAvailable(MetaflowException):
    """A public name of Metaflow that this version of Flowdeck does not have yet."""

    headline = "Not available"


class MetaflowDataMissing(MetaflowException):
    headline = "Data missing"


class MetaflowNotFound(MetaflowException):
    headline = "Object not found"


class MetaflowNamespaceMismatch(MetaflowException):
    """The client's namespace hides the object; `metaflow.namespace(None)` shows everything."""

    headline = "Object not in the current namespace"

    def __init__(self, namespace: str | None) -> None:
        super().__init__(f"The namespace '{namespace}' does not have this object")


class MetaflowInvalidPathspec(MetaflowException):
    headline = "Invalid pathspec"


class MetaflowTaggingError(MetaflowException):
    headline = "Tagging error"


class MetaflowUnknownUser(MetaflowException):
    headline = "Unknown user"

    def __init__(self) -> None:
        super().__init__("No user name is known: set METAFLOW_USER, or USERNAME as the system does")


class CommandException(MetaflowException):
    headline = "Invalid command"


class InvalidNextException(MetaflowException):
    headline = "Invalid self.next() transition detected"


class ParameterFieldFailed(MetaflowException):
    headline = "Parameter field failed"

    def __init__(self, name: str, field: str) -> None:
        super().__init__(f"The {field} of parameter {name!r} could not be computed{_reason()}")


class ParameterFieldTypeMismatch(MetaflowException):
    headline = "Parameter field with a mismatching type"


class ParameterError(MetaflowException):
    """A parameter's value is missing or does not fit its type."""

    headline = "Invalid parameter"
    detail = ""
    """What is wrong with the text, in the words of click; empty when there is no text."""


class BadStepDecoratorException(MetaflowException):
    headline = "Syntax error"

    def __init__(self, decorator: str, function: object) -> None:
        name = getattr(function, "__name__", repr(function))
        super().__init__(
            f"@{decorator} on {name!r} must stand above @step: write @{decorator} first, "
            "then @step directly over the def"
        )


class DuplicateStepDecoratorException(MetaflowException):
    headline = "Duplicate decorators"

    def __init__(self, decorator: str, function: object) -> None:
        name = getattr(function, "__name__", repr(function))
        super().__init__(f"Step {name!r} has @{decorator} twice: keep one")


class UnknownStepDecoratorException(MetaflowException):
    headline = "Unknown step decorator"

    def __init__(self, decorator: str, known: Iterable[str] = ()) -> None:
        super().__init__(_unknown("step", decorator, known))


class UnknownFlowDecoratorException(MetaflowException):
    headline = "Unknown flow decorator"

    def __init__(self, decorator: str, known: Iterable[str] = ()) -> None:
        super().__init__(_unknown("flow", decorator, known))


def _unknown(kind: str, decorator: str, known: Iterable[str]) -> str:
    return f"Unknown {kind} decorator *{decorator}*. These are known: *{', '.join(known)}*"


class BadFlowDecoratorException(MetaflowException):
    headline = "Syntax error"

    def __init__(self, decorator: str) -> None:
        super().__init__(
            f"@{decorator} can stand above a FlowSpec class only: write it on the line before "
            "the class"
        )


class DuplicateFlowDecoratorException(MetaflowException):
    headline = "Duplicate decorators"

    def __init__(self, decorator: str) -> None:
        super().__init__(f"The flow has @{decorator} twice (a base class counts): keep one")


class ExternalCommandFailed(MetaflowException):
    headline = "External command failed"


class InvalidDecoratorAttribute(MetaflowException):
    headline = "Unknown decorator attribute"

    def __init__(self, decorator: str, attribute: str, known: Iterable[str]) -> None:
        super().__init__(
            f"@{decorator} has no attribute {attribute!r}; it has: {', '.join(known) or 'none'}"
        )


class UnhandledInMergeArtifactsException(MetaflowException):
    headline = "Unhandled artifacts in merge"

    def __init__(self, msg: str, unhandled: Sequence[str]) -> None:
        super().__init__(msg)
        self.artifact_names = unhandled


class MissingInMergeArtifactsException(MetaflowException):
    headline = "Missing artifacts in merge"

    def __init__(self, msg: str, unhandled: Sequence[str]) -> None:
        super().__init__(msg)
        self.artifact_names = unhandled


class UnpicklableArtifact(MetaflowException):
    """An artifact that pickle refuses; `artifact` names it."""

    headline = "Artifact can't be stored"

    def __init__(self, artifact: str, value: object, cause: BaseException) -> None:
        self.artifact = artifact
        kind = f"{type(value).__module__}.{type(value).__qualname__}"
        super().__init__(
            f"self.{artifact} ({kind}) can't be pickled, so it can't be stored as an artifact: "
            f"{cause}. Keep it in a local variable, or store what it is made of"
        )


class UnreadableArtifact(MetaflowException):
    """A stored artifact that can't be unpickled here; `artifact` names it."""

    headline = "Artifact can't be read"

    def __init__(self, artifact: str, cause: BaseException) -> None:
        self.artifact = artifact
        super().__init__(
            f"The artifact {artifact!r} can't be unpickled ({type(cause).__name__}: {cause}). "
            "Its class or package may be missing here, or another version than when it was stored"
        )


class StorageError(MetaflowException):
    """The datastore could not be read or written: disk full, read-only, no permission, damaged."""

    headline = "Datastore failed"
