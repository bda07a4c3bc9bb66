"""Stored logs: whose they are, and the form of their lines (`mflog.mflog`)."""

from __future__ import annotations

from .mflog import refine, set_should_persist

RUNTIME_LOG_SOURCE = "runtime"
"""Written by who watched the task."""

TASK_LOG_SOURCE = "task"
"""Written by the task itself, far away."""

LOG_SOURCES = [RUNTIME_LOG_SOURCE, TASK_LOG_SOURCE]

__all__ = [
    "LOG_SOURCES",
    "RUNTIME_LOG_SOURCE",
    "TASK_LOG_SOURCE",
    "refine",
    "set_should_persist",
]
