"""Runs a flow on Flowdeck's runtime, one forked task after the other: the smallest possible runner.

As a script: `python sequential_driver.py FILE ROOT [name=value …]`; prints one JSON object
`{"run", "ended", "tasks": [{"step", "task", "attempt", "result"}]}` on the last line of stdout.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
import types
from collections import deque
from pathlib import Path

RUNTIME = Path(__file__).resolve().parents[2] / "runner" / "python"


class Taken(BaseException):
    """The flow's constructor was reached."""


def load(file):
    """Executes the file as `__main__` and returns the class that its guard instantiates."""
    from metaflow import _host

    def takeover(flow_class, use_cli):
        found.append(flow_class)
        raise Taken

    found = []
    main = types.ModuleType("__main__")
    main.__file__ = file
    sys.modules["__main__"] = main
    sys.argv = [file]
    sys.path[0] = str(Path(file).parent)
    _host.takeover = takeover
    with contextlib.suppress(Taken):
        exec(compile(Path(file).read_text(), file, "exec"), main.__dict__)
    _host.takeover = None
    return found[0]


def in_child(function):
    """Runs `function` in a fork; returns its plain result, or None if the child died."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(2, 1)
        status = 1
        try:
            with os.fdopen(writing, "w") as pipe:
                json.dump(function(), pipe)
            status = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None


class Driver:
    def __init__(self, flow_class, root, fork=True):
        from metaflow._describe import describe
        from metaflow._host.protocol import RunPlace

        self.flow = flow_class
        self.description = describe(flow_class, sys.argv[0])
        self.steps = {step["name"]: step for step in self.description["steps"]}
        run = str(time.time_ns() // 1000)
        self.place = RunPlace(flow_class.__name__, run, root, "tester", ["mine"], ["user:tester"])
        self.run_child = in_child if fork else lambda function: function()
        self.tasks = []
        self.last_task = 0

    def write_run(self):
        """What the runner writes in a real run: the records of flow and run."""
        place = self.place
        for folder, record in [
            (place.flow, {"flow_id": place.flow}),
            (
                f"{place.flow}/{place.run}",
                {
                    "run_number": place.run,
                    "flow_id": place.flow,
                    "user_name": place.user,
                    "tags": place.tags,
                    "system_tags": place.system_tags,
                },
            ),
        ]:
            path = Path(place.datastore_root, folder, "_meta", "_self.json")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({**record, "ts_epoch": time.time_ns() // 1_000_000}))

    def run(self, values):
        from metaflow import _task
        from metaflow._host.protocol import AttemptId, TaskInput

        self.write_run()
        first = AttemptId("_parameters", "0", 0)
        self.run_child(lambda: _task.store_parameters(self.flow, self.place, first, values))
        todo = deque([(self.description["startStep"], [TaskInput("_parameters", "0")], None, ())])
        joining = {}
        while todo:
            step, inputs, split, path = todo.popleft()
            task, result = self.run_task(step, inputs, split)
            if result is None or result["state"] == "failed":
                return "failed"
            self.follow(step, task, result["transition"], path, todo, joining)
        return "succeeded"

    def run_task(self, step, inputs, split):
        from metaflow import _task
        from metaflow._host.protocol import AttemptRequest

        self.last_task += 1
        task = str(self.last_task)
        attributes = {d["name"]: d["attributes"] for d in self.steps[step]["decorators"]}
        user_attempts = 1 + int(attributes.get("retry", {}).get("times", 0))
        attempts = min(user_attempts + (3 if "catch" in attributes else 0), 6)
        result = None
        for attempt in range(attempts):
            request = AttemptRequest(step, task, attempt, inputs, split, user_attempts)

            def one(request=request):
                return _task.run_attempt(self.flow, self.place, request)

            result = self.run_child(one)
            self.tasks.append({"step": step, "task": task, "attempt": attempt, "result": result})
            if result is not None and result["state"] != "failed":
                break
        return task, result

    def follow(self, step, task, transition, path, todo, joining):
        """`path`: for each open split (its step, the index of this way, the number of ways)."""
        from metaflow._host.protocol import TaskInput

        if transition is None:
            return
        mine = TaskInput(step, task)
        foreach = transition.get("foreach")
        if foreach:
            for index in range(foreach["splits"]):
                way = (*path, (step, index, foreach["splits"]))
                todo.append((transition["next"][0], [mine], index, way))
        elif len(transition["next"]) > 1:
            for index, name in enumerate(transition["next"]):
                todo.append((name, [mine], None, (*path, (step, index, len(transition["next"])))))
        else:
            name = transition["next"][0]
            if not self.steps[name]["takesInputs"]:
                todo.append((name, [mine], None, path))
                return
            split, index, ways = path[-1]
            arrived = joining.setdefault((name, path[:-1], split), {})
            arrived[index] = mine
            if len(arrived) == ways:
                inputs = [arrived[at] for at in range(ways)]
                todo.append((name, inputs, None, path[:-1]))


def main():
    sys.path.insert(1, str(RUNTIME))
    file, root, *values = sys.argv[1:]
    Path(root).mkdir(parents=True, exist_ok=True)
    driver = Driver(load(file), root)
    ended = driver.run(dict(value.split("=", 1) for value in values))
    print(json.dumps({"run": driver.place.run, "ended": ended, "tasks": driver.tasks}))


if __name__ == "__main__":
    main()
