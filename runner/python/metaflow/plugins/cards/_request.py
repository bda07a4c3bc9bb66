"""What one process asks another to make: a card, or new data of one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class CardRequest:
    """`mode`: `render` (the page of a finished task), `render_runtime` (of a running one) or
    `refresh` (only data).
    """

    def __init__(
        self,
        uuid: str,
        type: str,
        id: str | None,
        mode: str,
        options: dict[str, Any] | None,
        timeout: int | None,
        save_errors: bool,
        runtime: bool,
        components: list[Any],
        data: dict[str, Any],
        record: dict[str, Any] | None,
    ) -> None:
        self.uuid = uuid
        self.type = type
        self.id = id
        self.mode = mode
        self.options = options
        self.timeout = timeout
        self.save_errors = save_errors
        self.runtime = runtime
        self.components = components
        self.data = data
        self.record = record


class CardPlace:
    """The attempt that a card belongs to, and where it is kept."""

    def __init__(
        self,
        datastore_root: str,
        flow: str,
        run: str,
        step: str,
        task: str,
        attempt: int,
        user: str,
    ) -> None:
        self.datastore_root = datastore_root
        self.flow = flow
        self.run = run
        self.step = step
        self.task = task
        self.attempt = attempt
        self.user = user

    @property
    def pathspec(self) -> str:
        return f"{self.flow}/{self.run}/{self.step}/{self.task}"
