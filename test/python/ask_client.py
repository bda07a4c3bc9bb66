"""Asks a Client API everything about all runs of a root and prints the answers as JSON. Run under
the official package and under ours, it must print the same.
"""

from __future__ import annotations

import json

from metaflow import (
    DataArtifact,
    Flow,
    Metaflow,
    Run,
    Step,
    Task,
    default_namespace,
    get_metadata,
    get_namespace,
    metadata,
    namespace,
)

OBJECT = "id pathspec path_components created_at parent origin_pathspec"
RUN = f"{OBJECT} successful finished finished_at end_task data code trigger"
STEP = f"{OBJECT} task finished_at environment_info parent_steps child_steps control_task"
TASK = (
    f"{OBJECT} metadata_dict index data artifacts successful finished exception finished_at "
    "runtime_name stdout stderr stdout_size stderr_size current_attempt code environment_info"
)
ATTEMPT = "stdout current_attempt successful exception metadata_dict"
WRONG = {
    "no flow": lambda: Flow("Nope"),
    "no run": lambda: Run("ForeachFlow/1"),
    "no task": lambda: Task("ForeachFlow/1/start/1"),
    "too short": lambda: Run("ForeachFlow"),
    "too long": lambda: Flow("a/b"),
    "step": lambda: Step("a"),
    "artifact": lambda: DataArtifact("a/b/c/d/e"),
    "attempt of a run": lambda: Run("ForeachFlow/1", attempt=1),
    "attempt too high": lambda: Task("a/b/c/d", attempt=6),
    "attempt below": lambda: Task("a/b/c/d", attempt=-1),
    "attempt a word": lambda: Task("a/b/c/d", attempt="x"),
}


def plain(value):
    """Neither package promises an order of artifacts and of metadata."""
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if isinstance(value, dict):
        return sorted((str(key), repr(each)) for key, each in value.items())
    if type(value).__name__ == "MetaflowArtifacts":
        return sorted(map(repr, value))
    if type(value).__name__ == "MetaflowData":
        return sorted(value._artifacts)
    if hasattr(value, "__next__"):
        return [repr(each) for each in value]
    return repr(value)


def ask(question):
    try:
        return plain(question())
    except Exception as error:
        return type(error).__name__


def ask_all(thing, names):
    return {name: ask(lambda name=name: getattr(thing, name)) for name in names.split()}


def of_task(task):
    related = ("parent_tasks", "child_tasks", "parent_task_pathspecs", "child_task_pathspecs")
    return {
        **ask_all(task, TASK),
        "metadata": sorted(str(tuple(each[:4])) for each in task.metadata),
        "lines": [[repr(line) for line in task.loglines(name)] for name in ("stdout", "stderr")],
        "artifact records": {
            each.id: ask_all(each, "data sha size finished_at pathspec tags") for each in task
        },
        "private": ask(lambda: task["_task_ok"].data),
        "absent": [ask(lambda: task["nope"]), "nope" in task],
        "related": {
            name: sorted(map(str, getattr(task, name)))
            for name in related
            if not task.parent.id.startswith("_")
        },
        "attempts": [
            [repr(each), ask_all(each, ATTEMPT)]
            for each in (Task(task.pathspec, attempt=number) for number in (0, 1, 2))
        ],
    }


def of_run(run):
    steps = [*run, run["_parameters"]]
    return {
        **ask_all(run, f"{RUN} tags user_tags system_tags"),
        "steps": [step.id for step in run.steps()],
        "of steps": {
            step.id: {
                **ask_all(step, STEP),
                "tasks": {task.id: of_task(task) for task in step.tasks()},
            }
            for step in steps
        },
    }


def of_flow(flow):
    return {
        **ask_all(flow, OBJECT),
        "latest": [ask(lambda: flow.latest_run), ask(lambda: flow.latest_successful_run)],
        "tagged": [ask(lambda: flow.runs("mine")), ask(lambda: flow.runs("mine", "other"))],
        "absent": ["1" in flow, ask(lambda: flow["1"])],
        "runs": {run.id: of_run(run) for run in flow},
    }


def of_namespaces(name):
    answers = {}
    for chosen in (None, "user:nobody", "user:tester", "mine"):
        namespace(chosen)
        answers[str(chosen)] = [
            get_namespace(),
            ask(lambda: {flow.id for flow in Metaflow().flows}),
            ask(lambda: Flow(name)),
            ask(lambda: Run(Flow(name, _namespace_check=False).latest_run.pathspec)),
            ask(lambda: Flow(name).latest_run.is_in_namespace()),
        ]
    answers["default"] = [default_namespace(), get_namespace()]
    return answers


def main():
    answers = {"metadata": [get_metadata(), ask(lambda: metadata("/nowhere/at/all"))]}
    answers["namespaces"] = of_namespaces("ForeachFlow")
    namespace(None)
    answers["flows"] = {flow.id: of_flow(flow) for flow in Metaflow()}
    answers["wrong"] = {name: ask(question) for name, question in WRONG.items()}
    print(json.dumps(answers, indent=1, sort_keys=True))


main()
