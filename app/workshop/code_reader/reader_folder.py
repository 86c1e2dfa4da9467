"""Writes a code reader's folder: network, golden answers and the sealed card that describes them. Measures nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.printing import letters
from karuta.domain.printing.verifying import LETTERS
from karuta.engine import code_reader, name_reader
from karuta.engine.code_reader import CodeReader
from karuta.engine.name_lines import LineFinder
from karuta.engine.name_reader import NameReader
from karuta.engine.sessions import open_session
from karuta.files import file_hash, write_whole
from karuta.training.model_folder import save_array, sealed_text
from workshop.model_card import Accuracy

NETWORK, FINDER, GOLDEN = "reader.onnx", "finder.onnx", "golden.npy"


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
    files = {"network": NETWORK}
    _write_card(folder / code_reader.CARD, description, files, code_reader.golden_answers(reader), LETTERS)


def write_names_card(folder: Path, description: ReaderDescription) -> None:
    """Golden answers and `names.json` for the two networks that already lie in `folder`."""
    finder = LineFinder(open_session(folder / FINDER, threads=1))
    reader = NameReader(finder, open_session(folder / NETWORK, threads=1), description.name)
    files = {"network": NETWORK, "finder": FINDER}
    answers = name_reader.golden_answers(reader)
    _write_card(folder / name_reader.CARD, description, files, answers, letters.LETTERS)


def _write_card(
    path: Path, description: ReaderDescription, networks: Mapping[str, str], golden: NDArray[np.float32], alphabet: str
) -> None:
    """`networks`: the card's key of each, and its file."""
    save_array(path.parent / GOLDEN, golden.astype(np.float32))
    files = {
        key: {"file": name, "sha256": file_hash(path.parent / name)}
        for key, name in {**networks, "golden": GOLDEN}.items()
    }
    card = {
        "format": code_reader.FORMAT,
        **vars(description),
        **files,
        "alphabet": alphabet,
        "made_by": list(description.made_by),
        "accuracy": [vars(accuracy) for accuracy in description.accuracy],
    }
    text = sealed_text(card)
    write_whole(path, lambda beside: beside.write_bytes(text.encode()))
