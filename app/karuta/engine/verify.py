"""The verifier: cuts and embeds the hypotheses of one photo, lays the catalogue's pictures over them, and judges.

Where hypotheses come from is said in `sources`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.match import CatalogueView, Neighbour, Verdict
from karuta.domain.pixels import Pixels, mirrored
from karuta.domain.ranking import FIRST_COUNT, MOST_COMPARED, PART_SCORE, PictureSimilarity, Ranking, Similarity, rank
from karuta.domain.sighting import Corners, kept_corners
from karuta.engine.backs import BackMatch, Backs
from karuta.engine.detect import Hypothesis
from karuta.engine.embed import BATCH
from karuta.engine.model import Model
from karuta.engine.proposal_views import ProposalView, blocks_in_view, each_once, part_in_view, ways_round
from karuta.engine.rectify import PhotoCuts
from karuta.engine.search import Search
from karuta.engine.siblings import Siblings, not_told_apart
from karuta.engine.similarity import (
    AGREES,
    LEAD,
    ContrastMaps,
    KeptContrastMap,
    block_similarity,
    contrast_map,
    once,
)
from karuta.engine.walk_clock import WalkClock

# Other outlines are looked at of a card under others that is only so alike to its picture.
SOMEWHAT = 0.42
# Of a card of which a part is seen so many of its 32 blocks are in view at least.
LEAST_BLOCKS = 4


@dataclass(frozen=True, eq=False)
class CardJudge:
    """The judge of a crop by a catalogue. `view`: the cards, with the confirmed crops that answer beside them."""

    model: Model
    search: Search
    view: CatalogueView
    contrasts: ContrastMaps | None
    siblings: Siblings | None
    backs: Backs | None

    def ranked(self, seen: ProposalView, similarity: Similarity | None, *, k: int) -> Ranking:
        """The first `k` cards for what was seen, however it was; siblings are told apart by what differs."""
        least = max(k, MOST_COMPARED)
        near = enough_neighbours(self.search, seen.embedding, seen.neighbours, self.view, least_cards=least)
        part, judge = seen.blocks is not None, self.model.judge
        ranking = rank(near, self.view, k=k, judge=judge, quality=seen.quality, similarity=similarity, part=part)
        if not ranking.verdict.accepts and ranking.verdict is not Verdict.UNSURE:
            return ranking
        first = ranking.matches[0].picture_sha256
        pictures = [first]
        if self.contrasts is not None and self.siblings is not None:
            pictures += not_told_apart(seen.crop, first, self.siblings.of(first), self.contrasts)
        cards = {artwork.card for picture in pictures for artwork in self.view.by_picture.get(picture, ())}
        if len(cards) == 1:
            return ranking
        verdict = Verdict.LIKELY if ranking.verdict is Verdict.SURE else ranking.verdict
        return replace(ranking, verdict=verdict, one_of=tuple(sorted(cards)))


@dataclass(frozen=True, eq=False)
class Verifier:
    """The catalogue's side of one photo, shared by its hypotheses."""

    cuts: PhotoCuts
    clock: WalkClock
    judge: CardJudge
    cancel: CancelToken
    _asked: dict[int, tuple[ProposalView, Similarity]] = field(default_factory=dict)

    @property
    def contrasts(self) -> ContrastMaps | None:
        return self.judge.contrasts

    def looked_up(self, hypotheses: Sequence[Hypothesis]) -> list[ProposalView]:
        """Each looked up, both ways round where it does not say which is up. Raises `Cancelled`."""
        # Cut at the corners as stored, so that a label's crop can be cut again from its photo, bit by bit.
        ways = [
            replace(hypothesis, corners=kept_corners(corners * self.cuts.scale))
            for hypothesis in hypotheses
            for corners in ways_round(hypothesis)
        ]
        seen: list[ProposalView] = []
        for at in range(0, len(ways), BATCH):
            self.cancel.check()
            seen += self._views(ways[at : at + BATCH])
        return seen

    def _views(self, ways: Sequence[Hypothesis]) -> list[ProposalView]:
        """Of hypotheses with corners in full-size pixels, upright."""
        photo = self.cuts.picture.size
        with self.clock.step("detect"):
            crops = [self._in_view(way) for way in ways]
        with self.clock.step("embed"):
            contrasts = [contrast_map(crop) for crop in crops]
            embedder = self.judge.model.embedder
            pooled = embedder.pooled(crops, contrasts=contrasts)
            vectors, card_like = embedder.project(pooled), embedder.looks_like_card(pooled)
            self.clock.crops += len(crops)
        with self.clock.step("search"):
            neighbours = self.judge.search.neighbours(vectors, count=FIRST_COUNT)
        return [
            ProposalView(
                way.corners,
                crop,
                own,
                vector,
                near,
                way.confidence,
                blocks=blocks_in_view(way.corners, photo, over=way.over) if way.part else None,
                beneath=way.beneath,
                card_like=like,
            )
            for way, crop, own, vector, near, like in zip(
                ways, crops, contrasts, vectors, neighbours, card_like, strict=True
            )
        ]

    def _in_view(self, way: Hypothesis) -> Pixels:
        """The crop as the network sees it: without what the mask hides, and the right way round."""
        crop = self.cuts.crop(way.corners, size=self.judge.model.embedder.spec.size)
        if way.part:
            return part_in_view(crop, way.corners, self.cuts.picture.size, over=way.over)
        return mirrored(crop) if way.mirrored else crop

    def alike(self, seen: ProposalView, picture: str) -> float | None:
        """How much a view is like a picture of the catalogue; None where the picture cannot be had."""
        similarity = self._similarity(seen)
        (likeness,) = similarity([picture]) if similarity else (None,)
        return None if likeness is None else likeness.most

    def first_alike(self, seen: ProposalView) -> float | None:
        """How much a view is like the picture that the search has first."""
        return self.alike(seen, seen.neighbours[0].picture_sha256) if seen.neighbours else None

    def likest(self, views: Sequence[ProposalView]) -> tuple[float, ProposalView | None]:
        """The part that is most like the picture of its first card, of which enough is in view; -1 and None without."""
        best: tuple[float, ProposalView | None] = (-1.0, None)
        for view in filter(has_blocks, views):
            matches = self.ranked(view).matches
            alike = self.alike(view, matches[0].picture_sha256) if matches else None
            best = (alike, view) if alike is not None and alike > best[0] else best
        return best

    def pictures(self, names: Iterable[str]) -> list[KeptContrastMap]:
        """The catalogue's pictures that can be had."""
        return (
            [contrast for contrast in map(self.contrasts.of, names) if contrast is not None] if self.contrasts else []
        )

    def outline_alike(self, outline: Corners, picture: str) -> float:
        """Compare an outline in the detector's pixels that is not looked up; -1 without the picture."""
        crop = self.cuts.crop(kept_corners(outline * self.cuts.scale), size=self.judge.model.embedder.spec.size)
        (likeness,) = self.contrasts.similarity(crop)([picture]) if self.contrasts else (None,)
        return -1.0 if likeness is None else likeness.most

    def lies_over(self, seen: ProposalView, outline: Corners) -> bool:
        """Whether a known card, not one in the outline (full-size pixels), is in view where both lie.

        Most of the blocks that they share are then like its picture's; without one it lies over.
        """
        contrasts = self.pictures(near.picture_sha256 for near in seen.neighbours[:1])
        in_view = blocks_in_view(seen.corners, self.cuts.picture.size) if seen.blocks is None else seen.blocks
        shared = in_view & ~blocks_in_view(seen.corners, self.cuts.picture.size, over=[outline])
        if not contrasts or not shared.any():
            return True
        (alike,) = block_similarity(seen.contrast, contrasts)
        return float(np.median(alike[shared])) >= SOMEWHAT

    def _similarity(self, seen: ProposalView) -> Similarity | None:
        """Asked about one view several times, also when more is said of it, a picture is compared with it once."""
        if self.contrasts is None:
            return None
        if id(seen.contrast) not in self._asked:
            similarity = self.contrasts.similarity_to(seen.contrast, blocks=seen.blocks)
            self._asked[id(seen.contrast)] = seen, once(_timed(self.clock, similarity))
        return self._asked[id(seen.contrast)][1]

    def is_doubtful(self, seen: ProposalView) -> bool:
        """Whether its first card's picture does not agree with it; without pictures, whether its score says little."""
        if not seen.neighbours:
            return True
        alike = self.first_alike(seen)
        if alike is None:
            return seen.evidence < self.judge.model.least_evidence + LEAD
        return alike < AGREES

    def is_known(self, seen: ProposalView) -> bool:
        """Whether this view already makes the card sure."""
        ranking = self.ranked(seen)
        is_sure = ranking.verdict is Verdict.SURE
        return is_sure and ranking.matches[0].picture_sha256 == seen.neighbours[0].picture_sha256

    def as_back(self, seen: ProposalView) -> ProposalView:
        """The view, if it shows a back as such."""
        back = self._back(seen)
        return seen if back is None else replace(seen, back=back.game)

    def backs_among(self, views: Sequence[ProposalView]) -> list[ProposalView]:
        """The likeliest first."""
        backs = [(back.together, replace(view, back=back.game)) for view in views if (back := self._back(view))]
        return [view for _, view in sorted(backs, key=lambda pair: -pair[0])]

    def _back(self, seen: ProposalView) -> BackMatch | None:
        first = seen.neighbours[0].score if seen.neighbours else -1.0
        return self.judge.backs.nearest(seen.contrast, seen.embedding, first=first) if self.judge.backs else None

    def believed(self, views: Sequence[ProposalView]) -> list[ProposalView]:
        """Known views whose picture agrees, though no detector has said that there is a card.

        Marked as such, the likeliest first.
        """
        believed = [view for view in views if not self.is_doubtful(view) and self.ranked(view).verdict.accepts]
        return [replace(view, agrees=True) for view in sorted(believed, key=lambda view: -view.evidence)]

    def agreeing(self, views: Sequence[ProposalView], *, but: Sequence[ProposalView] = ()) -> list[ProposalView]:
        """Believed ones after non-maximum suppression; none overlaps one of `but`."""
        return each_once(self.believed(views), but=but)

    def sure(self, views: Sequence[ProposalView], *, but: Sequence[ProposalView] = ()) -> list[ProposalView]:
        """Like `agreeing`, of those that are sure as well."""
        return each_once([view for view in self.believed(views) if self.is_known(view)], but=but)

    def parts(self, views: Sequence[ProposalView]) -> list[ProposalView]:
        """Likely ones of which enough is in view, the likeliest first."""
        # No picture is laid over what the search says too little of for any verdict.
        near = [view for view in views if view.neighbours and view.neighbours[0].score >= PART_SCORE]
        likely = [view for view in near if has_blocks(view) and self.ranked(view).verdict is Verdict.LIKELY]
        return sorted(likely, key=lambda view: -view.evidence)

    def ranked(self, seen: ProposalView, *, k: int = 1) -> Ranking:
        """The first `k` cards that this view would get."""
        with self.clock.step("search"):
            return self.judge.ranked(seen, self._similarity(seen), k=k)


