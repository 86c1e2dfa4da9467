"""Writes a code reader's folder: network, golden answers and the sealed card that describes them. Measures nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.printing.verifying import LETTERS
from karuta.engine.code_reader import CARD, FORMAT, CodeReader, golden_strips
from karuta.engine.sessions import open_session
from karuta.files import file_hash, write_whole
from karuta.training.model_folder import save_array, sealed_text
from workshop.model_card import Accuracy

NETWORK, GOLDEN = "reader.onnx", "golden.npy"


@dataclass(frozen=True)
class ReaderDescription:
    """A reader's card without its files."""

    name: str
    made: str
    licence: str
    trained_on: str
    made_by: tuple[str, ...]
    accuracy: Sequence[Accuracy] = ()


def write_reader_card(folder: Path, description: ReaderDescription) -> None:
    """Golden answers and `reader.json` for the network that already lies in `folder`."""
    reader = CodeReader(open_session(folder / NETWORK, threads=1), name=description.name)
    answers: NDArray[np.float32] = np.exp(reader.logs(golden_strips()))
    save_array(folder / GOLDEN, answers.reshape(-1, answers.shape[2]))
    card = {
        "format": FORMAT,
        "name": description.name,
        "made": description.made,
        "licence": description.licence,
        "alphabet": LETTERS,
        "network": {"file": NETWORK, "sha256": file_hash(folder / NETWORK)},
        "golden": {"file": GOLDEN, "sha256": file_hash(folder / GOLDEN)},
        "trained_on": description.trained_on,
        "made_by": list(description.made_by),
        "accuracy": [vars(accuracy) for accuracy in description.accuracy],
    }
    text = sealed_text(card)
    write_whole(folder / CARD, lambda beside: beside.write_bytes(text.encode()))
