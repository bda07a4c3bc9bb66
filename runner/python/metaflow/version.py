"""Metaflow's version, as `metaflow.version.metaflow_version`."""

from __future__ import annotations

from . import __version__

metaflow_version = __version__
