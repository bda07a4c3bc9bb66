"""The `_parameters` task of a run: parameters, configs and constants, and the graph."""

from __future__ import annotations

import sys

from ._classes import constants_of, leaking_values_of, parameters_of
from ._datastore.artifacts import Artifacts
from ._datastore.cas import BlobStore
from ._datastore.layout import PARAMETERS_STEP, TaskPlace
from ._datastore.records import TaskRecords
from ._foreach import publish_frames
from ._graph import graph_of
from ._graph_info import graph_info_of
from .parameters import ParameterContext
from .user_configs import ensure_ready, seen_configs, stored_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ._host.protocol import AttemptId, RunPlace
    from .flowspec import FlowSpec
    from .parameters import Given


def store_parameters(
    flow_class: type[FlowSpec], place: RunPlace, attempt: AttemptId, values: Mapping[str, Given]
) -> dict[str, Any]:
    """Writes the `_parameters` task and returns the parameters' values by attribute, as far as JSON
    keeps them.

    `values` are the texts of the command line by parameter name. Raises ParameterError (a value is
    missing or does not fit), what a default raises, UnpicklableArtifact or StorageError.
    """
    publish_frames()
    ensure_ready(flow_class)
    converted = _convert(flow_class, place, values)
    main = sys.modules.get(flow_class.__module__)
    file = getattr(main, "__file__", None) or sys.argv[0]
    store = BlobStore(place.datastore_root, place.flow)
    task = TaskPlace(place.flow, place.run, PARAMETERS_STEP, attempt.task)
    records = TaskRecords(place, task, attempt.attempt)
    records.begin()
    artifacts = Artifacts(store, {}, {})
    artifacts_of_run = {
        **leaking_values_of(flow_class),
        **flow_class._values_of_constructor(),
        **constants_of(flow_class),
        **converted,
        "name": flow_class.__name__,
        "_graph_info": graph_info_of(flow_class, file),
        "_foreach_stack": [],
        "_task_ok": True,
        "_success": True,
        "_transition": None,
        "_configs_processed": True,
    }
    for name, value in artifacts_of_run.items():
        artifacts.save(name, value)
    graph = graph_of(flow_class)
    if place.origin_run_id is None:
        records.metadata("start_step", graph.start_step, tagged=False)
        records.metadata("end_step", graph.end_step, tagged=False)
    records.finish(artifacts)
    return _plain(converted)


def _convert(
    flow_class: type[FlowSpec], place: RunPlace, values: Mapping[str, Given]
) -> dict[str, Any]:
    context = ParameterContext(
        flow_name=flow_class.__name__,
        user_name=place.user,
        parameter_name=None,
        logger=_log,
        ds_type="local",
        configs=seen_configs(flow_class),
    )
    converted = {}
    for attribute, parameter in parameters_of(flow_class).items():
        if parameter.IS_CONFIG_PARAMETER:
            converted[attribute] = stored_value(flow_class, parameter)
            continue
        own = context._replace(parameter_name=parameter.name)
        value = parameter.value_of(values.get(parameter.name), own)
        converted[attribute] = parameter.stored(value, place)
    return converted


def _log(*values: object) -> None:
    print(*values, file=sys.stderr)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    from ._describe import to_json

    described = {name: to_json(value) for name, value in values.items()}
    return {
        name: value
        for name, value in described.items()
        if not (isinstance(value, dict) and "$expression" in value)
    }
