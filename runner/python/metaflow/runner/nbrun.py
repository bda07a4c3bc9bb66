"""`NBRunner`: a flow of a notebook's cell."""

from __future__ import annotations

import os
import tempfile

from .metaflow_runner import ExecutingRun, Runner
from .utils import format_flowfile, get_current_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..client.core import Run


class NBRunnerInitializationError(Exception):
    """There is no notebook here."""


class NBRunner:
    """In the cell that defines the flow, as its last line: `NBRunner(MyFlow).nbrun(alpha=5)`.

    The cell, without what follows the class, becomes a file beside the notebook while it runs.
    """

    def __init__(
        self,
        flow: type,
        show_output: bool = True,
        profile: str | None = None,
        env: dict[str, str] | None = None,
        base_dir: str | None = None,
        file_read_timeout: int = 3600,
        **kwargs: Any,
    ) -> None:
        self.cell = get_current_cell(_notebook())
        if not self.cell:
            raise ValueError("The notebook has no cell that could be run.")
        self.flow = flow
        self.base_dir = base_dir if base_dir is not None else os.getcwd()
        self._file = _write(self.base_dir, flow.__name__, format_flowfile(self.cell))
        # Jupyter watches processes that have its variable.
        variables = {**(env or {}), "JPY_PARENT_PID": ""}
        try:
            self.runner = Runner(
                self._file,
                show_output=show_output,
                profile=profile,
                env=variables,
                cwd=self.base_dir,
                file_read_timeout=file_read_timeout,
                **kwargs,
            )
        except BaseException:
            os.remove(self._file)
            raise

    def nbrun(self, **kwargs: Any) -> Run:
        """Runs the flow to its end and cleans up."""
        try:
            return self.runner.run(**kwargs).run
        finally:
            self.cleanup()

    def nbresume(self, **kwargs: Any) -> Run:
        """Resumes a run to its end and cleans up."""
        try:
            return self.runner.resume(**kwargs).run
        finally:
            self.cleanup()

    def run(self, **kwargs: Any) -> ExecutingRun:
        return self.runner.run(**kwargs)

    def resume(self, **kwargs: Any) -> ExecutingRun:
        return self.runner.resume(**kwargs)

    async def async_run(self, **kwargs: Any) -> ExecutingRun:
        """As `Runner.async_run`; call `cleanup()` when it is over."""
        return await self.runner.async_run(**kwargs)

    async def async_resume(self, **kwargs: Any) -> ExecutingRun:
        return await self.runner.async_resume(**kwargs)

    def cleanup(self) -> None:
        """Deletes the file of the cell and what commands printed."""
        if os.path.exists(self._file):
            os.remove(self._file)
        self.runner.cleanup()


def _notebook() -> Any:
    try:
        from IPython import get_ipython  # type: ignore[import-not-found,unused-ignore]
    except ModuleNotFoundError:
        raise NBRunnerInitializationError(
            "NBRunner works inside of notebooks only, such as Jupyter's"
        ) from None
    return get_ipython()


def _write(folder: str, name: str, text: str) -> str:
    descriptor, file = tempfile.mkstemp(prefix=name, suffix=".py", dir=folder)
    with os.fdopen(descriptor, "w", encoding="utf-8") as output:
        output.write(text)
    return file
