"""Two models on the same questions, and the gate that rules on them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karuta.domain.gate import (
    ALLOWED_LOSS,
    LEAST_LABELS,
    NEW_CARDS,
    Comparison,
    Doubt,
    DoubtfulLabel,
    Question,
    compare,
    rule,
)

OUTCOMES = st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 5)), min_size=1, max_size=80)


Outcomes = Sequence[bool]


def compared(
    old: Outcomes,
    new: Outcomes,
    *,
    cards: int = 40,
    name: str = "labels",
    by_scores: tuple[Outcomes, Outcomes] | None = None,
) -> Comparison:
    questions = [Question(card=str(at % cards)) for at in range(len(old))]
    found = compare(name, questions, old=old, new=new, by_scores=by_scores)
    assert found is not None
    return found


def outcomes(*parts: tuple[int, bool]) -> list[bool]:
    return [right for count, right in parts for _ in range(count)]


FINE = compared([True] * 4000, [True] * 4000, cards=500, name="standard test")


@settings(max_examples=15)
@given(OUTCOMES)
def test_the_parts_of_a_comparison_add_up_and_its_mirror_is_its_mirror(rows: list[tuple[bool, bool, int]]) -> None:
    questions = [
        Question(
            card=str(card), is_new=card == 0, is_rare=card == 1, conditions={"light": "dim" if card > 2 else "day"}
        )
        for _, _, card in rows
    ]
    old, new = [row[0] for row in rows], [row[1] for row in rows]
    there, back = (compare("x", questions, old=a, new=b) for a, b in ((old, new), (new, old)))
    assert there is not None and back is not None
    assert there.whole.n == len(rows) == sum(part.n for part in there.by["light"].values())
    assert there.whole.gain.gain == pytest.approx(-back.whole.gain.gain)
    assert there.whole.p == back.whole.p
    assert there.whole.low <= there.whole.gain.gain
    assert (NEW_CARDS not in there.parts) == all(card != 0 for _, _, card in rows)


def test_a_model_that_gains_on_labels_and_loses_nothing_passes() -> None:
    labels = compared(outcomes((80, True), (20, False)), outcomes((95, True), (5, False)))
    ruling = rule(FINE, labels)
    assert ruling.passes_by() == "gate" and ruling.reasons == ()


def test_a_loss_that_the_standard_test_cannot_rule_out_is_refused_and_named() -> None:
    new = outcomes((3970, True), (30, False))
    found = compare(
        "standard test",
        [Question(card=str(at % 500), conditions={"grade": "hard" if at > 2000 else "plain"}) for at in range(4000)],
        old=[True] * 4000,
        new=new,
    )
    assert found is not None
    ruling = rule(found, compared(outcomes((80, True), (20, False)), [True] * 100))
    assert not ruling.passes_by(few_labels=True) and ruling.passes_by(few_labels=True, force=True) == "force"
    assert "3,970 of 4,000 correct, was 4,000" in ruling.worse[0]
    assert "most on grade hard" in ruling.worse[0]


def test_a_loss_of_the_scores_that_the_pictures_repair_is_refused_all_the_same() -> None:
    right, worse = [True] * 4000, outcomes((3970, True), (30, False))
    hidden = compared(right, right, cards=500, by_scores=(right, worse))
    ruling = rule(hidden, compared(outcomes((80, True), (20, False)), [True] * 100))
    assert not ruling.passes_by(few_labels=True)
    assert len(ruling.worse) == 1
    assert "3,970 of 4,000 correct, was 4,000 by the scores alone, before pictures are compared, and" in ruling.worse[0]
    alike = compared(right, right, cards=500, by_scores=(right, right))
    assert rule(alike, compared([False] * 90, [True] * 90)).passes_by() == "gate"


def test_too_short_a_test_rules_out_nothing() -> None:
    assert rule(compared([True] * 200, [True] * 200), None).worse
    assert not rule(compared([True] * 1400, [True] * 1400, cards=1400), None).worse


def test_without_a_gain_on_the_own_labels_a_model_is_refused() -> None:
    same = outcomes((90, True), (10, False))
    ruling = rule(FINE, compared(same, same))
    assert not ruling.passes_by(few_labels=True)
    assert "no gain" in ruling.worse[0]


def test_too_few_labels_pass_only_by_choice() -> None:
    few = LEAST_LABELS - 1
    for labels in (None, compared([False] * few, [True] * few), compared([False] * 90, [True] * 90, cards=3)):
        ruling = rule(FINE, labels)
        assert ruling.untold and not ruling.worse
        assert not ruling.passes_by() and ruling.passes_by(few_labels=True) == "few labels"


def test_a_gain_that_may_be_chance_passes_only_by_choice() -> None:
    labels = compared(outcomes((98, True), (2, False)), outcomes((99, True), (1, False)))
    ruling = rule(FINE, labels)
    assert not ruling.passes_by() and ruling.passes_by(few_labels=True) == "few labels"
    assert ruling.untold is not None and "chance" in ruling.untold


def doubtful(count: int, *, of: int) -> Doubt:
    return Doubt(of, tuple(DoubtfulLabel(f"{at}.jpg", "Fox", "Crane") for at in range(count)))


def test_a_model_that_learned_from_labels_that_are_likely_wrong_is_refused_however_well_it_measures() -> None:
    labels = compared(outcomes((80, True), (20, False)), outcomes((95, True), (5, False)))
    for count, of in ((5, 150), (40, 2000)):
        ruling = rule(FINE, labels, doubtful(count, of=of))
        assert not ruling.passes_by(few_labels=True)
        assert f"likely wrong, {count} of {of:,}; check" in ruling.worse[0]
        assert "0.jpg (Fox / Crane?)" in ruling.worse[0] and "…" in ruling.worse[0]
    # Slips of the hand, as everybody's labels have them.
    for count, of in ((0, 150), (2, 150), (25, 2000)):
        assert rule(FINE, labels, doubtful(count, of=of)).passes_by() == "gate"


@settings(max_examples=15)
@given(st.integers(0, 40), st.integers(0, 40))
def test_the_gate_never_lets_a_larger_loss_than_allowed_pass(lost: int, won: int) -> None:
    old = outcomes((3900, True), (lost, True), (won, False), (100, False))
    new = outcomes((3900, True), (lost, False), (won, True), (100, False))
    standard = compared(old, new, cards=400)
    if standard.whole.gain.gain < -ALLOWED_LOSS:
        assert rule(standard, None).worse
