"""The whole loop on the demo library, through the real command line and the real gate, without torch.

Photos are confirmed, a candidate is trained on them, compared, promoted, answers better, and is rolled back. And what
must never come through: wrong labels, a stopped training.
"""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.commands import Said
from tests.e2e.conftest import Karuta
from tests.e2e.lesson import CATALOGUE, GAME, Shot, karuta_in, photographed, told_by, write_truth
from tests.lab.replay import replayed

from karuta.cli import output
from karuta.paths import LibraryFolder
from karuta.training.head.task import held_out

pytestmark = pytest.mark.long
QUICK = ("--steps", 150, "--simulated", 300)
# Enough for what is refused whatever it learned.
IN_VAIN = ("--steps", 60, "--simulated", 100)
# Fewer, with one that is lost by chance, rule out no loss of 0.3 points.
CROPS = ("--crops", 2400)
CONFIRMED = 3


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> list[Shot]:
    return photographed(tmp_path_factory.mktemp("shots"))


@pytest.fixture(scope="module")
def unlabelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("demo") / "library"
    assert karuta_in(library, "catalogue", "add", CATALOGUE) == 0
    return library


@dataclass(frozen=True)
class Taught:
    """The demo library with its labels and an honestly trained candidate that the gate has let through.

    `library`: after its rollback, so the old model answers and what the gate has kept is there for the next ones;
    `promoted`: right after the promotion, of which the command said `promotion`.
    """

    library: Path
    promoted: Path
    promotion: dict[str, Any]


@pytest.fixture(scope="module")
def taught(shots: list[Shot], unlabelled: Path, tmp_path_factory: pytest.TempPathFactory) -> Taught:
    library = tmp_path_factory.mktemp("taught") / "library"
    shutil.copytree(unlabelled, library)
    truth = write_truth(shots[0].path.parent / "truth.csv", shots[CONFIRMED:])
    assert karuta_in(library, "labels", "import", truth, "--annotator", "anna") == 0
    for shot in shots[:CONFIRMED]:
        assert karuta_in(library, "confirm", shot.path, shot.card_id, "--annotator", "anna") == 0
    assert karuta_in(library, "train", *QUICK) == 0
    (promotion,) = told_by(library, "model", "promote", candidate(library), *CROPS)
    promoted = library.with_name("promoted")
    shutil.copytree(library, promoted)
    assert karuta_in(library, "model", "rollback") == 0
    return Taught(library, promoted, promotion)


@pytest.fixture
def library(taught: Taught, tmp_path: Path) -> Path:
    shutil.copytree(taught.library, tmp_path / "library")
    return tmp_path / "library"


def active(library: Path) -> str:
    return str(json.loads((library / "models" / "active.json").read_text(encoding="utf-8"))["model"])


def candidates(library: Path) -> list[str]:
    found = (path for path in (library / "models").iterdir() if "-head-" in path.name)
    return [path.name for path in sorted(found, key=lambda path: path.stat().st_mtime_ns)]


def candidate(library: Path) -> str:
    return candidates(library)[-1]


def forget_candidates(library: Path) -> None:
    for name in candidates(library):
        shutil.rmtree(library / "models" / name)


def right(karuta: Karuta, shots: Sequence[Shot]) -> int:
    """How many of the photos are answered rightly from artworks alone, by an answer that is offered as sure."""
    answers = karuta("lookup", "--no-exemplars", "-k", 1, "--json", *(shot.path for shot in shots)).json
    firsts = [
        [(sighting["verdict"], sighting["matches"][0]["card_id"]) for sighting in answer["sightings"]]
        for answer in answers
    ]
    return sum(first == [("sure", shot.card_id)] for first, shot in zip(firsts, shots, strict=True))


def labels_of(karuta: Karuta, tmp_path: Path, name: str) -> str:
    assert karuta("labels", "export", tmp_path / name).code == 0
    return (tmp_path / name).read_text(encoding="utf-8-sig")


