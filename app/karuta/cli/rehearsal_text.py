"""How a rehearsal is printed as text and as JSON. Rehearses nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from karuta.cli import card_text
from karuta.domain.sentence import counted

if TYPE_CHECKING:
    # Loads the engine, which other commands do not need.
    from karuta.services.catalogue.rehearse_pack import Rehearsal

_MOST_SETS = 10
_MOST_COLLISIONS = 20


def as_json(found: Rehearsal) -> dict[str, Any]:
    return {
        "collisions": [
            {
                "file": one.file,
                "game": one.card.game,
                "card_id": one.card.card_id,
                "with": {
                    "game": one.other.card.game,
                    "card_id": one.other.card.card_id,
                    "artwork": one.other.file,
                    "pack": one.other.pack,
                },
                "likeness": one.likeness,
            }
            for one in found.collisions
        ],
        "labels_changed": found.labels_changed,
        "labels": found.labels,
        "printings_added": found.new_printings,
        "coverage": {
            "cards": found.coverage.cards,
            "with_picture": found.coverage.with_picture,
            "missing_by_set": dict(found.coverage.missing),
        },
    }


def told(found: Rehearsal) -> Iterator[str]:
    yield "Rehearsed; nothing was changed. Adding would do this:"
    yield from card_text.added(found.report)
    yield f"  printings   {found.new_printings:,} added"
    yield f"  labels      of {found.labels:,} confirmed, {found.labels_changed:,} would have another first match"
    coverage = found.coverage
    yield f"  coverage    {coverage.with_picture:,} of {coverage.cards:,} cards have a picture"
    for name, count in coverage.missing[:_MOST_SETS]:
        yield f"    without   {name or 'in no set'}: {counted(count, 'card')}"
    yield f"  collisions  {counted(len(found.collisions), 'new artwork')} like one of another card"
    for one in found.collisions[:_MOST_COLLISIONS]:
        yield f"    {one.file} of {one.card} is like {one.other.file} of {one.other.card} ({one.likeness:.2f})"
    if len(found.collisions) > _MOST_COLLISIONS:
        yield f"    and {len(found.collisions) - _MOST_COLLISIONS:,} more (--json lists all)"
