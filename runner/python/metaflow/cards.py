"""What steps put on their cards, and `get_cards` to read them again."""

from __future__ import annotations

from .plugins.cards.card_client import Card as Card
from .plugins.cards.card_client import CardContainer as CardContainer
from .plugins.cards.card_client import get_cards as get_cards
from .plugins.cards.card_modules._cards import BlankCard as BlankCard
from .plugins.cards.card_modules._cards import DefaultCard as DefaultCard
from .plugins.cards.card_modules._cards import ErrorCard as ErrorCard
from .plugins.cards.card_modules._parts import PageComponent as PageComponent
from .plugins.cards.card_modules.card import MetaflowCard as MetaflowCard
from .plugins.cards.card_modules.card import MetaflowCardComponent as MetaflowCardComponent
from .plugins.cards.card_modules.components import Artifact as Artifact
from .plugins.cards.card_modules.components import Error as Error
from .plugins.cards.card_modules.components import EventsTimeline as EventsTimeline
from .plugins.cards.card_modules.components import Image as Image
from .plugins.cards.card_modules.components import JSONViewer as JSONViewer
from .plugins.cards.card_modules.components import Markdown as Markdown
from .plugins.cards.card_modules.components import ProgressBar as ProgressBar
from .plugins.cards.card_modules.components import PythonCode as PythonCode
from .plugins.cards.card_modules.components import Table as Table
from .plugins.cards.card_modules.components import ValueBox as ValueBox
from .plugins.cards.card_modules.components import VegaChart as VegaChart
from .plugins.cards.card_modules.components import YAMLViewer as YAMLViewer

# Names that star imports give, as with Metaflow.
__all__ = [
    "Artifact",
    "BlankCard",
    "DefaultCard",
    "Error",
    "ErrorCard",
    "EventsTimeline",
    "Image",
    "JSONViewer",
    "Markdown",
    "MetaflowCard",
    "MetaflowCardComponent",
    "PageComponent",
    "ProgressBar",
    "PythonCode",
    "Table",
    "ValueBox",
    "VegaChart",
    "YAMLViewer",
    "get_cards",
]
