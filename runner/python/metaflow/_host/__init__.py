"""The Python host: executes a flow's file once and runs task attempts for the runner.

``takeover`` is the joint to the runtime. While a host waits for a flow, it holds a function that
``FlowSpec.__init__`` calls as ``takeover(flow_class, use_cli)``; when the class is the one to run,
the call never returns. It is ``None`` in every process that no runner talks to, and in tasks.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

takeover: Callable[[type, bool], None] | None = None
