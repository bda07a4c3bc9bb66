"""Loads what tasks with cards and the processes that make them need, for forks to inherit."""

from __future__ import annotations

import inspect as inspect
import pprint as pprint
import reprlib as reprlib
import textwrap as textwrap
import uuid as uuid

from ... import client as client
from . import _client_root as _client_root
from . import _creation as _creation
from . import _make as _make
from . import component_serializer as component_serializer
from .card_modules import _registry as _registry
from .card_modules import test_cards as test_cards
from .card_modules._page import _dag as _dag
from .card_modules._page import _markdown as _markdown
from .card_modules._page import _python as _python