def _timed(clock: WalkClock, similarity: Similarity) -> Similarity:
    # No method, which would keep the verifier, with the photo, until the collector comes by.
    def asked(pictures: Sequence[str]) -> Sequence[PictureSimilarity | None]:
        with clock.step("verify"):
            return similarity(pictures)

    return asked


def has_blocks(seen: ProposalView) -> bool:
    return seen.blocks is not None and bool(seen.blocks.sum() >= LEAST_BLOCKS)


def enough_neighbours(
    search: Search, embedding: NDArray[np.float32], first: Sequence[Neighbour], view: CatalogueView, *, least_cards: int
) -> Sequence[Neighbour]:
    """`first`, the `FIRST_COUNT` pictures nearest to the (dimension,) `embedding`; more if they show fewer than
    `least_cards` different cards.
    """
    neighbours, count = first, FIRST_COUNT
    while count < len(search) and len(_cards(neighbours, view)) < min(least_cards, view.card_count):
        count = min(len(search), count * 8)
        neighbours = search.neighbours(embedding[None, :], count=count)[0]
    return neighbours


def _cards(neighbours: Sequence[Neighbour], view: CatalogueView) -> set[object]:
    return {artwork.card for near in neighbours for artwork in view.by_picture.get(near.picture_sha256, ())}
