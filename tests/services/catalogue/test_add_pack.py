"""Adding a pack: what is new is embedded and goes live, what is there stays, and no reader sees half of it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.kept import DAMAGES
from tests.packs import IndexLog, MeanColourEmbedder, add, card, small_pack, write_pack, write_picture

from karuta.domain.card import CardKey
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import Tally
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.store.cards import Catalogue

ROOT = Path(__file__).resolve().parents[3]
MODEL = "f" * 64


def live(library: LibraryFolder) -> dict[str, str]:
    """Picture hash by `card_id/file` of all live artworks; each must have its vector and its copy."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        view = catalogue.view()
        pictures = sorted(view.by_picture)
        assert catalogue.missing_vectors(pictures, MODEL) == ()
        files = [library.artwork_file(picture, catalogue.suffix_of(picture)) for picture in pictures]
        assert all(file.is_file() for file in files)
        return {f"{artwork.card.card_id}/{artwork.file}": artwork.picture_sha256 for artwork in view.artworks}


def everything_in(library: LibraryFolder) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted(library.root.rglob("*")) if path.is_file() and path.suffix != ".lock")
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_a_folder_goes_live_with_vectors_copies_and_index(tmp_path: Path, library: LibraryFolder) -> None:
    index = IndexLog()
    report = add(small_pack(tmp_path / "ohajiki one"), library, index=index)
    assert report.pack == "ohajiki one"
    assert report.cards == report.artworks == Tally(added=5, changed=0, same=0)
    assert report.skipped == ()
    assert sorted(live(library)) == [f"{i}/{i:04}.png" for i in range(1, 6)]
    assert index.sizes == [5]


def test_the_same_folder_again_changes_nothing_at_all(tmp_path: Path, library: LibraryFolder) -> None:
    folder = small_pack(tmp_path / "pack")
    add(folder, library)
    before = everything_in(library)
    engine, index = MeanColourEmbedder(), IndexLog()
    report = add(folder, library, engine=engine, index=index)
    assert report.cards == report.artworks == Tally(added=0, changed=0, same=5)
    assert everything_in(library) == before
    assert engine.batches == []
    # A run that was stopped before its index was current must be made good.
    assert index.sizes == [5]


def test_another_packs_picture_under_the_same_file_name_replaces_nothing(
    tmp_path: Path, library: LibraryFolder
) -> None:
    add(small_pack(tmp_path / "one", 2), library)
    other = small_pack(tmp_path / "two", 2)
    write_picture(other / "images" / "0002.png", 77)
    index = IndexLog()
    report = add(other, library, index=index)
    assert report.artworks == Tally(added=1, changed=0, same=1)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert [(artwork.file, artwork.pack) for artwork in catalogue.view().artworks] == [
            ("0001.png", "one"),
            ("0002.png", "one"),
            ("0002.png", "two"),
        ]
    assert index.sizes == [3]


def test_a_back_is_kept_for_its_game_and_never_matched(tmp_path: Path, library: LibraryFolder) -> None:
    images = [("1.png", "1", "main"), ("back.png", "", "back"), ("b.png", "1", "back"), ("gone.png", "", "main")]
    folder = write_pack(tmp_path / "pack", [card("1")], images=images, pictures={"1.png": 1, "back.png": 2, "b.png": 3})
    index = IndexLog()
    report = add(folder, library, index=index)
    assert (report.artworks, report.backs) == (Tally(1, 0, 0), Tally(1, 0, 0))
    assert [(row.line, row.reason) for row in report.skipped] == [
        (4, "a back is of a game and not of a card, so its card_id stays empty"),
        (5, "card_id is missing"),
    ]
    assert index.sizes == [1] and list(live(library)) == ["1/1.png"]
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        [back] = catalogue.backs()
        assert (back.game, library.artwork_file(back.picture_sha256, back.suffix).is_file()) == ("ohajiki", True)
    assert add(folder, library).backs == Tally(0, 0, 1)


