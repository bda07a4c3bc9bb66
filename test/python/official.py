"""Runs flows with the official package, in an interpreter and a root of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
FLOWS = REPOSITORY / "test" / "flows"
BIN = "Scripts" if os.name == "nt" else "bin"
PYTHON = REPOSITORY / ".venv-test" / BIN / "python"


def official_environment(sysroot: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("METAFLOW_", "PYTHONPATH"))}
    return {
        **clean,
        "METAFLOW_USER": "tester",
        "METAFLOW_HOME": sysroot,
        "METAFLOW_DATASTORE_SYSROOT_LOCAL": sysroot,
        "METAFLOW_CLIENT_CACHE_PATH": f"{sysroot}/cache",
    }


def run_official(file: Path, sysroot: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PYTHON), str(file), "run", *arguments],
        cwd=sysroot,
        env=official_environment(sysroot),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def run_ours(
    file: Path, sysroot: str, *values: str, python: str = sys.executable
) -> dict[str, object]:
    """`values` are `name=text`. Returns what the driver prints."""
    done = subprocess.run(
        [
            python,
            str(HERE / "sequential_driver.py"),
            str(file),
            f"{sysroot}/.metaflow",
            *values,
        ],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return {**json.loads(done.stdout.splitlines()[-1]), "log": done.stderr}


def ask_official(sysroot: str, script: str, *arguments: str) -> object:
    """Runs a script of this folder, or a text, with the official package; returns its last line."""
    command = [str(HERE / script)] if script.endswith(".py") else ["-c", script]
    done = subprocess.run(
        [str(PYTHON), *command, *arguments],
        cwd=sysroot,
        env=official_environment(sysroot),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])
