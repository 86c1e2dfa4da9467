"""What the window says in Japanese, for a report that is written without a window: read from its translations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

# Qt Linguist's own format; sentences of all rooms but the window stand in this context.
FILE, CONTEXT = Path("translations") / "karuta_ja.ts", "Errors"
_PLACES = re.compile(r"\{\w+\}")


def japanese_words(resources: Path) -> Mapping[str, str]:
    """Templates of sentences -> Japanese ones with the same places for values; empty where the file is missing."""
    try:
        root = ElementTree.parse(resources / FILE).getroot()
    except (OSError, ElementTree.ParseError):
        return {}
    context = next((one for one in root.iter("context") if one.findtext("name") == CONTEXT), None)
    found = {}
    for message in () if context is None else context.iter("message"):
        english, japanese = message.findtext("source") or "", message.findtext("translation") or ""
        if japanese and set(_PLACES.findall(japanese)) <= set(_PLACES.findall(english)):
            found[english] = japanese
    return found
