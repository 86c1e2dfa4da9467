"""Reads the name on a card with a recogniser of text that another package brings. That package is never imported.

The package `rapidocr` (an extra) has the network PP-OCRv6-small in its wheel; everything else in it, and all that it
requires, is left alone. Knows no card: what a name means is decided in `domain/printing`.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import ModelError, reason_of
from karuta.domain.pixels import Pixels
from karuta.domain.printing.evidence import NameLine
from karuta.domain.printing.places import NamePlace
from karuta.domain.sighting import Corners, carried, homography, picture_corners
from karuta.domain.text import fold
from karuta.engine.rectify import rectify
from karuta.engine.sessions import open_session

PACKAGE, NETWORK = "rapidocr", "PP-OCRv6_rec_small.onnx"
HEIGHT = 48
_LETTERS = "character"
# Of a letter that is less probable than this at all places nothing is kept.
_FAINT = 1e-5
_CARD = picture_corners()


@dataclass(frozen=True)
class NameNetwork:
    """The network's file, and the SHA-256 that the package's own list has for it."""

    path: Path
    sha256: bytes


@dataclass(eq=False)
class NameReader:
    """A loaded network. `alphabet`: what each of its classes writes; the first is "no letter here"."""

    session: Any
    alphabet: tuple[str, ...]
    _folded: dict[int, str] = field(default_factory=dict)

    def seen(self, pixels: Pixels, corners: Corners, place: NamePlace) -> NameLine:
        """Read this place of one card.

        `pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) in these pixels.
        """
        (answer,) = self.session.run(None, {self.session.get_inputs()[0].name: _prepared(pixels, corners, place)})
        return self.line(np.asarray(answer[0], dtype=np.float32))

    def line(self, chances: NDArray[np.float32]) -> NameLine:
        """`chances`: (places, classes), what the network said."""
        best = chances.argmax(axis=1)
        text = "".join(self.alphabet[n] for i, n in enumerate(best) if n and (i == 0 or best[i - 1] != n))
        groups: dict[str, list[int]] = {}
        for number in np.flatnonzero(chances.max(axis=0) > _FAINT):
            groups.setdefault(self._letter(int(number)), []).append(int(number))
        letters = "".join(sorted(letter for letter in groups if letter))
        sums = [chances[:, groups[letter]].sum(axis=1) for letter in ("", *letters) if letter in groups or not letter]
        return NameLine(text, letters, np.log(np.maximum(np.stack(sums, axis=1), 1e-12)).astype(np.float32))

    def _letter(self, number: int) -> str:
        """The letter as names are compared; empty for what is none."""
        if number not in self._folded:
            self._folded[number] = _compared(self.alphabet[number])
        return self._folded[number]


def find_network() -> NameNetwork | None:
    """The network's file in the package; None where the package is not installed. Raises `ModelError`."""
    try:
        files = metadata.distribution(PACKAGE).files or []
    except metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name == NETWORK and file.hash is not None and file.hash.mode == "sha256":
            return NameNetwork(Path(str(file.locate())), _bytes_of(file.hash.value))
    raise ModelError(
        "The package {package} has no {file}, so names are not read",
        package=PACKAGE,
        file=NETWORK,
        mend="install karuta[ocr] again",
    )


def load_name_reader(network: NameNetwork, *, threads: int = 1) -> NameReader:
    """Load and check it. Raises `ModelError`."""
    try:
        if hashlib.sha256(network.path.read_bytes()).digest() != network.sha256:
            raise ModelError(
                "The name reader's file {path} was altered or damaged, so names are not read",
                path=network.path,
                mend="install karuta[ocr] again",
            )
        session = open_session(network.path, threads=threads)
        letters = session.get_modelmeta().custom_metadata_map.get(_LETTERS, "")
        takes, gives = session.get_inputs()[0].shape, session.get_outputs()[0].shape
    except OSError as error:
        raise ModelError(
            "The name reader's file {path} cannot be read ({reason}), so names are not read",
            path=network.path,
            reason=reason_of(error),
            mend="install karuta[ocr] again",
        ) from error
    except (ValueError, RuntimeError) as error:
        raise ModelError(
            "The name reader's file {path} cannot be loaded ({error}), so names are not read",
            path=network.path,
            error=error,
            mend="install karuta[ocr] again",
        ) from error
    alphabet = ("", *letters.split("\n"), " ")
    if takes[1:3] != [3, HEIGHT] or gives[-1] != len(alphabet):
        raise ModelError(
            "The name reader's file {path} is another network than is known here, so names are not read",
            path=network.path,
            mend="install karuta[ocr] again",
        )
    return NameReader(session, alphabet)


def _prepared(pixels: Pixels, corners: Corners, place: NamePlace) -> NDArray[np.float32]:
    """(1, 3, 48, width) float32, blue first, -1 to 1: as the network has learned it."""
    top, bottom = place.middle - place.tall / 2, place.middle + place.tall / 2
    row = np.array([(place.left, top), (place.right, top), (place.right, bottom), (place.left, bottom)])
    width = round(HEIGHT * (place.right - place.left) * place.shape / place.tall)
    cut = rectify(pixels, carried(row, homography(_CARD, corners)), size=(width, HEIGHT))
    return np.ascontiguousarray((cut[:, :, ::-1].astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None])


def _compared(text: str) -> str:
    if not text or not any(unicodedata.category(word)[0] in "LMN" for word in text):
        return ""
    # Beside a letter, because fold leaves symbols that stand alone.
    folded = fold(f"a{text}").replace(" ", "")[1:]
    return folded if len(folded) == 1 else ""


def _bytes_of(value: str) -> bytes:
    """A hash as such lists write it: base64 for addresses, without its last signs."""
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
