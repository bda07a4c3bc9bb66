"""Has the cards of a task made by other processes: slow or broken ones do it no harm."""

from __future__ import annotations

import time

from ._process import start_rendering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._process import Rendering
    from ._request import CardPlace, CardRequest

_GRACE_SECONDS = 10
_LONGEST_SECONDS = 30
"""For a card without a timeout."""


class CardCreator:
    """`flow_class`: of the task at `place`."""

    def __init__(self, flow_class: type, place: CardPlace, logger: Callable[..., None]) -> None:
        self._flow_class = flow_class
        self._place = place
        self._logger = logger
        self._running: dict[str, Rendering] = {}
        self._recorded: set[str] = set()

    def create(
        self, request: CardRequest, wait: bool = False, after: CardRequest | None = None
    ) -> None:
        """Without `wait` it goes on beside the step; another one of the same card is passed over
        in the meantime. `after`: another one of the same card, made by the same process.
        """
        if request.mode != "render" and not request.runtime:
            return
        if not wait and self._is_busy(request):
            return
        self._end_running(request)
        if request.mode == "refresh" or request.uuid in self._recorded:
            request.record = None
        else:
            self._recorded.add(request.uuid)
        requests = [request] if after is None or not after.runtime else [request, after]
        rendering = start_rendering(self._flow_class, self._place, requests)
        if wait:
            self._finish(request, rendering)
        else:
            self._running[request.uuid] = rendering

    def stop(self) -> None:
        """Nothing that this step began may outlive it."""
        for rendering in self._running.values():
            rendering.kill()
        self._running.clear()

    def _is_busy(self, request: CardRequest) -> bool:
        running = self._running.get(request.uuid)
        if running is None or running.has_ended():
            return False
        return time.monotonic() - running.started < _seconds(request)

    def _end_running(self, request: CardRequest) -> None:
        running = self._running.pop(request.uuid, None)
        if running is not None:
            running.wait(running.started + _seconds(request) - time.monotonic())

    def _finish(self, request: CardRequest, rendering: Rendering) -> None:
        ended_well = rendering.wait(_seconds(request))
        said = rendering.output()
        if not ended_well:
            self._logger(f"The card could not be made:\n\n{said}", timestamp=False, bad=True)


def _seconds(request: CardRequest) -> float:
    if request.timeout is None:
        return _LONGEST_SECONDS
    return request.timeout + _GRACE_SECONDS
