"""Karuta knows a trading card when it sees one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from karuta.answers import AddReport as AddReport
    from karuta.answers import Cancelled as Cancelled
    from karuta.answers import CancelToken as CancelToken
    from karuta.answers import CardResult as CardResult
    from karuta.answers import CatalogueInfo as CatalogueInfo
    from karuta.answers import ChangeMade as ChangeMade
    from karuta.answers import EvaluationResult as EvaluationResult
    from karuta.answers import InventoryItem as InventoryItem
    from karuta.answers import InventoryResult as InventoryResult
    from karuta.answers import LabelResult as LabelResult
    from karuta.answers import ListingLine as ListingLine
    from karuta.answers import Match as Match
    from karuta.answers import PhotoFault as PhotoFault
    from karuta.answers import PhotoResult as PhotoResult
    from karuta.answers import PriceResult as PriceResult
    from karuta.answers import SearchResult as SearchResult
    from karuta.answers import Sighting as Sighting
    from karuta.answers import TitleResult as TitleResult
    from karuta.api import Error as Error
    from karuta.api import Library as Library
    from karuta.api import open as open

__version__ = "0.2.0"

# ONNX Runtime 1.32, once imported, writes an identifier of this computer into the person's cache folder. After some 25
# s it sends it to its maker, with the paths and the processor. This variable, set before that import, stops both;
# `disable_telemetry_events()` stops neither. Every process of ours begins with this file, so it is set here. It is not
# merely a default, because a person's `0` would mean yes. `engine/sessions` refuses to run a network without it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_ANSWERS = (
    "AddReport",
    "CancelToken",
    "Cancelled",
    "CardResult",
    "CatalogueInfo",
    "ChangeMade",
    "EvaluationResult",
    "InventoryItem",
    "InventoryResult",
    "LabelResult",
    "ListingLine",
    "Match",
    "PhotoFault",
    "PhotoResult",
    "PriceResult",
    "SearchResult",
    "Sighting",
    "TitleResult",
)
__all__ = ("Error", "Library", "__version__", "open", *_ANSWERS)  # noqa: PLE0604 - all of them are texts


def __getattr__(name: str) -> object:
    """Programmers' names are loaded when they are used, so that commands do not wait for them."""
    if name in _ANSWERS:
        from karuta import answers

        return getattr(answers, name)
    if name in __all__:
        from karuta import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
