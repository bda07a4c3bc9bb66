"""Metadata of runs: what a task may record (`MetaDatum`), and where the client reads it."""

from __future__ import annotations

from .metadata import DataArtifact, MetadataProvider, MetaDatum

__all__ = ["DataArtifact", "MetaDatum", "MetadataProvider"]
