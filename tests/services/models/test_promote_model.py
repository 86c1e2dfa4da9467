"""Another model takes the place of the one that answers: gate, switch, rollback, and every way in which it may fail."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.labelling import ANNA
from tests.learning import (
    RESOURCES,
    candidate,
    confirm_crops,
    crops_of,
    fold_ids,
    known_library,
    poorly,
    silent,
    slightly,
)
from tests.packs import add_with_model, card, write_pack

from karuta import clock
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, LibraryError, ModelError
from karuta.domain.gate import BY_SCORES, Comparison
from karuta.domain.label import ChosenCard, Kind
from karuta.engine.decode import decode
from karuta.engine.prepare import fit
from karuta.engine.similarity import contrast_map
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.library.open_library import open_for_reading
from karuta.services.models.active_model import ACTIVE, Switch, active_model, make_active
from karuta.services.models.compare_on_labels import ALL, HELD_OUT
from karuta.services.models.contender import Bench, Contender, NumberedCrops, Shown
from karuta.services.models.list_models import find_model, list_models
from karuta.services.models.measurements import Measurement, changes_to_review, kept_measurement
from karuta.services.models.promote_model import PromotionRequest, promote_model, roll_back_model
from karuta.store.cards import Catalogue
from karuta.store.confirmed_crops import confirmed_crops
from karuta.store.label_file import LabelFile
from karuta.training.model_folder import main as seal
from karuta.training.model_folder import write_card

CROPS = 1400
# For what does not hang on the gate's word.
FEW_CROPS = 64
SHIPPED = "lite0-relief1376"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The standard test of clean faces with noise in the features, instead of minutes of simulated crops."""

    real = Bench.shown

    def shown(
        bench: Bench,
        contenders: Sequence[Contender],
        crops: NumberedCrops,
        *,
        total: int,
        step: str,
    ) -> dict[str, Shown]:
        if step != "standard":
            return real(bench, contenders, crops, total=total, step=step)
        faces: dict[int, Any] = {}
        rng = np.random.default_rng(3)
        numbers, rows, contrasts = [], [], []
        for number, crop in crops:
            face = crop.__closure__[0].cell_contents  # the face that it would photograph
            if id(face) not in faces:
                fitted = _fit(face, contenders[0])
                features = contenders[0].model.embedder.pooled([fitted])[0]
                faces[id(face)] = (face, features, contrast_map(fitted).astype(np.float16))
            _, features, looks = faces[id(face)]
            numbers.append(number)
            contrasts.append(looks)
            rows.append(features + rng.normal(0, 0.05 * features.std(), features.shape).astype(np.float32))
        return {
            contender.network: Shown(tuple(numbers), np.stack(rows), np.stack(contrasts)) for contender in contenders
        }

    monkeypatch.setattr(Bench, "shown", shown)


def _fit(face: Any, contender: Contender) -> Any:
    return fit(face, contender.model.embedder.spec)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    """Made once; every test has a copy."""
    return known_library(tmp_path_factory.mktemp("made"))


def promote(library: LibraryFolder, name: str, *, cancel: CancelToken | None = None, **wish: Any) -> Measurement:
    asked = PromotionRequest(name, **{"crops": CROPS, **wish})
    return promote_model(library, RESOURCES, asked, cancel=cancel or CancelToken(), told=silent)


def switched_by(library: LibraryFolder) -> str:
    """How the answering model came to be that."""
    active = active_model(library)
    assert active is not None
    return active.history[-1].by


def set_of(found: Measurement, name: str) -> Comparison:
    return next(asked for asked in found.sets if asked.name == name)


def roll_back(library: LibraryFolder) -> None:
    roll_back_model(library, cancel=CancelToken(), told=silent)


def answering(library: LibraryFolder) -> str:
    active = active_model(library)
    assert active is not None
    return active.name


def first_answers(library: LibraryFolder) -> list[str]:
    """What the library answers to each of its own pictures, with a sound index of its own."""
    opened = open_for_reading(library, RESOURCES)
    assert opened.warning is None
    recogniser = opened.recogniser
    found = []
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        for picture in catalogue.live_pictures():
            face = decode(library.artwork_file(picture.picture_sha256, picture.suffix))
            vector = recogniser.model.embedder.embed([fit(face, recogniser.model.embedder.spec)])
            found.append(recogniser.search.neighbours(vector, count=1)[0][0].picture_sha256 == picture.picture_sha256)
    return [str(is_right) for is_right in found]


def events(library: LibraryFolder) -> str:
    with closing(sqlite3.connect(library.labels_db)) as database, database:
        return hashlib.sha256(
            repr(database.execute("SELECT * FROM events ORDER BY id").fetchall()).encode()
        ).hexdigest()


