"""How a comparison of two models is printed, as JSON and as text. Measures nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from karuta.cli import output
from karuta.domain.gate import Comparison, Paired
from karuta.domain.sentence import counted


def comparison_json(found: Comparison) -> dict[str, Any]:
    return {
        "name": found.name,
        **paired_json(found.overall),
        "new_cards": paired_json(found.new_cards) if found.new_cards else None,
        "rare_cards": paired_json(found.rare_cards) if found.rare_cards else None,
        "embedding": paired_json(found.embedding) if found.embedding else None,
        "by": {name: {value: paired_json(part) for value, part in parts.items()} for name, parts in found.by.items()},
    }


def paired_json(found: Paired) -> dict[str, Any]:
    return {
        "n": found.counts.n,
        "cards": found.cards,
        "old": asdict(found.old),
        "new": asdict(found.new),
        "both": found.counts.both,
        "only_old": found.counts.only_old,
        "only_new": found.counts.only_new,
        "neither": found.counts.neither,
        "gain": asdict(found.gain),
        "gain_by_card": asdict(found.by_card),
        "mcnemar_p": found.p,
    }


def tell_comparison(found: Comparison) -> None:
    """One line per part: right before and after, the gain in points with both intervals, McNemar's p."""
    output.line()
    output.line(f"{found.name}: {found.overall.counts.n:,} of {counted(found.overall.cards, 'card')}")
    for name, part in _parts(found):
        gain, by_card = part.gain, part.by_card
        output.line(
            f"  {name:<24} {100 * part.old.share:6.2f} -> {100 * part.new.share:6.2f} %  n {part.counts.n:>6,}  "
            f"{100 * gain.gain:+.2f} points ({100 * gain.low:+.2f} to {100 * gain.high:+.2f}; by card "
            f"{100 * by_card.low:+.2f} to {100 * by_card.high:+.2f}), "
            f"gained {part.counts.only_new:,}, lost {part.counts.only_old:,}, p = {part.p:.3g}"
        )


def _parts(found: Comparison) -> Iterator[tuple[str, Paired]]:
    yield "all", found.overall
    named = ("by scores alone", found.embedding), ("new cards", found.new_cards), ("rare cards", found.rare_cards)
    for name, part in named:
        if part is not None:
            yield name, part
    for column, values in found.by.items():
        if len(values) > 1:
            yield from ((f"{column} {value or '(empty)'}", part) for value, part in values.items())
