"""What the present catalogue's own test found, in figures and in a sentence. Looks nothing up and loads no network."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from karuta.domain.calibration import Calibration, Correction
from karuta.domain.errors import ModelError
from karuta.domain.match import CatalogueView
from karuta.domain.self_test import Expected, SelfTest, expected
from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen
from karuta.engine.model import read_card_alone
from karuta.engine.model_shape import read_calibration
from karuta.paths import LibraryFolder
from karuta.services.catalogue.kept_self_tests import StateToTest, correction_for
from karuta.services.models.active_model import active_model
from karuta.store.cards import Catalogue

FEWEST_CARDS = 50
"""A smaller catalogue's few photos would say nothing: there the shipped calibration answers."""
FEWEST_OF_A_PACK = 20
"""With fewer photos of a pack's cards, what is said of the whole catalogue says more."""
NOT_YET = Sentence("Not tested yet; an open window does it by itself, `karuta catalogue self-test` does it now.")
TOO_FEW = Sentence("Too few cards for a test of their own; the shipped figures hold.")


@dataclass(frozen=True)
class Tested:
    """A finished test, and what follows from it."""

    test: SelfTest
    correction: Correction
    expected: Expected

    def as_json(self) -> dict[str, Any]:
        return {
            "photos": self.expected.photos,
            "right": None if self.expected.right is None else asdict(self.expected.right),
            "accepted": None if self.expected.accepted is None else asdict(self.expected.accepted),
            "correction": asdict(self.correction),
            "sentence": str(self.expected.sentence),
        }


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
    asked = [one for one in test.asked if pictures is None or one.picture in pictures]
    return Tested(test, correction, expected(asked, correction, likely=judge.likely))


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
    found = tested(test, judge)
    if pack is not None:
        own = {one.picture_sha256 for one in view.artworks if one.pack == pack}
        if sum(one.picture in own for one in test.asked) >= FEWEST_OF_A_PACK:
            found = tested(test, judge, pictures=own)
    return StateOfTest(found, found.expected.sentence)


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