def test_a_changed_card_and_a_changed_picture_are_counted_and_the_old_picture_retired(
    tmp_path: Path, library: LibraryFolder
) -> None:
    folder = small_pack(tmp_path / "pack")
    add(folder, library)
    before = live(library)
    write_picture(folder / "images" / "0002.png", 77)
    lines = (folder / "cards.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "cards.jsonl").write_text("\n".join([json.dumps(card("1", "Renamed")), *lines[1:]]), encoding="utf-8")
    engine = MeanColourEmbedder()
    report = add(folder, library, engine=engine)
    assert report.cards == report.artworks == Tally(added=0, changed=1, same=4)
    assert engine.batches == [1]
    after = live(library)
    assert {key for key in after if after[key] != before[key]} == {"2/0002.png"}
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert catalogue.card(CardKey("ohajiki", "1")).name == "Renamed"
        states = [(artwork.live, artwork.pack) for artwork in catalogue.artworks(CardKey("ohajiki", "2"))]
        assert states == [(True, "pack"), (False, "pack")]
        # A label may cite the old picture: its vector stays.
        assert catalogue.missing_vectors([before["2/0002.png"]], MODEL) == ()


def test_a_picture_that_two_artworks_share_is_embedded_and_kept_once(tmp_path: Path, library: LibraryFolder) -> None:
    images = [("a.png", "1", "main"), ("b.png", "2", "main")]
    write_pack(tmp_path / "pack", [card("1"), card("2")], images=images, pictures={"a.png": 1, "b.png": 1})
    engine = MeanColourEmbedder()
    assert add(tmp_path / "pack", library, engine=engine).artworks.added == 2
    assert engine.batches == [1]
    assert len(set(live(library).values())) == 1
    assert len([path for path in library.artworks.rglob("*") if path.is_file()]) == 1


def test_a_bare_id_means_the_folders_own_card_before_an_earlier_one(tmp_path: Path, library: LibraryFolder) -> None:
    add(write_pack(tmp_path / "first", [card("1", game="menko"), card("2", game="menko")]), library)
    add(write_pack(tmp_path / "second", [card("2", game="uta")]), library)
    images = [("a.png", "1", "main"), ("a.png", "2", "main"), ("a.png", "2", "main", "uta")]
    images += [("a.png", "3", "main", ""), ("a.png", "3", "main", "menko")]
    write_pack(
        tmp_path / "third",
        [card("1", game="ohajiki"), card("3", game="ohajiki"), card("3", game="uta")],
        images=images,
        pictures={"a.png": 1},
        header="file,card_id,artwork,game",
    )
    report = add(tmp_path / "third", library)
    assert [(row.line, row.reason) for row in report.skipped] == [
        (3, "card id 2 is in several games (menko, uta); name one"),
        (5, "card id 3 is in several games (ohajiki, uta); name one"),
        (6, "unknown card menko:3"),
    ]
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert [str(artwork.card) for artwork in catalogue.view().artworks] == ["ohajiki:1", "uta:2"]


def test_a_picture_that_cannot_be_decoded_is_skipped_and_the_rest_of_its_batch_is_not(
    tmp_path: Path, library: LibraryFolder
) -> None:
    folder = small_pack(tmp_path / "pack", 3)
    (folder / "images" / "0002.png").write_bytes(b"no picture")
    with (folder / "cards.jsonl").open("a", encoding="utf-8") as file:
        file.write("nonsense\n")
    for expected in (Tally(added=2, changed=0, same=0), Tally(added=0, changed=0, same=2)):
        report = add(folder, library)
        assert report.artworks == expected
        assert report.skipped == (
            SkippedRow("cards.jsonl", 4, "not JSON"),
            SkippedRow("images.csv", 3, "0002.png is not a picture"),
        )
    assert sorted(live(library)) == ["1/0001.png", "3/0003.png"]


def test_a_picture_that_changes_between_two_looks_does_not_go_live(tmp_path: Path, library: LibraryFolder) -> None:
    folder = small_pack(tmp_path / "pack", 2)
    engine = MeanColourEmbedder(watch=lambda: write_picture(folder / "images" / "0001.png", 99))
    report = add(folder, library, engine=engine)
    assert [row.reason for row in report.skipped] == ["picture 0001.png changed while it was being added"]
    assert add(folder, library).artworks == Tally(added=1, changed=0, same=1)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_copy_is_replaced_and_told_when_its_folder_is_added_again(
    tmp_path: Path, library: LibraryFolder, damage: Callable[[Path], None]
) -> None:
    folder = small_pack(tmp_path / "pack")
    assert add(folder, library).mended == 0
    files = sorted(path for path in library.artworks.rglob("*") if path.is_file())
    before = {path: path.read_bytes() for path in files}
    damage(files[0])
    damaged = files[0].read_bytes() if files[0].exists() else b""
    again = add(folder, library)
    assert (again.mended, again.artworks, again.skipped) == (1, Tally(0, 0, 5), ())
    assert {path: path.read_bytes() for path in files} == before
    assert [path.read_bytes() for path in library.damaged.rglob("*.png")] == ([damaged] if damaged else [])
    assert add(folder, library).mended == 0


def test_a_damaged_vector_is_made_again_when_its_folder_is_added_again(tmp_path: Path, library: LibraryFolder) -> None:
    folder = small_pack(tmp_path / "pack")
    add(folder, library)
    with closing(sqlite3.connect(library.catalogue_db)) as database, database:
        [(picture, vector)] = database.execute("SELECT picture_sha256, vector FROM embeddings LIMIT 1").fetchall()
        broken = bytes([vector[0], vector[1], vector[2], vector[3] ^ 0x40]) + vector[4:]
        database.execute("UPDATE embeddings SET vector = ? WHERE picture_sha256 = ?", [broken, picture])
    add(folder, library)
    with closing(sqlite3.connect(library.catalogue_db)) as database, database:
        assert database.execute("SELECT vector FROM embeddings WHERE picture_sha256 = ?", [picture]).fetchone() == (
            vector,
        )


def test_pictures_without_a_vector_of_the_model_get_one_though_they_are_the_same(
    tmp_path: Path, library: LibraryFolder
) -> None:
    folder = small_pack(tmp_path / "pack", 3)
    add(folder, library, engine=MeanColourEmbedder("e" * 64))
    engine = MeanColourEmbedder()
    assert add(folder, library, engine=engine).artworks == Tally(added=0, changed=0, same=3)
    assert engine.batches == [3]
    assert len(live(library)) == 3


def test_a_reader_sees_no_live_artwork_without_its_vector_at_any_step(tmp_path: Path, library: LibraryFolder) -> None:
    add(small_pack(tmp_path / "pack", 3), library)
    seen: list[int] = []

    def look(step: str = "", done: int = 0, total: int = 0) -> None:
        del step, done, total
        seen.append(len(live(library)))

    folder = small_pack(tmp_path / "pack", 70)
    add(folder, library, engine=MeanColourEmbedder(watch=look), progress=look, index=lambda *_: look())
    assert set(seen) == {3}
    assert len(live(library)) == 70


@pytest.mark.parametrize(
    "moment",
    [
        "progress vectors 37",
        "copy 20",
        "artworks.put",
        "additions.put_in_force",
        "in force",
    ],
)
def test_a_killed_run_leaves_a_whole_catalogue_and_is_finished_by_the_next(
    tmp_path: Path, library: LibraryFolder, moment: str
) -> None:
    add(small_pack(tmp_path / "first", 3), library)
    folder = small_pack(tmp_path / "pack", 40)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_RUN, str(folder), str(library.root), moment],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'app'}{os.pathsep}{ROOT}"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert killed.returncode == 9, killed.stderr
    assert library.catalogue_db.with_name("catalogue.db-journal").is_file() == ("." in moment)
    assert len(live(library)) == (40 if moment == "in force" else 3)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert catalogue.health().complaint is None
    index = IndexLog()
    add(folder, library, index=index)
    assert len(live(library)) == 40
    assert index.sizes == [40]
    assert not list(library.root.rglob("*.part"))


