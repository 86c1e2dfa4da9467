"""A catalogue tests itself, with the demo's drawn cards: repeatable, resumed, kept with its state, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.packs import add_with_model, card, write_pack

from karuta.domain.calibration import Calibration, Correction
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled
from karuta.domain.self_test import AskedPhoto, SelfTest
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue import self_test as module
from karuta.services.catalogue.self_test import self_test
from karuta.services.catalogue.take_back import roll_back
from karuta.services.catalogue.tested import StateToTest, state_of_test
from karuta.services.library.doctor import examine, repair
from karuta.services.library.keeping.checking import RepairContext
from karuta.services.library.open_library import OpenLibrary, open_for_reading

PHOTOS, AT_ONCE = 8, 3


def quiet(done: int, total: int) -> None:
    del done, total


@pytest.fixture(scope="module")
def made(made_demo: LibraryFolder) -> LibraryFolder:
    """The demo's cards, not tested yet."""
    return made_demo


@pytest.fixture(scope="module")
def finished(made: LibraryFolder, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SelfTest]:
    """The same, after a test that nobody stopped."""
    with pytest.MonkeyPatch.context() as patch:
        few(patch)
        folder = tmp_path_factory.mktemp("finished") / "library"
        shutil.copytree(made.root, folder)
        found = self_test(LibraryFolder(folder), resources_folder(), cancel=CancelToken(), progress=quiet)
    assert found is not None
    return folder, found.test


def few(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(module, "PHOTOS", PHOTOS)
    patch.setattr(module, "AT_ONCE", AT_ONCE)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch)


@pytest.fixture
def settled(finished: tuple[Path, SelfTest], tmp_path: Path) -> LibraryFolder:
    shutil.copytree(finished[0], tmp_path / "settled")
    return LibraryFolder(tmp_path / "settled")


def opened(library: LibraryFolder) -> OpenLibrary:
    return open_for_reading(library, resources_folder())


def own(library: LibraryFolder) -> Correction | None:
    judge = opened(library).recogniser.model.judge
    assert isinstance(judge, Calibration)
    return judge.own


def state(library: LibraryFolder) -> StateToTest:
    recogniser = opened(library).recogniser
    return StateToTest.of(library, recogniser.view, recogniser.model.card)


def stopped_after(photos: int) -> tuple[CancelToken, Callable[[int, int], None]]:
    token = CancelToken()

    def progress(done: int, total: int) -> None:
        assert total == PHOTOS
        if done == photos:
            token.cancel()

    return token, progress


def test_it_asks_for_its_own_cards_and_says_what_to_expect(finished: tuple[Path, SelfTest]) -> None:
    folder, test = finished
    assert test.is_whole and len(test.asked) == PHOTOS
    assert len({request.picture for request in test.asked}) == PHOTOS
    assert sum(request.right for request in test.asked) >= PHOTOS - 2
    # A card is likelier than the same photo's answer without it.
    both = [
        request
        for request in test.asked
        if request.probability is not None and request.stranger is not None and request.right
    ]
    assert both and all((photo.probability or 0) > (photo.stranger or 0) for photo in both)
    found = state_of_test(LibraryFolder(folder))
    assert "The right card comes first" in found.sentence and f"by {PHOTOS} simulated photos" in found.sentence
    assert not found.is_due


