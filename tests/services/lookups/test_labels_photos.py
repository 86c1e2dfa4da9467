"""Photos arrive by their bytes, wherever they lie; a moved one is found again, a copied library shows them without."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.exporting import export_labels
from tests.labelling import ANNA, LEFT, RIGHT, ToldRecogniser, at_desk, chosen, draw_photo, put_photo

from karuta.domain.label import Kind
from karuta.domain.photo import Added, Refused
from karuta.domain.queue import QueueFilter
from karuta.paths import LibraryFolder
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.check_labels import check_labels
from karuta.services.labels.decide import Choice, decide
from karuta.services.lookups.add_photos import add_photos, arrivals, keep_pasted
from karuta.services.lookups.locate_photos import current_place, locate_photos, missing_photos
from karuta.services.lookups.look_up import look_up
from karuta.services.lookups.read_queue import crop_path, desk, queue_ids, queue_rows
from karuta.store.label_file import LabelFile
from karuta.store.photos import all_photos, known_photo
from karuta.store.picture_files import sound_thumbnail


def added(file: LabelFile, *paths: Path) -> list[Added | Refused]:
    return list(add_photos(file, arrivals(paths, file.folder)))


def test_a_dropped_folder_is_the_batch_and_each_sub_folder_a_listing(file: LabelFile, tmp_path: Path) -> None:
    drop = tmp_path / "march"
    for seed, place in enumerate(["loose.png", "item 10/a.png", "item 2/b.png", "item 2/back/c.png"]):
        draw_photo(drop / place, seed)
    found = [(a.path.name, a.batch, a.listing) for a in arrivals([drop], file.folder)]
    assert found == [
        ("loose.png", "march", None),
        ("b.png", "march", "item 2"),
        ("c.png", "march", "item 2/back"),
        ("a.png", "march", "item 10"),
    ]


def test_a_library_does_not_take_its_own_pictures_for_photos(file: LabelFile, tmp_path: Path) -> None:
    put_photo(file, draw_photo(tmp_path / "a.png"))
    draw_photo(file.folder.photos / "pasted.png", 5)
    names = [a.path.name for a in arrivals([tmp_path], file.folder)]
    assert names == ["a.png", "pasted.png"]


def test_a_file_that_holds_another_picture_now_says_nothing_about_the_photo(file: LabelFile, tmp_path: Path) -> None:
    """It is called the same and as long as it was."""
    path = draw_photo(tmp_path / "a.png", 1)
    photo = put_photo(file, path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(bytes(data))
    look = look_up(path, photo, file.folder, ToldRecogniser())
    assert look.seen is None and look.error is not None
    assert (look.error.code, "no longer the same photo" in look.error.message) == ("missing", True)


def test_files_that_are_no_pictures_are_refused_with_a_reason(file: LabelFile, tmp_path: Path) -> None:
    good = draw_photo(tmp_path / "good.png")
    (tmp_path / "text.jpg").write_text("no picture")
    (tmp_path / "empty.png").touch()
    results = added(file, tmp_path / "text.jpg", good, tmp_path / "empty.png", tmp_path / "gone.png")
    codes = [result.code if isinstance(result, Refused) else "added" for result in sorted(results, key=str)]
    assert sorted(codes) == ["added", "empty", "missing", "not_a_picture"]
    assert all(r.path.name in r.message for r in results if isinstance(r, Refused))


def test_the_originals_are_never_touched(file: LabelFile, tmp_path: Path) -> None:
    photo = draw_photo(tmp_path / "a.png")
    before = (photo.read_bytes(), photo.stat().st_mtime_ns)
    put_photo(file, photo)
    assert (photo.read_bytes(), photo.stat().st_mtime_ns) == before


def test_a_pasted_picture_lies_in_the_library_and_moves_with_it(library: LibraryFolder, tmp_path: Path) -> None:
    with LabelFile.open_writing(library) as file:
        data = draw_photo(tmp_path / "a.png").read_bytes()
        (result,) = add_photos(file, [keep_pasted(library, data, suffix=".PNG")])
        assert isinstance(result, Added)
        assert result.photo.path is not None
        assert result.photo.path.parent == library.photos
        assert file.rows("SELECT path, inside FROM places") == [(f"photos/{result.photo.sha256}.png", 1)]
    moved = LibraryFolder(tmp_path / "moved")
    library.root.rename(moved.root)
    with LabelFile.open_reading(moved) as there:
        photo = known_photo(there, result.photo.sha256)
        assert photo is not None
        assert photo.path == moved.photos / f"{photo.sha256}.png"
        assert current_place(there, photo, certain=True) == photo.path


def test_a_moved_photo_is_found_again_by_its_bytes(file: LabelFile, tmp_path: Path) -> None:
    kept, moved = draw_photo(tmp_path / "kept.png", 1), draw_photo(tmp_path / "moved.png", 2)
    added(file, kept, moved)
    assert missing_photos(file) == []
    new_place = tmp_path / "elsewhere" / "renamed.png"
    new_place.parent.mkdir()
    moved.rename(new_place)
    decoy = new_place.with_name("decoy.png")
    decoy.write_bytes(bytes(new_place.stat().st_size))
    assert [photo.name for photo in missing_photos(file)] == ["moved.png"]
    told: list[tuple[int, int]] = []
    located = locate_photos(file, tmp_path, told=lambda *counts: told.append(counts))
    assert list(located.places.values()) == [new_place]
    assert (located.missing, told, missing_photos(file)) == ((), [(1, 1)], [])
    assert sorted(photo.name for photo in all_photos(file)) == ["kept.png", "renamed.png"]
    assert locate_photos(file, tmp_path).places == {}


def test_a_copied_library_is_whole_without_the_photos_outside_it(tmp_path: Path) -> None:
    here, outside = LibraryFolder(tmp_path / "here"), tmp_path / "outside"
    with LabelFile.open_writing(here) as file:
        told = ToldRecogniser({"a.png": (LEFT, RIGHT)})
        photo = put_photo(file, draw_photo(outside / "a.png"), recognise=told, batch="spring")
        lying = at_desk(file, photo)
        for sighting in lying.sightings:
            decide(file, [Choice(photo, Kind.CONFIRM, sighting.sighting_id, chosen(sighting.number))], ANNA)
        export_labels(file, tmp_path / "here.csv", form=ExportFormat.CSV)
    there = LibraryFolder(tmp_path / "far" / "away")
    shutil.copytree(here.root, there.root)
    shutil.rmtree(outside)
    shutil.rmtree(here.root)
    with LabelFile.open_writing(there) as file:
        again = at_desk(file, photo)
        assert again.photo.name == "a.png"
        assert current_place(file, again.photo) is None
        assert [s.label.name if s.label else None for s in again.sightings] == ["Shape 1", "Shape 2"]
        assert all(s.crop_sha256 and crop_path(there, s.crop_sha256) for s in again.sightings)
        assert sound_thumbnail(there, photo) is not None
        assert export_labels(file, tmp_path / "there.csv", form=ExportFormat.CSV) == 2
        decide(file, [Choice(photo, Kind.UNKNOWN, again.sightings[0].sighting_id)], ANNA)
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
    assert all(finding.ok for finding in check_labels(there))


def test_the_same_picture_in_another_listing_is_one_photo_that_keeps_its_name(file: LabelFile, tmp_path: Path) -> None:
    first = draw_photo(tmp_path / "march" / "4711" / "IMG_2.jpg.png", 1)
    for other in ("4712/cover.png", "4713/back.png"):
        (tmp_path / "march" / other).parent.mkdir(exist_ok=True)
        shutil.copy(first, tmp_path / "march" / other)
    new = [photo.is_new for photo in added(file, tmp_path / "march") if isinstance(photo, Added)]
    assert new == [True, False, False]
    (photo,) = queue_ids(file)
    lies = at_desk(file, photo)
    assert (lies.photo.name, lies.photo.listing) == ("IMG_2.jpg.png", "4711")
    assert [(place.listing, place.photo) for place in lies.also] == [("4712", "cover.png"), ("4713", "back.png")]
    (row,) = queue_rows(file, [photo])
    assert (row.name, row.also) == ("IMG_2.jpg.png", lies.also)
    for text in ("4712", "back.png", "IMG_2"):
        assert queue_ids(file, queue_filter=QueueFilter(text=text)) == [photo]
        assert QueueFilter(text=text).takes(row)
    # Dropped again it changes nothing; where the first file has gone, the other one is where the photo lies.
    assert added(file, tmp_path / "march")
    assert desk(file, photo).photo == lies.photo  # type: ignore[union-attr]
    assert file.first_row("SELECT count(*) FROM places") == (5,)
    shutil.rmtree(first.parent)
    moved = tmp_path / "april" / "5000"
    moved.mkdir(parents=True)
    shutil.copy(tmp_path / "march" / "4713" / "back.png", moved / "only.png")
    added(file, tmp_path / "april")
    assert desk(file, photo).photo.path == moved / "only.png"  # type: ignore[union-attr]
