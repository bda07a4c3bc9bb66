"""What people do with `Runner`, as one program; prints what came of each part as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from metaflow import Flow, NBRunner, Runner, namespace

FLOWS = sys.argv[1]
HERE = Path(__file__).resolve().parent


def flow(name):
    return str(Path(FLOWS) / name)


def refused(make):
    try:
        make()
    except Exception as error:
        return [type(error).__name__, str(error)]
    return None


def parameters():
    with Runner(flow("params.py"), show_output=False, metadata="local") as runner:
        done = runner.run(
            learning_rate=0.25,
            count=9,
            flag=True,
            settings={"depth": [5]},
            text="a 'quoted' text",
            tags=["one", "two"],
            max_workers=2,
        )
        task = done.run["start"].task
        names = ("rate", "count", "flag", "settings", "text", "names")
        return {
            "values": {name: task[name].data for name in names},
            "tags": sorted(done.run.user_tags),
            "ended": [done.status, done.returncode, done.run.successful],
            "printed": "Done!" in done.stdout,
        }


def failures():
    runner = Runner(str(HERE / "flaky.py"), show_output=False)
    failed = runner.run()
    Path("mended").touch()
    resumed = runner.resume()
    spun = runner.spin("start")
    namespace(None)
    return {
        "failed": [failed.status, failed.returncode, failed.run.finished],
        "resumed": [resumed.status, resumed.run.successful],
        "from": resumed.run.origin_pathspec == failed.run.pathspec,
        "spun": [spun.status, spun.task.finished],
        "latest": Flow("FlakyFlow").latest_run.id == resumed.run.id,
    }


def spun():
    file = str(HERE / "decorated.py")
    made = Runner(file, show_output=False).run()
    task = made.run["start"].task.pathspec
    hurried = Runner(file, show_output=False, config_value=[("limits", {"seconds": 1})])
    ended = refused(lambda: hurried.spin(task))
    free = hurried.spin(task, skip_decorators=True, persist=True)
    return {
        "ended": ended[0] if ended else None,
        "attempt": free.task.current_attempt,
        "skipped": [free.status, free.task["slept"].data, "_graph_info" in free.task],
    }


def refusals():
    return {
        "no file": refused(lambda: Runner("nowhere.py")),
        "no such name": refused(lambda: Runner(flow("hello.py")).run(alpha=1)),
        "not a number": refused(lambda: Runner(flow("params.py")).run(count="many")),
        "no list": refused(lambda: Runner(flow("hello.py"), decospecs="retry").run()),
        "no run": refused(
            lambda: Runner(flow("hello.py"), show_output=False).resume(origin_run_id="7")
        ),
    }


async def at_once():
    runner = Runner(flow("hello.py"))
    running = await runner.async_run()
    begun = running.status
    lines = [line async for _, line in running.stream_log("stdout")]
    await running.wait()
    slow = await Runner(str(HERE / "endless.py")).async_run()
    await slow.wait(timeout=0.5)
    return {
        "begun": begun in ("running", "successful"),
        "ended": [running.status, running.run.successful],
        "same lines": lines == running.stdout.splitlines() and len(lines) > 5,
        "stopped": [slow.status, slow.returncode is not None],
    }


def in_a_notebook():
    class CellFlow:
        """What the cell defines."""

    run = NBRunner(CellFlow, show_output=False).nbrun(size=4)
    left = [file.name for file in Path().glob("*.py")]
    return [run.pathspec.split("/")[0], run.data.doubled, left]


def of_a_project():
    runner = Runner(flow("project_flow.py"), show_output=False, branch="try")
    return sorted(tag for tag in runner.run().run.system_tags if tag.startswith("project"))


def main():
    with_runner = Runner(str(HERE / "nested.py"), show_output=False).run(file=flow("hello.py"))
    print()
    print(
        json.dumps(
            {
                "parameters": parameters(),
                "failures": failures(),
                "spun": spun(),
                "refusals": refusals(),
                "at once": asyncio.run(at_once()),
                "in a notebook": in_a_notebook(),
                "of a project": of_a_project(),
                "in a step": [with_runner.status, with_runner.run.data.inner],
            }
        )
    )


main()
