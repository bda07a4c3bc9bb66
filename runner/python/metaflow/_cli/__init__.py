"""The command line of a flow: ``python flow.py [options] run|resume|show|… [options]``.

``main`` is called by the constructor under the guard and never returns. The option table is in
`options.py` and `commands/`; the same reading serves `flowdeck run` (``_host/host.py``).
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main(flow_class: type) -> NoReturn:
    """Does what the words after the file's name say, and exits."""
    from .door import carry_out

    program = os.path.basename(sys.argv[0]) if sys.argv else "flow.py"
    sys.exit(carry_out(flow_class, sys.argv[1:], program))