def worse_then_better(library: LibraryFolder) -> None:
    """A library that answers with a poor model and has labels on which the shipped one is better."""
    candidate(library, "poor", change=poorly)
    promote(library, "poor", force=True)
    assert switched_by(library) == "force"
    confirm_crops(library, crops_of(fold_ids(12, new=True), times=3))


@pytest.mark.long
@pytest.mark.usefixtures("quick")
def test_a_better_model_takes_over_and_a_rollback_gives_the_old_one_back(library: LibraryFolder) -> None:
    worse_then_better(library)
    before = events(library)
    done = promote(library, SHIPPED)
    assert switched_by(library) == "gate" and answering(library) == SHIPPED
    assert set_of(done, HELD_OUT).parts[BY_SCORES].gain.gain > 0.1
    assert set(first_answers(library)) == {"True"}
    roll_back(library)
    assert answering(library) == "poor"
    assert events(library) == before
    history = active_model(library)
    assert history is not None
    assert [switch.by for switch in history.history] == ["library", "force", "gate", "rollback"]
    roll_back(library)
    assert answering(library) == SHIPPED
    with pytest.raises(LibraryError, match="nothing to roll back to"):
        roll_back(library)


@pytest.mark.long
@pytest.mark.usefixtures("quick")
def test_a_worse_model_is_refused_and_the_sentence_says_where_it_is_worse(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 12, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "machine", lambda: moment)  # a label of the very moment was there before
    confirm_crops(library, crops_of(fold_ids(12, new=True), times=3))
    candidate(library, "poor", change=poorly)
    done = promote(library, "poor")
    assert done.passes_by() is None and answering(library) == SHIPPED
    assert "standard test" in done.worse[0] and "your own labels" in done.worse[1]
    kept = kept_measurement(library, "poor")
    assert kept == done and len(kept.changes) >= set_of(done, ALL).whole.only_old > 0
    lost = kept.changes[0]
    with labels_for_reading(library) as file:
        (label,) = (one for one in confirmed_crops(file) if one.sighting_id == lost.sighting_id)
        assert lost.old[0].key == label.card != lost.new[0].key, "what it loses comes first"
        assert changes_to_review(file) == kept
    # Who has looked since is not asked again.
    moment += timedelta(milliseconds=1)
    decide_again = Choice(lost.photo_sha256, Kind.CONFIRM, lost.sighting_id, ChosenCard(label.card, lost.old[0].name))
    with LabelFile.open_writing(library) as file:
        decide(file, [decide_again], ANNA)
        asked = changes_to_review(file)
        assert asked is not None and lost not in asked.changes and len(asked.changes) == len(kept.changes) - 1
    promote(library, "poor", few_labels=True)
    assert answering(library) == SHIPPED
    promote(library, "poor", force=True)
    assert answering(library) == "poor"
    switch = active_model(library)
    assert switch is not None and "standard test" in switch.history[-1].found[0]


@pytest.mark.usefixtures("quick")
def test_without_labels_a_model_is_promoted_by_choice_alone_and_that_stays_on_record(library: LibraryFolder) -> None:
    candidate(library, "twin", change=slightly)
    promote(library, "twin")
    assert answering(library) == SHIPPED
    promote(library, "twin", few_labels=True)
    listed = find_model(library, RESOURCES, "twin")
    assert listed.active and listed.switches[0].by == "few labels" and "no label" in listed.switches[0].found[0]


@pytest.mark.usefixtures("quick")
def test_a_rollback_embeds_the_cards_that_came_since(library: LibraryFolder, tmp_path: Path) -> None:
    candidate(library, "twin", change=slightly)
    promote(library, "twin", few_labels=True)
    add_with_model(write_pack(tmp_path / "later", [card("9001")], drawn={"9001": 77}), library)
    assert roll_back_model(library, cancel=CancelToken(), told=silent).embedded == 1
    assert set(first_answers(library)) == {"True"}


