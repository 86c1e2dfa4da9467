"""`karuta lookup` reads what is printed on the demo's cards, and knows a card without a picture by its number."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.e2e.conftest import Karuta
from tests.lab.slabs import PHOTO, DrawnLabel

from karuta import paths
from karuta.paths import LibraryFolder
from workshop.photographer.covered import in_slab

DEMO = paths.resources_folder() / "demo"
TILTED = DEMO / "photos" / "02-tilted.jpg"
ON_IT = {"card_id": "K051", "set_code": "KZF-EN051", "passcode": "03965233"}


@pytest.fixture
def demo(copied_demo: Callable[[Path], LibraryFolder], library: Path) -> None:
    copied_demo(library)


@pytest.mark.usefixtures("demo")
def test_the_printing_and_the_number_of_a_demo_card_are_read(karuta: Karuta) -> None:
    (answer,) = karuta("lookup", TILTED, "--json").json
    (sighting,) = answer["sightings"]
    printing = sighting["printing"]
    assert list(printing) == ["verdict", "codes", "read", "reason"]
    assert printing["verdict"] == "read"
    first, *_ = printing["codes"]
    assert (first["set_code"], first["lang"]) == (ON_IT["set_code"], "en") and first["probability"] > 0.9
    assert list(first) == ["set_code", "lang", "probability", "rarities"] and first["rarities"] == ["Common"]
    assert sum(code["probability"] for code in printing["codes"]) <= 1
    assert printing["read"] == {
        "set_code": ON_IT["set_code"],
        "passcode": ON_IT["passcode"],
        "name": None,
        "edition": None,
    }
    assert sighting["print_says"] == "agrees"
    assert answer["timings_ms"]["read"] > 0
    assert f"printing: read; {ON_IT['set_code']}" in karuta("lookup", TILTED).out
    # Without reading the picture answers alone.
    (answer,) = karuta("lookup", TILTED, "--no-reading", "--json").json
    (sighting,) = answer["sightings"]
    assert (sighting["printing"], sighting["print_says"], answer["timings_ms"]["read"]) == (None, None, None)
    assert not any(match["reordered"] or match["by"] for match in sighting["matches"])


def test_a_card_without_a_picture_is_known_by_its_number(karuta: Karuta, tmp_path: Path) -> None:
    """The photographed card is in the catalogue, its picture is not; some others have theirs."""
    folder = tmp_path / "few"
    (folder / "images").mkdir(parents=True)
    shutil.copyfile(DEMO / "catalogue" / "cards.jsonl", folder / "cards.jsonl")
    with (DEMO / "catalogue" / "images.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["card_id"] and row["card_id"] != ON_IT["card_id"]][:16]
    with (folder / "images.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    for row in rows:
        shutil.copyfile(DEMO / "catalogue" / "images" / row["file"], folder / "images" / row["file"])
    assert karuta("catalogue", "add", folder).code == 0
    (answer,) = karuta("lookup", TILTED, "--json").json
    (sighting,) = answer["sightings"]
    first, *others = sighting["matches"]
    assert (first["card_id"], first["by"], first["score"], first["artwork"]) == (
        ON_IT["card_id"],
        "name",
        None,
        None,
    )
    assert sighting["verdict"] in ("likely", "sure")
    assert sighting["printing"]["codes"][0]["set_code"] == ON_IT["set_code"]
    assert all(match["by"] is None and match["score"] is not None for match in others)
    without = json.loads(karuta("lookup", TILTED, "--no-reading", "--json").out)
    assert without["sightings"][0]["verdict"] not in ("sure",)


@pytest.mark.usefixtures("demo")
def test_evaluate_waits_for_the_reading_unless_told_not_to(karuta: Karuta, tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text(f"photo,card_id\n{TILTED.name},{ON_IT['card_id']}\n", encoding="utf-8")
    asked = ("evaluate", truth, "--photos", TILTED.parent, "--json")
    (read,), (unread,) = karuta(*asked).json, karuta(*asked, "--no-reading").json
    assert read["latency_ms"]["steps"]["read"]["median"] > 0
    assert unread["latency_ms"]["steps"]["read"]["median"] is None
    assert read["right_at_1"]["k"] == unread["right_at_1"]["k"] == 1


@pytest.mark.usefixtures("demo")
def test_the_label_of_a_slab_is_told_and_kept_with_the_label(karuta: Karuta, tmp_path: Path) -> None:
    rng, face = np.random.default_rng(5), next((DEMO / "catalogue" / "images").glob("*K051*"))
    label = DrawnLabel.of(0, rng)
    scene = in_slab([np.asarray(Image.open(face).convert("RGB"))], rng, PHOTO, label)
    Image.fromarray(scene.pixels).save(tmp_path / "slab.jpg", quality=92)
    (sighting,) = karuta("lookup", tmp_path / "slab.jpg", "--json").json[0]["sightings"]
    assert sighting["slab"]["company"] == label.slab.company == "PSA"
    assert karuta("confirm", tmp_path / "slab.jpg", "K051", "--annotator", "anna").code == 0
    assert karuta("labels", "export", tmp_path / "labels.csv").code == 0
    with (tmp_path / "labels.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert {name: row[f"slab_{name}"] or None for name in sighting["slab"]} == sighting["slab"]
    assert karuta("lookup", tmp_path / "slab.jpg", "--no-reading", "--json").json[0]["sightings"][0]["slab"] is None
