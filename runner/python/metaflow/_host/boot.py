"""Entry of a host process: ``python boot.py`` with FLOWDECK_PROTOCOL=<read>,<write> set.

Started by path, so that the person's PYTHON* variables count. Its syntax is old on purpose: an
interpreter that is too old must get far enough to say so.
"""

import os
import sys

OLDEST = (3, 9)


def refuse_old_python(write_fd):  # noqa: ANN001, ANN202
    import json

    version = ".".join(str(part) for part in sys.version_info[:3])
    error = {
        "code": "python-too-old",
        "message": sys.executable + " is Python " + version + ", but flows need 3.9 or newer",
        "remedy": "Choose a newer interpreter with flowdeck.pythonPath, or with FLOWDECK_PYTHON.",
    }
    line = json.dumps({"type": "refused", "error": error}) + "\n"
    os.write(write_fd, line.encode("utf-8"))


def open_descriptor(text):  # noqa: ANN001, ANN202
    if text[0] != "h":
        return int(text)
    # A Windows handle: so our own processes pass descriptors there.
    import msvcrt

    return msvcrt.open_osfhandle(int(text[1:]), os.O_BINARY)


def main():  # noqa: ANN202
    # Tasks must not see it: a program that a step starts is no host.
    # A third one comes with a worker of the fresh mode: it closes when the host dies.
    descriptors = [open_descriptor(text) for text in os.environ.pop("FLOWDECK_PROTOCOL").split(",")]
    if sys.version_info < OLDEST:
        refuse_old_python(descriptors[1])
        return
    here = os.path.dirname(os.path.abspath(__file__))
    # Python put this script's folder first, unless -P or PYTHONSAFEPATH forbade it.
    script_folder_first = bool(sys.path) and os.path.realpath(sys.path[0]) == os.path.realpath(here)
    if script_folder_first:
        del sys.path[0]
    sys.path.insert(0, os.path.dirname(os.path.dirname(here)))
    # Our own modules may be cached whatever the person wants for theirs (bytecode.py).
    dont_write_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    from metaflow._host.host import serve_process

    sys.dont_write_bytecode = dont_write_bytecode
    serve_process(descriptors, flow_folder_first=script_folder_first)


main()