@pytest.mark.long
@pytest.mark.usefixtures("quick")
def test_a_failing_disk_at_any_step_leaves_the_old_model_in_use(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate(library, "twin", change=slightly)
    replace, failures = Path.replace, 0
    for step in range(30):
        count = iter(range(1000))

        def failing(path: Path, target: Path, count: Iterator[int] = count, step: int = step) -> Path:
            if next(count) == step:
                raise OSError(28, "No space left on device", str(path))
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", failing)
        try:
            promote(library, "twin", force=True, crops=FEW_CROPS)
        except (OSError, LibraryError):
            failures += 1
            assert answering(library) == SHIPPED
        else:
            assert answering(library) == "twin"
            if next(count) <= step:
                break
            # The standard test is only a cache; that it was not kept is no failure.
            (library.models / ACTIVE).write_text(json.dumps({"model": SHIPPED}))
        finally:
            monkeypatch.setattr(Path, "replace", replace)
        assert set(first_answers(library)) == {"True"}
    assert failures >= 4
    assert answering(library) == "twin"


@pytest.mark.usefixtures("quick")
def test_a_stop_at_any_step_leaves_the_old_model_in_use(library: LibraryFolder) -> None:
    candidate(library, "twin", change=slightly)

    class Impatient(CancelToken):
        def __init__(self, after: int) -> None:
            super().__init__()
            self.left = after

        def check(self) -> None:
            self.left -= 1
            if self.left < 0:
                self.cancel()
            super().check()

    stopped = 0
    for after in (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144):
        try:
            promote(library, "twin", force=True, crops=FEW_CROPS, cancel=Impatient(after))
        except Cancelled:
            stopped += 1
            assert answering(library) == SHIPPED
        else:
            break
    assert stopped >= 2 and answering(library) == "twin"


@pytest.mark.parametrize("damage", ["no hash", "altered", "a digit", "unknown format", "no projection", "not JSON"])
def test_a_damaged_model_is_refused_in_one_sentence_and_listed_as_such(library: LibraryFolder, damage: str) -> None:
    place = candidate(library, "broken", change=slightly)
    said = json.loads((place / "model.json").read_text())
    if damage == "no hash":
        said["projection"].pop("sha256")
    elif damage == "unknown format":
        said["format"] = 99
    elif damage == "a digit":
        said["verdict"]["least_evidence"] += 0.01
    if damage == "altered":
        (place / "projection.npy").write_bytes(b"\0" + (place / "projection.npy").read_bytes()[1:])
    elif damage == "no projection":
        (place / "projection.npy").unlink()
    elif damage in ("not JSON", "a digit"):
        (place / "model.json").write_text(json.dumps(said) if damage == "a digit" else "{")
    else:
        write_card(place, said)
    with pytest.raises(ModelError) as refused:
        promote(library, "broken", force=True)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)
    listed = {model.name: model for model in list_models(library, RESOURCES)}
    assert listed["broken"].fault and not listed["broken"].active and listed[SHIPPED].active
    assert answering(library) == SHIPPED


def test_a_model_whose_golden_answers_differ_is_refused(library: LibraryFolder) -> None:
    place = candidate(library, "liar", change=slightly)
    golden = np.load(place / "golden.npy")
    np.save(place / "golden.npy", golden[::-1].copy())
    said = json.loads((place / "model.json").read_text())
    said["golden"]["sha256"] = hashlib.sha256((place / "golden.npy").read_bytes()).hexdigest()
    write_card(place, said)
    with pytest.raises(ModelError, match="gives other results on this machine"):
        promote(library, "liar", force=True)


def test_the_active_model_and_a_stranger_are_refused(library: LibraryFolder) -> None:
    with pytest.raises(ModelError, match="already the active model"):
        promote(library, SHIPPED)
    with pytest.raises(ModelError, match="no model nobody"):
        promote(library, "nobody")


@pytest.mark.long
@pytest.mark.usefixtures("quick")
def test_what_a_model_learned_from_does_not_speak_for_it(library: LibraryFolder) -> None:
    photos = confirm_crops(library, crops_of(fold_ids(12, new=False), times=3))
    place = candidate(library, "trained", change=slightly)

    def learned_from(*learned: str) -> None:
        (place / "learned_from.txt").write_text("".join(f"{photo}\n" for photo in learned))
        said = json.loads((place / "model.json").read_text())
        digest = hashlib.sha256((place / "learned_from.txt").read_bytes()).hexdigest()
        said["training"] = {"learned_from": {"file": "learned_from.txt", "sha256": digest}}
        write_card(place, said)

    learned_from(*photos[:20])
    found = promote(library, "trained")
    assert set_of(found, ALL).whole.n == 36 and set_of(found, HELD_OUT).whole.n == 16
    learned_from(*photos)
    assert promote(library, "trained").untold == "the library has no label that the new model has not seen"
    (place / "learned_from.txt").write_text("")
    with pytest.raises(ModelError, match="was altered or is missing"):
        promote(library, "trained", force=True)


def test_a_release_that_finds_cards_by_other_nets_is_offered_though_its_vectors_are_the_same(
    library: LibraryFolder,
) -> None:
    assert [model.shipped for model in list_models(library, RESOURCES)] == [False]
    own = library.models / SHIPPED
    older = own.rename(library.models / "older")
    card = json.loads((older / "model.json").read_text(encoding="utf-8"))
    card.pop("corners")
    (older / "model.json").write_text(json.dumps(card), encoding="utf-8")
    seal([str(older)])
    make_active(library, Switch("older", "2026-11-26T00:00:00+00:00", "library"))
    first, offered = list_models(library, RESOURCES)
    assert first.active and first.name == "older" and not first.shipped
    assert offered.shipped and offered.name == SHIPPED and offered.hash == first.hash
    assert offered.embedded == offered.pictures, "nothing has to be embedded again"
