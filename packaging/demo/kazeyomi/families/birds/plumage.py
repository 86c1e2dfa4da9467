"""The colours that several birds wear."""

from __future__ import annotations

from kazeyomi.colour import rgb

INK, CREST = rgb("#17171d"), rgb("#d3281e")
