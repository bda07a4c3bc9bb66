"""`ArgoEvent`: publishes an event that starts deployed flows with @trigger."""

from __future__ import annotations

import json
import os
import sys
import time

from ...exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class ArgoEventException(MetaflowException):
    headline = "Argo Event Exception"


class ArgoEvent:
    """An event by name (or a function that gives it, like `namespaced_event_name("foo")`).

    It goes to `url`, by default the setting ARGO_EVENTS_WEBHOOK_URL, with `payload`.
    """

    def __init__(
        self,
        name: str | Callable[[], str],
        url: str | None = None,
        payload: dict[str, Any] | None = None,
        access_token: str | None = None,
    ) -> None:
        self._name = name() if callable(name) else name
        if not isinstance(self._name, str):
            raise ArgoEventException(
                f"The name of an event is a string: the function given as 'name' returned a "
                f"{type(self._name).__name__}"
            )
        self._url = url
        self._payload = payload or {}
        self._access_token = access_token

    def add_to_payload(self, key: str, value: Any) -> ArgoEvent:
        """Sets one value, as text: a parameter of the flows that it starts."""
        self._payload[key] = str(value)
        return self

    def safe_publish(
        self, payload: dict[str, Any] | None = None, ignore_errors: bool = True
    ) -> str | None:
        """Publishes in a deployed flow only: nothing happens while one tries it."""
        return self.publish(payload, force=False, ignore_errors=ignore_errors)

    def publish(
        self,
        payload: dict[str, Any] | None = None,
        force: bool = True,
        ignore_errors: bool = True,
    ) -> str | None:
        """Sends the event and returns its id. Errors are printed, unless `ignore_errors` is
        False: then ArgoEventException is raised.
        """
        try:
            if not force and not os.environ.get("ARGO_WORKFLOW_TEMPLATE"):
                raise ArgoEventException(
                    f"The Argo event {self._name} was not published, as this is no run of Argo "
                    "Workflows. ArgoEvent(...).publish(...) sends it all the same."
                )
            return self._send({**self._payload, **(payload or {})})
        except ArgoEventException as error:
            if not ignore_errors:
                raise
            print(error, file=sys.stderr)
            return None

    def _send(self, payload: dict[str, Any]) -> str:
        import uuid
        from datetime import datetime, timezone
        from urllib.request import Request

        from ... import metaflow_config as settings

        event_id = str(uuid.uuid4())
        now = datetime.now(timezone.utc)
        fields = {
            "name": self._name,
            "id": event_id,
            "timestamp": int(now.timestamp()),
            "utc_date": now.strftime("%Y%m%d"),
            "generated-by-metaflow": True,
            **payload,
        }
        headers = {"Content-Type": "application/json"}
        if self._access_token:
            headers["Authorization"] = f"Bearer {self._access_token}"
        if settings.ARGO_EVENTS_WEBHOOK_AUTH == "service":
            headers.update(settings.SERVICE_HEADERS)
        url = self._url or settings.ARGO_EVENTS_WEBHOOK_URL
        body = json.dumps({"name": self._name, "payload": fields}).encode()
        try:
            request = Request(url, method="POST", headers=headers, data=body)
            _post(request, settings.SERVICE_RETRY_COUNT)
        except Exception as error:
            raise ArgoEventException(
                f"The Argo event {self._name} could not be sent: {error}"
            ) from error
        print(f"Argo Event ({self._name}) published.", file=sys.stderr)
        return event_id


def _post(request: Any, attempts: int) -> None:
    """Again while nobody answers; an answer that says no is one."""
    from urllib.error import HTTPError, URLError
    from urllib.request import urlopen

    for attempt in range(attempts):
        try:
            urlopen(request, timeout=60).close()
            return
        except HTTPError:
            raise
        except URLError:
            if attempt == attempts - 1:
                raise
            time.sleep(2**attempt)
