"""The artifacts of a task: names, keys, and values loaded when they are asked for."""

from __future__ import annotations

import pickle

from ..exception import UnpicklableArtifact, UnreadableArtifact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .cas import BlobStore

PROTOCOL = 4
_NONE = str(type(None))
# Exactly these types can't have changed since they were loaded, so their key is still right.
_UNCHANGING = frozenset({type(None), bool, int, float, complex, str, bytes})


class Artifacts:
    """`objects` maps names to blob keys, `info` to what data.json says about
    each.
    """

    def __init__(
        self, store: BlobStore, objects: dict[str, str], info: dict[str, dict[str, Any]]
    ) -> None:
        self.store = store
        self.objects = objects
        self.info = info
        self._loaded: dict[str, Any] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.objects

    def copy(self) -> Artifacts:
        copied = Artifacts(self.store, dict(self.objects), dict(self.info))
        copied._loaded = self._loaded
        return copied

    def is_none(self, name: str) -> bool:
        """Without loading. An absent artifact counts as None."""
        return name not in self.objects or self.info.get(name, {}).get("type") == _NONE

    def load(self, name: str) -> Any:
        """Unpickles. Raises KeyError for an unknown name, StorageError for a missing or damaged
        blob, UnreadableArtifact when its class is not there (or whatever unpickling runs fails).
        """
        key = self.objects[name]
        if self.info.get(name, {}).get("type") == _NONE:
            return None
        data = self.store.load(key)
        try:
            value = pickle.loads(data)
        except MemoryError:
            raise
        except Exception as error:
            raise UnreadableArtifact(name, error) from error
        if type(value) in _UNCHANGING:
            self._loaded[name] = value
        return value

    def get(self, name: str, default: Any = None) -> Any:
        return self.load(name) if name in self.objects else default

    def save(self, name: str, value: Any) -> None:
        """Raises UnpicklableArtifact, MemoryError or StorageError; then the map is as before."""
        if name in self.objects and name in self._loaded and self._loaded[name] is value:
            return
        data = _pickled(name, value)
        self.objects[name] = self.store.save(data)
        self.info[name] = {
            "size": len(data),
            "type": str(type(value)),
            "encoding": "pickle-v4",
            "serializer_info": {"source": "metaflow"},
        }

    def drop(self, name: str) -> None:
        self.objects.pop(name, None)
        self.info.pop(name, None)

    def pass_on(self, other: Artifacts, names: Iterable[str]) -> None:
        """Takes over artifacts of another task by key."""
        for name in names:
            if name in other.objects:
                self.objects[name] = other.objects[name]
                self.info[name] = other.info[name]


def _pickled(name: str, value: Any) -> bytes:
    try:
        return pickle.dumps(value, PROTOCOL)
    except MemoryError:
        raise
    except Exception as error:
        # Whatever a __reduce__ raises: the artifact is at fault, and its name is what helps.
        # A cause is worth showing when it comes from Python code (a __getstate__ of the user's).
        in_python = error.__traceback__ is not None and error.__traceback__.tb_next is not None
        raise UnpicklableArtifact(name, value, error) from (error if in_python else None)
