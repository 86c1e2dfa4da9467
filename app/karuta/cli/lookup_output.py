"""The output of `karuta lookup` for a photo, as JSON or as lines, in its own process or in one of several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from karuta.cli import output
from karuta.domain.printing.answer import Illegible, PrintingAnswer, RankedCode
from karuta.domain.printing.evidence import PrintSays
from karuta.domain.recognition import Recognition
from karuta.domain.sentence import counted
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups import lookup_process
from karuta.services.lookups.identify import Answer
from karuta.services.lookups.photo_result import photo_result

_PRINT_SAYS = {
    PrintSays.AGREES: "what is printed agrees with the first",
    PrintSays.CONTRADICTS: "what is printed says another card than the first",
}
_BY = {"name": ", known by its printed name", "reading": ", known by what is printed"}
_HELPS = {
    Illegible.SMALL: "too small: a closer photo of the set code would do",
    Illegible.BLURRED: "blurred: a sharper photo of the set code would do",
    Illegible.COVERED: "covered: a photo without glare or fingers on the set code would do",
}


def answer_lines(answer: Answer) -> Iterator[str]:
    if answer.recognition is None:
        reason = answer.error.reason if answer.error else ""
        yield f"{output.as_given(answer.photo)}: {reason}"
        return
    yield f"{output.as_given(answer.photo)}: {_counted(answer.recognition)}"
    for number, sighting in enumerate(answer.recognition.sightings, start=1):
        of_back = f", a back of {sighting.back}" if sighting.back else ""
        lacks = (
            f" ({', '.join(missing.value.replace('_', ' ') for missing in sighting.missing)})"
            if sighting.missing
            else ""
        )
        yield f"  card {number}: {sighting.verdict.value}{lacks}{of_back}"
        for place, match in enumerate(sighting.matches, start=1):
            confirmed = ", as confirmed before" if match.exemplar else ""
            score = "     " if match.by else f"{match.score:5.3f}"
            by_print = _BY[match.by] if match.by else ""
            yield f"    {place}. {score}  {match.name}  ({match.card}{confirmed}{by_print})"
        if sighting.one_of:
            yield f"    one of {', '.join(map(str, sighting.one_of))}: the photo cannot tell them apart"
        if sighting.printing is not None:
            yield f"    {_printing_words(sighting.printing)}"
        if sighting.read_name is not None:
            yield f"    name read: {sighting.read_name.text}"
        if sighting.print_says is not None:
            yield f"    {_PRINT_SAYS[sighting.print_says]}"


def _printing_words(answer: PrintingAnswer) -> str:
    codes = ", ".join(f"{code.set_code} ({_likely(code)})" for code in answer.codes)
    read = answer.read
    made_out = (read.set_code, read.passcode, read.name, read.edition and f"{read.edition} edition")
    seen = ", ".join(text for text in made_out if text)
    words = answer.verdict.value if answer.reason is None else f"{answer.verdict.value} ({_HELPS[answer.reason]})"
    return f"printing: {words}" + (f"; {codes}" if codes else "") + (f"; read: {seen}" if seen else "")


def _likely(code: RankedCode) -> str:
    several = f", {' or '.join(code.rarities)}" if len(code.rarities) > 1 else ""
    return f"{code.probability:.0%}{several}"


def _counted(recognition: Recognition) -> str:
    count = len(recognition.sightings)
    took = f"{recognition.timings_ms['total']:.0f} ms"
    return f"no card found, {took}" if not count else f"{counted(count, 'card')}, {took}"


@dataclass(frozen=True)
class LookupOutput:
    """The answer as it is printed: a JSON value or lines. `bugs`: what its log has of them."""

    failed: bool
    value: dict[str, Any] | None = None
    lines: tuple[str, ...] = ()
    bugs: tuple[str, ...] = ()


def look_up(photo: str, *, as_json: bool) -> LookupOutput:
    """Look one photo up, in a process that `begin` has prepared."""
    looked_up = lookup_process.look_up(photo)
    return output_of(looked_up.answer, looked_up.opened, as_json=as_json, bugs=looked_up.bugs)


def output_of(answer: Answer, opened: OpenLibrary, *, as_json: bool, bugs: tuple[str, ...] = ()) -> LookupOutput:
    failed = answer.error is not None
    if not as_json:
        return LookupOutput(failed, lines=tuple(answer_lines(answer)), bugs=bugs)
    result = photo_result(answer, photo=output.as_given(answer.photo), opened=opened)
    return LookupOutput(failed, value=result.to_dict(), bugs=bugs)