def refused(karuta: Karuta, library: Path, name: str) -> Said:
    """Asks for the promotion, even where few labels are no obstacle: it is not let through."""
    before = active(library)
    ended = karuta("model", "promote", name, *CROPS, "--few-labels")
    assert ended.code == 1
    assert active(library) == before
    return ended


def test_what_was_confirmed_makes_the_next_answers_better_and_the_way_back_is_open(
    karuta: Karuta, library: Path, taught: Taught, shots: list[Shot], tmp_path: Path
) -> None:
    old, new = active(library), candidate(library)
    # Other photos by that camera, of cards that the training has never seen and of some that it has.
    fresh = photographed(tmp_path / "fresh", number=1, wanted=lambda at, card_id: at < 25 or held_out(GAME, card_id))
    assert 20 < sum(shot.is_new_card for shot in fresh) < len(fresh) - 20
    before, labels = right(karuta, fresh), labels_of(karuta, tmp_path, "before.csv")
    assert before < 0.9 * len(fresh), "the shipped model knows this camera by now: choose a worse one"

    compared = karuta("model", "compare", old, new, "--json").json[0]
    held = next(compared_set for compared_set in compared["sets"] if compared_set["name"] == "held-out labels")
    # Pictures that are laid over the crops put most answers right whatever the model; its scores tell more.
    assert held["n"] >= 30 and held["gain"]["gain"] >= 0 and held["embedding"]["gain_by_card"]["low"] > 0

    assert taught.promotion["by"] == "gate" and taught.promotion["worse"] == []
    shutil.rmtree(library)
    shutil.copytree(taught.promoted, library)
    assert active(library) == new
    assert right(karuta, fresh) >= before + (len(fresh) - before) // 2
    assert labels_of(karuta, tmp_path, "promoted.csv") == labels
    replayed_labels = replayed(LibraryFolder(library))
    assert all(label.fault is None and label.same_list and label.checked == label.shown for label in replayed_labels)

    assert karuta("model", "rollback").code == 0
    assert active(library) == old
    # One may stand on the bound of *sure*, which a score's last bits can cross.
    assert abs(right(karuta, fresh) - before) <= 1
    assert labels_of(karuta, tmp_path, "back.csv") == labels
    assert karuta("doctor").code == 0
    assert len(shots) - CONFIRMED > 200


def test_a_training_on_labels_of_which_one_in_twenty_is_wrong_is_refused_and_names_them(
    karuta: Karuta, library: Path, shots: list[Shot]
) -> None:
    ids = [shot.card_id for shot in shots]
    wrong = [replace(shot, card_id=ids[(at + 57) % len(ids)]) for at, shot in enumerate(shots) if at % 20 == 7]
    truth = write_truth(shots[0].path.parent / "wrong.csv", wrong)
    assert karuta("labels", "import", truth, "--annotator", "anna").code == 0
    assert karuta("train", *IN_VAIN).code == 0
    ended = refused(karuta, library, candidate(library))
    assert "it was trained on labels that are likely wrong" in ended.err
    assert any(shot.path.name in ended.err for shot in wrong)


def test_a_training_that_was_stopped_half_way_leaves_nothing_to_promote(
    karuta: Karuta, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_candidates(library)
    told: Any = output.json_line
    names: list[str] = []

    def stop_half_way(value: dict[str, Any]) -> None:
        if value["event"] == "begun":
            names.append(value["model"])
        if value["event"] == "judged" and value["step"] == 30:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(output, "json_line", stop_half_way)
    assert karuta("train", *IN_VAIN, "--json").code == 130
    monkeypatch.setattr(output, "json_line", told)
    assert candidates(library) == []
    ended = refused(karuta, library, names[0])
    assert "was stopped before its end" in ended.sentence
    assert "no model nobody" in karuta("model", "promote", "nobody").sentence
