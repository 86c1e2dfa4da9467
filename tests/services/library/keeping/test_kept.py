"""Whatever a library keeps: damaged it is told once, and made again where it can be; what is damaged is not lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import filelock
import numpy as np
import pytest
from tests.kept import DAMAGES, RESOURCES, by_damage, photograph
from tests.lab.replay import replayed
from tests.packs import add_with_model

from karuta.domain.cancel import CancelToken
from karuta.engine.index import annoy_available
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.library.doctor import examine, repair
from karuta.services.library.keeping.checking import REPAIR, Finding, ReadProgress, RepairContext
from karuta.services.lookups.add_photos import add_photos, keep_pasted
from karuta.services.lookups.same_shots import ShotBook
from karuta.store.label_file import LabelFile
from karuta.store.photos import found_at

OWN = ("damaged", "catalogue.lock", "window.lock", "labels.db", "catalogue.db", "backups")


def context(library: LibraryFolder, progress: ReadProgress | None = None) -> RepairContext:
    return RepairContext(library, RESOURCES, progress=progress or ReadProgress())


def wrong(findings: list[Finding]) -> dict[str, Finding]:
    bad = [finding for finding in findings if not finding.ok]
    assert len({finding.check for finding in bad}) == len(bad), "each fault once"
    return {finding.check: finding for finding in bad}


def files_of(library: LibraryFolder) -> dict[str, bytes]:
    """All but the database files, by their place."""
    return {
        path.relative_to(library.root).as_posix(): path.read_bytes()
        for path in sorted(library.root.rglob("*"))
        if path.is_file() and path.relative_to(library.root).parts[0] not in OWN
    }


def rows_of(path: Path) -> list[str]:
    """All but when its tables were made."""
    with closing(sqlite3.connect(path)) as database:
        return sorted(row for row in database.iterdump() if not row.startswith('INSERT INTO "_sqlite_migrations"'))


@pytest.fixture
def everything(library: LibraryFolder, place: Path) -> LibraryFolder:
    """One of each kind: a pasted photo that lies elsewhere too, and the record of copies."""
    pasted = photograph(place / "photos" / "pasted.jpg", 4)
    with LabelFile.open_writing(library) as file:
        kept = keep_pasted(library, pasted.read_bytes(), suffix=".jpg")
        list(add_photos(file, [kept]))
        file_elsewhere = kept.path.read_bytes()
    assert file_elsewhere == pasted.read_bytes()
    with LabelFile.open_writing(library) as file, file.writing():
        found_at(file, file_hash(pasted), pasted, device="desk")
        found_at(file, file_hash(pasted), kept.path, device="desk")
    with closing(ShotBook(library)) as book:
        list(book.compare([], CancelToken()))
    assert wrong(examine(context(library))) == {}
    return library


def first(folder: Path, pattern: str) -> Path:
    return min(path for path in folder.rglob(pattern) if path.is_file())


@dataclass(frozen=True)
class Victim:
    """A file of one kind. `row`: under which name it is told."""

    kept: str
    row: str
    path: Path


def mendable(library: LibraryFolder) -> Iterator[Victim]:
    yield Victim("models", "models", first(library.models, "embedder.onnx"))
    if annoy_available():
        yield Victim("index", "index", first(library.index, "*.ann"))
    yield Victim("crops", "crops", first(library.crops, "*.webp"))
    yield Victim("thumbnails", "thumbnails", first(library.thumbnails, "*.jpg"))
    yield Victim("photos", "photos", first(library.photos, "*.jpg"))
    yield Victim("copies", "copies", library.shots_db)


@by_damage()
def test_all_that_can_be_made_again_is_to_the_last_bit(
    everything: LibraryFolder, damage: Callable[[Path], None]
) -> None:
    before, vectors = files_of(everything), rows_of(everything.catalogue_db)
    victims = list(mendable(everything))
    damaged: dict[str, bytes] = {}
    for victim in victims:
        # Most bits of a database are in no page that SQLite would look at.
        (malformed if victim.kept == "copies" and damage is DAMAGES["flipped"] else damage)(victim.path)
        if victim.path.is_file() and victim.path.stat().st_size:
            damaged[victim.path.name] = victim.path.read_bytes()
    # The model's fault is told once, though index and vectors rest on it.
    told = wrong(examine(context(everything)))
    assert {"models", "crops", "thumbnails", "photos"} <= set(told)
    assert told["models"].advice == REPAIR
    assert not {"vectors", "index"} & set(told)

    after = repair(context(everything))
    assert wrong(after) == {}
    done = {finding.check: finding.done for finding in after if finding.done}
    assert {"crops", "thumbnails", "photos"} <= set(done)
    assert wrong(examine(context(everything))) == {}
    now = files_of(everything)
    if "shots.db" not in now:
        before.pop("shots.db")  # the window makes it again
    assert now == before
    assert rows_of(everything.catalogue_db) == vectors
    aside = {path.name: path.read_bytes() for path in everything.damaged.rglob("*") if path.is_file()}
    assert {name: aside[name] for name in damaged if not name.endswith(".ann")} == {
        name: data for name, data in damaged.items() if not name.endswith(".ann")
    }


VECTORS: dict[str, Callable[[bytes], bytes | None]] = {
    "deleted": lambda vector: None,
    "empty": lambda vector: b"",
    "flipped": lambda vector: vector[:3] + bytes([vector[3] ^ 0x80]) + vector[4:],  # a sign: still of length one
    "truncated": lambda vector: vector[: len(vector) // 2],
}


@pytest.mark.parametrize("with_index", [True, False])
@pytest.mark.parametrize("damage", VECTORS.values(), ids=VECTORS.keys())
def test_a_vector_comes_back_from_its_picture(
    library: LibraryFolder,
    damage: Callable[[bytes], bytes | None],
    with_index: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    with closing(sqlite3.connect(library.catalogue_db)) as database, database:
        [(picture, vector)] = database.execute("SELECT picture_sha256, vector FROM embeddings LIMIT 1").fetchall()
        altered = damage(vector)
        if altered is None:
            database.execute("DELETE FROM embeddings WHERE picture_sha256 = ?", [picture])
        else:
            database.execute("UPDATE embeddings SET vector = ? WHERE picture_sha256 = ?", [altered, picture])
    if not with_index:
        shutil.rmtree(library.index)
    told = wrong(examine(context(library)))
    if not with_index and altered is not None and len(altered) == len(vector):
        assert "vectors" not in told  # nothing is left that would know
        return
    assert "vectors" in told
    assert wrong(repair(context(library))) == {}
    with closing(sqlite3.connect(library.catalogue_db)) as database:
        [(again,)] = database.execute("SELECT vector FROM embeddings WHERE picture_sha256 = ?", [picture]).fetchall()
    # Alone in its batch, so the last bits may differ.
    np.testing.assert_allclose(np.frombuffer(again, "<f4"), np.frombuffer(vector, "<f4"), atol=1e-6)


@by_damage()
def test_a_card_of_a_model_comes_back_from_the_release(library: LibraryFolder, damage: Callable[[Path], None]) -> None:
    before = files_of(library)
    damage(first(library.models, "model.json"))
    assert wrong(examine(context(library)))
    assert wrong(repair(context(library))) == {}
    assert files_of(library) == before


@by_damage()
def test_an_artwork_comes_back_with_its_folder(
    library: LibraryFolder, place: Path, damage: Callable[[Path], None]
) -> None:
    path = first(library.artworks, "*.png")
    damage(path)
    told = wrong(repair(context(library)))["artworks"]
    assert told.advice is not None and told.advice.endswith("/pack --pack pack`")  # which folder
    assert told.rows == (str(path),)
    add_with_model(place / "pack", library)
    assert wrong(examine(context(library))) == {}


def malformed(path: Path) -> None:
    """The root of the table that counts is no page of a table any more."""
    with closing(sqlite3.connect(path)) as database:
        [(root,)] = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name IN ('artworks', 'fingerprints')"
        ).fetchall()
        [(size,)] = database.execute("PRAGMA page_size").fetchall()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size] ^= 0xFF
    path.write_bytes(bytes(data))


@by_damage({**DAMAGES, "flipped": malformed})
def test_a_catalogue_comes_back_with_its_folders_and_labels_are_as_they_were(
    library: LibraryFolder, place: Path, damage: Callable[[Path], None]
) -> None:
    damage(library.catalogue_db)
    damaged = library.catalogue_db.read_bytes() if library.catalogue_db.is_file() else b""
    told = wrong(repair(context(library)))
    [fault] = [one for name, one in told.items() if name in ("library", "catalogue")]
    assert "karuta catalogue add" in (fault.advice or "")
    if damaged:
        assert first(library.damaged, "catalogue.db").read_bytes() == damaged
    add_with_model(place / "pack", library)
    assert wrong(examine(context(library))) == {}
    labels = replayed(library)
    assert labels and all(label.fault is None for label in labels)


def test_the_queue_is_worked_out_again_from_the_labels(library: LibraryFolder) -> None:
    before = rows_of(library.labels_db)
    with closing(sqlite3.connect(library.labels_db)) as database, database:
        database.execute("UPDATE queue SET decided = 7, undecided = 3")
        database.execute("DELETE FROM queue WHERE photo_sha256 = (SELECT min(photo_sha256) FROM queue)")
    assert set(wrong(examine(context(library)))) == {"queue"}
    assert wrong(repair(context(library))) == {}
    assert rows_of(library.labels_db) == before


def test_a_damaged_label_file_is_left_to_a_person_and_the_rest_is_mended(library: LibraryFolder) -> None:
    shutil.rmtree(library.index)
    malformed_labels = bytearray(library.labels_db.read_bytes())
    malformed_labels[len(malformed_labels) // 2 :] = b""
    library.labels_db.write_bytes(bytes(malformed_labels))
    told = wrong(repair(context(library)))
    assert set(told) == {"labels"}
    assert told["labels"].advice
    assert library.labels_db.read_bytes() == bytes(malformed_labels)
    assert any(library.index.iterdir())


def test_a_pasted_photo_without_another_copy_stays_and_is_told(library: LibraryFolder) -> None:
    with LabelFile.open_writing(library) as file:
        kept = keep_pasted(library, photograph(library.root / "x.jpg", 4).read_bytes(), suffix=".jpg")
        list(add_photos(file, [kept]))
    (library.root / "x.jpg").unlink()
    DAMAGES["flipped"](kept.path)
    damaged = kept.path.read_bytes()
    told = wrong(repair(context(library)))["photos"]
    assert "no other copy is known" in told.done[0]
    assert kept.path.read_bytes() == damaged
    kept.path.unlink()
    assert wrong(examine(context(library)))["photos"].rows == (str(kept.path),)


def test_what_an_open_window_holds_is_left_alone_and_told(everything: LibraryFolder) -> None:
    DAMAGES["truncated"](everything.shots_db)
    crop = first(everything.crops, "*.webp")
    crop.unlink()
    damaged = everything.shots_db.read_bytes()
    with filelock.FileLock(everything.window_lock, is_singleton=False):
        told = wrong(repair(context(everything)))
    assert set(told) == {"copies"}
    assert "close it" in told["copies"].done[0]
    assert everything.shots_db.read_bytes() == damaged
    assert crop.is_file()  # that a window does not hold
    assert wrong(repair(context(everything))) == {}


def test_a_look_changes_nothing(library: LibraryFolder, tmp_path: Path) -> None:
    first(library.crops, "*.webp").unlink()
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in library.root.rglob("*") if path.is_file()}
    examine(context(library, ReadProgress(tmp_path / "memory.json")))
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in library.root.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize(("language", "head"), [("en", "| in the library |"), ("ja", "| ライブラリの中 |")])
def test_the_page_of_help_says_of_each_thing_in_a_library_how_it_is_kept(
    everything: LibraryFolder, language: str, head: str
) -> None:
    page = (RESOURCES / "help" / language / "3-library.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.partition(head)[2].split("\n\n")[0].splitlines() if line.startswith("| `")]
    assert all(place.strip() and checked.strip() and again.strip() for _, place, checked, again, _ in rows)
    places = {place for row in rows for place in row[1].split("`")[1].split(", ")}
    there = {path.name for path in everything.root.iterdir() if not path.name.endswith(".lock")}
    assert there <= places, there - places
    assert {"sources.json", "self-tests", "listing-looks", "training", "standard-tests", "*.part"} <= places


def test_what_a_killed_program_left_half_written_goes_with_a_repair_and_nothing_else(library: LibraryFolder) -> None:
    """Each as the program names it; the older folder of a replacement is not half written, but brought back."""
    half = [
        ".labels.db.31.part",
        ".labels.db.31.part-journal",
        "crops/.a.webp.31-0123abcd.part",
        "models/new.31.part/x",
    ]
    young, names = "thumbnails/.b.webp.32-0123abcd.part", ["part", ".x.part", ".index.31-0123abcd.old/x"]
    for name in (*half, young, *names):
        (library.root / name).parent.mkdir(parents=True, exist_ok=True)
        (library.root / name).write_bytes(b"half")
    for name in (*half, *names, "models/new.31.part"):
        os.utime(library.root / name, (0, 0))
    (told,) = (finding for finding in examine(context(library)) if finding.check == "leftovers")
    assert told.ok and told.advice == REPAIR and told.message == "4 files half written by programs that were killed"
    repair(context(library))
    assert [name for name in (*half, young, *names) if (library.root / name).exists()] == [young, *names]
    assert "leftovers" not in {finding.check for finding in examine(context(library))}