def test_a_stopped_test_changes_nothing_and_goes_on_to_the_same_end(
    library: LibraryFolder, finished: tuple[Path, SelfTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = opened(library).recogniser.provenance
    token, progress = stopped_after(5)
    with pytest.raises(Cancelled):
        self_test(library, resources_folder(), cancel=token, progress=progress)
    assert own(library) is None
    assert opened(library).recogniser.provenance == before
    assert state_of_test(library).is_due
    asked: list[str] = []
    ask = module._Asker.ask
    monkeypatch.setattr(module._Asker, "ask", lambda self, one: asked.append(one) or ask(self, one))
    found = self_test(library, resources_folder(), cancel=CancelToken(), progress=quiet)
    assert len(asked) == PHOTOS - AT_ONCE
    assert found is not None and found.test == finished[1]
    assert not list(library.self_tests.glob("*.begun"))


def test_a_finished_test_is_not_made_again_unless_that_is_wished(
    settled: LibraryFolder, finished: tuple[Path, SelfTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(self: object, picture: str) -> AskedPhoto:
        asked.append(picture)
        return AskedPhoto(picture, "plain", right=True)

    monkeypatch.setattr(module._Asker, "ask", ask)
    found = self_test(settled, resources_folder(), cancel=CancelToken(), progress=quiet)
    assert found is not None and found.test == finished[1] and not asked
    again = self_test(settled, resources_folder(), cancel=CancelToken(), progress=quiet, anew=True)
    assert again is not None and asked == [request.picture for request in finished[1].asked]


def test_other_cards_want_another_test_and_the_first_comes_back_with_its_state(
    settled: LibraryFolder, tmp_path: Path
) -> None:
    add_with_model(write_pack(tmp_path / "more", [card("900")], drawn={"900": 77}), settled)
    assert state_of_test(settled).is_due
    assert own(settled) is None
    roll_back(settled, resources_folder(), cancel=CancelToken(), progress=quiet)
    assert not state_of_test(settled).is_due


def kept(library: LibraryFolder, asked: AskedPhoto, *, photos: int = 200) -> Correction | None:
    """A test with this answer to all photos, kept as the library's own."""
    here = state(library)
    here.keep(SelfTest(here.artworks, here.eyes, 224, photos, (asked,) * photos))
    return own(library)


def test_what_it_finds_corrects_the_answers_and_makes_undecided_looks_stale(library: LibraryFolder) -> None:
    before = opened(library).recogniser.provenance
    found = kept(library, AskedPhoto("a", "hard", right=False, probability=0.8))
    assert found is not None and found.of(0.8) < 0.5
    after = opened(library).recogniser.provenance
    assert after.reader_hash != before.reader_hash
    assert replace(after, reader_hash=before.reader_hash) == before


def test_the_test_itself_asks_the_shipped_calibration(library: LibraryFolder, finished: tuple[Path, SelfTest]) -> None:
    kept(library, AskedPhoto("a", "hard", right=False, probability=0.8))
    found = self_test(library, resources_folder(), cancel=CancelToken(), progress=quiet, anew=True)
    assert found is not None and found.test == finished[1]


def test_of_several_games_each_is_asked_for_as_often_and_doctor_says_whose_bounds_hold(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OF_A_GAME", 3)
    monkeypatch.setattr(
        module._Asker,
        "ask",
        lambda self, one: AskedPhoto(one, "plain", right=True, game=self.recogniser.view.by_picture[one][0].card.game),
    )
    rows = [card("900", game="other"), card("901", game="other")]
    images = [("n.png", "900", "main"), ("o.png", "901", "main"), ("p.png", "901", "alternate")]
    pictures = {"n.png": 77, "o.png": 77, "p.png": 78}
    add_with_model(write_pack(tmp_path / "more", rows, images=images, pictures=pictures), library)
    found = self_test(library, resources_folder(), cancel=CancelToken(), progress=quiet)
    assert found is not None and {game: one.photos for game, one in found.games.items()} == {"kazeyomi": 4, "other": 1}
    said = {one.check: one.message for one in examine(RepairContext(library, resources_folder()))}
    assert "other (100 % right, 0 % taken for another, photos: 1; verdicts as for all games)" in said["self-test"]
    assert said["twins"].startswith("4 cards share a picture with another card, or nearly, 0 of them across games")


def test_a_damaged_test_is_not_believed_and_the_doctor_puts_it_aside(settled: LibraryFolder) -> None:
    path = state(settled).whole
    path.write_bytes(path.read_bytes().replace(b"true", b"null", 1))
    assert own(settled) is None
    context = RepairContext(settled, resources_folder())
    (finding,) = [check for check in examine(context) if check.check == "self-test"]
    assert not finding.ok and finding.rows == (str(path),)
    repair(context)
    assert not state_of_test(settled).is_due
    (finding,) = [check for check in examine(context) if check.check == "self-test"]
    assert finding.ok and "The right card comes first" in finding.message
