"""Cards, matches and embeddings as labels.db keeps them: two columns, JSON that a person can read, float32 bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.errors import DamagedRow
from karuta.domain.match import Match
from karuta.domain.recheck import best_first


def card_of(game: str | None, card_id: str | None) -> CardKey | None:
    """The card of a row; None where it names none."""
    return None if game is None or card_id is None else CardKey(game, card_id)


def matches_json(matches: Sequence[Match]) -> str:
    values = [
        {
            "game": match.card.game,
            "card_id": match.card.card_id,
            "name": match.name,
            "artwork": match.artwork,
            "picture_sha256": match.picture_sha256,
            "score": round(match.score, 6),
            "probability": match.probability,
            "exemplar": match.exemplar,
            "pack": match.pack,
            **({"one_of": match.one_of} if match.one_of else {}),
            **({"by": match.by} if match.by else {}),
        }
        for match in matches
    ]
    return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def parsed_matches(text: str | None) -> tuple[Match, ...]:
    """Raises `DamagedRow` for anything that Karuta does not write."""
    try:
        return tuple(map(_match, json.loads(text or "[]")))
    # A disk can change any byte, so wrong encoding, wrong types and bad numbers are all caught here.
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedRow() from error


_TEXTS = ("game", "card_id", "name", "artwork", "picture_sha256")
_TEXT, _NUMBER = r'"[^"\\\x00-\x1f]*+"', r"-?(?:0|[1-9]\d*+)(?:\.\d++)?(?:[eE][-+]?\d++)?"
_MATCH = (
    rf"""\{{{",".join(f'"{name}":{_TEXT}' for name in _TEXTS)},"score":{_NUMBER},"probability":(?:null|{_NUMBER}),"""
    rf""""exemplar":(?:true|false)(?:,"pack":{_TEXT})?(?:,"one_of":\d++)?(?:,"by":{_TEXT})?\}}"""
)
# As `matches_json` writes them where no text is escaped.
_PLAIN = re.compile(rf"\[(?:{_MATCH}(?:,{_MATCH})*+)?\]", re.ASCII)


def check_matches(text: str | None) -> None:
    """Raises `DamagedRow` as `parsed_matches` does, in a tenth of its time: for rows by the ten thousand."""
    if text and isinstance(text, str) and _PLAIN.fullmatch(text):
        return
    try:
        for value in json.loads(text or "[]"):
            score, probability, pack = value["score"], value["probability"], value.get("pack", "")
            is_plain = all(type(value[name]) is str for name in _TEXTS) and type(pack) is str
            is_plain = is_plain and type(value.get("by", "")) is str
            _count(value.get("one_of", 0))
            if not is_plain or not isinstance(score, int | float) or not isinstance(probability, int | float | None):
                raise DamagedRow
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedRow from error


def parsed_shown(text: str | None, reordered_by: str | None) -> tuple[Match, ...]:
    """An event's matches, best first where a lot had ordered it. Raises `DamagedRow` as `parsed_matches` does."""
    return best_first(parsed_matches(text), reordered_by)


def _match(value: Any) -> Match:
    probability = value["probability"]
    return Match(
        card=CardKey(_text(value["game"]), _text(value["card_id"])),
        name=_text(value["name"]),
        artwork=_text(value["artwork"]),
        picture_sha256=_text(value["picture_sha256"]),
        score=float(value["score"]),
        probability=None if probability is None else float(probability),
        exemplar=bool(value["exemplar"]),
        # Labels from before packs had versions do not say.
        pack=_text(value.get("pack", "")),
        one_of=_count(value.get("one_of", 0)),
        by=_text(value["by"]) if value.get("by") else None,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _count(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no count")
    return value


def embedding_bytes(vector: NDArray[np.float32]) -> bytes:
    """`vector`: (dimension,) float32."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def parsed_embedding(data: bytes | None) -> NDArray[np.float32] | None:
    """(dimension,) float32, or None if none was stored. Raises `DamagedRow` as `parsed_matches` does."""
    try:
        return None if data is None else np.frombuffer(data, dtype="<f4").astype(np.float32)
    except (ValueError, TypeError) as error:
        raise DamagedRow() from error
