"""A fresh interpreter that executes the flow's file once more and makes a card.

Started as `python _fresh.py`, with what there is to do as JSON on its standard input.
"""

from __future__ import annotations

import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from typing import IO, Any, NoReturn

    from ._request import CardPlace, CardRequest


def start_interpreter(
    flow_class: type, place: CardPlace, requests: list[CardRequest], said: IO[bytes]
) -> subprocess.Popen[Any]:
    import subprocess
    import tempfile

    main = sys.modules["__main__"]
    work = {
        "file": os.path.abspath(getattr(main, "__file__", None) or sys.argv[0]),
        "flow": flow_class.__name__,
        "argv": sys.argv[1:],
        "snapshot": _snapshot(),
        "place": vars(place),
        "requests": [vars(request) for request in requests],
    }
    # A file and no pipe: data may be large, and nobody waits for it to be read.
    with tempfile.TemporaryFile() as told:
        told.write(json.dumps(work).encode())
        told.seek(0)
        flags = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
        return subprocess.Popen(
            [sys.executable, *flags, os.path.abspath(__file__)],
            stdin=told,
            stdout=said,
            stderr=subprocess.STDOUT,
        )


def _snapshot() -> dict[str, Any] | None:
    """The code that this run started with, when the host reads it from there."""
    finder = next((each for each in sys.meta_path if hasattr(each, "read_source")), None)
    snapshot = getattr(finder, "_snapshot", None)
    if snapshot is None or not snapshot.folder:
        return None
    files = {
        name: {"size": size, "mtimeNs": str(mtime)}
        for name, (size, mtime) in snapshot.files.items()
    }
    return {"folder": snapshot.folder, "archive": snapshot.archive, "files": files}


def _render(work: dict[str, Any]) -> NoReturn:
    from metaflow._host.program import Program
    from metaflow._host.snapshot import SnapshotFinder

    finder = SnapshotFinder()
    if work["snapshot"] is not None:
        finder.use(work["snapshot"])
    finder.install()
    program = Program(work["file"], work["flow"], work["argv"], lambda flow: _serve(flow, work))
    program.execute(finder.read_source, flow_folder_first=True)
    os._exit(1)


def _serve(flow_class: type, work: dict[str, Any]) -> NoReturn:
    from metaflow.plugins.cards._make import make_cards
    from metaflow.plugins.cards._request import CardPlace, CardRequest

    status = 1
    try:
        place = CardPlace(**work["place"])
        requests = [CardRequest(**each) for each in work["requests"]]
        status = 0 if make_cards(flow_class, place, requests) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _told = json.loads(sys.stdin.buffer.read())
    # This script's folder came first; the runtime's comes there, since the flow imports `metaflow`.
    _runtime = os.path.dirname(os.path.abspath(__file__))
    for _ in range(3):
        _runtime = os.path.dirname(_runtime)
    sys.path[0] = _runtime
    _render(_told)
