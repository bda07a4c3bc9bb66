"""Small functions that people's code imports from Metaflow."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from functools import wraps
from io import BytesIO
from shutil import which as which

from ._lists import compress_list as compress_list
from ._lists import decompress_list as decompress_list
from ._lists import longest_common_prefix as longest_common_prefix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

unicode_type = str
bytes_type = bytes


class TempDir:
    """A folder that is gone after the `with`; `as` gives its path."""

    def __enter__(self) -> str:
        self.name = tempfile.mkdtemp()
        return self.name

    def __exit__(self, *_error: object) -> None:
        shutil.rmtree(self.name)


def cached_property(getter: Callable[[Any], Any]) -> property:
    """A property that is computed once for each object."""
    saved = f"__{getter.__name__}"

    @wraps(getter)
    def once(self: Any) -> Any:
        if not hasattr(self, saved):
            setattr(self, saved, getter(self))
        return getattr(self, saved)

    return property(once)


def all_equal(it: Iterable[Any]) -> bool:
    values = list(it)
    return all(each == values[0] for each in values)


def is_stringish(x: object) -> bool:
    """Text or bytes."""
    return isinstance(x, (str, bytes))


def to_unicode(x: object) -> str:
    return x.decode("utf-8") if isinstance(x, bytes) else str(x)


def to_bytes(x: object) -> bytes:
    if isinstance(x, bytes):
        return x
    return (repr(x) if isinstance(x, float) else str(x)).encode("utf-8")


def to_fileobj(x: object) -> BytesIO:
    return BytesIO(to_bytes(x))


def url_quote(url: object) -> bytes:
    from urllib.parse import quote

    return quote(to_bytes(url), safe="/:").encode()


def url_unquote(url_bytes: object) -> str:
    from urllib.parse import unquote

    return unquote(to_unicode(url_bytes))


def get_username() -> str:
    """Whose runs these are: METAFLOW_USER, else the account's name."""
    from ._cli.place import user_name

    return user_name()


def resolve_identity_as_tuple() -> tuple[str, str]:
    token = os.environ.get("METAFLOW_PRODUCTION_TOKEN")
    return ("production", token) if token else ("user", get_username())


def resolve_identity() -> str:
    """`user:ada`, or `production:<token>` in a deployed flow."""
    return ":".join(resolve_identity_as_tuple())


def get_latest_run_id(echo: object, flow_name: str) -> str | None:
    """The id of the flow's latest run that was started here."""
    from ._cli.place import datastore_root

    file = os.path.join(datastore_root(), flow_name, "latest_run")
    try:
        with open(file, encoding="utf-8") as content:
            return content.read()
    except OSError:
        return None


def get_object_package_version(obj: object) -> tuple[str | None, str | None]:
    """The package that an object's class is from, and its version."""
    name = type(obj).__module__.split(".")[0]
    return name, getattr(sys.modules.get(name), "__version__", None)


def get_metaflow_root() -> str:
    """The folder that this package lies in."""
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def to_camelcase(obj: Any) -> Any:
    """`{"a_key": …}` as `{"aKey": …}`, all the way down."""
    import re

    return _with_keys(obj, lambda key: re.sub(r"(?!^)_([a-zA-Z])", lambda m: m[1].upper(), key))


def to_pascalcase(obj: Any) -> Any:
    """`{"key": …}` as `{"Key": …}`, all the way down."""
    import re

    return _with_keys(obj, lambda key: re.sub("([a-zA-Z])", lambda m: m[1].upper(), key, count=1))


def _with_keys(obj: Any, change: Callable[[str], str]) -> Any:
    if isinstance(obj, dict):
        made = obj.__class__()
        for key, value in obj.items():
            made[change(key)] = _with_keys(value, change)
        return made
    if isinstance(obj, (list, set, tuple)):
        return obj.__class__(_with_keys(value, change) for value in obj)
    return obj


def to_pod(value: Any) -> Any:
    """Numbers, texts, lists and dicts as they are; anything else as its name."""
    from ._graph_info import plain

    return plain(value)


def read_artifacts_module(file_path: str) -> dict[str, Any]:
    """`ARTIFACTS` of a Python file: values that replace those of a spun step's inputs."""
    import importlib.util

    from .exception import MetaflowInternalError

    name = os.path.splitext(os.path.basename(file_path))[0]
    try:
        spec: Any = importlib.util.spec_from_file_location(name, file_path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except Exception as error:
        raise MetaflowInternalError(
            f"The module {file_path} could not be loaded: {error}"
        ) from error
    if not hasattr(module, "ARTIFACTS"):
        raise MetaflowInternalError(f"The module {file_path} sets no dict ARTIFACTS")
    artifacts: dict[str, Any] = module.ARTIFACTS
    return artifacts


def walk_without_cycles(
    top_root: str, exclude_dirs: list[str] | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """`os.walk` through links to folders, but not round in circles."""
    skipped = {"__pycache__", *(exclude_dirs or [])}
    todo = [(top_root, frozenset({os.path.realpath(top_root)}))]
    while todo:
        root, above = todo.pop()
        for parent, dirs, files in os.walk(root):
            dirs[:] = [name for name in dirs if name not in skipped]
            for name in dirs:
                path = os.path.join(parent, name)
                real = os.path.realpath(path)
                if os.path.islink(path) and real not in above:
                    todo.append((path, above | {real}))
            yield parent, dirs, files


def tar_safe_extract(
    tar: Any, path: str = ".", members: Any = None, *, numeric_owner: bool = False
) -> None:
    """Extracts nothing when a member would land outside `path`."""
    folder = os.path.abspath(path)
    for member in tar.getmembers():
        target = os.path.abspath(os.path.join(path, member.name))
        if os.path.commonpath([folder, target]) != folder:
            raise Exception(f"The archive would write outside of its folder: {member.name}")
    tar.extractall(path, members, numeric_owner=numeric_owner)
