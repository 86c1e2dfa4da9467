"""`karuta lookup`: says which cards are in photos."""

from __future__ import annotations

from typing import Any

import click

from karuta.cli import output
from karuta.cli.answering import open_answering
from karuta.cli.root import Invocation
from karuta.domain.counted import counted
from karuta.domain.match import Match
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.services.lookups.identify import Answer, identify

NO_TIMINGS = dict.fromkeys(("decode", "detect", "embed", "search", "total"))


@click.command(short_help="Say which cards are in photos.")
@click.argument("photos", metavar="PHOTO...", nargs=-1, required=True)
@click.option("-k", "count", type=click.IntRange(min=1), default=5, show_default=True, help="Matches for each card.")
@click.option("--no-exemplars", is_flag=True, help="Use artworks alone, not confirmed crops.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per photo, one per line.")
@click.pass_context
def lookup(context: click.Context, /, *, photos: tuple[str, ...], count: int, no_exemplars: bool, as_json: bool) -> int:
    """Say which cards are in each PHOTO, likeliest first.

    Changes nothing in the library, and runs beside anything. Exit code 1 when a photo could not be read.
    """
    invocation: Invocation = context.obj
    recogniser = open_answering(invocation, exemplars=not no_exemplars).recogniser
    failed = 0
    for answer in identify(photos, recogniser, k=count):
        failed += answer.error is not None
        if as_json:
            output.json_line(_as_json(answer, model=recogniser.model.title, index=recogniser.index_title))
        else:
            _tell(answer)
    return 1 if failed else 0


def _as_json(answer: Answer, *, model: str, index: str) -> dict[str, Any]:
    found, error = answer.recognition, answer.error
    return {
        "photo": output.as_given(answer.photo),
        "error": {"code": error.code, "message": error.message} if error else None,
        "size": list(found.size) if found else None,
        "sightings": [_sighting(sighting) for sighting in found.sightings] if found else [],
        "timings_ms": dict(found.timings_ms) if found else NO_TIMINGS,
        "model": model,
        "index": index,
    }


def _sighting(sighting: FoundSighting) -> dict[str, Any]:
    return {
        "corners": [[round(float(x), 2), round(float(y), 2)] for x, y in sighting.corners],
        "verdict": sighting.verdict.value,
        "back": sighting.back,
        "matches": [_match(match) for match in sighting.matches],
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "game": match.card.game,
        "card_id": match.card.card_id,
        "name": match.name,
        "artwork": match.artwork,
        "score": round(match.score, 6),
        "probability": match.probability,
        "exemplar": match.exemplar,
        "pack": match.pack,
    }


def _tell(answer: Answer) -> None:
    if answer.recognition is None:
        reason = answer.error.reason if answer.error else ""
        output.line(f"{output.as_given(answer.photo)}: {reason}")
        return
    output.line(f"{output.as_given(answer.photo)}: {_counted(answer.recognition)}")
    for number, sighting in enumerate(answer.recognition.sightings, start=1):
        said = f", a back of {sighting.back}" if sighting.back else ""
        output.line(f"  card {number}: {sighting.verdict.value}{said}")
        for place, match in enumerate(sighting.matches, start=1):
            confirmed = ", as confirmed before" if match.exemplar else ""
            output.line(f"    {place}. {match.score:5.3f}  {match.name}  ({match.card}{confirmed})")


def _counted(recognition: Recognition) -> str:
    count = len(recognition.sightings)
    took = f"{recognition.timings_ms['total']:.0f} ms"
    return f"no card found, {took}" if not count else f"{counted(count, 'card')}, {took}"
