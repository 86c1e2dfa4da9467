"""Reads small print on cards: a network that says at each place along a strip which letter stands there, or none.

Knows no card and no code: what a string means is decided in `domain/printing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import ModelError, reason_of
from karuta.domain.pixels import Pixels
from karuta.domain.printing.places import PrintPlace
from karuta.domain.printing.verifying import CLASSES, LETTERS, SeenStrip
from karuta.domain.shape import Misshapen, shaped
from karuta.domain.sighting import Corners
from karuta.engine.arrays import read_array
from karuta.engine.code_strips import HEIGHT, WIDTH, CutStrips, cut_strips
from karuta.engine.golden import golden_crops
from karuta.engine.model import SEAL, card_hash
from karuta.engine.model_shape import NamedAccuracy, NamedFile
from karuta.engine.sessions import open_session
from karuta.files import file_hash
from karuta.json_files import read_json

# Not a model's card: a library has one model, and this is none.
CARD = "reader.json"
FORMAT = 1
PLACES = 64
# The golden answers' probabilities may differ by this much on average where a probability is spread over all letters.
MOST_GOLDEN = 0.002


@dataclass(frozen=True)
class ReaderCard:
    """Everything in a reader's card that the program relies on; `workshop/code_reader/reader_folder` writes it."""

    format: Literal[1]
    name: str
    network: NamedFile
    golden: NamedFile
    alphabet: str
    made: str = ""
    licence: str = ""
    trained_on: str = ""
    made_by: tuple[str, ...] = ()
    accuracy: tuple[NamedAccuracy, ...] = ()

    def __post_init__(self) -> None:
        if self.alphabet != LETTERS:
            raise Misshapen("it reads another alphabet")


class CodeReader:
    """A loaded network. `name`: as its card says."""

    def __init__(self, session: Any, *, name: str) -> None:
        self._session = session
        self._input = session.get_inputs()[0].name
        self.name = name

    def seen(self, pixels: Pixels, corners: Corners, places: Sequence[PrintPlace]) -> list[SeenStrip]:
        """What stands at these places of one card, a few strips for each.

        `pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) in these pixels.
        """
        cuts = [cut_strips(pixels, corners, place) for place in places]
        if not cuts:
            return []
        logs = self.logs(np.concatenate([cut.strips for cut in cuts]))
        return [
            SeenStrip(cut.place, log, cut.capitals, float(strip.std()), middle=middle)
            for (cut, strip, middle), log in zip(_each(cuts), logs, strict=True)
        ]

    def logs(self, strips: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(n, 64, classes): logarithms of probabilities; `strips` (n, 32, 256) uint8, grey."""
        (answer,) = self._session.run(None, {self._input: prepared(strips)})
        values = np.asarray(answer, dtype=np.float32)[:, :, 0].transpose(0, 2, 1)
        values = values - values.max(axis=2, keepdims=True)
        return np.asarray(values - np.log(np.exp(values).sum(axis=2, keepdims=True)), dtype=np.float32)


def prepared(strips: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 32, 256) uint8 to (n, 1, 32, 256) float32: mean 0 and spread 1 in each strip."""
    values = strips.astype(np.float32)
    middle = values.mean(axis=(1, 2), keepdims=True)
    spread = values.std(axis=(1, 2), keepdims=True)
    return np.asarray(((values - middle) / (spread + 1.0))[:, None], dtype=np.float32)


def golden_strips() -> NDArray[np.uint8]:
    """(6, 32, 256) uint8: parts of the golden crops, on their sides."""
    crops = golden_crops()[:, :WIDTH, :HEIGHT]
    return np.ascontiguousarray(crops.transpose(0, 3, 2, 1).reshape(-1, HEIGHT, WIDTH))


def load_code_reader(folder: Path, *, threads: int = 1) -> CodeReader:
    """Load and check the reader in `folder`. Raises `ModelError`."""
    card = read_reader_card(folder)
    try:
        session = open_session(folder / card.network.file, threads=threads)
        takes = list(session.get_inputs()[0].shape)[1:]
        if takes != [1, HEIGHT, WIDTH]:
            raise Misshapen("{file} does not accept strips", file=card.network.file)
        reader = CodeReader(session, name=card.name)
        strips = golden_strips()
        golden = read_array(folder / card.golden.file, shape=(len(strips) * PLACES, CLASSES))
        found = np.exp(reader.logs(strips)).reshape(golden.shape)
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(
            "The code reader in {folder} cannot be loaded ({error})", folder=folder, error=error
        ) from error
    # Not `>`: every comparison with NaN is false.
    if not float(np.abs(found - golden).mean()) <= MOST_GOLDEN:
        raise ModelError(
            "The code reader in {folder} gives other results on this machine than when it was made",
            folder=folder,
            mend="report it, with the processor's name",
        )
    return reader


def read_reader_card(folder: Path) -> ReaderCard:
    """The card, after it and the files that it names were checked. Raises `ModelError`."""
    path = folder / CARD
    try:
        said = read_json(path, dict[str, Any])
        if said.get(SEAL) != card_hash(said):
            raise Misshapen("it was altered")
        card = shaped({key: value for key, value in said.items() if key != SEAL}, ReaderCard)
        for file in (card.network, card.golden):
            if file_hash(folder / file.file) != file.sha256:
                raise ModelError(
                    "The code reader's file {path} was altered or damaged, so it is not used", path=folder / file.file
                )
    except Misshapen as error:
        raise ModelError("The code reader's card {path} is damaged: {reason}", path=path, reason=error) from error
    except OSError as error:
        raise ModelError(
            "The code reader in {folder} cannot be read ({reason})", folder=folder, reason=reason_of(error)
        ) from error
    return card


def _each(cuts: Sequence[CutStrips]) -> list[tuple[CutStrips, NDArray[np.uint8], float]]:
    return [(cut, strip, middle) for cut in cuts for strip, middle in zip(cut.strips, cut.middles, strict=True)]
