"""`karuta evaluate`: the contract's keys and nothing else on stdout, sentences on stderr, and its exit codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.commands import Run
from tests.judged import Answering, catalogue, recognition, sighting

from karuta.cli import evaluate as command
from karuta.domain.match import CatalogueView, Verdict
from karuta.domain.recognition import Recognition

SHARES = [
    "right_at_1",
    "right_at_5",
    "found",
    "false_sightings",
    "unknown_rejected",
    "known_refused",
    "sure_right",
    "sure_coverage",
]
FIGURES = ["n_photos", "n_cards", *SHARES, "iou_mean", "calibration_error"]
CONTRACT = [*FIGURES, "by", "latency_ms", "errors", "model", "index"]

ANSWERS = {
    "a.jpg": recognition(sighting("ab", Verdict.SURE)),
    "b.jpg": recognition(sighting("ab")),
    "none.jpg": recognition(),
}


@dataclass
class ToldModel:
    title: str = "told@cccccccccccc"


@dataclass
class ToldRecogniser:
    """Answers what it was told, and remembers how many matches it was asked for."""

    view: CatalogueView = field(default_factory=lambda: catalogue("abc"))
    model: ToldModel = field(default_factory=ToldModel)
    index_title: str = "exact"
    asked_for: set[int] = field(default_factory=set)

    def recognise(self, path: Path, *, k: int) -> Recognition:
        self.asked_for.add(k)
        return Answering(ANSWERS)(path)


@dataclass
class ToldLibrary:
    recogniser: ToldRecogniser = field(default_factory=ToldRecogniser)
    warning: str | None = None


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> ToldLibrary:
    told = ToldLibrary()
    monkeypatch.setattr(command, "open_for_reading", lambda folder, resources: told)
    monkeypatch.setattr(command, "reading", lambda library, resources, *, say: lambda path, found: found)
    return told


def truth(folder: Path, text: str = "a.jpg,a,EN\nb.jpg,b,DE\nnone.jpg,,DE\n") -> str:
    file = folder / "truth.csv"
    file.write_text("photo,card_id,lang\n" + text, encoding="utf-8")
    return str(file)


def test_json_is_one_object_with_every_key_of_the_contract(run: Run, tmp_path: Path) -> None:
    found = run("evaluate", truth(tmp_path), "--json").one
    assert list(found)[:2] == ["n_photos", "n_cards"]
    assert set(CONTRACT) <= set(found)
    assert (found["n_photos"], found["n_cards"]) == (3, 3)
    assert all(found[key] is None or set(found[key]) == {"k", "n", "share", "low", "high"} for key in SHARES)
    assert (found["right_at_1"]["k"], found["right_at_1"]["n"], found["right_at_1"]["share"]) == (1, 2, 0.5)
    assert found["right_at_5"]["k"] == 2
    assert found["unknown_rejected"]["k"] == 1
    assert found["iou_mean"] is None
    assert found["calibration_error"] is None
    assert found["latency_ms"]["median"] == 10.0
    assert found["errors"] == []
    assert (found["model"], found["index"]) == ("told@cccccccccccc", "exact")


def test_a_photo_that_cannot_be_read_is_listed_counts_as_wrong_and_the_exit_code_is_1(run: Run, tmp_path: Path) -> None:
    told = run("evaluate", truth(tmp_path, "a.jpg,a,\ngone.jpg,a,\n"), "--json")
    (found,) = told.json
    assert told.code == 1 and found["errors"] == [{"photo": "gone.jpg", "code": "missing"}]
    assert (found["right_at_1"]["k"], found["right_at_1"]["n"]) == (1, 2)


def test_cards_that_the_catalogue_lacks_are_said_on_stderr(run: Run, tmp_path: Path) -> None:
    told = run("evaluate", truth(tmp_path, "a.jpg,zzz,\n"), "--json")
    assert "zzz" in told.err and told.one["not_in_catalogue"] == ["zzz"]
