"""`labels stats --bias`: suggestions compared with what people decided, as text, JSON and a table."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.commands import Run
from tests.labelling import suggested_and_decided

from karuta.cli.bias_text import described
from karuta.domain.bias import bias_of
from karuta.paths import LibraryFolder
from karuta.services.labels.describe_bias import describe_bias


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    return suggested_and_decided(tmp_path)


@pytest.fixture
def stats(run: Run) -> Run:
    return partial(run, "labels", "stats")


def test_programs_read_every_figure(stats: Run, library: LibraryFolder) -> None:
    told = stats("--bias", "--json")
    figures = told.one
    assert told.err == ""
    bias = describe_bias(library)
    assert list(figures) == [
        *("overall", "weeks", "models", "annotators", "packs", "agreement", "cards", "label_next", "reordered")
    ]
    assert figures["overall"] == {"k": 0, "n": 6, "share": 0.0, "low": 0.0, "high": figures["overall"]["high"]}
    for kind in ("weeks", "models", "annotators", "packs"):
        assert [(part["name"], part["n"]) for part in figures[kind]] == [
            (part.name, part.taken.n) for part in bias.parts[kind.removesuffix("s")]
        ]
    assert [(two["one"], two["other"], two["k"], two["n"]) for two in figures["agreement"]] == [("anna", "ben", 1, 3)]
    first = figures["cards"][0]
    assert (first["game"], first["card_id"], first["name"], first["pack"]) == ("shapes", "1", "Shape 1", "")
    assert (first["n"], first["k"], first["confirmed"], first["waiting"], first["too_often"]) == (6, 0, 0, 0, False)
    assert figures["cards"][1]["share"] is None, "no share of a card that nobody was shown"
    assert figures["label_next"] == ["shapes:3"] and figures["reordered"] == 0


def test_a_table_has_the_cards_to_label_next_in_their_order(stats: Run, tmp_path: Path) -> None:
    out = tmp_path / "bias.csv"
    assert stats("--bias", "--csv", out) == (0, "", f"Suggestion quality written to {out}.\n")
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["kind"] for row in rows} == {"all", "week", "model", "annotator", "pack", "agreement", "card"}
    assert {row["card"]: row["label_next"] for row in rows if row["card"]} == {"shapes:1": "", "shapes:3": "1"}
    before = out.read_bytes()
    code, _, err = stats("--bias", "--csv", out)
    assert (code, out.read_bytes()) == (1, before) and "--force" in err
    assert stats("--bias", "--csv", out, "--force")[0] == 0


@pytest.mark.parametrize(
    "arguments", [("--csv", "x.csv"), ("--bias", "--csv", "x.csv", "--json"), ("--bias", "--force")]
)
def test_options_that_do_not_go_together_are_refused(stats: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = stats(*arguments)
    assert (code, out) == (2, "") and "--csv" in err


def test_a_library_without_labels_says_so_and_what_is_left_out_is_told(library: LibraryFolder) -> None:
    assert list(described(bias_of([]))) == ["No photo with a suggestion has been labelled yet."]
    bias = describe_bias(library)
    assert "1 label is not counted: rejections had reordered its matches." in described(replace(bias, reordered=1))
    assert "2 labels are not counted: rejections had reordered their matches." in described(replace(bias, reordered=2))
    worst = replace(bias, cards=tuple(replace(card, too_often=card.suggested > 0) for card in bias.cards))
    assert "1 card is over-suggested: Shape 1 (0 of 6)." in described(worst)
