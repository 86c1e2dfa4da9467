"""The sealed card of a reader of print, and its networks' golden answers. Knows no network.

Not a model's card: a library has one model, and a reader is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import ModelError, reason_of
from karuta.domain.shape import Misshapen, shaped
from karuta.engine.arrays import read_array
from karuta.engine.model import SEAL, card_hash
from karuta.engine.model_shape import NamedFile
from karuta.files import file_hash
from karuta.json_files import read_json

# The golden answers' probabilities may differ by this much on average where a probability is spread over all letters.
MOST_GOLDEN = 0.002


class ReaderFiles(Protocol):
    """A card. `files`: all that it names; `golden`: the answers, (rows, values) float32."""

    @property
    def files(self) -> Sequence[NamedFile]: ...
    @property
    def golden(self) -> NamedFile: ...


Card = TypeVar("Card", bound=ReaderFiles)
Reader = TypeVar("Reader")


def shipped(resources: Path, name: str) -> Path:
    """The one folder under `models/` with a card of this file name. Raises `ModelError`."""
    models = resources / "models"
    folders = sorted(path.parent for path in models.glob(f"*/{name}"))
    if len(folders) != 1:
        raise ModelError(
            "{folder} contains {count} folders with a {name} instead of one",
            folder=models,
            count=len(folders),
            name=name,
        )
    return folders[0]


def read_sealed(folder: Path, name: str, shape: type[Card]) -> Card:
    """The card, after it and the files that it names were checked. Raises `ModelError`."""
    path = folder / name
    try:
        sealed = read_json(path, dict[str, Any])
        if sealed.get(SEAL) != card_hash(sealed):
            raise Misshapen("it was altered")
        card = shaped({key: value for key, value in sealed.items() if key != SEAL}, shape)
        for file in card.files:
            if file_hash(folder / file.file) != file.sha256:
                raise ModelError(
                    "The reader's file {path} was altered or damaged, so it is not used", path=folder / file.file
                )
    except Misshapen as error:
        raise ModelError("The reader's card {path} is damaged: {reason}", path=path, reason=error) from error
    except OSError as error:
        raise ModelError(
            "The reader in {folder} cannot be read ({reason})", folder=folder, reason=reason_of(error)
        ) from error
    return card


def checked(
    folder: Path, golden: NamedFile, load: Callable[[], Reader], answers_of: Callable[[Reader], NDArray[np.float32]]
) -> Reader:
    """What `load` gives, once its answers are the golden ones. Raises `ModelError`."""
    try:
        reader = load()
        answers = answers_of(reader)
        kept = read_array(folder / golden.file, shape=(answers.shape[0], answers.shape[1]))
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError("The reader in {folder} cannot be loaded ({error})", folder=folder, error=error) from error
    # Not `>`: every comparison with NaN is false.
    if not float(np.abs(answers - kept).mean()) <= MOST_GOLDEN:
        raise ModelError(
            "The reader in {folder} gives other results on this machine than when it was made",
            folder=folder,
            mend="report it, with the processor's name",
        )
    return reader