# Ends without any cleaning up, as `kill -9` does, when `moment` comes; the pages of an open transaction have
# reached the file before (cache_spill), so that its journal is needed.
KILLED_RUN = """
import os, sys
from pathlib import Path
from tests.packs import add
from karuta.paths import LibraryFolder
from karuta.services.catalogue import pack_pictures
from karuta.store import additions, artworks
from karuta.store.staged_pack import StagedPack

folder, library, moment = Path(sys.argv[1]), LibraryFolder(Path(sys.argv[2])), sys.argv[3]

def progress(step, done, total):
    name, _, rest = moment.partition(" ")
    if name == "progress" and rest.split()[0] == step and done >= int(rest.split()[1]):
        os._exit(9)

def dying(module, name):
    work = getattr(module, name)
    def die(database, *arguments, **named):
        database.execute("PRAGMA cache_size=1")
        work(database, *arguments, **named)
        os._exit(9)
    setattr(module, name, die)

def dying_copy():
    copy, copied = pack_pictures._copied, []
    def die(source, target, sha256):
        if len(copied) == 20:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.with_name(target.name + ".part").write_bytes(source.read(10))
            os._exit(9)
        copied.append(target)
        return copy(source, target, sha256)
    pack_pictures._copied = die

def dying_after():
    put = StagedPack.put_in_force
    def die(staged):
        put(staged)
        os._exit(9)
    StagedPack.put_in_force = die

{"artworks.put": lambda: dying(artworks, "put"), "copy 20": dying_copy, "in force": dying_after,
 "additions.put_in_force": lambda: dying(additions, "put_in_force")}.get(moment, lambda: None)()
add(folder, library, progress=progress)
"""
