"""What `karuta lookup` says of one photo: a JSON value, or lines for a person. Looks nothing up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from karuta.cli import output
from karuta.domain.match import Match
from karuta.domain.printing.answer import Illegible, PrintingAnswer, RankedCode, printing_json
from karuta.domain.printing.evidence import Said
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.domain.sentence import counted
from karuta.services.lookups.identify import Answer

_SAID = {
    Said.AGREES: "what is printed agrees with the first",
    Said.CONTRADICTS: "what is printed says another card than the first",
}
_HELPS = {
    Illegible.SMALL: "too small: a closer photo of the set code would do",
    Illegible.BLURRED: "blurred: a sharper photo of the set code would do",
    Illegible.COVERED: "covered: a photo without glare or fingers on the set code would do",
}
NO_TIMINGS = dict.fromkeys(("decode", "detect", "embed", "search", "verify", "total", "read"))


def answer_json(answer: Answer, *, model: str, index: str) -> dict[str, Any]:
    found, error = answer.recognition, answer.error
    return {
        "photo": output.as_given(answer.photo),
        "error": {"code": error.code, "message": error.message} if error else None,
        "size": list(found.size) if found else None,
        "sightings": [_sighting(sighting) for sighting in found.sightings] if found else [],
        "timings_ms": {**NO_TIMINGS, **found.timings_ms} if found else NO_TIMINGS,
        "crops": found.crops if found else 0,
        "model": model,
        "index": index,
    }


def _sighting(sighting: FoundSighting) -> dict[str, Any]:
    return {
        "corners": [[round(float(x), 2), round(float(y), 2)] for x, y in sighting.corners],
        "verdict": sighting.verdict.value,
        "back": sighting.back,
        "missing": [one.value for one in sighting.missing],
        "matches": [_match(match) for match in sighting.matches],
        "printing": None if sighting.printing is None else printing_json(sighting.printing),
        "print_says": None if sighting.said is None else sighting.said.value,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "game": match.card.game,
        "card_id": match.card.card_id,
        "name": match.name,
        "artwork": None if match.by else match.artwork,
        "score": None if match.by else round(match.score, 6),
        "probability": match.probability,
        "exemplar": match.exemplar,
        "pack": match.pack,
        "reordered": match.reordered,
        "by": match.by,
    }


def answer_lines(answer: Answer) -> Iterator[str]:
    if answer.recognition is None:
        reason = answer.error.reason if answer.error else ""
        yield f"{output.as_given(answer.photo)}: {reason}"
        return
    yield f"{output.as_given(answer.photo)}: {_counted(answer.recognition)}"
    for number, sighting in enumerate(answer.recognition.sightings, start=1):
        said = f", a back of {sighting.back}" if sighting.back else ""
        lacks = f" ({', '.join(one.value.replace('_', ' ') for one in sighting.missing)})" if sighting.missing else ""
        yield f"  card {number}: {sighting.verdict.value}{lacks}{said}"
        for place, match in enumerate(sighting.matches, start=1):
            confirmed = ", as confirmed before" if match.exemplar else ""
            score = "     " if match.by else f"{match.score:5.3f}"
            known = ", known by what is printed" if match.by else ""
            yield f"    {place}. {score}  {match.name}  ({match.card}{confirmed}{known})"
        if sighting.printing is not None:
            yield f"    {_said_of(sighting.printing)}"
        if sighting.said is not None:
            yield f"    {_SAID[sighting.said]}"


def _said_of(answer: PrintingAnswer) -> str:
    codes = ", ".join(f"{code.set_code} ({_likely(code)})" for code in answer.codes)
    read = answer.read
    made_out = (read.set_code, read.passcode, read.name, read.edition and f"{read.edition} edition")
    seen = ", ".join(one for one in made_out if one)
    said = answer.verdict.value if answer.reason is None else f"{answer.verdict.value} ({_HELPS[answer.reason]})"
    return f"printing: {said}" + (f"; {codes}" if codes else "") + (f"; read: {seen}" if seen else "")


def _likely(code: RankedCode) -> str:
    several = f", {' or '.join(code.rarities)}" if len(code.rarities) > 1 else ""
    return f"{code.probability:.0%}{several}"


def _counted(recognition: Recognition) -> str:
    count = len(recognition.sightings)
    took = f"{recognition.timings_ms['total']:.0f} ms"
    return f"no card found, {took}" if not count else f"{counted(count, 'card')}, {took}"
