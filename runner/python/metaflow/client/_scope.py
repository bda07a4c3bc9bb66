"""What the client looks at: a source of metadata and a namespace, both for the whole process."""

from __future__ import annotations

from ..exception import MetaflowNotAvailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..metadata_provider.metadata import MetadataProvider


class _Unset:
    """A namespace that nobody has chosen yet (None means: all of them)."""


_namespace: str | type[_Unset] | None = _Unset
_metadata: MetadataProvider | None = None


def namespace(ns: str | None) -> str | None:
    """Shows only runs with this tag (`user:ann`); None shows all. Returns what holds now."""
    global _namespace
    _namespace = ns
    return ns


def get_namespace() -> str | None:
    """The namespace that holds: the person's own (`user:<name>`) unless another was chosen."""
    if _namespace is _Unset:
        return default_namespace()
    return _namespace  # type: ignore[return-value]


def default_namespace() -> str:
    """Back to the person's own."""
    from ..util import resolve_identity

    own = resolve_identity()
    namespace(own)
    return own


def metadata(ms: str) -> str:
    """Looks elsewhere: at the `.metaflow` in a folder (`/home/me/project`, or with `local@` before
    it) or at what `spin` wrote (`spin@.`). Raises ValueError when there is none.
    """
    global _metadata
    _metadata = provider_of(ms)
    return get_metadata()


def get_metadata() -> str:
    """Where the client looks, as `metadata` takes it."""
    return provider().metadata_str()


def default_metadata() -> str:
    """Back to where runs are kept that start here."""
    global _metadata
    _metadata = None
    return get_metadata()


def inspect_spin(datastore_root: str = ".") -> None:
    """Looks at what `spin` wrote in this folder; `default_metadata()` leads back."""
    metadata(f"spin@{datastore_root}")


def provider() -> MetadataProvider:
    global _metadata
    if _metadata is None:
        _metadata = _default_provider()
    return _metadata


def provider_of(ms: str) -> MetadataProvider:
    from ..metadata_provider.local import LocalMetadataProvider, SpinMetadataProvider

    kind, at, info = ms.partition("@")
    where = info if at else None
    if kind == SpinMetadataProvider.TYPE:
        return SpinMetadataProvider(where)
    if kind == LocalMetadataProvider.TYPE:
        # What get_metadata() says of no folder at all leads to the default again.
        return LocalMetadataProvider(
            None if where is not None and where.startswith("<No ") else where
        )
    if kind == "service" or ms.startswith("http"):
        raise MetaflowNotAvailable(
            f"The metadata service ({ms}) is not available in this version of Flowdeck yet"
        )
    return LocalMetadataProvider(ms)


def _default_provider() -> MetadataProvider:
    from .._cli.place import setting
    from ..metadata_provider.local import LocalMetadataProvider

    running = _root_of_running_task()
    if running is not None:
        return LocalMetadataProvider.at(running)
    return provider_of(setting("METAFLOW_DEFAULT_METADATA") or "local")


def _root_of_running_task() -> str | None:
    """A step sees the runs among which its own is, whatever folder it works in."""
    from ..metaflow_current import current

    flow = getattr(current, "_flow", None)
    store = getattr(getattr(flow, "_datastore", None), "store", None)
    root: str | None = getattr(store, "root", None)
    return root


def look_where(ms: str) -> MetadataProvider:
    """For an object that says where it is. As with Metaflow, what is asked for later is looked for
    there too: a program goes on with the runs of a Runner that worked in another folder.
    """
    global _metadata
    chosen = provider_of(ms)
    if chosen.TYPE == provider().TYPE:
        _metadata = chosen
    return chosen


def look_at(root: str) -> None:
    """Makes a `.metaflow` folder the default place, whatever its name."""
    from ..metadata_provider.local import LocalMetadataProvider

    global _metadata
    _metadata = LocalMetadataProvider.at(root)
