"""@parallel: the tasks of a `num_parallel` step run at the same time and know of each other."""

from __future__ import annotations

import os

from ..exception import MetaflowException
from ..metaflow_current import Current, Parallel, current
from . import StepDecorator, step_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._attempt import TaskAttempt
    from .._graph import StepNode
    from .._host.protocol import GangPlace
    from ..flowspec import FlowSpec

# Everything is on one machine.
_ADDRESS = "127.0.0.1"
_TAG_OF_CONTROL = "control_task"


class ParallelDecorator(StepDecorator):
    """Marks a step that `self.next(…, num_parallel=n)` leads to: `current.parallel` tells a task
    its place among the n.
    """

    name = "parallel"
    IS_PARALLEL = True

    def check_step(self, node: StepNode) -> None:
        if node.type == "split-switch":
            raise MetaflowException(
                f"The @parallel step *{node.name}* can't choose what follows it. Go on to a join "
                "step, and choose there"
            )
        _show_in_current()

    def before_step(self, task: TaskAttempt) -> None:
        _show_in_current()
        current._update_env({"is_parallel": True})
        gang = task.request.gang
        if gang is None:
            return
        os.environ.update(variables_of(gang))
        task.record_metadata("parallel-world-size", gang.nodes)
        if gang.index == 0:
            task.record_metadata("internal_task_type", _TAG_OF_CONTROL)

    def wrap_step(self, task: TaskAttempt, call: Callable[[], Any]) -> Callable[[], Any]:
        def with_setup() -> None:
            self.setup_distributed_env(task.flow)
            call()

        return with_setup

    def setup_distributed_env(self, flow: FlowSpec) -> None:
        """Frameworks set up what their processes find each other by."""


def variables_of(gang: GangPlace) -> dict[str, str]:
    """What programs that the step starts read, and `current.parallel` too."""
    return {
        "MF_PARALLEL_MAIN_IP": _ADDRESS,
        "MF_PARALLEL_NUM_NODES": str(gang.nodes),
        "MF_PARALLEL_NODE_INDEX": str(gang.index),
        "MF_PARALLEL_CONTROL_TASK_ID": gang.tasks[0],
    }


def _place(_current: Current) -> Parallel:
    read = os.environ.get
    return Parallel(
        main_ip=read("MF_PARALLEL_MAIN_IP", _ADDRESS),
        num_nodes=int(read("MF_PARALLEL_NUM_NODES", "1")),
        node_index=int(read("MF_PARALLEL_NODE_INDEX", "0")),
        control_task_id=read("MF_PARALLEL_CONTROL_TASK_ID"),
    )


def _show_in_current() -> None:
    """`current.parallel` is there in flows with such a step; others ask for it to find out."""
    Current.parallel = property(_place)  # type: ignore[attr-defined]


class PytorchParallelDecorator(ParallelDecorator):
    """@parallel whose tasks can call `torch.distributed.init_process_group()` without arguments.

    `master_port`: of the control task; by default one that the run's id gives.
    """

    name = "pytorch_parallel"
    defaults = {"master_port": None}

    def setup_distributed_env(self, flow: FlowSpec) -> None:
        setup_torch_distributed(self.attributes["master_port"])


def setup_torch_distributed(master_port: int | None = None) -> None:
    """The variables that PyTorch's processes find each other by."""
    place = current.parallel
    os.environ.update(
        {
            "MASTER_PORT": str(master_port or _port_of_run()),
            "MASTER_ADDR": place.main_ip,
            "NODE_RANK": str(place.node_index),
            "WORLD_SIZE": str(place.num_nodes),
            "NUM_NODES": str(place.num_nodes),
            "PL_TORCH_DISTRIBUTED_BACKEND": "gloo",
        }
    )


def _port_of_run() -> int:
    """Two runs at once rarely get the same."""
    try:
        return 51000 + abs(int(current.run_id or "")) % 10000
    except ValueError:
        return 51001


parallel = step_decorator(ParallelDecorator)
pytorch_parallel = step_decorator(PytorchParallelDecorator)
