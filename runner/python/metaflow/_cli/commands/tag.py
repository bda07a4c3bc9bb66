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
    invocation.echo("Done. The tags are now:", err=False)
    _tag_table.show_run(invocation, run)
    return 0


def _remove(invocation: Invocation) -> int:
    run = _run_to_change(invocation)
    run.remove_tags(invocation.values["tags"])
    invocation.echo("Done. The tags are now:")
    _tag_table.show_run(invocation, run)
    return 0


def _replace(invocation: Invocation) -> int:
    add, remove = invocation.values["tags_to_add"], invocation.values["tags_to_remove"]
    if not add and not remove:
        raise CommandException("tag replace needs tags for both --add and --remove")
    if not remove:
        raise CommandException("There is nothing to remove. To only add tags, use *tag add*.")
    if not add:
        raise CommandException("There is nothing to add. To only remove tags, use *tag remove*.")
    run = _run_to_change(invocation)
    run.replace_tags(remove, add)
    invocation.echo("Done. The tags are now:")
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
        raise CommandException("Choose one of --all and --my-runs.")
    if run_id is not None and values["arg_run_id"] is not None:
        raise CommandException("Name the run once: with --run-id or without")
    if values["group_by_run"] and values["group_by_tag"]:
        raise CommandException("Choose one of --group-by-tag and --group-by-run")
    if values["flat"] and (values["group_by_run"] or values["group_by_tag"]):
        raise CommandException("--flat has no groups: leave out --group-by-run and --group-by-tag")


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
            f"There are no tags yet: {invocation.flow_name} has not been run."
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
            f"*{name}* has no run that could be tagged yet. Run the flow first."
        ) from None
    except MetaflowNamespaceMismatch:
        raise CommandException(
            f"*{name}* has no run in namespace *{namespace}*. Choose another with --namespace"
        ) from None
    if run_id is None:
        latest = flow.latest_run
        raise CommandException(
            "Name a run with --run-id.\n"
            f"The latest one of *{name}* in namespace *{namespace}* is *{latest and latest.id}*."
        )
    if "/" in run_id:
        raise CommandException(f"*{run_id}* can't be the id of a run: it has a slash")
    try:
        return core.Run(f"{name}/{run_id}")
    except MetaflowNotFound:
        raise CommandException(f"There is no run *{name}/{run_id}*") from None
    except MetaflowNamespaceMismatch:
        raise CommandException(
            f"The run *{name}/{run_id}* is not in namespace *{namespace}*. Name its namespace with "
            "--namespace"
        ) from None


_RUN = [
    Option("--run-id", help="The id of the run. [required]"),
    Option(
        "--namespace",
        dest="user_namespace",
        help="Look for the run in this namespace instead of your own.",
    ),
]
_TAGS = Argument("tags", nargs=-1, required=True)

COMMAND = Group(
    "tag",
    "List and change the tags of runs.",
    commands=[
        Command("add", "Add tags to a run.", options=_RUN, arguments=[_TAGS], run=_add),
        Command(
            "list",
            "List tags of a run.",
            options=[
                Option("--run-id", help="The id of the run."),
                Option(
                    "--all",
                    dest="list_all",
                    is_flag=True,
                    help="The tags of all runs of the flow.",
                ),
                Option(
                    "--my-runs",
                    is_flag=True,
                    help="The tags of your own runs of the flow.",
                ),
                Option(
                    "--hide-system-tags",
                    is_flag=True,
                    help="Leave out the tags that Metaflow sets.",
                ),
                Option(
                    "--group-by-tag",
                    is_flag=True,
                    help="Show for each tag the runs that have it.",
                ),
                Option("--group-by-run", is_flag=True, help="Show for each run the tags it has."),
                Option(
                    "--flat",
                    is_flag=True,
                    hidden=True,
                    help="Print one tag per line.",
                ),
            ],
            arguments=[Argument("arg_run_id", required=False)],
            run=_list,
        ),
        Command("remove", "Remove tags from a run.", options=_RUN, arguments=[_TAGS], run=_remove),
        Command(
            "replace",
            "Remove some tags of a run and add others in one go.",
            options=[
                *_RUN,
                Option(
                    "--add",
                    dest="tags_to_add",
                    multiple=True,
                    help="A tag to add; can be given several times.",
                ),
                Option(
                    "--remove",
                    dest="tags_to_remove",
                    multiple=True,
                    help="A tag to remove; can be given several times.",
                ),
            ],
            run=_replace,
        ),
    ],
)
