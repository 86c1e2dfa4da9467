"""What is typed in the queue's search box is a filter and an order, and these are written as the same words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.match import Verdict
from karuta.domain.queue import EVERYTHING, UNDECIDED, PhotoState, QueueFilter, QueueOrder, Trait
from karuta.domain.queue_words import (
    KINDS,
    Key,
    Query,
    in_language,
    is_unfinished,
    one_word,
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
    return query.wanted


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
        trait=draw(st.none() | st.sampled_from(Trait)),
        batch=draw(st.none() | NAMES),
        listing=draw(st.none() | NAMES),
        game=draw(name),
        by=draw(name),
        card=draw(name),
        action=draw(name),
        since=draw(st.none() | st.dates()),
        text=draw(name),
    )


@given(filters(), st.sampled_from(QueueOrder), st.sampled_from(["en", "ja"]))
def test_what_is_written_is_read_as_it_was(wanted: QueueFilter, order: QueueOrder, language: str) -> None:
    assert read(written(wanted, order, language=language), today=TODAY) == Query(wanted, order)


@given(st.text() | st.lists(NAMES, max_size=4).map(" ".join))
def test_any_text_is_read_and_no_word_of_it_is_lost(text: str) -> None:
    query = read(text, today=TODAY)
    again = read(written(query.wanted, query.order, language="en"), today=TODAY)
    assert (again.wanted, again.order) == (query.wanted, query.order)
    words = list(words_of(text))
    spaces = text
    for word in reversed(words):
        spaces = spaces[: word.start] + spaces[word.end :]
    assert not spaces.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_said_by_one_word_in_either_language(kind: str) -> None:
    for language in ("en", "ja"):
        word = one_word(Key.IS, kind, language=language)
        assert asked(word) == KINDS[kind]
        assert written(KINDS[kind], QueueOrder.STACK, language=language) == word


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
        ("is:flagged is:waiting", QueueFilter(frozenset({PhotoState.WAITING}), trait=Trait.FLAGGED)),
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
    "word", ["is:foo", "is:", "batch:", "order:backwards", "since:soon", "since:2026-02-30", "keep:x"]
)
def test_a_word_that_says_nothing_filters_nothing_and_is_named(word: str) -> None:
    query = read(f"{word} by:anna  x", today=TODAY)
    assert query == Query(QueueFilter(by="anna", text="x"), passed_over=(word,))


def test_a_second_answer_to_one_question_is_passed_over() -> None:
    query = read("batch:a batch:b is:mine is:flagged order:uncertain order:fewest batch:a", today=TODAY)
    assert query.wanted == QueueFilter(batch="a", trait=Trait.MINE) and query.order is QueueOrder.UNCERTAIN
    assert query.passed_over == ("batch:b", "is:flagged", "order:fewest")


def test_each_word_has_one_form_in_each_language() -> None:
    words = [*Key, *KINDS]
    for language in ("en", "ja"):
        forms = [in_language(word, language) for word in words]
        assert len(set(forms)) == len(forms)


def test_the_word_that_is_being_written_waits() -> None:
    for text, waits in (("i", True), ("is", True), ("is:uns", True), ("batch:", True), ("バッ", True), ("x", False)):
        assert is_unfinished(word_at(f"a {text}", 2 + len(text))) is waits, text
    assert not is_unfinished(word_at("is:sure ", 8))


def test_a_word_is_put_in_the_place_of_another() -> None:
    text = "is:sure a is:likely is:"
    at = word_at(text, len(text))
    assert with_word(text, at, "is:mine", instead=frozenset({Key.IS})) == "a is:mine"
    assert with_word(text, at, "", instead=frozenset({Key.IS})) == "a"
    assert with_word("a ", word_at("a ", 2), "batch:") == "a batch:"
    assert without_text('is:sure  a "is:b" batch:"x y"') == 'is:sure batch:"x y"'
