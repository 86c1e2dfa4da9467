"""The table of what real people photograph. A newcomer adds a row; judge sets and measurements read the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.training.photographer.arrays import Size
from karuta.training.photographer.photograph import Scene
from workshop.photographer import covered, edited, pages, posted, several

Take = Callable[[Sequence[Pixels], np.random.Generator, Size], Scene]
"""The cards' faces, a generator and a photo's usual size; a posted picture may have another size."""


@dataclass(frozen=True)
class Situation:
    """One kind of photo. `cards`: how many faces it takes; `Scene.cards` are those that a person would ask for.

    `outlined`: whether the place of the card is asked for too. It is not where too little of its outline is in view:
    then the card is right or wrong, and no corners are.
    """

    says: str
    take: Take
    cards: int = 1
    outlined: bool = True


SITUATIONS: Final[Mapping[str, Situation]] = MappingProxyType(
    {
        "hand": Situation("a hand over a third to half of the card", covered.by_hand),
        "card-over": Situation("another card over a third to half of it", covered.by_card, cards=2),
        "sticker": Situation("a price sticker on the card", covered.by_sticker),
        "half": Situation("the photo's edge cuts away about half of the card", covered.by_edge, outlined=False),
        "slab": Situation("a graded case with its label above the card", covered.in_slab),
        "toploader": Situation("a toploader with stickers and tape on it", covered.in_toploader),
        "toploader-page": Situation("a binder page of toploaders", pages.toploader_page, cards=9),
        "art": Situation("the artwork alone, cut out of the card", edited.artwork_alone, outlined=False),
        "sideways": Situation("a photo that lies on its side", edited.sideways),
        "mirrored": Situation("by a front camera, left and right exchanged", edited.mirrored),
        "grey": Situation("black and white", edited.grey),
        "stretched": Situation("squeezed or stretched to another shape", edited.stretched),
        "screen": Situation("a card on a screen, photographed", posted.on_screen),
        "screenshot": Situation("a phone's screenshot: the card between bars and texts", posted.screenshot),
        "thumbnail": Situation("a thumbnail: the card is 60 to 90 pixels high", posted.thumbnail),
        "collage": Situation("two by two or three by three photos in one", posted.collage, cards=9),
        "stack": Situation("other cards' edges under it", several.stack, cards=6),
        "fan": Situation("a hand of cards, each over the next", several.fan, cards=4),
        "cut-out": Situation("any rectangle of the card, cut out of it", edited.rectangle_alone, outlined=False),
    }
)
