"""`karuta pack` through the real command line: packs are listed, shown and taken back, and labels stand."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commands import Run
from tests.lab.replay import replayed
from tests.packs import card, library_with, small_pack, write_pack, write_picture
from tests.window import photograph

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.domain.catalogue import Standing
from karuta.paths import LibraryFolder
from karuta.services.catalogue import rebuild_index, take_back
from karuta.store.cards import Catalogue


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two packs: `base` (cards 1 to 4), and `more` (5, another text of 1, a picture of 2)."""
    place = tmp_path_factory.mktemp("made")
    base = small_pack(place / "base", 4)
    more = write_pack(
        place / "more",
        [card("5"), card("1", "Renamed")],
        images=[("0001.png", "5", "main"), ("0002.png", "2", "main")],
        pictures={"0001.png": 5, "0002.png": 77},
    )
    library_with(place, base, more)
    return place


@pytest.fixture
def library(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LibraryFolder:
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.json")
    shutil.copytree(made / "library", tmp_path / "library")
    return LibraryFolder(tmp_path / "library")


def listed(run: Run) -> list[tuple[str, int, int]]:
    return [(line["pack"], line["cards"], line["artworks"]) for line in run("pack", "list", "--json").json]


def test_packs_are_listed_newest_first_as_the_contract_says(run: Run, made: Path) -> None:
    newest, oldest = run("pack", "list", "--json").json
    assert list(newest) == ["pack", "added", "cards", "artworks", "format", "source"]
    assert (newest["pack"], newest["format"], newest["source"]) == ("more", "karuta", str(made / "more"))
    assert newest["added"] >= oldest["added"]
    assert listed(run) == [("more", 2, 2), ("base", 4, 4)]
    assert run("pack", "list")[1].splitlines()[0].endswith("more  2 cards, 2 artworks")


def test_a_removed_pack_is_gone_from_answers_and_search_and_comes_back_when_it_is_added_again(
    run: Run, made: Path, tmp_path: Path
) -> None:
    photo = photograph(tmp_path / "5.png", 5)

    def first() -> tuple[str, str]:
        match = run("lookup", photo, "--json").one["sightings"][0]["matches"][0]
        return match["card_id"], match["pack"]

    assert first() == ("5", "more")
    assert run("pack", "remove", "more", "--json").one == {"pack": "more", "cards": 1, "artworks": 2, "labels": 0}
    assert listed(run) == [("base", 4, 4)]
    assert first()[0] != "5"
    assert run("catalogue", "show", "5")[0] == 1
    assert "5" not in [found["card_id"] for found in run("catalogue", "search", "card 5", "--json").json]
    assert run("catalogue", "show", "1", "--json").one["name"] == "Card 1"
    report = run("catalogue", "add", made / "more", "--json").one
    assert (report["cards"]["added"], report["artworks"]["added"]) == (1, 2)
    assert first() == ("5", "more")
    assert run("doctor")[0] == 0


def test_labels_stand_when_their_card_goes_and_it_can_still_be_shown(
    run: Run, library: LibraryFolder, tmp_path: Path
) -> None:
    photo = photograph(tmp_path / "5.png", 5)
    assert run("confirm", str(photo), "5")[0] == 0
    before = run("labels", "export", str(tmp_path / "before.csv"))
    code, out, _ = run("pack", "remove", "more")
    assert code == 0 and "1 label of cards that have gone" in out
    assert run("labels", "export", str(tmp_path / "after.csv"))[0] == before[0] == 0
    assert (tmp_path / "after.csv").read_bytes() == (tmp_path / "before.csv").read_bytes()
    shown = run("catalogue", "show", "5", "--json").one
    assert (shown["gone"], shown["pack"], [artwork["live"] for artwork in shown["artworks"]]) == (True, "more", [False])
    assert "taken back" in run("catalogue", "show", "ohajiki:5")[1]
    assert all(label.fault is None for label in replayed(library))


def test_a_rollback_whose_index_cannot_follow_is_done_and_answers_right(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "manifest.json")

    monkeypatch.setattr(take_back, "rebuild_index", full)
    code, out, said = run("pack", "rollback")
    # PrintSays as a failure, the same command would be given again, and take back one more.
    assert code == 0 and "more was taken back" in out and "full" in said
    found = run("lookup", photograph(tmp_path / "5.png", 5), "--json").one
    assert "5" not in [match["card_id"] for match in found["sightings"][0]["matches"]]
    assert run("doctor")[0] == 0


@pytest.mark.parametrize("command", [("show", "nonsense"), ("remove", "nonsense")])
def test_an_unknown_pack_is_one_sentence_and_exit_code_1(run: Run, command: tuple[str, str]) -> None:
    code, out, said = run("pack", *command)
    assert (code, out) == (1, "")
    assert said == "There is no pack nonsense in this catalogue; `karuta pack list` lists them.\n"


def test_a_rollback_that_is_killed_leaves_an_index_with_the_pictures_that_came_back(
    run: Run, library: LibraryFolder, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "base"
    shutil.copytree(made / "base", changed)
    write_picture(changed / "images" / "0003.png", 88)
    assert run("catalogue", "add", str(changed))[0] == 0

    def killed_behind_the_write(rebuild: Callable[[], object]) -> None:
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            if Standing.BACK in {addition.standing for addition in catalogue.additions(None)}:
                raise SystemExit(137)
        follow(rebuild)

    follow = take_back.rebuild_if_possible
    monkeypatch.setattr(take_back, "rebuild_if_possible", killed_behind_the_write)
    with pytest.raises(SystemExit):
        take_back.roll_back(library, paths.resources_folder(), cancel=CancelToken(), progress=lambda done, total: None)
    assert listed(run)[-1] == ("base", 4, 4)
    assert rebuild_index.describe_index(library).behind == 0
