"""What the official client says about every run of a flow, as JSON. Argument: the flow's file.

The file runs as a module first, so that the client can load objects of its classes.
"""

import importlib.util
import json
import pathlib
import sys

import metaflow


def artifact(data):
    value = data.data
    return {"repr": repr(value), "sha": data.sha, "size": data.size}


def task(found):
    exception = found.exception
    return {
        "id": found.id,
        "successful": found.successful,
        "finished": found.finished,
        "exception": None if exception is None else str(exception),
        "index": found.index,
        "artifacts": {data.id: artifact(data) for data in found},
        "stdout": found.stdout,
        "stderr": found.stderr,
        "attempt": found.current_attempt,
        "metadata": [[record.name, record.value] for record in found.metadata],
        "createdAt": round(found.created_at.timestamp() * 1000),
    }


def run(found):
    return {
        "id": found.id,
        "successful": found.successful,
        "tags": sorted(found.user_tags),
        "systemTags": sorted(found.system_tags),
        "steps": {step.id: [task(each) for each in step] for step in found},
    }


def main():
    spec = importlib.util.spec_from_file_location("flow", pathlib.Path(sys.argv[1]))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in vars(module).items():
        if isinstance(value, type):
            setattr(sys.modules["__main__"], name, value)
    metaflow.namespace(None)
    flow = next(
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, metaflow.FlowSpec)
        and value is not metaflow.FlowSpec
    )
    print(json.dumps([run(each) for each in metaflow.Flow(flow.__name__)]))


main()
