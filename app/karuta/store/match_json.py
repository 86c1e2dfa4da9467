"""Matches and embeddings as labels.db keeps them: JSON that a person can read, little-endian float32 bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.match import Match


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
        }
        for match in matches
    ]
    return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def parsed_matches(text: str | None) -> tuple[Match, ...]:
    return tuple(
        Match(
            card=CardKey(value["game"], value["card_id"]),
            name=value["name"],
            artwork=value["artwork"],
            picture_sha256=value["picture_sha256"],
            score=value["score"],
            probability=value["probability"],
            exemplar=value["exemplar"],
        )
        for value in json.loads(text or "[]")
    )


def embedding_bytes(vector: NDArray[np.float32]) -> bytes:
    """`vector`: (dimension,) float32."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def parsed_embedding(data: bytes | None) -> NDArray[np.float32] | None:
    """(dimension,) float32, or None where none was kept."""
    return None if data is None else np.frombuffer(data, dtype="<f4").astype(np.float32)
