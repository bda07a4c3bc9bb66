"""Where the installed `metaflow` command has its entry: with our folder on its path, the command is
executed anew by the package that it belongs to.
"""

from __future__ import annotations

from metaflow._handover import hand_over_script

hand_over_script("metaflow")
