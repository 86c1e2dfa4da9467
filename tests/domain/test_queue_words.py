"""What is typed in the queue's search box is a filter and an order, and these are written as the same words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.match import Verdict
from karuta.domain.queue import EVERYTHING, UNDECIDED, KeptQuery, PhotoState, QueueFilter, QueueOrder, Trait
from karuta.domain.queue_words import (
    Query,
    QueryKey,
    is_unfinished,
    offers,
    read,
    with_word,
    without_text,
    word_at,
    words_of,
    written,
)

TODAY = date(2026, 3, 4)
OPEN = frozenset({PhotoState.OPEN})
# Names as people give them to folders and files, and what the words here are made of.
NAMES = st.text(st.sampled_from("ab:： 　\"'-é名is状態"), min_size=1, max_size=12) | st.text(min_size=1, max_size=12)


def asked(text: str) -> QueueFilter:
    query = read(text, today=TODAY)
    assert not query.passed_over
    return query.filter


@st.composite
def filters(draw: st.DrawFn) -> QueueFilter:
    verdicts = draw(st.frozensets(st.sampled_from(Verdict)))
    without = draw(st.booleans())
    states = draw(st.frozensets(st.sampled_from(PhotoState), min_size=1 if verdicts or without else 0))
    name = st.just("") | NAMES
    return QueueFilter(
        states,
        verdicts,
        without_sighting=without,
        removed=draw(st.booleans()),
        traits=draw(st.frozensets(st.sampled_from(Trait), max_size=2)),
        batch=draw(st.none() | NAMES),
        listing=draw(st.none() | NAMES),
        game=draw(name),
        by=draw(name),
        card=draw(name),
        since=draw(st.none() | st.dates()),
        text=draw(name),
    )


@given(filters(), st.sampled_from(QueueOrder), st.sampled_from(["en", "ja"]))
def test_what_is_written_is_read_as_it_was(wanted: QueueFilter, order: QueueOrder, language: str) -> None:
    assert read(written(wanted, order, language=language), today=TODAY) == Query(wanted, order)


@given(st.text() | st.lists(NAMES, max_size=4).map(" ".join))
def test_any_text_is_read_and_no_word_of_it_is_lost(text: str) -> None:
    query = read(text, today=TODAY)
    again = read(written(query.filter, query.order, language="en"), today=TODAY)
    assert (again.filter, again.order) == (query.filter, query.order)
    words = list(words_of(text))
    spaces = text
    for word in reversed(words):
        spaces = spaces[: word.start] + spaces[word.end :]
    assert not spaces.strip()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", EVERYTHING),
        ("shape 2", QueueFilter(text="shape 2")),
        ("is:undecided batch:tuesday", QueueFilter(UNDECIDED, batch="tuesday")),
        ('batch:"two words" LISTING:4711', QueueFilter(batch="two words", listing="4711")),
        ("状態：不確か　作業者：花子", QueueFilter(OPEN, frozenset({Verdict.UNSURE}), by="花子")),
        ("is:sure is:likely", QueueFilter(OPEN, frozenset({Verdict.SURE, Verdict.LIKELY}))),
        ("is:decided is:sure", QueueFilter(frozenset({PhotoState.DONE}), frozenset({Verdict.SURE}))),
        ("is:flagged is:waiting", QueueFilter(frozenset({PhotoState.WAITING}), traits=frozenset({Trait.FLAGGED}))),
        ("is:flagged is:noted", QueueFilter(traits=frozenset({Trait.FLAGGED, Trait.NOTED}))),
        ("since:yesterday", QueueFilter(since=date(2026, 3, 3))),
        ("以降:2026/03/01", QueueFilter(since=date(2026, 3, 1))),
        ('"is:sure"', QueueFilter(text="is:sure")),
        ("Number C39: Utopia", QueueFilter(text="Number C39: Utopia")),
        ('5" card:"say ""yes"""', QueueFilter(text='5"', card='say "yes"')),
    ],
)
def test_words_are_read(text: str, wanted: QueueFilter) -> None:
    assert asked(text) == wanted


@pytest.mark.parametrize(
    "word", ["is:foo", "is:", "batch:", "order:backwards", "since:soon", "since:2026-02-30", "queue:x"]
)
def test_a_word_that_says_nothing_filters_nothing_and_is_named(word: str) -> None:
    query = read(f"{word} by:anna  x", today=TODAY)
    assert query == Query(QueueFilter(by="anna", text="x"), passed_over=(word,))


def test_all_that_follows_keep_is_its_name() -> None:
    *_, keep = words_of("is:unsure keep:Hard ones of May ")
    assert (keep.key, keep.value) == (QueryKey.KEEP, "Hard ones of May")
    assert [word.value for word in words_of('keep: "x y"')] == ["x y"]
    assert asked("is:mine") == read("is:mine keep:batch:a b", today=TODAY).filter


def test_a_second_answer_to_one_question_is_passed_over() -> None:
    query = read("batch:a batch:b is:mine order:uncertain order:fewest batch:a", today=TODAY)
    assert (
        query.filter == QueueFilter(batch="a", traits=frozenset({Trait.MINE})) and query.order is QueueOrder.UNCERTAIN
    )
    assert query.passed_over == ("batch:b", "order:fewest")


def test_the_word_that_is_being_written_waits() -> None:
    for text, waits in (("i", True), ("is", True), ("is:uns", True), ("batch:", True), ("バッ", True), ("x", False)):
        assert is_unfinished(word_at(f"a {text}", 2 + len(text))) is waits, text
    assert not is_unfinished(word_at("is:sure ", 8))


def test_a_word_is_put_in_the_place_of_another() -> None:
    text = "is:sure a is:likely is:"
    at = word_at(text, len(text))
    assert with_word(text, at, "is:mine", alone=True) == "a is:mine"
    assert with_word(text, at, "", alone=True) == "a"
    assert with_word(text, at, "is:mine") == "is:sure a is:likely is:mine"
    text = "batch:a listing:b is:sure batch:"
    assert with_word(text, word_at(text, len(text)), "batch:c") == "is:sure batch:c"
    assert with_word("a ", word_at("a ", 2), "batch:") == "a batch:"
    assert without_text('is:sure  a "is:b" batch:"x y"') == 'is:sure batch:"x y"'


def offered(text: str, *, names: Sequence[str] = (), language: str = "en", may_be_any: bool = False) -> list[str]:
    kept = [KeptQuery("Hard ones", "is:unsure")]
    word = word_at(text, len(text))
    return [row.text for row in offers(text, word, names=names, kept=kept, language=language, may_be_any=may_be_any)]


def test_what_may_be_written_is_offered_as_far_as_it_has_what_is_written() -> None:
    assert offered("")[:3] == ["Hard ones", "is:", "batch:"]
    assert offered("is:mine ") == [], "between two words nothing stands in the way"
    assert offered("ba") == ["batch:", "is:back"]
    assert offered("x b") == ["batch:", "by:"]
    assert offered("har") == ["Hard ones"]
    assert offered("batch:ON", names=["batch:monday listing:one", "batch:tuesday"]) == ["batch:monday listing:one"]
    assert offered("is:know") == ["is:unknown", "is:known-now"]
    assert offered("order:") == ["order:added", "order:uncertain", "order:fewest"]
    assert offered("queue:ones") == offered("forget:") == ["Hard ones"] and offered("card:x") == []
    assert offered("状態:不", language="ja") == ["状態:不確か", "状態:判読不能", "状態:不一致"]
    assert offered("状態:unsu", language="ja") == ["状態:不確か"]
