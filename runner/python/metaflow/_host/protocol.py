"""Twin of ``runner/compute/protocol.ts``: the messages between the runner and a Python host.

Plain classes instead of dataclasses, because importing ``dataclasses`` costs more than a task.
Every class reads itself from the decoded JSON of the TypeScript form with ``from_json``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PROTOCOL_VERSION = 1


class _Message:
    """Attribute-wise repr and equality, for tests and error messages."""

    __slots__: tuple[str, ...] = ()

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, name) == getattr(other, name) for name in self.__slots__
        )

    __hash__ = None  # type: ignore[assignment]


class RunPlace(_Message):
    """Where and as whom a run's tasks write."""

    __slots__ = (
        "code_package",
        "datastore_root",
        "flow",
        "inputs",
        "origin_run_id",
        "run",
        "system_tags",
        "tags",
        "user",
    )

    def __init__(
        self,
        flow: str,
        run: str,
        datastore_root: str,
        user: str,
        tags: list[str] | tuple[str, ...] = (),
        system_tags: list[str] | tuple[str, ...] = (),
        origin_run_id: str | None = None,
        code_package: dict[str, Any] | None = None,
        inputs: dict[str, str] | None = None,
    ) -> None:
        self.flow = flow
        self.run = run
        self.datastore_root = datastore_root
        self.user = user
        self.tags = list(tags)
        self.system_tags = list(system_tags)
        self.origin_run_id = origin_run_id
        self.code_package = code_package
        """``codePackage`` of the message as it came, or None when the run has no code package."""
        self.inputs = inputs
        """``root`` and ``run`` that inputs are read from, or None when it is this run."""

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> RunPlace:
        return cls(
            flow=value["flow"],
            run=value["run"],
            datastore_root=value["datastore"]["root"],
            user=value["user"],
            tags=value["tags"],
            system_tags=value["systemTags"],
            origin_run_id=value.get("originRunId"),
            code_package=value.get("codePackage"),
            inputs=value.get("inputs"),
        )


class AttemptId(_Message):
    """One attempt of one task; unique within a run."""

    __slots__ = ("attempt", "step", "task")

    def __init__(self, step: str, task: str, attempt: int) -> None:
        self.step = step
        self.task = task
        self.attempt = attempt

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> AttemptId:
        return cls(value["step"], value["task"], value["attempt"])


class TaskInput(_Message):
    """A task whose artifacts an attempt starts from."""

    __slots__ = ("step", "task")

    def __init__(self, step: str, task: str) -> None:
        self.step = step
        self.task = task


class GangPlace(_Message):
    """The place of a task in a gang (``num_parallel``).

    ``tasks`` are the ids of the whole gang, control task first; ``index`` 0 is the control task.
    """

    __slots__ = ("index", "nodes", "tasks")

    def __init__(self, nodes: int, index: int, tasks: list[str]) -> None:
        self.nodes = nodes
        self.index = index
        self.tasks = tasks


class AttemptRequest(_Message):
    """What to run. ``split_index`` is None when the input does not split by foreach."""

    __slots__ = (
        "artifacts_module",
        "attempt",
        "created_at",
        "gang",
        "inputs",
        "split_index",
        "stderr",
        "stdout",
        "step",
        "task",
        "user_attempts",
    )

    def __init__(
        self,
        step: str,
        task: str,
        attempt: int,
        inputs: list[TaskInput] | tuple[TaskInput, ...],
        split_index: int | None = None,
        user_attempts: int = 1,
        stdout: str = "",
        stderr: str = "",
        gang: GangPlace | None = None,
        artifacts_module: str | None = None,
        created_at: int | None = None,
    ) -> None:
        self.step = step
        self.task = task
        self.attempt = attempt
        self.gang = gang
        self.artifacts_module = artifacts_module
        self.created_at = created_at
        """Epoch milliseconds, of a first attempt; None is now."""
        self.inputs = list(inputs)
        self.split_index = split_index
        self.user_attempts = user_attempts
        self.stdout = stdout
        self.stderr = stderr

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> AttemptRequest:
        gang = value.get("gang")
        return cls(
            step=value["step"],
            task=value["task"],
            attempt=value["attempt"],
            inputs=[TaskInput(one["step"], one["task"]) for one in value["inputs"]],
            split_index=value.get("splitIndex"),
            user_attempts=value["userAttempts"],
            stdout=value["stdout"],
            stderr=value["stderr"],
            gang=GangPlace(gang["nodes"], gang["index"], gang["tasks"]) if gang else None,
            artifacts_module=value.get("artifactsModule"),
            created_at=value.get("createdAt"),
        )


class Snapshot(_Message):
    """The code that modules load from. ``files`` maps a relative path to (size, mtime in ns)."""

    __slots__ = ("archive", "files", "folder")

    def __init__(self, folder: str, archive: str, files: dict[str, tuple[int, int]]) -> None:
        self.folder = folder
        self.archive = archive
        self.files = files

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Snapshot:
        files = value["files"]
        return cls(
            value["folder"],
            value["archive"],
            {name: (one["size"], int(one["mtimeNs"])) for name, one in files.items()},
        )
