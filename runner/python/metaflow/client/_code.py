"""The code that a run was started with."""

from __future__ import annotations

import json

from ..exception import MetaflowInternalError
from ._values import read_blob, root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tarfile import TarFile
    from tempfile import TemporaryDirectory
    from typing import Any

    from ..metadata_provider.metadata import MetadataProvider

# Where the archive keeps its own records; before there was a version they lay at the top.
_INFO = (".mf_meta/INFO", "INFO")
_NOT_USERS = (".mf_code/",)


class MetaflowCode:
    """`run.code`, `task.code`: the files of the flow as an archive."""

    __module__ = "metaflow.client.core"

    def __init__(
        self, flow_name: str, code_package: str, _source: MetadataProvider | None = None
    ) -> None:
        from ._scope import provider

        place = json.loads(code_package)
        self._flow_name = flow_name
        self._path = str(place["location"])
        root = self._path.rpartition(f"/{flow_name}/data/")[0]
        root = root_of(str(place["ds_type"]), root, flow_name, _source or provider())
        self._blob = read_blob(root, flow_name, str(place["sha"]), f"The code of {flow_name}")
        self._tarball: TarFile | None = None
        self._info = self._read_info()

    def _read_info(self) -> dict[str, Any]:
        for name in _INFO:
            text = self.member(name)
            if text is not None:
                return dict(json.loads(text))
        raise MetaflowInternalError(f"This code package does not say what is in it: {self._path}")

    def member(self, name: str) -> bytes | None:
        """The bytes of a file in the archive."""
        try:
            file = self.tarball.extractfile(name)
        except KeyError:
            return None
        return None if file is None else file.read()

    @property
    def path(self) -> str:
        """Where the archive is stored."""
        return self._path

    @property
    def info(self) -> dict[str, Any]:
        """`script`, `user_name`, `python_version`, …"""
        return self._info

    @property
    def script_name(self) -> str:
        """The file of the flow."""
        return str(self._info["script"])

    @property
    def flowspec(self) -> str:
        """The text of the flow's file."""
        text = self.member(self.script_name)
        if text is None:
            raise MetaflowInternalError(f"{self.script_name} is not in the code: {self._path}")
        return text.decode("utf-8")

    @property
    def tarball(self) -> TarFile:
        """The archive, open."""
        if self._tarball is None:
            import io
            import tarfile

            self._tarball = tarfile.TarFile.open(fileobj=io.BytesIO(self._blob), mode="r:*")
        return self._tarball

    def extract(self) -> TemporaryDirectory[str]:
        """The user's files in a temporary folder, which goes when the returned object does."""
        from tempfile import TemporaryDirectory

        folder: TemporaryDirectory[str] = TemporaryDirectory()
        for member in self.tarball.getmembers():
            if member.isfile() and not member.name.startswith(_NOT_USERS):
                _write_member(self.tarball, member.name, folder.name)
        return folder

    def __str__(self) -> str:
        return f"<MetaflowCode: {self.script_name}>"


def _write_member(archive: TarFile, name: str, folder: str) -> None:
    import os

    target = os.path.realpath(os.path.join(folder, name))
    if not target.startswith(os.path.realpath(folder) + os.sep):
        raise MetaflowInternalError(f"This code package names a file outside itself: {name}")
    file = archive.extractfile(name)
    if file is None:
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb") as output:
        output.write(file.read())
