"""Prints as JSON what the client says about a flow's newest run, without ids and times.

With `--runs`: about each of its runs, by run id. It is the client of whichever package is on the
path. A task is named by its step, foreach indices and iterations of loops, so that runs of two
engines can be compared.
"""

import json
import re
import sys

from metaflow import Flow, namespace

namespace(None)


def stack_of(task, artifact):
    try:
        return task[artifact].data or []
    except KeyError:
        return []


def task_name(task):
    indices = ",".join(str(frame.index) for frame in stack_of(task, "_foreach_stack"))
    iterations = "".join(f"@{number}" for number in stack_of(task, "_iteration_stack"))
    return f"{task.parent.id}[{indices}]{iterations}"


def without_library_frames(text):
    """Tracebacks go through the engine's own files, which differ; the user's lines do not."""
    frame = r'^[ >]*File "[^"]*/site-packages/metaflow/[^\n]*\n(?:[ >]* {4}[^\n]*\n)?'
    return re.sub(frame, "", text, flags=re.MULTILINE)


def describe_value(artifact):
    try:
        return without_library_frames(repr(artifact.data))
    except Exception:
        return "unreadable"  # Its class is the flow's own, which is not here.


def describe_artifacts(task):
    return {artifact.id: describe_value(artifact) for artifact in task}


def neighbours(task, which):
    """The client finds them by an artifact, which a task that was killed has none of."""
    return sorted(task_name(each) for each in getattr(task, which)) if task.finished else []


def describe_task(task):
    return {
        "successful": task.successful,
        "finished": task.finished,
        "has_finish_time": task.finished_at is not None,
        "exception": task.exception and str(task.exception.exception),
        "index": task.index,
        "artifacts": describe_artifacts(task),
        "stdout": without_library_frames(task.stdout),
        "stderr_lines": len(task.stderr.splitlines()),
        "parents": neighbours(task, "parent_tasks"),
        "children": neighbours(task, "child_tasks"),
        "tags": sorted(task.user_tags),
        "attempt": task.current_attempt,
    }


def describe_run(run):
    tasks = [task for step in run for task in step]
    end = run.end_task
    return {
        "successful": run.successful,
        "finished": run.finished,
        "has_finish_time": run.finished_at is not None,
        "tags": sorted(run.user_tags),
        "user_is_tagged": any(tag.startswith("user:") for tag in run.system_tags),
        "steps": sorted(step.id for step in run),
        "tasks": {task_name(task): describe_task(task) for task in tasks},
        "data": run.data and describe_artifacts(run.end_task),
        "end_task": end and task_name(end),
        "parameters": describe_artifacts(run["_parameters"].task),
    }


def describe_code(run):
    code = run.code
    source = code and code.flowspec
    return code and {
        "flowspec": source.decode() if isinstance(source, bytes) else source,
        "script": code.info["script"],
        "files": sorted(name for name in code.tarball.getnames() if not name.startswith(".mf")),
    }


flow = Flow(sys.argv[1])
if "--runs" in sys.argv:
    print(json.dumps({run.id: describe_run(run) for run in flow}))
else:
    newest = flow.latest_run
    print(json.dumps({"run": describe_run(newest), "code": describe_code(newest)}))
