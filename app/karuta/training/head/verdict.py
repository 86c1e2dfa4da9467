"""What a candidate's card says of verdicts: its parent's calibration, carried over to new scores; trains nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np

from karuta.domain.training_progress import SIMULATED
from karuta.engine.likeness import relief
from karuta.engine.model import Model
from karuta.engine.quality import quality
from karuta.training.head.features import Wanted
from karuta.training.head.stock import TrainingStock
from karuta.training.model_folder import described_judge
from karuta.training.projection import Projection, project
from karuta.training.recalibrate import CropsAsSeen, SimulatedCrops, carried_over, usual_quality

# Fewer crops say less of the new scores than the parent's figures do.
FEWEST = 100


class JudgedStock(Protocol):
    """A stock, and how its artworks and its simulated crops that are judged are made."""

    @property
    def stock(self) -> TrainingStock: ...

    @property
    def artworks(self) -> Sequence[Wanted]: ...

    @property
    def judged(self) -> Sequence[Wanted]: ...


def carried_verdict(
    parent: Model, found: JudgedStock, *, projections: tuple[Projection, Projection], seed: int
) -> dict[str, Any] | None:
    """`projections`: the parent's and the new one, of the same features. None where there are too few crops."""
    crops = found.stock.judged[SIMULATED]
    if len(crops.features) < FEWEST:
        return None
    old, new = (CropsAsSeen(project(found.stock.artworks, one), project(crops.features, one)) for one in projections)
    return carried(parent, found, old=old, new=new, seed=seed)


def carried(parent: Model, found: JudgedStock, *, old: CropsAsSeen, new: CropsAsSeen, seed: int) -> dict[str, Any]:
    """The same for two models whose features differ too: `old` and `new` as each sees the stock and the crops."""
    identity = np.unique(found.stock.identity, return_inverse=True)[1]
    first = {int(number): place for place, number in reversed(list(enumerate(found.stock.identity)))}
    pixels, outline = usual_quality(parent.judge)
    crops = [one.make() for one in found.judged]
    asked = SimulatedCrops(
        card=np.array([first[int(one)] for one in found.stock.judged[SIMULATED].identity], dtype=np.intp),
        identity=np.asarray(identity, dtype=np.intp),
        quality=[quality(crop, pixels=pixels, outline=outline) for crop in crops],
        looks=[relief(crop) for crop in crops],
        artwork=cache(lambda place: relief(found.artworks[place].make())),
    )
    made = carried_over(parent.judge, parent.least_evidence, asked, old=old, new=new, seed=seed)
    return {**described_judge(made.judge), "least_evidence": made.least_evidence}
