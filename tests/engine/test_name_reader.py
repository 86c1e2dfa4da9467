"""The row of a name is cut where the table says and read as the network wants it; damage costs one sentence."""

from __future__ import annotations

import base64
import hashlib
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from karuta.domain.errors import ModelError
from karuta.domain.printing.evidence import as_compared
from karuta.domain.printing.places import NamePlace
from karuta.engine import name_reader
from karuta.engine.name_reader import HEIGHT, NETWORK, NameNetwork, NameReader, find_network, load_name_reader
from karuta.print_table import print_table

ALPHABET = ("", "A", "a", "b", "é", "ー", "龍", "竜", "æ", ".", " ")
NAME = "Ojama Blue"
WIDTH = 700

NAMES = [row.name for row in print_table().games if row.name is not None]


class TellingSession:
    """Says what it was told, and keeps what it was shown."""

    def __init__(self, said: NDArray[np.float32]) -> None:
        self.said, self.shown = said, np.zeros(0)

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(name="x")]

    def run(self, _: None, given: dict[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        self.shown = given["x"]
        return [self.said[None]]


def said(*numbers: int) -> NDArray[np.float32]:
    """One place for each class, nearly sure."""
    chances = np.full((len(numbers), len(ALPHABET)), 0.001, dtype=np.float32)
    chances[range(len(numbers)), numbers] = 0.99
    return chances


def drawn(place: NamePlace) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """A plain card from edge to edge of its photo with a name in its row, and its corners."""
    tall = round(WIDTH / place.shape)
    face = Image.new("RGB", (WIDTH, tall), (226, 200, 160))
    at = (WIDTH * (place.left + 0.03), tall * place.middle)
    font = ImageFont.load_default(size=round(tall * place.tall * 0.62))
    ImageDraw.Draw(face).text(at, NAME, fill=(20, 15, 10), font=font, anchor="lm")
    corners = np.array([(0, 0), (WIDTH, 0), (WIDTH, tall), (0, tall)], dtype=np.float64)
    return np.asarray(face), corners


@pytest.mark.parametrize("place", NAMES, ids=lambda place: place.game)
def test_the_whole_name_is_in_the_row_that_is_shown_to_the_network(place: NamePlace) -> None:
    session = TellingSession(said(0))
    NameReader(session, ALPHABET).seen(*drawn(place), place)
    assert session.shown.shape[:3] == (1, 3, HEIGHT) and session.shown.dtype == np.float32
    assert session.shown.min() >= -1 and session.shown.max() <= 1
    # Blue first: of this paper that is the darkest.
    assert session.shown[0, 0].mean() < session.shown[0, 2].mean()
    rows, columns = np.nonzero(session.shown[0, 1] < 0)
    assert rows.min() >= 3 and rows.max() < HEIGHT - 3
    assert np.ptp(rows) > 0.5 * HEIGHT and columns.min() >= 3 and columns.max() < session.shown.shape[3] - 3


def test_letters_that_are_compared_as_one_are_one_and_what_is_no_letter_is_none() -> None:
    chances = said(1, 0, 5, 9)
    chances[0, 2] = 0.005
    chances[3, 6], chances[3, 7] = 0.3, 0.2
    line = NameReader(TellingSession(chances), ALPHABET).seen(*drawn(NAMES[0]), NAMES[0])
    assert line.text == "Aー." and line.letters == "abe竜"
    found = np.exp(line.logs)
    assert found[0, 1 + line.letters.index("a")] == pytest.approx(0.995)
    assert found[3, 1 + line.letters.index("竜")] == pytest.approx(0.5)
    # Long marks and full stops count as no letter.
    assert found[2, 0] > 0.99 and found[3, 0] > 0.99


def installed(folder: Path, data: bytes | None, *, is_listed: bool = True) -> None:
    """A package with one file, and a list of what it should have."""
    listed = base64.urlsafe_b64encode(hashlib.sha256(b"as it was made").digest()).decode().rstrip("=")
    about = folder / "rapidocr-9.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: rapidocr\nVersion: 9.0\n", encoding="utf-8")
    row = f"rapidocr/models/{NETWORK},sha256={listed},3\n" if is_listed else ""
    (about / "RECORD").write_text(f"{row}rapidocr/__init__.py,,\n", encoding="utf-8")
    path = folder / "rapidocr" / "models" / NETWORK
    path.parent.mkdir(parents=True)
    (folder / "rapidocr" / "__init__.py").write_text("raise SystemExit\n", encoding="utf-8")
    if data is not None:
        path.write_bytes(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"altered", "altered or damaged"), (None, "cannot be read"), (b"as it was made", "cannot be loaded")],
    ids=["altered", "missing", "no network"],
)
def test_a_damaged_file_costs_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes | None, why: str
) -> None:
    installed(tmp_path, data)
    monkeypatch.syspath_prepend(tmp_path)
    network = find_network()
    assert network is not None and network.path == tmp_path / "rapidocr" / "models" / NETWORK
    with pytest.raises(ModelError, match=why) as raised:
        load_name_reader(network)
    assert "names are not read" in raised.value.sentence and "\n" not in raised.value.sentence
    assert "rapidocr" not in sys.modules


def test_a_package_without_the_file_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, b"", is_listed=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError, match="has no PP-OCR"):
        find_network()


def test_another_network_is_not_taken_for_it() -> None:
    path = next(Path(__file__).parents[2].glob("resources/models/code-reader-*/*.onnx"))
    with pytest.raises(ModelError, match="another network"):
        load_name_reader(NameNetwork(path, hashlib.sha256(path.read_bytes()).digest()))


def test_without_the_package_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_reader, "PACKAGE", "a-package-that-nobody-has")
    assert find_network() is None


@pytest.mark.skipif(find_network() is None, reason="karuta[ocr] is not installed")
@pytest.mark.parametrize("place", NAMES, ids=lambda place: place.game)
def test_a_drawn_name_is_read_where_the_extra_is_installed(place: NamePlace) -> None:
    network = find_network()
    assert network is not None
    line = load_name_reader(network).seen(*drawn(place), place)
    assert as_compared(line.text) == as_compared(NAME)
    assert "rapidocr" not in sys.modules and "cv2" not in sys.modules
