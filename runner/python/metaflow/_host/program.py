"""Executes a flow's file once, as the real ``__main__``, and finds the class to run."""

from __future__ import annotations

import os
import sys

from metaflow._foreach import publish_frames

from .refusal import RefusedError, refuse_exit, refuse_import_error, refuse_syntax_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, ModuleType


class Program:
    """``serve`` gets the chosen class, inside its constructor call, and never returns."""

    def __init__(
        self, file: str, flow: str | None, argv: list[str], serve: Callable[[type], None]
    ) -> None:
        self._file = file
        self._flow = flow
        self._argv = argv
        self._serve = serve
        self._owner = os.getpid()

    def execute(self, read_source: Callable[[str], bytes], *, flow_folder_first: bool) -> None:
        """Returns never, or raises RefusedError when the file holds no flow that can be run."""
        code = self._compile(read_source)
        main = self._make_main_module()
        sys.argv = [self._file, *self._argv]
        if flow_folder_first:
            # Python itself resolves links for the first entry of sys.path.
            sys.path.insert(0, os.path.dirname(os.path.realpath(self._file)))
        self._hook_constructor()
        try:
            exec(code, main.__dict__)  # the flow's own file is what we are asked to execute
            chosen = self._only_class(main)
            chosen()
            self._serve(chosen)
        except RefusedError:
            raise
        except SyntaxError as error:
            raise refuse_syntax_error(error, self._file) from None
        except SystemExit as error:
            raise refuse_exit(error, self._file) from None
        except BaseException as error:
            raise refuse_import_error(error, self._file) from None

    def _compile(self, read_source: Callable[[str], bytes]) -> CodeType:
        try:
            source = read_source(self._file)
        except OSError as error:
            raise RefusedError(
                "flow-file-unreadable",
                f"The flow's file cannot be read: {error.strerror}",
                where={"file": self._file},
                remedy="Check the path and its permissions.",
            ) from None
        try:
            return compile(source, self._file, "exec", dont_inherit=True)
        except SyntaxError as error:
            raise refuse_syntax_error(error, self._file) from None
        except ValueError as error:  # null bytes, before Python 3.12
            raise refuse_syntax_error(SyntaxError(str(error)), self._file) from None

    def _make_main_module(self) -> ModuleType:
        main = type(sys)("__main__")
        main.__file__ = self._file
        main.__builtins__ = sys.modules["builtins"]  # type: ignore[attr-defined]
        main.__dict__.update(__cached__=None, __annotations__={})
        sys.modules["__main__"] = main
        # Metaflow's frames are pickled as members of __main__, which is a new one now.
        publish_frames()
        return main

    def _hook_constructor(self) -> None:
        import metaflow._host as joint

        def takeover(flow_class: type, use_cli: bool) -> None:
            # A process that the import forked is not the host.
            if not use_cli or os.getpid() != self._owner:
                return
            chosen = flow_class if self._flow is None else self._named(flow_class)
            if chosen is not None:
                joint.takeover = None
                self._serve(chosen)

        joint.takeover = takeover

    def _named(self, constructed: type) -> type | None:
        """The class that was asked for, if the file has defined it by now."""
        if constructed.__name__ == self._flow:
            return constructed
        return _flow_classes(sys.modules["__main__"]).get(self._flow or "")

    def _only_class(self, main: ModuleType) -> type:
        """For a file whose guard did not decide: no guard, or not the class that was asked for."""
        flows = _flow_classes(main)
        own = [one for one in flows.values() if one.__module__ == "__main__"]
        if self._flow is not None:
            if self._flow in flows:
                return flows[self._flow]
            raise self._no_such_flow([one.__name__ for one in own])
        leaves = [one for one in own if not any(one in other.__mro__[1:] for other in own)]
        if len(leaves) == 1:
            return leaves[0]
        raise self._several(leaves) if leaves else self._none()

    def _no_such_flow(self, names: list[str]) -> RefusedError:
        known = f"It has {', '.join(names)}." if names else "It has none."
        return RefusedError(
            "flow-not-found",
            f"The file has no flow named {self._flow}",
            where={"file": self._file},
            remedy=known,
        )

    def _several(self, flows: list[type]) -> RefusedError:
        names = [one.__name__ for one in flows]
        return RefusedError(
            "several-flows",
            f"The file has several flows: {', '.join(names)}",
            where={"file": self._file},
            remedy=f"Name one with --flow, or end the file with: "
            f"if __name__ == '__main__': {names[0]}()",
        )

    def _none(self) -> RefusedError:
        return RefusedError(
            "no-flow",
            "The file has no flow",
            where={"file": self._file},
            remedy="Define a class that derives from metaflow.FlowSpec.",
        )


def _flow_classes(module: ModuleType) -> dict[str, type]:
    """The flows that a module knows, by the names of their classes."""
    base = getattr(sys.modules.get("metaflow"), "FlowSpec", None)
    if base is None:
        return {}
    # A bare mutator above a class stands where the class would.
    values = [_class_of(value) for value in vars(module).values()]
    return {
        value.__name__: value
        for value in values
        if isinstance(value, type) and value is not base and issubclass(value, base)
    }


def _class_of(value: object) -> object:
    own = getattr(value, "__dict__", None)
    return own.get("_flow_cls") or value if isinstance(own, dict) else value
