"""Skipped rows are told one by one while they are few, and in one sentence for each reason where they are many."""

from __future__ import annotations

from karuta.cli.output import skipped_sentences
from karuta.domain.journal import SkippedLabel


def rows(reason: str, *lines: int) -> list[SkippedLabel]:
    return [SkippedLabel(line, f"{line}.png", reason) for line in lines]


def test_few_are_told_one_by_one() -> None:
    assert list(skipped_sentences("a.csv", rows("gone", 2, 3) + rows("no card", 4))) == [
        "a.csv line 2 (2.png) was skipped: gone",
        "a.csv line 3 (3.png) was skipped: gone",
        "a.csv line 4 (4.png) was skipped: no card",
    ]
    assert list(skipped_sentences("a.csv", [])) == []
    unread = SkippedLabel(5, "", "not JSON")
    assert list(skipped_sentences("a.jsonl", [unread])) == ["a.jsonl line 5 was skipped: not JSON"]


def test_many_with_one_reason_have_one_sentence_with_their_number_and_the_first_lines() -> None:
    said = list(skipped_sentences("a.csv", rows("gone", *range(2, 1002)) + rows("no card", 1002)))
    assert said == [
        "a.csv: 1,000 lines were skipped (2, 3, 4, 5, 6, …): gone",
        "a.csv line 1002 (1002.png) was skipped: no card",
    ]


def test_many_reasons_end_with_how_many_are_left() -> None:
    said = list(skipped_sentences("a.csv", [row for line in range(100) for row in rows(f"reason {line}", line)]))
    assert len(said) == 21
    assert said[19] == "a.csv line 19 (19.png) was skipped: reason 19"
    assert said[20] == "a.csv: 80 more lines were skipped (20, 21, 22, 23, 24, …)"
