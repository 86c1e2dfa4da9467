"""The shipped reader reads drawn codes at every game's places; one that was altered is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from karuta.domain.errors import ModelError
from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.seen_print import KnownPasscodes, blindly, is_read, parts_of
from karuta.domain.printing.verifying import verified
from karuta.engine.code_reader import CARD, CodeReader, load_code_reader
from karuta.print_table import print_table
from workshop.code_reader.print_on import PrintStamp, printed_on
from workshop.code_reader.typefaces import type_faces

FOLDER = next(Path(__file__).parents[2].glob(f"resources/models/*/{CARD}")).parent
WIDTH = 700
RIVALS = {
    "yugioh": ("LOB-EN005", "LOB-EN006", "LOB-DE005", "SDK-001", "PE-04"),
    "kazeyomi": ("KZF-EN001", "KZP-EN001", "KZF-EN011", "KZT-EN003"),
    "magic": ("0123", "0128", "0132", "123"),
    "pokemon": ("123/165", "128/165", "123/185", "23/165"),
    "digimon": ("BT1-012", "BT1-017", "ST1-012"),
    "fab": ("WTR012", "WTR017", "MON012"),
    "lorcana": ("12/204", "17/204", "12/200"),
    "": ("AB1-012", "AB1-017", "AD1-012"),
    "onepiece": ("OP01-001", "OP01-007", "OP07-001", "ST01-001"),
}


@pytest.fixture(scope="module")
def reader() -> CodeReader:
    return load_code_reader(FOLDER)


def card(game: str, stamps: list[PrintStamp]) -> tuple[np.ndarray, np.ndarray]:
    """A plain card from edge to edge of its photo, in a colour of frames, with these texts; and its corners."""
    tall = round(WIDTH / print_table().of(game).shape)
    face = np.full((tall, WIDTH, 3), (196, 160, 110), dtype=np.uint8)
    corners = np.array([(0, 0), (WIDTH, 0), (WIDTH, tall), (0, tall)], dtype=np.float64)
    return printed_on(face, stamps, type_faces([])[0]), corners


@pytest.mark.parametrize(
    "place",
    [print_place for print_place in print_table().places if print_place.what is Print.CODE],
    ids=lambda p: f"{p.game}-{p.frame}",
)
def test_a_drawn_code_is_the_one_that_is_verified(reader: CodeReader, place: PrintPlace) -> None:
    rivals = RIVALS[place.game]
    stamp = PrintStamp(place, rivals[0], (place.highest + place.lowest) / 2, starts=place.left + 0.02)
    strips = reader.seen(*card(place.game, [stamp]), [place])
    found = verified(strips if place.lines == 1 else parts_of(strips), rivals)
    assert found.fits[0].text == rivals[0]
    assert place.lines > 1 or (found.free is not None and found.free.text == rivals[0])
    assert found.margin > 0.1


@pytest.mark.parametrize("game", ["yugioh", "kazeyomi"])
def test_a_drawn_passcode_is_read_among_thousands(reader: CodeReader, game: str) -> None:
    place = print_table().of(game).places_of(Print.PASSCODE, type_line="")[0]
    drawn = np.random.default_rng(3).integers(10**8, size=12_000)
    known = KnownPasscodes({**{f"{number:08d}": () for number in drawn}, "46986414": ()})
    stamp = PrintStamp(place, "46986414", place.highest + 0.005, starts=place.left + 0.015)
    found = blindly(reader.seen(*card(game, [stamp]), [place]), known)
    assert is_read(found) and found.fits[0].text == "46986414"


def test_a_bare_card_has_no_letters(reader: CodeReader) -> None:
    place = print_table().places[0]
    assert all(strip.is_blank for strip in reader.seen(*card(place.game, []), [place]))
    assert reader.seen(*card(place.game, []), []) == []


@pytest.mark.parametrize("file", ["reader.onnx", "golden.npy", CARD])
def test_one_flipped_bit_is_refused(tmp_path: Path, file: str) -> None:
    copy = tmp_path / "reader"
    shutil.copytree(FOLDER, copy)
    held = bytearray((copy / file).read_bytes())
    held[len(held) // 2] ^= 1
    (copy / file).write_bytes(bytes(held))
    with pytest.raises(ModelError):
        load_code_reader(copy)
