"""Where runs are kept and who the person is.

Twin of `runner/datastore/{roots,settings,identity}.ts`.
"""

from __future__ import annotations

import os
import sys

from metaflow.exception import MetaflowException

_FOLDER = ".metaflow"
_SPIN_FOLDER = ".metaflow_spin"


def datastore_root(option: str | None = None, *, spin: bool = False) -> str:
    """The folder that holds the flows: ``--datastore-root``, the setting
    DATASTORE_SYSROOT_LOCAL, the nearest `.metaflow` upwards, else one here.

    ``spin``: the folder beside it, for what spun steps make.
    """
    if option:
        return os.path.abspath(option)
    name = _SPIN_FOLDER if spin else _FOLDER
    root = setting("METAFLOW_DATASTORE_SYSROOT_LOCAL")
    if root:
        return os.path.join(os.path.abspath(root), name)
    return _nearest(name) or os.path.join(os.getcwd(), name)


def _nearest(name: str) -> str | None:
    folder = os.getcwd()
    while True:
        found = os.path.join(folder, name)
        if os.path.isdir(found):
            return found
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def user_name() -> str:
    """METAFLOW_USER, then the names that login shells and CI set, then the account's."""
    named = [setting("METAFLOW_USER")]
    named += [os.environ.get(variable) for variable in ("SUDO_USER", "USERNAME", "USER")]
    for name in named:
        if name and name != "root":
            return name
    return _account_name()


def _account_name() -> str:
    if sys.platform == "win32":
        import getpass

        return getpass.getuser()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        # A container may run under a number that no account has.
        return f"user-{os.getuid()}"


_configurations: dict[str, dict[str, str]] = {}


def setting(name: str) -> str | None:
    """A setting of Metaflow: the variable, else the nearest `.metaflow/config.json`, else the
    person's own `config.json` (METAFLOW_HOME, METAFLOW_PROFILE).
    """
    value = os.environ.get(name)
    if value:
        return value
    nearest = _nearest(_FOLDER)
    local = _settings_in(os.path.join(nearest, "config.json")) if nearest else {}
    return local.get(name) or _settings_in(_own_configuration()).get(name)


def _own_configuration() -> str:
    home = os.path.expanduser(os.environ.get("METAFLOW_HOME") or "~/.metaflowconfig")
    profile = os.environ.get("METAFLOW_PROFILE")
    if not profile:
        return os.path.join(home, "config.json")
    file = os.path.join(home, f"config_{profile}.json")
    if not os.path.exists(file):
        raise MetaflowException(
            f"There is no configuration for the profile {profile!r}: create {file}, or unset "
            "METAFLOW_PROFILE"
        )
    return file


def _settings_in(file: str) -> dict[str, str]:
    if file not in _configurations:
        _configurations[file] = _read(file)
    return _configurations[file]


def _read(file: str) -> dict[str, str]:
    try:
        with open(file, encoding="utf-8") as content:
            text = content.read()
    except OSError:
        return {}
    import json

    try:
        values = json.loads(text)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise MetaflowException(f"{file} is not a JSON object: repair or remove it")
    return {key: str(value) for key, value in values.items() if value not in (None, "")}
