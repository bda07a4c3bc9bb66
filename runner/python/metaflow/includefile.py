"""`IncludeFile`: a file's content as a parameter, and where such content lies."""

from __future__ import annotations

import gzip
import json
import os
from urllib.parse import urlsplit

from .exception import MetaflowException, StorageError
from .parameters import Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._host.protocol import RunPlace

_V1, _V2, _EXTERNAL = "uploader-v1", "uploader-v2", "external"


class IncludedFile:
    """What is stored of an included file: where its content is. Others read it with `decode`."""

    def __init__(self, descriptor: dict[str, Any]) -> None:
        self._descriptor = descriptor
        self._cached_size: int | None = None

    @property
    def descriptor(self) -> dict[str, Any]:
        return self._descriptor

    @property
    def size(self) -> int:
        """Bytes of the content, or of its packed form when the writer was an old one."""
        if self._cached_size is None:
            known = self._descriptor.get("size")
            self._cached_size = os.path.getsize(self._path()) if known is None else int(known)
        return self._cached_size

    def decode(self, name: str, var_type: str = "Artifact") -> Any:
        """The content: text, or bytes when it was included as such."""
        told = self._descriptor
        if told.get("type") not in (_V1, _V2, _EXTERNAL):
            raise MetaflowException(
                f"The file of {var_type} {name!r} is stored in a way that is not known here: "
                f"{json.dumps(told)}"
            )
        path = self._path()
        packed = told["type"] == _V1 or told.get("sub-type") == "uploaded"
        try:
            with gzip.open(path, "rb") if packed else open(path, "rb") as file:
                content: bytes = file.read()
        except FileNotFoundError:
            raise FileNotFoundError(
                f"{var_type} {name!r}: the included file is not there: {path}"
            ) from None
        except OSError as error:
            raise StorageError(f"{var_type} {name!r} could not be read: {error}") from error
        if not told.get("is_text", True):
            return content
        # As a text file is read: any line end counts as one.
        text = content.decode(told.get("encoding") or "utf-8")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _path(self) -> str:
        url = str(self._descriptor.get("url"))
        scheme = urlsplit(url).scheme
        if scheme and scheme != "local" and "://" in url:
            raise MetaflowException(
                f"The included file lies at {url}, and files of {scheme!r} can't be read here yet"
            )
        return url[len("local://") :] if url.startswith("local://") else url


class _PendingFile:
    """A file that is there and will be included once the run has a place."""

    def __init__(self, path: str) -> None:
        self.path = path


class FilePathClass:
    """The type of an IncludeFile: a path that can be read, or (as schedulers pass it on) the
    description of a file that has been included already.
    """

    name = "FilePath"

    def __init__(self, is_text: bool, encoding: str) -> None:
        self._is_text = is_text
        self._encoding = encoding

    def convert(self, value: Any, param: Any = None, ctx: Any = None) -> Any:
        if isinstance(value, (_PendingFile, IncludedFile)):
            return value
        if value.startswith(("{", '"{')):
            return IncludedFile(_descriptor_of(value))
        path = os.path.expanduser(value)
        if path.find("://") > 0:
            raise MetaflowException(
                f"{path} is not on this machine, and IncludeFile takes local files only. Copy it "
                "to one first"
            )
        try:
            with open(path, "rb"):
                pass
        except OSError:
            raise ValueError(f"The file '{path}' cannot be read") from None
        return _PendingFile(path)

    def __repr__(self) -> str:
        return "FilePath"

    __str__ = __repr__


class IncludeFile(Parameter):
    """A parameter whose value is the content of a file: `--name PATH`, kept with the run.

    `default` is a path (or a function of a ParameterContext that returns one); `is_text` (True) and
    `encoding` ("utf-8") say what steps see; `parser`, a function or where to import it from, makes
    something else of that.
    """

    kind = "include-file"

    def __init__(
        self,
        name: str,
        required: bool | None = None,
        is_text: bool | None = None,
        encoding: str | None = None,
        help: str | None = None,
        parser: str | Callable[[str], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self._parser = parser
        given = {"is_text": is_text, "encoding": encoding}
        kwargs.update({option: value for option, value in given.items() if value is not None})
        super().__init__(name, required=required, help=help, **kwargs)

    def _read_options(self, options: dict[str, Any]) -> None:
        super()._read_options(options)
        is_text = options.get("is_text")
        self.is_text = True if is_text is None else bool(is_text)
        self.encoding = options.get("encoding") or "utf-8"
        self.type = FilePathClass(self.is_text, self.encoding)

    def stored(self, value: Any, place: RunPlace) -> Any:
        if not isinstance(value, _PendingFile):
            return value
        return include(value.path, self.is_text, self.encoding, place)

    def load_parameter(self, value: Any) -> Any:
        if value is None:
            return None
        content = value.decode(self.name, var_type="Parameter")
        if self._parser is None:
            return content
        from .user_configs.config_options import call_parser

        try:
            return call_parser(self._parser, content, plain=True)
        except Exception as error:
            raise MetaflowException(
                f"The parser of parameter {self.name!r} failed: {error}"
            ) from error


def include(path: str, is_text: bool, encoding: str, place: RunPlace) -> IncludedFile:
    """Stores a file's content beside the runs, once for equal content."""
    from ._datastore.cas import key_of
    from ._datastore.files import write_file

    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise StorageError(f"The file to include could not be read: {error}") from error
    target = f"{_root(place.datastore_root)}/{place.flow}/{key_of(content)}"
    if not os.path.exists(target):
        write_file(target, [gzip.compress(content, compresslevel=3)])
    return IncludedFile(
        {
            "type": _V2,
            "url": f"local://{target}",
            "is_text": is_text,
            "encoding": encoding,
            "note": "Internal representation of IncludeFile",
            "sub-type": "uploaded",
            "size": len(content),
        }
    )


def _root(datastore_root: str) -> str:
    """Metaflow's place: inside `.metaflow`, but beside it when a setting names the root."""
    from ._cli.place import setting

    named = setting("METAFLOW_DATATOOLS_LOCALROOT")
    if named:
        return named
    beside = setting("METAFLOW_DATASTORE_SYSROOT_LOCAL")
    return f"{os.path.abspath(beside) if beside else datastore_root}/data"


def _descriptor_of(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
        # It may come as JSON text in JSON.
        found = json.loads(told) if isinstance(told, str) else told
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise MetaflowException(f"IncludeFile: the value {text!r} is malformed")
    return found
