"""Identifiers that two copies of a library must share, and ones that they must never share. Reads no clock, no dice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

# A UUIDv7 is 48 bits of milliseconds, 4 of version, 12 random, 2 of variant, 62 random (RFC 9562).
_TAIL_BITS = 74
_LATEST_MS = (1 << 48) - 1
# An identifier that must follow an earlier one takes a random step. Otherwise two copies of a library, both with clocks
# behind its newest event, would count up through the same identifiers.
_STEP_BITS = 48
ENTROPY_BYTES = 10


def uuid7(*, now_ms: int, entropy: bytes, after: str | None = None) -> str:
    """A UUIDv7 in the usual lower-case form, in which text order is time order.

    It is greater than `after` even if the clock went back, so the newest event stays the newest. `entropy`:
    `ENTROPY_BYTES` random bytes.
    """
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a UUIDv7 takes {ENTROPY_BYTES} random bytes, not {len(entropy)}")
    random = int.from_bytes(entropy, "big")
    moment = min(max(now_ms, 0), _LATEST_MS)
    number = (moment << _TAIL_BITS) | (random & ((1 << _TAIL_BITS) - 1))
    if after is not None and number <= (earlier := _number(after)):
        number = earlier + 1 + (random & ((1 << _STEP_BITS) - 1))
    return _written(number)


def moment_ms(identifier: str) -> int:
    """The milliseconds since 1970 in a UUIDv7."""
    return _number(identifier) >> _TAIL_BITS


def _number(identifier: str) -> int:
    """The 122 bits without version and variant."""
    bits = int(identifier.replace("-", ""), 16)
    return (bits >> 80 << 74) | ((bits >> 64 & 0xFFF) << 62) | (bits & ((1 << 62) - 1))


def _written(number: int) -> str:
    if number >> (48 + _TAIL_BITS):
        raise OverflowError("no UUIDv7 is left after the latest one")
    bits = (
        (number >> 74 << 80) | (0x7 << 76) | ((number >> 62 & 0xFFF) << 64) | (0b10 << 62) | (number & ((1 << 62) - 1))
    )
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def sighting_id(photo_sha256: str, corners: Sequence[Sequence[float]]) -> str:
    """The identifier of a sighting, from its photo and its corners rounded to the nearest pixel.

    Two computers that look the same photo up with the same model give its sightings the same identifiers, so their
    labels meet.
    """
    pixels = " ".join(str(round(float(value))) for point in corners for value in point)
    return hashlib.sha256(f"{photo_sha256} {pixels}".encode()).hexdigest()[:32]
