"""@resources: what a step needs where steps get machines of their own. On one's own machine nothing
is reserved.
"""

from __future__ import annotations

from . import StepDecorator, step_decorator


class ResourcesDecorator(StepDecorator):
    """States what a step needs: `cpu` (1), `gpu`, `disk` (MB), `memory` (4096 MB), `shared_memory`
    (MB).

    Cloud compute reads it; a local run does not limit or reserve anything, as in Metaflow.
    """

    name = "resources"
    defaults = {"cpu": "1", "gpu": None, "disk": None, "memory": "4096", "shared_memory": None}


resources = step_decorator(ResourcesDecorator)
