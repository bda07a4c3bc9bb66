"""``tag``: adds, removes, replaces and lists the tags of runs."""

from __future__ import annotations

from metaflow._cli.command import Argument, Command, Group, Option
from metaflow.exception import CommandException, MetaflowNamespaceMismatch, MetaflowNotFound

from . import _tag_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from metaflow._cli.invocation import Invocation
    from metaflow.client.core import Run


def _add(invocation: Invocation) -> int:
    run = _run_to_change(invocation)
    run.add_tags(invocation.values["tags"])
    invocation.echo("Operation successful. New tags:", err=False)
    _tag_table.show_run(invocation, run)
    return 0


def _remove(invocation: Invocation) -> int:
    run = _run_to_change(invocation)
    run.remove_tags(invocation.values["tags"])
    invocation.echo("Operation successful. New tags:")
    _tag_table.show_run(invocation, run)
    return 0


def _replace(invocation: Invocation) -> int:
    add, remove = invocation.values["tags_to_add"], invocation.values["tags_to_remove"]
    if not add and not remove:
        raise CommandException(
            "Specify at least one tag to add (--add) and one tag to remove (--remove)"
        )
    if not remove:
        raise CommandException("Specify at least one tag to remove; else please use *tag add*.")
    if not add:
        raise CommandException("Specify at least one tag to add, else please use *tag remove*.")
    run = _run_to_change(invocation)
    run.replace_tags(remove, add)
    invocation.echo("Operation successful. New tags:")
    _tag_table.show_run(invocation, run)
    return 0


def _list(invocation: Invocation) -> int:
    values = invocation.values
    run_id = values["run_id"] or values["arg_run_id"]
    _check_list(values["run_id"], values)
    _look_at(invocation)
    if run_id is not None and not values["list_all"] and not values["my_runs"]:
        runs = [_find_run(invocation, run_id, None)]
    else:
        runs = _all_runs(invocation)
    if values["flat"]:
        _tag_table.show_flat(invocation, runs)
    elif values["group_by_tag"]:
        _tag_table.show_by_tag(invocation, runs)
    else:
        _tag_table.show_runs(invocation, runs)
    return 0


def _check_list(run_id: str | None, values: dict[str, object]) -> None:
    if values["list_all"] and values["my_runs"]:
        raise CommandException("Option --all cannot be used together with --my-runs.")
    if run_id is not None and values["arg_run_id"] is not None:
        raise CommandException("Specify a run either using --run-id or as an argument but not both")
    if values["group_by_run"] and values["group_by_tag"]:
        raise CommandException("Option --group-by-tag cannot be used with --group-by-run")
    if values["flat"] and (values["group_by_run"] or values["group_by_tag"]):
        raise CommandException("Option --flat cannot be used with any --group-by-* option")


def _all_runs(invocation: Invocation) -> list[Run]:
    from metaflow.client.core import Flow, default_namespace, namespace

    if invocation.values["my_runs"]:
        default_namespace()
    else:
        namespace(None)
    try:
        return list(Flow(invocation.flow_name).runs())
    except MetaflowNotFound:
        raise CommandException(
            f"Cannot list tags because the flow {invocation.flow_name} has never been run."
        ) from None


def _run_to_change(invocation: Invocation) -> Run:
    from metaflow.client.core import default_namespace

    _look_at(invocation)
    namespace = invocation.values["user_namespace"]
    if namespace is None:
        namespace = default_namespace()
    return _find_run(invocation, invocation.values["run_id"], namespace)


def _look_at(invocation: Invocation) -> None:
    from metaflow.client._scope import look_at

    look_at(invocation.datastore_root)


def _find_run(invocation: Invocation, run_id: str | None, namespace: str | None) -> Run:
    """Raises CommandException with what is wrong: no run yet, none there, not in the namespace."""
    from metaflow.client import core

    name = invocation.flow_name
    core.namespace(namespace)
    try:
        flow = core.Flow(name)
    except MetaflowNotFound:
        raise CommandException(
            f"No run found for *{name}*. Please run the flow before tagging."
        ) from None
    except MetaflowNamespaceMismatch:
        raise CommandException(
            f"No run found for *{name}* in namespace *{namespace}*. You can switch the namespace "
            "using --namespace"
        ) from None
    if run_id is None:
        latest = flow.latest_run
        raise CommandException(
            "Please specify a run-id using --run-id.\n"
            f"*{name}*'s latest run in namespace *{namespace}* has id *{latest and latest.id}*."
        )
    if "/" in run_id:
        raise CommandException(f"Run-id *{run_id}* is not a valid run-id")
    try:
        return core.Run(f"{name}/{run_id}")
    except MetaflowNotFound:
        raise CommandException(f"No run *{name}/{run_id}* found for flow *{name}*") from None
    except MetaflowNamespaceMismatch:
        raise CommandException(
            f"Run *{name}/{run_id}* for flow *{name}* does not belong to namespace *{namespace}*\n"
        ) from None


_RUN = [
    Option("--run-id", help="Run ID of the specific run to tag. [required]"),
    Option(
        "--namespace",
        dest="user_namespace",
        help="Change namespace from the default (your username) to the one specified.",
    ),
]
_TAGS = Argument("tags", nargs=-1, required=True)

COMMAND = Group(
    "tag",
    "Commands related to tagging.",
    commands=[
        Command("add", "Add tags to a run.", options=_RUN, arguments=[_TAGS], run=_add),
        Command(
            "list",
            "List tags of a run.",
            options=[
                Option("--run-id", help="Run ID of the specific run to list."),
                Option(
                    "--all",
                    dest="list_all",
                    is_flag=True,
                    help="List tags across all runs of this flow.",
                ),
                Option(
                    "--my-runs",
                    is_flag=True,
                    help="List tags across all runs of the flow under the default namespace.",
                ),
                Option("--hide-system-tags", is_flag=True, help="Hide system tags."),
                Option(
                    "--group-by-tag",
                    is_flag=True,
                    help="Display results by showing runs grouped by tags",
                ),
                Option("--group-by-run", is_flag=True, help="Display tags grouped by run"),
                Option(
                    "--flat",
                    is_flag=True,
                    hidden=True,
                    help="List tags, one line per tag, no groupings",
                ),
            ],
            arguments=[Argument("arg_run_id", required=False)],
            run=_list,
        ),
        Command("remove", "Remove tags from a run.", options=_RUN, arguments=[_TAGS], run=_remove),
        Command(
            "replace",
            "Replace one or more tags of a run atomically. Removals are applied first, then "
            "additions.",
            options=[
                *_RUN,
                Option(
                    "--add",
                    dest="tags_to_add",
                    multiple=True,
                    help="Add this tag to a run. Must specify one or more tags to add.",
                ),
                Option(
                    "--remove",
                    dest="tags_to_remove",
                    multiple=True,
                    help="Remove this tag from a run. Must specify one or more tags to remove.",
                ),
            ],
            run=_replace,
        ),
    ],
)
