"""A PDF's page is a photo like any other; whatever a stranger made of the file ends in a picture or in one sentence."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests import pdf
from tests.amounts import amount

from karuta.domain.errors import PictureError
from karuta.engine.decode import decode, open_picture
from karuta.engine.draw_pdf import MOST_PIXELS
from karuta.engine.pdf_pages import pages_in
from karuta.files import file_hash, size_or_none

SLOW = {"tree-100000-deep", "tiles", "shade-of-a-program", "dashes", "lines-10-million", "brackets-10-million"}


def shades(width: int = 120, height: int = 160) -> Image.Image:
    """Red grows to the right, green downwards."""
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.stack([across, down, 0 * down], axis=-1).astype(np.uint8))


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_a_page_has_the_pixels_of_its_picture_upright(tmp_path: Path, mode: str) -> None:
    photo = shades().convert(mode)
    page = Path(f"{pdf.scanned(tmp_path / 'scan.pdf', [photo])}#1")
    assert open_picture(page).size == photo.size
    assert np.abs(decode(page).astype(int) - np.asarray(photo.convert("RGB"))).mean() < 5


def test_pages_are_named_in_their_order_and_known_by_the_hash_of_the_file_and_their_number(tmp_path: Path) -> None:
    scan = pdf.scanned(tmp_path / "Scan 1.PDF", [shades(), shades(80, 90)])
    one, two = map(Path, pages_in(str(scan)))
    assert [one.name, two.name, decode(two).shape] == ["Scan 1.PDF#1", "Scan 1.PDF#2", (90, 80, 3)]
    assert file_hash(two) == hashlib.sha256(f"{file_hash(scan)}#2".encode()).hexdigest() != file_hash(one)
    assert size_or_none(two) == scan.stat().st_size
    scan.write_bytes(scan.read_bytes() + b"\n")
    assert file_hash(two) == hashlib.sha256(f"{file_hash(scan)}#2".encode()).hexdigest()


def test_a_file_that_is_really_called_so_wins(tmp_path: Path) -> None:
    scan = pdf.scanned(tmp_path / "a.pdf", [shades()])
    page = Path(f"{scan}#1")
    shades(50, 40).save(page, "PNG")
    assert decode(page).shape == (40, 50, 3)
    assert file_hash(page) == hashlib.sha256(page.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("a.pdf", "unsupported", "as in a.pdf#1"),
        ("a.pdf#2", "missing", "ends with page 1"),
        ("a.pdf#0", "missing", "There is no file"),
        ("b.pdf#1", "missing", "There is no file"),
        ("scan.jpg", "unsupported", "end its name with .pdf"),
    ],
)
def test_what_is_no_page_says_what_is(tmp_path: Path, name: str, code: str, words: str) -> None:
    pdf.scanned(tmp_path / "a.pdf", [shades()])
    pdf.scanned(tmp_path / "scan.jpg", [shades()])
    with pytest.raises(PictureError) as raised:
        decode(tmp_path / name)
    assert raised.value.code == code and words in str(raised.value)


def in_one_sentence(path: Path) -> None:
    """Each page of it is a picture or an error."""
    for page in pages_in(str(path))[:3]:
        try:
            pixels = decode(Path(page))
        except PictureError as error:
            assert error.code != "internal" and str(error).count(path.name) >= 1 and str(error).endswith(".")
        else:
            assert 0 < pixels.size <= 3 * MOST_PIXELS


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.long] if n in SLOW else []) for n in pdf.MADE])
def test_a_pdf_made_to_harm_ends_in_a_picture_or_in_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(pdf.MADE[name]())
    in_one_sentence(path)


@pytest.mark.long(share=True)
def test_a_damaged_pdf_ends_in_a_picture_or_in_one_sentence(tmp_path: Path) -> None:
    whole = pdf.scanned(tmp_path / "whole.pdf", [shades(), shades().convert("P")]).read_bytes()
    path = tmp_path / "damaged.pdf"
    for seed in range(amount(100)):
        path.write_bytes(pdf.damaged(whole, random.Random(seed)))
        in_one_sentence(path)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such bound")
def test_what_draws_a_page_can_open_nothing() -> None:
    code = (
        "import socket\nfrom karuta.engine.draw_pdf import _alone\n_alone(1)\n"
        "for opens in (lambda: open('/etc/hostname'), socket.socket):\n"
        "    try:\n        opens()\n    except OSError:\n        print('refused')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["refused"] * 2
