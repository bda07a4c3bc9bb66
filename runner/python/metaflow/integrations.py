"""Shortcuts to what talks to other systems."""

from __future__ import annotations

from .plugins.argo.argo_events import ArgoEvent as ArgoEvent
