"""Keeps pooled features on disk by picture and network, so that each is computed once. Computes none.

Pooled features do not depend on the projection. They outlive a retraining and serve the resulting model.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.shape import shaped
from karuta.training.head.sealed import Damaged, read_sealed, write_sealed

FORMAT = 1
SUFFIX = ".features"
_NAME_BYTES = 64

log = logging.getLogger(__name__)


def network_hash(card: dict[str, Any]) -> str:
    """SHA-256 over everything in a model's card that determines a pooled feature: the network, its input, a relief."""
    embedder = card["embedder"]
    essence = {
        "format": FORMAT,
        "embedder": embedder["sha256"],
        "input": embedder["input"],
        "normalise_pooled": embedder["normalise_pooled"],
    }
    if embedder.get("relief"):
        essence["relief"] = embedder["relief"]
    return hashlib.sha256(json.dumps(essence, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class _Header:
    format: int
    network: str
    pooled: int
    pictures: int


class FeatureCache:
    """One network's features: small files, each complete and checked when it is read. A damaged one is dropped."""

    def __init__(self, folder: Path, *, network: str, pooled: int) -> None:
        """`folder`: for all networks; each has a subfolder. The files are read here."""
        self._folder = folder / network[:16]
        self._network = network
        self._pooled = pooled
        self._rows: dict[str, NDArray[np.float16]] = {}
        self.damaged = 0
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            self._read(path)

    def __len__(self) -> int:
        return len(self._rows)

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those of the pictures, each once and in their order, without features yet."""
        return [name for name in dict.fromkeys(names) if name not in self._rows]

    def add(self, names: Sequence[str], features: NDArray[np.float32]) -> None:
        """Store features, on the disk when this returns.

        `names`: 64 hex digits each; `features`: (n, pooled) float32.
        """
        rows = np.ascontiguousarray(features, dtype="<f2")
        if rows.shape != (len(names), self._pooled) or any(len(name) != _NAME_BYTES for name in names):
            raise ValueError("each picture has one row of features and a name of 64 digits")
        header = {"format": FORMAT, "network": self._network, "pooled": self._pooled, "pictures": len(names)}
        payload = "".join(names).encode("ascii") + rows.tobytes()
        # Named by content: a part that is made twice has one name.
        write_sealed(self._folder / f"{hashlib.sha256(payload).hexdigest()[:32]}{SUFFIX}", header, payload)
        self._rows.update(zip(names, rows, strict=True))

    def get(self, names: Sequence[str]) -> NDArray[np.float32]:
        """(n, pooled) float32. Raises `KeyError` for a picture without features."""
        found = np.empty((len(names), self._pooled), dtype=np.float32)
        for number, name in enumerate(names):
            found[number] = self._rows[name]
        return found

    def _read(self, path: Path) -> None:
        try:
            header, payload = read_sealed(path)
            said = shaped(header, _Header)
            count, named = said.pictures, said.pictures * _NAME_BYTES
            same = (said.format, said.network, said.pooled) == (FORMAT, self._network, self._pooled)
            if not same or count < 0 or len(payload) != named + count * self._pooled * 2:
                raise Damaged(f"{path} is of another kind")
            names = payload[:named].decode("ascii")
        except (Damaged, ValueError, OSError) as error:
            log.warning("%s; its features are made again", error)
            self.damaged += 1
            path.unlink(missing_ok=True)
            return
        rows = np.frombuffer(payload[named:], dtype="<f2").reshape(count, self._pooled)
        self._rows.update((names[at * _NAME_BYTES : (at + 1) * _NAME_BYTES], rows[at]) for at in range(count))
