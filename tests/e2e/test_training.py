"""Labels become a candidate: exported, trained on without torch, stopped and gone on with; the real command line."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.e2e.conftest import CARDS, Karuta, pack, photo

from karuta.cli import output
from karuta.domain.training_progress import Begun, Finished, Gathered, Judged, Stepped, parsed
from karuta.engine.model import load_model
from karuta.paths import LibraryFolder
from karuta.services.models.retrain import Unfinished, unfinished_training

QUICK = ("--steps", 12, "--simulated", 20)


def labelled(karuta: Karuta, tmp_path: Path, *, cards: range) -> None:
    """A library of drawn cards and one labelled photo of each of some."""
    assert karuta("catalogue", "add", pack(tmp_path / "cards")).code == 0
    shots = tmp_path / "shots"
    shots.mkdir()
    rows = [f"{photo(shots / f'{seed}.jpg', seed).name},{seed}" for seed in cards]
    (shots / "truth.csv").write_text("\n".join(["photo,card_id", *rows, ""]), encoding="utf-8")
    ended = karuta("labels", "import", shots / "truth.csv", "--annotator", "anna")
    assert ended.code == 0, ended.err


def candidates(library: Path) -> list[Path]:
    return sorted(path for path in (library / "models").iterdir() if "-head-" in path.name)


def stop_at_the_judging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C half-way."""
    told: Any = output.json_line

    def tell(value: dict[str, Any]) -> None:
        told(value)
        if value["event"] == "judged" and value["step"] == 5:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(output, "json_line", tell)


@pytest.mark.long
def test_labels_become_a_candidate_and_a_stopped_training_goes_on(
    karuta: Karuta, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labelled(karuta, tmp_path, cards=range(1, CARDS + 1))
    assert karuta("labels", "export", tmp_path / "set", "--format", "training").code == 0
    checksum = json.loads((tmp_path / "set" / "manifest.json").read_text(encoding="utf-8"))["checksum"]
    before = karuta("lookup", tmp_path / "shots" / "3.jpg", "--json").json[0]["model"]

    told = output.json_line
    stop_at_the_judging(monkeypatch)
    stopped = karuta("train", *QUICK, "--json")
    assert (stopped.code, "resumes from there" in stopped.sentence) == (130, True)
    assert not candidates(library)
    assert unfinished_training(LibraryFolder(library)) == Unfinished(without_labels=False)
    monkeypatch.setattr(output, "json_line", told)

    ended = karuta("train", *QUICK, "--json")
    assert ended.code == 0, ended.err
    said = [parsed(line) for line in ended.out.splitlines()]
    assert None not in said
    begun, *way, finished = said
    assert isinstance(begun, Begun) and isinstance(finished, Finished)
    assert begun.resumed_at == 5 and begun.training_set == checksum
    assert not any(isinstance(progress, Gathered) for progress in way)  # all features were kept
    assert [progress.step for progress in way if isinstance(progress, Judged)][-1] == 12
    assert any(isinstance(progress, Stepped) and progress.step == 12 for progress in way)

    assert unfinished_training(LibraryFolder(library)) is None
    (folder,) = candidates(library)
    model = load_model(folder)
    parent = load_model(next(path for path in (library / "models").iterdir() if path.is_dir() and path != folder))
    assert model.hash != parent.hash
    assert model.card["verdict"] == parent.card["verdict"]  # thresholds or calibration, as the parent has them
    training = model.card["training"]
    assert training["parent"]["sha256"] == parent.hash
    assert training["training_set"]["checksum"] == checksum
    assert len((folder / "learned_from.txt").read_text(encoding="ascii").split()) == begun.labels
    assert karuta("lookup", tmp_path / "shots" / "3.jpg", "--json").json[0]["model"] == before

    again = karuta("train", *QUICK)
    assert again.code == 0 and "made before" in again.out

    diverged = karuta("train", "--steps", 60, "--simulated", 20, "--learning-rate", 1000)
    assert diverged.code == 1
    assert "diverged at step" in diverged.err and "below 1000" in diverged.err
    assert len(candidates(library)) == 1


@pytest.mark.long
def test_a_catalogue_without_labels_is_trained_on_simulated_photos_alone_and_a_person_decides(
    karuta: Karuta, library: Path, tmp_path: Path
) -> None:
    assert karuta("catalogue", "add", pack(tmp_path / "cards")).code == 0
    quick = ("--steps", 12, "--simulated", 60)
    ended = karuta("train", "--without-labels", *quick)
    assert ended.code == 0, ended.err
    (folder,) = candidates(library)
    assert f"karuta model promote {folder.name} --few-labels" in ended.out
    card = load_model(folder).card
    assert card["made_by"][-1] == "karuta train --without-labels"
    assert card["training"]["training_set"]["labels"] == 0 and card["training"]["figures"]["other_photos"] is None
    assert (folder / "learned_from.txt").read_text(encoding="ascii").split() == []
    parent = next(path for path in (library / "models").iterdir() if path.is_dir() and path != folder)
    assert not np.array_equal(np.load(folder / "projection.npy"), np.load(parent / "projection.npy"))
    # The same matrix once more, also where there are labels meanwhile: none is learned from.
    first = np.load(folder / "projection.npy")
    (folder / "model.json").rename(tmp_path / "model.json")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "truth.csv").write_text(f"photo,card_id\n{photo(tmp_path / 'more' / '3.jpg', 3).name},3\n")
    assert karuta("labels", "import", tmp_path / "more" / "truth.csv", "--annotator", "anna").code == 0
    assert karuta("train", "--without-labels", *quick).code == 0
    np.testing.assert_array_equal(np.load(candidates(library)[0] / "projection.npy"), first)
    assert karuta("train", "--without-labels", "--simulated", 0).code == 2


@pytest.mark.long
def test_a_training_without_labels_that_was_stopped_is_known_as_such(
    karuta: Karuta, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert karuta("catalogue", "add", pack(tmp_path / "cards")).code == 0
    stop_at_the_judging(monkeypatch)
    stopped = karuta("train", "--without-labels", "--steps", 12, "--simulated", 60, "--json")
    assert stopped.code == 130
    assert "`karuta train --without-labels` resumes from there" in stopped.sentence
    assert unfinished_training(LibraryFolder(library)) == Unfinished(without_labels=True)


def test_training_without_a_library_or_labels_enough_is_refused_in_a_sentence(
    karuta: Karuta, library: Path, tmp_path: Path
) -> None:
    assert "catalogue add" in karuta("train").sentence
    karuta("catalogue", "add", pack(tmp_path / "cards"))
    assert "no label" in karuta("train").sentence.lower()
    assert karuta("train", "--steps", 0).code == 2
    labelled(karuta, tmp_path, cards=range(1, 5))
    assert "at least 10 labels of 5 cards" in karuta("train", *QUICK).sentence
    assert not candidates(library)
