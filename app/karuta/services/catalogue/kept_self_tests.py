"""Keeps what catalogues' own tests found, a file for each state of a catalogue; it can be made again at any time.

A file belongs to the live artworks, the model and its verdicts: where one of these is another now, it is not read. So a
pack that is taken back finds the test of before. A test that is on its way lies beside them under another name.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from karuta.domain.calibration import Calibration, Correction
from karuta.domain.match import CatalogueView
from karuta.domain.self_test import SelfTest, correction_of
from karuta.domain.shape import Misshapen, parsed, shaped
from karuta.engine.model import Model, eyes_hash, model_hash
from karuta.engine.search import stock_hash
from karuta.paths import LibraryFolder
from karuta.training.head.task import Damaged, read_sealed, write_sealed

# Incremented whenever the photographer's pictures change, or what is asked.
EDITION = 1
WHOLE, BEGUN = ".json", ".begun"
KEPT = 6

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StateToTest:
    """What a test is of: a library's catalogue as a model answers from it.

    `artworks`: the hash of the live artworks by the model; `eyes`: of its detector and verdicts.
    """

    folder: LibraryFolder
    artworks: str
    eyes: str

    @classmethod
    def of(cls, folder: LibraryFolder, view: CatalogueView, card: dict[str, Any]) -> StateToTest:
        """`card`: the model's."""
        return cls(folder, stock_hash(view.by_picture, model_hash(card)), eyes_hash(card) or "")

    @property
    def _name(self) -> str:
        return f"{self.artworks[:32]}-{self.eyes[:16]}"

    @property
    def whole(self) -> Path:
        return self.folder.self_tests / f"{self._name}{WHOLE}"

    @property
    def begun(self) -> Path:
        return self.folder.self_tests / f"{self._name}{BEGUN}"

    def read(self) -> SelfTest | None:
        """The finished test; None where there is none, or a damaged one."""
        return self._read(self.whole)

    def read_begun(self) -> SelfTest | None:
        """How far one came that was stopped."""
        return self._read(self.begun)

    def keep(self, test: SelfTest) -> None:
        """On its way, or whole: then what is older than the newest few goes. Raises `OSError`."""
        header = {"edition": EDITION, "photos": len(test.asked)}
        payload = json.dumps(asdict(test), separators=(",", ":")).encode()
        write_sealed(self.whole if test.is_whole else self.begun, header, payload)
        if test.is_whole:
            self._thin()

    def _read(self, path: Path) -> SelfTest | None:
        try:
            header, payload = read_sealed(path)
            test = shaped(parsed(payload), SelfTest) if header.get("edition") == EDITION else None
        except FileNotFoundError:
            return None
        except (Damaged, Misshapen) as error:
            log.info("%s", error)
            return None
        is_its = test is not None and (test.artworks, test.eyes) == (self.artworks, self.eyes)
        return test if is_its else None

    def _thin(self) -> None:
        found = sorted(finished_self_tests(self.folder), key=lambda one: one.stat().st_mtime)
        for older in (*found[:-KEPT], *self.folder.self_tests.glob(f"*{BEGUN}")):
            with suppress(OSError):
                older.unlink()


def corrected(model: Model, view: CatalogueView, folder: LibraryFolder) -> Model:
    """The model with what this catalogue's own test says of its calibration; as it is where there is no test."""
    if not isinstance(model.judge, Calibration):
        return model
    test = StateToTest.of(folder, view, model.card).read()
    found = Correction() if test is None else correction_for(test, model.judge)
    return model if found == Correction() else replace(model, judge=replace(model.judge, own=found))


def correction_for(test: SelfTest, judge: Calibration) -> Correction:
    if judge.likened is None:
        return Correction()
    return correction_of(test, sure=judge.likened.sure.at(test.cards), likely=judge.likely)


def finished_self_tests(folder: LibraryFolder) -> list[Path]:
    return sorted(folder.self_tests.glob(f"*{WHOLE}"))


def damaged_self_tests(folder: LibraryFolder) -> list[Path]:
    """Finished tests that are not what was written."""
    return [path for path in finished_self_tests(folder) if not _is_sound(path)]


def _is_sound(path: Path) -> bool:
    try:
        read_sealed(path)
    except (Damaged, FileNotFoundError):
        return False
    return True
