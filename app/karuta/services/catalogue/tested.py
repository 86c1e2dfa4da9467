"""Keeps what catalogues' own tests found, and says it in figures and in a sentence. Looks nothing up.

A file belongs to the live artworks, the model and its verdicts: where one of these is another now, it is not read. So a
pack that is taken back finds the test of before. A test that is on its way lies beside them under another name.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from karuta.domain.calibration import Calibration, Correction
from karuta.domain.errors import ModelError
from karuta.domain.match import CatalogueView
from karuta.domain.self_test import AskedPhoto, Expected, SelfTest, correction_of, expected
from karuta.domain.sentence import Sentence, commas
from karuta.domain.shape import Misshapen, parsed, shaped
from karuta.engine.model import Model, eyes_hash, model_hash, read_card_alone
from karuta.engine.model_shape import read_calibration
from karuta.engine.search import stock_hash
from karuta.json_files import Damaged, read_sealed, write_sealed
from karuta.paths import LibraryFolder
from karuta.services.models.active_model import active_model
from karuta.store.cards import Catalogue

# Incremented whenever the photographer's pictures change, or what is asked.
EDITION = 2
WHOLE, BEGUN = ".json", ".begun"
KEPT = 6

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StateToTest:
    """The subject of a test: a library's catalogue as a model answers from it.

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
        tests = sorted(finished_self_tests(self.folder), key=lambda path: path.stat().st_mtime)
        for older in (*tests[:-KEPT], *self.folder.self_tests.glob(f"*{BEGUN}")):
            with suppress(OSError):
                older.unlink()


def corrected(model: Model, view: CatalogueView, folder: LibraryFolder) -> Model:
    """The model with what this catalogue's own test says of its calibration; as it is where there is no test."""
    if not isinstance(model.judge, Calibration):
        return model
    test = StateToTest.of(folder, view, model.card).read()
    correction = Correction() if test is None else correction_for(test, model.judge)
    return model if correction == Correction() else replace(model, judge=replace(model.judge, own=correction))


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


FEWEST_CARDS = 50
"""A smaller catalogue's few photos would say nothing: there the shipped calibration answers."""
FEWEST_OF_A_PACK = 20
"""With fewer photos of a pack's cards, what is said of the whole catalogue says more."""
NOT_YET = Sentence("Not tested yet; an open window does it by itself, `karuta catalogue self-test` does it now.")
TOO_FEW = Sentence("Too few cards to test with; Karuta's own figures are used.")


@dataclass(frozen=True)
class Tested:
    """A finished test, and what follows from it."""

    test: SelfTest
    correction: Correction
    expected: Expected
    games: Mapping[str, Expected] = field(default_factory=dict)
    """Where there are several."""

    @property
    def sentence(self) -> Sentence:
        if not self.games:
            return self.expected.sentence
        bounds = self.test.games_with_bounds
        sentences = [expected.of_game(game, has_bounds=game in bounds) for game, expected in self.games.items()]
        return Sentence("{expected} By game: {games}.", expected=self.expected.sentence, games=commas(sentences))

    def as_json(self) -> dict[str, Any]:
        bounds = self.test.games_with_bounds
        games = [
            {"game": game, **_json_of(expected, self.correction.for_game(game)), "own_bounds": game in bounds}
            for game, expected in self.games.items()
        ]
        return {**_json_of(self.expected, self.correction), "sentence": str(self.sentence), "games": games}


def _json_of(expected: Expected, correction: Correction) -> dict[str, Any]:
    figures = {key: value for key, value in asdict(correction).items() if key != "games"}
    right, accepted = (None if share is None else asdict(share) for share in (expected.right, expected.accepted))
    return {"photos": expected.photos, "right": right, "accepted": accepted, "correction": figures}


@dataclass(frozen=True)
class StateOfTest:
    """`tested`: None while there is none. `sentence`: what to expect, or why that is not known.

    `is_due`: whether there are enough cards, and no finished test.
    """

    tested: Tested | None
    sentence: Sentence
    is_due: bool = False


def tested(test: SelfTest, judge: Calibration, *, pictures: Collection[str] | None = None) -> Tested:
    """`pictures`: what to expect of these alone."""
    correction = correction_for(test, judge)
    asked = [photo for photo in test.asked if pictures is None or photo.picture in pictures]

    def of(some: Sequence[AskedPhoto]) -> Expected:
        return expected(some, correction, likely=judge.likely)

    games = {game: of([photo for photo in asked if photo.game == game]) for game in test.games if pictures is None}
    return Tested(test, correction, of(asked), games)


def state_of_test(library: LibraryFolder, *, pack: str | None = None) -> StateOfTest:
    """Of the whole catalogue; of a pack's own cards where enough of them were asked for. Raises `LibraryError`."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        view = catalogue.view()
    judge, state = _judge_and_state(library, view)
    if judge is None or state is None or view.card_count < FEWEST_CARDS:
        return StateOfTest(None, TOO_FEW)
    test = state.read()
    if test is None:
        return StateOfTest(None, NOT_YET, is_due=True)
    result = tested(test, judge)
    if pack is not None:
        own = {artwork.picture_sha256 for artwork in view.artworks if artwork.pack == pack}
        if sum(photo.picture in own for photo in test.asked) >= FEWEST_OF_A_PACK:
            result = tested(test, judge, pictures=own)
    return StateOfTest(result, result.sentence)


def _judge_and_state(
    library: LibraryFolder, view: CatalogueView
) -> tuple[Calibration, StateToTest] | tuple[None, None]:
    """None where the model has no calibration, or cannot be read: who needs it says so."""
    active = active_model(library)
    if active is None:
        return None, None
    try:
        card = read_card_alone(library.models / active.name)
        figures = card["verdict"].get("calibration")
        return (None, None) if figures is None else (read_calibration(figures), StateToTest.of(library, view, card))
    except (ModelError, Misshapen, KeyError, AttributeError, TypeError):
        return None, None
