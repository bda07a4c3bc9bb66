"""`CardDecorator` by Metaflow's import path."""

from __future__ import annotations

from ...decorators.card import CardDecorator as CardDecorator
