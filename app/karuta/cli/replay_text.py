"""How replayed labels are printed. Replays none itself."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from karuta.cli import output
from karuta.domain.cancel import CancelToken
from karuta.domain.match import Match
from karuta.domain.sentence import counted, filled
from karuta.paths import LibraryFolder
from karuta.services.models.replay_labels import replay_labels, replay_with_model

SHOWN_FAULTS = 10


def tell_replay(library: LibraryFolder, *, as_json: bool) -> int:
    """Returns the exit code: 1 if something does not come back."""
    labels = scores = faults = lists = unknown = unprovable = 0
    largest = 0.0
    for label in replay_labels(library, cancel=CancelToken(), progress=output.PacedLine("replaying")):
        labels, scores, largest = labels + 1, scores + label.checked, max(largest, label.largest)
        lists += label.same_list is not None
        unknown += label.same_list is None and not label.not_provable_here
        unprovable += label.not_provable_here
        if as_json:
            output.json_line({**asdict(label), "card": label.card and str(label.card), "fault": label.fault})
        if label.fault is not None:
            faults += 1
            if faults <= SHOWN_FAULTS:
                output.say(
                    f"{label.event_id} ({label.card or 'no card'}): " + filled("{fault}.", {"fault": label.fault})
                )
    if not as_json:
        output.line(
            f"{counted(labels, 'label event')}, {counted(scores, 'shown score')}: "
            f"the largest difference is {largest:.7f}"
        )
        output.line(f"{counted(lists, 'list')} searched again; of {unknown:,} the pictures of that day are not known")
        if unprovable:
            output.line(f"{unprovable:,} not provable here: the index that proposed the list cannot be made again")
        output.line("everything comes back" if not faults else f"{faults:,} do not come back")
    return 1 if faults else 0


def tell_offers(library: LibraryFolder, resources: Path, name: str, *, as_json: bool) -> int:
    labels = changed = was = now = named = 0
    for offered in replay_with_model(library, resources, name, cancel=CancelToken(), told=output.Steps()):
        first = offered.offered[0] if offered.offered else None
        differs = bool(offered.shown) and (first is None or first.card != offered.shown[0].card)
        labels, changed, named = labels + 1, changed + differs, named + (offered.card is not None)
        was, now = was + bool(offered.was_right), now + bool(offered.is_right)
        if as_json:
            output.json_line(
                {
                    "event_id": offered.event_id,
                    "photo": offered.photo,
                    "card": offered.card and str(offered.card),
                    "shown": [_match(match) for match in offered.shown],
                    "offered": [_match(match) for match in offered.offered],
                }
            )
        elif differs and first is not None:
            output.line(
                f"{offered.photo}: {offered.shown[0].name} ({offered.shown[0].card}) -> {first.name} ({first.card})"
            )
    if not as_json:
        output.line(f"{changed:,} of {labels:,} first matches would be others")
        output.line(f"of {named:,} that name a card, {was:,} were right first, {now:,} would be")
    return 0


def _match(match: Match) -> dict[str, Any]:
    return {
        "game": match.card.game,
        "card_id": match.card.card_id,
        "name": match.name,
        "artwork": match.artwork,
        "score": match.score,
        "probability": match.probability,
        "exemplar": match.exemplar,
        "pack": match.pack,
    }
