"""A PDF's pages arrive, are labelled and are found again by file and number, by whatever way they come."""

from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image
from tests import pdf
from tests.exporting import export_labels
from tests.labelling import ANNA, at_desk, chosen, draw_photo, put_photo

from karuta.domain.cancel import CancelToken
from karuta.domain.label import Kind
from karuta.domain.photo import Added, Refused
from karuta.files import file_hash
from karuta.listings.services.check.listing_sources import listings_at
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import Choice, decide
from karuta.services.library.keeping.crops import PhotoFinder
from karuta.services.library.kept_files import list_folder
from karuta.services.lookups.add_photos import add_photos, arrivals
from karuta.services.lookups.locate_photos import current_place, find_photos, locate_photos, missing_photos
from karuta.store.label_file import LabelFile
from karuta.store.photos import known_photo


def scan(path: Path, pages: int = 3) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    photos = [Image.open(draw_photo(path.parent / "drawn.png", seed)).copy() for seed in range(pages)]
    (path.parent / "drawn.png").unlink()
    return pdf.scanned(path, photos)


def test_each_page_arrives_and_a_pdf_that_is_none_is_refused_once(file: LabelFile, tmp_path: Path) -> None:
    scan(tmp_path / "drop" / "in" / "a.pdf")
    (tmp_path / "drop" / "b.pdf").write_bytes(b"%PDF-1.7\n")
    results = list(add_photos(file, arrivals([tmp_path / "drop"], file.folder)))
    pages = [(r.photo.name, r.photo.batch, r.photo.listing) for r in results if isinstance(r, Added)]
    assert pages == [(f"a.pdf#{number}", "drop", "in") for number in (1, 2, 3)]
    assert [(r.path.name, r.code) for r in results if isinstance(r, Refused)] == [("b.pdf", "truncated")]
    assert sorted(path.name for path in list_folder(tmp_path / "drop", file.folder, CancelToken()).stamps) == [
        *("a.pdf#1", "a.pdf#2", "a.pdf#3", "b.pdf")
    ]


def test_a_labelled_page_is_exported_by_its_name_and_found_again_in_a_moved_file(
    file: LabelFile, tmp_path: Path
) -> None:
    page = Path(f"{scan(tmp_path / 'scans' / 'a.pdf')}#2")
    photo = put_photo(file, page)
    sighting = at_desk(file, photo).sightings[0]
    decide(file, [Choice(photo, Kind.CONFIRM, sighting.sighting_id, chosen(1))], ANNA)
    export_labels(file, tmp_path / "labels.csv", form=ExportFormat.CSV)
    assert f"a.pdf#2,{photo}," in (tmp_path / "labels.csv").read_text(encoding="utf-8")
    known = known_photo(file, photo)
    assert known is not None and current_place(file, known, certain=True) == page
    shutil.move(tmp_path / "scans" / "a.pdf", tmp_path / "scans" / "renamed.pdf")
    assert PhotoFinder(file).place_of(photo) == tmp_path / "scans" / "renamed.pdf#2"
    shutil.move(tmp_path / "scans" / "renamed.pdf", tmp_path / "b.pdf")
    assert [photo.name for photo in missing_photos(file)] == ["a.pdf#2"]
    assert locate_photos(file, tmp_path).places == {photo: tmp_path / "b.pdf#2"}
    found = find_photos(tmp_path, {photo: ["a.pdf#2"]}, everywhere=True, cancel=CancelToken())
    assert found == {photo: tmp_path / "b.pdf#2"} and file_hash(tmp_path / "b.pdf#2") == photo


def test_a_page_of_a_pdf_that_a_link_brings_from_elsewhere_lies_elsewhere(tmp_path: Path) -> None:
    made = scan(tmp_path / "secret" / "a.pdf", 1)
    (tmp_path / "listings" / "L1").mkdir(parents=True)
    (tmp_path / "listings" / "L1" / "a.pdf").symlink_to(made)
    assert listings_at(tmp_path / "listings").listings[0].far_photos == ("a.pdf#1",)
