"""A real library: crops of another model are embedded from their files, and a label file of no use costs no answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.packs import library_with, small_pack
from tests.window import photograph

from karuta import paths
from karuta.bootstrap import run
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.library.open_library import OpenLibrary, open_for_reading
from karuta.services.lookups.exemplars import asking, embed_lacking, read_exemplars, take_exemplars, with_exemplars
from karuta.store.label_file import LabelFile


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LibraryFolder:
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.json")
    folder = library_with(tmp_path, small_pack(tmp_path / "pack"))
    photo = photograph(tmp_path / "a.png", 40)
    assert run(["--library", str(folder.root), "confirm", str(photo), "2"]) == 0
    return folder


def opened(library: LibraryFolder) -> OpenLibrary:
    return with_exemplars(open_for_reading(library, paths.resources_folder()))


def made_by_another_model(library: LibraryFolder) -> None:
    with LabelFile.open_writing(library) as file, file.writing():
        file.change("UPDATE events SET model_hash = ?, embedding = ?", [("0" * 64, b"\0" * 64)])


def test_a_crop_of_another_model_counts_after_it_was_embedded_from_its_file(library: LibraryFolder) -> None:
    book = opened(library).recogniser.exemplars
    assert book is not None
    assert len(book) == 1
    (crop,) = book.crops
    before = book.apart_from(()).neighbours(np.eye(256, dtype=np.float32)[:1], count=1)[0][0]
    made_by_another_model(library)

    again = opened(library)
    book = again.recogniser.exemplars
    assert book is not None
    assert (len(book), book.lacking) == (0, (crop,))
    assert list(embed_lacking(again)) == [0]
    assert (len(book), book.lacking) == (1, ())
    after = book.apart_from(()).neighbours(np.eye(256, dtype=np.float32)[:1], count=1)[0][0]
    assert after.picture_sha256 == crop
    assert after.score == pytest.approx(before.score, abs=1e-4)
    kept = opened(library).recogniser.exemplars
    assert kept is not None and len(kept) == 1


@pytest.mark.parametrize("photo_is_there", [True, False])
def test_a_lost_crop_is_cut_again_and_stays_out_where_its_photo_is_gone_too(
    library: LibraryFolder,
    tmp_path: Path,
    photo_is_there: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    made_by_another_model(library)
    (crop,) = library.crops.rglob("*.webp")
    crop.unlink()
    if not photo_is_there:
        (tmp_path / "a.png").unlink()
    again = opened(library)
    assert list(embed_lacking(again)) == [0]
    assert again.recogniser.exemplars is not None
    assert len(again.recogniser.exemplars) == int(photo_is_there)
    assert crop.is_file() is photo_is_there


def test_what_was_read_for_another_model_is_not_taken(library: LibraryFolder) -> None:
    again = opened(library)
    asked = asking(again)
    assert asked is not None
    with labels_for_reading(library) as file:
        (photo,) = (row[0] for row in file.rows("SELECT sha256 FROM photos"))
        found = read_exemplars(file, [photo], type(asked)("9" * 64, 8))
    take_exemplars(again, found)
    assert again.recogniser.exemplars is not None and len(again.recogniser.exemplars) == 1
