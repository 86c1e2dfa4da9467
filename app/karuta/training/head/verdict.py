"""What a candidate's card says about verdicts: its parent's calibration, carried over to the new scores.

Trains nothing.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from karuta.domain.training_progress import SIMULATED
from karuta.engine.likeness import relief
from karuta.engine.model import Model
from karuta.engine.quality import quality
from karuta.training.head.gather import TrainingFeatures
from karuta.training.model_folder import described_judge
from karuta.training.projection import Projection, project
from karuta.training.recalibrate import CropsAsSeen, SimulatedCrops, carried_over, usual_quality

# With fewer crops, the parent's figures are the better estimate.
FEWEST = 100


def carried_verdict(
    parent: Model, features: TrainingFeatures, *, projections: tuple[Projection, Projection], seed: int
) -> dict[str, Any] | None:
    """`projections`: the parent's and the new one, of the same features. None if there are too few crops."""
    crops = features.stock.judged[SIMULATED]
    if len(crops.features) < FEWEST:
        return None
    old, new = (CropsAsSeen(project(features.stock.artworks, one), project(crops.features, one)) for one in projections)
    return carried(parent, features, old=old, new=new, seed=seed)


def carried(
    parent: Model, features: TrainingFeatures, *, old: CropsAsSeen, new: CropsAsSeen, seed: int
) -> dict[str, Any]:
    """The same for two models with different features: `old` and `new`: stock and crops as each sees them."""
    identity = np.unique(features.stock.identity, return_inverse=True)[1]
    first = {int(number): place for place, number in reversed(list(enumerate(features.stock.identity)))}
    pixels, outline = usual_quality(parent.judge)
    crops = [one.make() for one in features.judged]
    asked = SimulatedCrops(
        card=np.array([first[int(one)] for one in features.stock.judged[SIMULATED].identity], dtype=np.intp),
        identity=np.asarray(identity, dtype=np.intp),
        quality=[quality(crop, pixels=pixels, outline=outline) for crop in crops],
        looks=[relief(crop) for crop in crops],
        artwork=cache(lambda place: relief(features.artworks[place].make())),
    )
    made = carried_over(parent.judge, parent.least_evidence, asked, old=old, new=new, seed=seed)
    return {**described_judge(made.judge), "least_evidence": made.least_evidence}
