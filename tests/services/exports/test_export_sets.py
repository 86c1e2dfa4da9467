"""Exports for other programs are what those programs read, whole or not at all, and give no place away unasked."""

from __future__ import annotations

import errno
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.heic import HEIC
from tests.labelling import ANNA, LEFT, RIGHT, ToldRecogniser, at_desk, draw_photo, put_photo, square

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import Cancelled, KarutaError
from karuta.domain.label import ChosenCard, Kind
from karuta.services.exports.export_sets import ExportRequest, export
from karuta.services.exports.formats import MARK, Exported, ExportFormat, Takes
from karuta.services.labels.decide import Choice, decide
from karuta.store.label_file import LabelFile

GPS, ORIENTATION = 0x8825, 0x0112
DRAGON, TWIN, EVIL = (
    (CardKey("shapes", "7"), "Dragon"),
    (CardKey("other", "8"), "Dragon"),
    (CardKey("shapes", "a/b"), 'C:*?"'),
)


# Of a library without a catalogue.
FORMS = [form for form in ExportFormat if form is not ExportFormat.TRAINING]


def phone_photo(path: Path, *, orientation: int) -> Path:
    """As a phone writes it: JPEG, lying on its side, with the place where it was taken, and a comment."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (35.0, 39.0, 31.0), 3: "E", 4: (139.0, 44.0, 43.0)})
    pixels = np.zeros((60, 80, 3), np.uint8)
    pixels[:, :40] = (200, 30, 30)
    Image.fromarray(pixels).save(path, quality=95, exif=exif, comment=b"35.6587 N")
    return path


@pytest.fixture(autouse=True)
def photos(file: LabelFile, tmp_path: Path) -> tuple[str, str, str]:
    """Two cards and a patch that is none; a card half outside of a turned phone photo; a photo without a card."""
    over = square(-10, -10, 40)
    told = ToldRecogniser({"two.png": (LEFT, RIGHT, square(10, 36, 8)), "phone.jpg": (over,), "none.png": ()})
    two = put_photo(file, draw_photo(tmp_path / "two.png"), recognise=told, batch="spring")
    phone = put_photo(file, phone_photo(tmp_path / "phone.jpg", orientation=6), recognise=told)
    none = put_photo(file, draw_photo(tmp_path / "none.png", 3), recognise=told)

    def sighting(photo: str, at: int) -> str:
        lying = at_desk(file, photo)
        return lying.sightings[at].sighting_id

    for photo, at, (key, name) in ((two, 0, DRAGON), (two, 1, TWIN), (phone, 0, EVIL)):
        decide(file, [Choice(photo, Kind.CONFIRM, sighting(photo, at), ChosenCard(key, name))], ANNA)
    decide(file, [Choice(two, Kind.NO_CARD, sighting(two, 2))], ANNA)
    decide(file, [Choice(none, Kind.NO_CARD)], ANNA)
    return two, phone, none


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_coco_has_a_box_an_outline_and_a_card_for_each_labelled_sighting(file: LabelFile, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert export(file, out, ExportRequest(ExportFormat.COCO)) == Exported(labels=3, left_out=2)
    found = read(out)
    images = {image["id"]: image for image in found["images"]}
    assert [image["file_name"] for image in images.values()] == ["two.png", "phone.jpg", "none.png"]
    assert [(image["width"], image["height"]) for image in images.values()] == [(64, 48), (60, 80), (64, 48)]
    assert images[3]["whole_photo"] == "no_card"
    categories = {category["id"]: category for category in found["categories"]}
    assert {category["name"] for category in categories.values()} == {"Dragon (7)", "Dragon (8)", 'C:*?"'}
    left, right, over = found["annotations"]
    assert left["bbox"] == [5, 10, 20, 20]
    assert left["area"] == 400
    assert left["segmentation"] == [[value for point in LEFT for value in point]]
    assert categories[left["category_id"]]["card_id"] == "7"
    assert categories[right["category_id"]]["supercategory"] == "other"
    assert over["bbox"] == [0, 0, 30, 30]
    assert over["segmentation"][0][:2] == [-10, -10]
    assert all(annotation["iscrowd"] == 0 and annotation["image_id"] in images for annotation in found["annotations"])


def test_label_studio_gets_polygons_in_percent_and_cards_of_its_own_taxonomy(file: LabelFile, tmp_path: Path) -> None:
    out = tmp_path / "set"
    assert export(file, out, ExportRequest(ExportFormat.LABEL_STUDIO, photos=True)).labels == 3
    config = ElementTree.fromstring((out / "config.xml").read_text(encoding="utf-8"))
    controls = {control.get("name"): control for control in config if control.get("toName") == "image"}
    (shown,) = config.iter("Image")
    for task in read(out / "tasks.json"):
        assert task["data"][shown.get("value", "")[1:]] == f"/data/local-files/?d={task['data']['image']}"
        assert (out / task["data"]["image"]).is_file()
        (annotation,) = task["annotations"]
        for result in annotation["result"]:
            control = controls[result["from_name"]]
            assert control.tag.lower() == result["type"]
            allowed = {choice.get("value") for choice in control.iter()}
            said = result["value"][result["type"]]
            assert {word for part in said for word in (part if isinstance(part, list) else [part])} <= allowed
            with Image.open(out / task["data"]["image"]) as image:
                assert image.size == (result["original_width"], result["original_height"])
    first = read(out / "tasks.json")[0]["annotations"][0]["result"]
    assert [(result_["type"], result_["id"] == first[0]["id"]) for result_ in first[:2]] == [
        ("polygonlabels", True),
        ("taxonomy", True),
    ]
    assert first[0]["value"]["points"][0] == [100 * 5 / 64, 100 * 10 / 48]
    assert first[1]["value"]["taxonomy"] == [["shapes", "Dragon (7)"]]


def test_folders_hold_the_kept_crops_one_folder_for_each_card(file: LabelFile, tmp_path: Path) -> None:
    out = tmp_path / "cards"
    assert export(file, out, ExportRequest(ExportFormat.FOLDERS)) == Exported(labels=3, left_out=2)
    crops = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.webp"))
    assert crops == ["7 Dragon/two-1.webp", "8 Dragon/two-2.webp", "a_b C____/phone-1.webp"]
    lines = [json.loads(line) for line in (out / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(line["file"] for line in lines) == crops
    assert {line["file"]: line["card_id"] for line in lines}["a_b C____/phone-1.webp"] == "a/b"
    with Image.open(out / "7 Dragon" / "two-1.webp") as crop:
        rng = np.random.default_rng(5)
        rng.normal(size=8)
        assert (np.asarray(crop) == rng.integers(0, 256, (24, 16, 3))).all()


def test_photos_are_given_away_upright_and_without_a_place(
    file: LabelFile, photos: tuple[str, str, str], tmp_path: Path
) -> None:
    out = tmp_path / "set"
    export(file, out, ExportRequest(ExportFormat.COCO, photos=True))
    names = [image["file_name"] for image in read(out / "annotations.json")["images"]]
    assert names == [f"photos/{photos[0]}.png", f"photos/{photos[1]}.jpg", f"photos/{photos[2]}.png"]
    with Image.open(out / names[1]) as image:
        assert image.size == (60, 80)
        assert not image.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & image.info.keys()
        upper, lower = image.getpixel((30, 10)), image.getpixel((30, 70))
        assert upper[0] > 150 and lower[0] < 60  # type: ignore[index]
    assert b"35.6587" not in (out / names[1]).read_bytes()
    with Image.open(out / names[0]) as image, Image.open(tmp_path / "two.png") as original:
        assert (np.asarray(image) == np.asarray(original)).all()


def test_a_heic_is_given_away_as_what_every_program_opens(file: LabelFile, tmp_path: Path) -> None:
    path = tmp_path / "phone.heic"
    path.write_bytes(HEIC)
    photo = put_photo(file, path)
    decide(file, [Choice(photo, Kind.UNREADABLE)], ANNA)
    export(file, tmp_path / "set", ExportRequest(ExportFormat.JSONL, photos=True))
    with Image.open(tmp_path / "set" / "photos" / f"{photo}.jpg") as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (64, 96), {})


def test_a_photo_that_moved_away_is_named_and_the_rest_is_exported(file: LabelFile, tmp_path: Path) -> None:
    (tmp_path / "phone.jpg").unlink()
    done = export(file, tmp_path / "set", ExportRequest(ExportFormat.COCO, photos=True))
    assert done == Exported(labels=3, left_out=2, missing=("phone.jpg",))
    assert read(tmp_path / "set" / "annotations.json")["images"][1]["file_name"] == "phone.jpg"


def test_another_picture_under_the_photos_name_is_not_given_away(file: LabelFile, tmp_path: Path) -> None:
    path = tmp_path / "two.png"
    size = path.stat().st_size
    path.write_bytes(b"\x00" * size)
    assert export(file, tmp_path / "set", ExportRequest(ExportFormat.COCO, photos=True)).missing == ("two.png",)


@pytest.mark.parametrize(
    "wish", [ExportRequest(form, photos=photos) for form in FORMS for photos in (False, True)], ids=str
)
def test_nothing_is_overwritten_unasked_and_only_an_earlier_export_when_asked(
    file: LabelFile, tmp_path: Path, wish: ExportRequest
) -> None:
    out = tmp_path / "out"
    export(file, out, wish)
    with pytest.raises(KarutaError, match="--force"):
        export(file, out, wish)
    export(file, out, wish, force=True)
    assert (out / MARK).is_file() == wish.is_folder == out.is_dir()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")
    with pytest.raises(KarutaError):
        export(file, mine, wish, force=True)
    assert [path.name for path in mine.iterdir()] == ["letter.txt"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    "wish", [ExportRequest(form, photos=photos) for form in FORMS for photos in (False, True)], ids=str
)
def test_an_export_whose_last_write_fails_leaves_no_trace_and_the_old_one(
    file: LabelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: ExportRequest
) -> None:
    """Whatever the form: it is all there, but not on the disk."""
    out = tmp_path / "out"

    def fails(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(path))

    with monkeypatch.context() as broken, pytest.raises(OSError, match="Input/output"):
        broken.setattr("karuta.files.flush_file", fails)
        export(file, out, wish)
    assert not out.exists()
    export(file, out, wish)
    before = {path: path.read_bytes() for path in (out, *out.rglob("*")) if path.is_file()}
    with monkeypatch.context() as broken, pytest.raises(OSError, match="Input/output"):
        broken.setattr("karuta.files.flush_file", fails)
        export(file, out, wish, force=True)
    assert {path: path.read_bytes() for path in (out, *out.rglob("*")) if path.is_file()} == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.usefixtures("photos")
@pytest.mark.parametrize("form", [format_ for format_ in ExportFormat if format_.value.takes is Takes.CROPS])
def test_what_writes_crops_ends_where_a_person_stops_it(file: LabelFile, tmp_path: Path, form: ExportFormat) -> None:
    """Between two photos, not at the end; the other formats are written in a moment."""
    token, told = CancelToken(), list[int]()

    def tell(done: int, total: int) -> None:
        assert total > 1
        told.append(done)
        token.cancel()

    with pytest.raises(Cancelled):
        export(file, tmp_path / "out", ExportRequest(form), cancel=token, told=tell)
    assert told == [1]
    assert not (tmp_path / "out").exists()
