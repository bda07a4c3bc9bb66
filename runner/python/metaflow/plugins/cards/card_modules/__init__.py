"""Kinds of cards and what they are made of."""

from __future__ import annotations

from .card import MetaflowCard as MetaflowCard
from .card import MetaflowCardComponent as MetaflowCardComponent
