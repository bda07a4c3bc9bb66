"""Top-level options whose values lead out of this machine: they are carried out by the official
package, or refused; never passed over.
"""

from __future__ import annotations

from metaflow._handover import NeedsOfficial

from .echo import echo_always

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Option → the values that we carry out ourselves.
_OURS = {
    "metadata": frozenset({"local", "spin"}),
    "datastore": frozenset({"local", "spin"}),
    "environment": frozenset({"local"}),
}
#: Commands that do not touch what an option names: they only read the flow.
_ONLY_READ = frozenset({"check", "help", "output-dot", "output-raw", "show", "version"})
_SIDECARS = {"event_logger": "nullSidecarLogger", "monitor": "nullSidecarMonitor"}


def check_world(top: dict[str, Any], command: str) -> None:
    if command in _ONLY_READ:
        return
    for name, ours in _OURS.items():
        if top[name] not in ours:
            raise NeedsOfficial(f"--{name} {top[name]}")
    if top["local_config_file"] is not None:
        raise NeedsOfficial("--local-config-file")
    for name, silent in _SIDECARS.items():
        if top[name] != silent:
            option = name.replace("_", "-")
            echo_always(f"--{option} {top[name]} has no effect: Flowdeck sends no events.")
