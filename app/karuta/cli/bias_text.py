"""How suggestions compared with decisions are printed as text and as JSON. Counts nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from karuta.cli.output import first_few
from karuta.domain.bias import Bias, BiasPart, CardBias
from karuta.domain.sentence import counted
from karuta.domain.statistics import Share

_MOST = 20


def described(bias: Bias) -> Iterator[str]:
    """The figures for a person: how often suggestions were right, for whom, and for which cards they were not."""
    if bias.overall is None:
        yield "No photo with a suggestion has been labelled yet."
    else:
        yield f"First suggestion accepted: {_written(bias.overall)}"
        yield _too_often(bias.too_often)
    if bias.reordered:
        verb, whose = ("is", "its") if bias.reordered == 1 else ("are", "their")
        yield f"{counted(bias.reordered, 'label')} {verb} not counted: rejections had reordered {whose} matches."
    for title, parts in bias.parts.items():
        yield from _block(f"by {title}", [f"{part.name or f'no {title}'}: {_written(part.taken)}" for part in parts])
    yield from _block("consistency", [f"{two.first} and {two.second}: {_written(two.same)}" for two in bias.agreement])
    yield from _block(
        "suggested and rejected",
        [
            f"{_named(card)}: suggested {counted(card.suggested, 'time')}, accepted {counted(card.taken.k, 'time')}"
            for card in bias.rejected
        ],
    )
    yield from _block(
        "label these next",
        [f"{_named(card)}: waiting {card.waiting:,}, {_known_words(card)}" for card in bias.label_next],
    )


def bias_json(bias: Bias) -> dict[str, Any]:
    """`cards`: those that were rejected most often first. `label_next`: of those, which labels would teach most."""
    parts = {f"{title}s": [_part(part) for part in parts] for title, parts in bias.parts.items()}
    return {
        "overall": None if bias.overall is None else asdict(bias.overall),
        **parts,
        "agreement": [{"one": two.first, "other": two.second} | asdict(two.same) for two in bias.agreement],
        "cards": [_card(card) for card in bias.cards],
        "label_next": [str(card.card) for card in bias.label_next],
        "reordered": bias.reordered,
    }


def _part(part: BiasPart) -> dict[str, Any]:
    return {"name": part.name} | asdict(part.taken)


def _card(card: CardBias) -> dict[str, Any]:
    named = {"game": card.card.game, "card_id": card.card.card_id, "name": card.name, "pack": card.pack}
    # A card that was never suggested has no share; its bounds are all that is possible.
    share = asdict(card.taken) | ({} if card.suggested else {"share": None})
    return named | share | {"confirmed": card.confirmed, "waiting": card.waiting, "too_often": card.too_often}


def _block(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
        yield from first_few(lines, len(lines), most=_MOST, rest=" (--json lists all)")


def _too_often(cards: Sequence[CardBias]) -> str:
    if not cards:
        return "No card is over-suggested."
    named = ", ".join(f"{card.name} ({card.taken.k:,} of {card.suggested:,})" for card in cards[:_MOST])
    return f"{counted(len(cards), 'card')} {'is' if len(cards) == 1 else 'are'} over-suggested: {named}."


def _named(card: CardBias) -> str:
    return f"{card.name} ({card.card})"


def _known_words(card: CardBias) -> str:
    return f"accepted {card.taken.k:,} of {card.taken.n:,}" if card.taken.n else "never labelled"


def _written(share: Share) -> str:
    return f"{share.k:,} of {share.n:,} (95 % CI {100 * share.low:.1f}-{100 * share.high:.1f} %)"
