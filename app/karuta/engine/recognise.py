"""Recognises the cards of a photo, step by step: decode, detect, rectify, embed, search, rank.

Keeps no state between photos.
"""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Calibration, CropQuality
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.look import NO_READER, Forest, Grounds, searched_text
from karuta.domain.match import CatalogueView, Neighbour, Verdict
from karuta.domain.missing import Missing, missing_in
from karuta.domain.pixels import Pixels
from karuta.domain.ranking import MOST_COMPARED, Ranking, rank
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.domain.sighting import Corners, area, height, kept_corners, overlap_share, reading_order
from karuta.engine.backs import Backs
from karuta.engine.cuts import FrameSource, PhotoCuts
from karuta.engine.decode import open_picture
from karuta.engine.detect import BackFinder, Detector, Outliner, Proposal
from karuta.engine.exemplars import BesideSearch, Exemplars
from karuta.engine.likeness import Blocks, Reliefs
from karuta.engine.model import Model
from karuta.engine.part_views import ArtWindow, art_windows, blocks_in_view, cut_cards
from karuta.engine.proposal_views import (
    SAME_CARD,
    WHOLE_CONFIDENCE,
    ProposalView,
    apart,
    chosen_views,
    one_a_place,
    other_way_up,
    ways_round,
    whole_photo,
)
from karuta.engine.quality import quality
from karuta.engine.search import Search
from karuta.engine.walk_clock import WalkClock

# How many pictures are asked for at first: enough for 11 cards, some of which have several artworks.
FIRST_COUNT = 100
# If a view is this far above the model's least evidence, other outlines of its place are not tried. One figure for all
# models lost 7 of 150 right cards when scores rose with a new one. With this margin, 4.9 instead of 7.0 views per photo
# find the same cards (120 simulated photos).
CONVINCING_MARGIN = 0.1
EMBEDDED_AT_ONCE = 32
# A crop less alike than this to the first card's picture may be upside down, or a patch of a card that fills the photo:
# then these are looked at too. It decides what is looked at, never what is answered. Right looks at simulated photos of
# strange frames had 0.63 and more, crops upside down 0.64 and less.
DOUBTFUL = 0.6
BELIEVED = (Verdict.SURE, Verdict.LIKELY)
# A crop less alike than this to the picture of a surely known card may have a loose outline. Another outline replaces
# it if it is this much more alike. On the demo's 44 cards likeness falls with the outline's overlap.
LOOSE, TIGHTER = 0.8, 0.05
# The new outline's score may be this much lower: scores see the whole card, and a slanted card is never quite flat
# (demo photo 22).
LESS = 0.02
# In a camera's frame only what is very likely a card is outlined, because it has not been looked up. On the demo's 24
# photos all 44 cards have 0.61 and more.
OUTLINE_CONFIDENCE = 0.5
# Of a back: no card is a match for it.
_NO_RANKING = Ranking((), Verdict.UNKNOWN)


@dataclass(frozen=True, eq=False)
class Recogniser:
    """Everything a walk needs, given once. `index_name` and `index_hash` name what `search` answers from.
    `forest`: what proposes there; None where all is compared.

    With `backs` the backs of cards are told from cards.
    With `exemplars` confirmed crops answer beside it, never those of the photo itself. With `reliefs` the first cards'
    pictures are laid over the crop.
    """

    model: Model
    detector: Detector
    search: Search
    view: CatalogueView
    index_name: str
    index_hash: str
    exemplars: Exemplars | None = None
    reliefs: Reliefs | None = None
    forest: Forest | None = None
    backs: Backs | None = None

    @property
    def grounds(self) -> Grounds:
        """What its looks rest on.

        What reads besides the artworks: the model's detector and verdicts, the backs, and what the catalogue's own test
        corrects.
        """
        return Grounds(self.model.hash, self.index_hash, self._reader_hash)

    @property
    def _reader_hash(self) -> str | None:
        own = self.model.judge.own if isinstance(self.model.judge, Calibration) else None
        said = (self.model.eyes_hash, self.backs.hash if self.backs else None, own.hash if own else None)
        parts = [part for part in said if part]
        return hashlib.sha256("".join(parts).encode()).hexdigest() if parts else NO_READER

    @property
    def answering_hash(self) -> str:
        """The index hash, including exemplars."""
        return self.exemplars.index_hash if self.exemplars else self.index_hash

    @property
    def index_title(self) -> str:
        """`name@hash12`, or `exact` if no index answers."""
        return "exact" if self.index_name == "exact" else f"{self.index_name}@{self.answering_hash[:12]}"

    def recognise(self, path: Path, *, k: int, cancel: CancelToken | None = None) -> Recognition:
        """The cards in a photo. Raises `PictureError` with one of the codes of `lookup`, and `Cancelled`."""
        clock = WalkClock()
        with clock.step("decode"):
            cuts = PhotoCuts(open_picture(path), longest=self.detector.longest)
        return self._recognised(cuts, clock, lambda: self._search_for(path), k=k, cancel=cancel)

    def recognise_frame(self, frame: Pixels, *, k: int, cancel: CancelToken | None = None) -> Recognition:
        """The cards in a camera's frame, (height, width, 3) uint8, RGB.

        It is no stored photo, so every exemplar answers.
        """
        search: Search = self.search
        if self.exemplars:
            search = BesideSearch(self.search, self.exemplars.apart_from(()), margin=self.exemplars.margin)
        cuts = PhotoCuts(FrameSource(frame), longest=self.detector.longest)
        return self._recognised(cuts, WalkClock(), lambda: search, k=k, cancel=cancel)

    def outlines(self, frame: Pixels) -> list[Corners]:
        """Where cards seem to be in a camera's frame, (4, 2) each in its pixels, surest first. Nothing is looked up."""
        cuts = PhotoCuts(FrameSource(frame), longest=self.detector.longest)
        proposals = [one for one in self.detector.propose(cuts.pixels) if one.confidence >= OUTLINE_CONFIDENCE]
        return [one.corners * cuts.scale for one in one_a_place(proposals)]

    def _recognised(
        self, cuts: PhotoCuts, clock: WalkClock, search: Callable[[], Search], *, k: int, cancel: CancelToken | None
    ) -> Recognition:
        token = cancel or CancelToken()
        token.check()
        with clock.step("detect"):
            proposals = self.detector.propose(cuts.pixels)
        sights = _Sights(cuts, clock, search())
        seen = self._looked_at(proposals, sights, clock, token)
        with clock.step("search"):
            chosen = chosen_views(seen, least_evidence=self.model.least_evidence)
        tightened = [self._tightened(one, sights, token) for one in chosen]
        return self._answer(sights, self._with_backs(tightened, sights, token), k=k)

    def recognise_corners(self, path: Path, corners: Sequence[Corners], *, k: int) -> Recognition:
        """The cards at corners that a person drew, (4, 2) each in full-size pixels. Begins at *rectify*."""
        clock = WalkClock()
        with clock.step("decode"):
            cuts = PhotoCuts(open_picture(path), longest=self.detector.longest)
        sights = _Sights(cuts, clock, self._search_for(path))
        drawn = [Proposal(corners=one / cuts.scale, confidence=1.0, upright=True) for one in corners]
        seen = self._embedded(drawn, sights, clock, CancelToken())
        return self._answer(sights, [self._as_back(one) for one in seen], k=k)

    def _search_for(self, path: Path) -> Search:
        """A photo is never matched with a crop of itself."""
        if not self.exemplars:
            return self.search
        try:
            crops = self.exemplars.apart_from(self.exemplars.same_shots(path))
            return BesideSearch(self.search, crops, margin=self.exemplars.margin)
        except OSError as error:
            raise PictureError(
                "missing", "{name} disappeared while it was looked up; try again.", name=path.name
            ) from error

    def _looked_at(
        self, proposals: Sequence[Proposal], sights: _Sights, clock: WalkClock, cancel: CancelToken
    ) -> list[ProposalView]:
        """In two rounds: the likeliest proposal of each place, then the others where none of those was convincing."""
        first = one_a_place(proposals)
        seen = self._embedded(first, sights, clock, cancel)
        enough = self.model.least_evidence + CONVINCING_MARGIN
        convincing = [one.corners / sights.cuts.scale for one in seen if one.evidence >= enough]
        others = [
            proposal
            for proposal in proposals
            if not any(proposal is one for one in first)
            and all(overlap_share(proposal.corners, corners) < SAME_CARD for corners in convincing)
        ]
        seen += self._embedded(others, sights, clock, cancel)
        return seen + self._thought_again(seen, sights, cancel)

    def _thought_again(self, seen: Sequence[ProposalView], sights: _Sights, cancel: CancelToken) -> list[ProposalView]:
        """What was seen upside down, and the photo as a card, where no look is of a card that its picture agrees with.

        The photo is one only where the catalogue knows it and its picture agrees: nothing else has said that there is a
        card, and in a small catalogue a dark table is likely somebody. Where it is none, it may show a part of one.
        """
        with sights.clock.step("search"):
            doubtful = [one for one in seen if self._is_doubtful(one)]
        if len(doubtful) < len(seen):
            whole = []
        else:
            whole = self._embedded(whole_photo(sights.cuts.pixels.shape[1::-1]), sights, sights.clock, cancel)
        with sights.clock.step("search"):
            known = [one for one in whole if not self._is_doubtful(one) and self._verdict(one, sights) in BELIEVED]
        if len(doubtful) == len(seen) and not known and not self._is_any_sure(seen, sights):
            known = self._cut_by_edge(sights, cancel) or self._artworks_alone(sights, cancel)
        turned = [other_way_up(one, scale=sights.cuts.scale) for one in doubtful]
        return known + self._embedded(turned, sights, sights.clock, cancel)

    def _is_any_sure(self, seen: Sequence[ProposalView], sights: _Sights) -> bool:
        """The picture of half a card may not agree, and its verdict be sure all the same."""
        with sights.clock.step("search"):
            return any(
                one.evidence >= self.model.least_evidence and self._verdict(one, sights) is Verdict.SURE for one in seen
            )

    def _cut_by_edge(self, sights: _Sights, cancel: CancelToken) -> list[ProposalView]:
        """Cards that are partly beside the photo, where what is in view agrees with a picture."""
        if self.reliefs is None:
            return []
        with sights.clock.step("detect"):
            proposals = cut_cards(self.detector, sights.cuts.pixels)
        views = self._embedded(proposals, sights, sights.clock, cancel)
        size = sights.cuts.picture.size
        return self._believed_parts([replace(one, blocks=blocks_in_view(one.corners, size)) for one in views], sights)

    def _artworks_alone(self, sights: _Sights, cancel: CancelToken) -> list[ProposalView]:
        """The photo as the art of a card of each game whose art has its shape, where the art agrees with a picture."""
        wide, tall = self.model.embedder.spec.size
        size = sights.cuts.pixels.shape[1::-1]
        found: list[ProposalView] = []
        for window in self._art_windows:
            if window.fits(size, card=wide / tall):
                around = [Proposal(window.card_around(size), WHOLE_CONFIDENCE, upright=True)]
                (view,) = self._embedded(around, sights, sights.clock, cancel, shown=window.alone)
                found.append(replace(view, blocks=window.blocks))
        return self._believed_parts(found, sights)

    @cached_property
    def _art_windows(self) -> tuple[ArtWindow, ...]:
        return () if self.reliefs is None else art_windows(self.view, self.reliefs)

    def _believed_parts(self, views: Sequence[ProposalView], sights: _Sights) -> list[ProposalView]:
        with sights.clock.step("search"):
            return [one for one in views if self._is_believed_part(one, sights)]

    def _is_believed_part(self, seen: ProposalView, sights: _Sights) -> bool:
        """Where a whole card would be sure: half of a stranger has the frame of every card of its game."""
        ranking = self._judged(seen, sights)
        if ranking.verdict is not Verdict.SURE or seen.evidence < self.model.least_evidence:
            return False
        alike = self._alike(seen.crop, ranking.matches[0].picture_sha256, blocks=seen.blocks)
        return alike is not None and alike >= DOUBTFUL

    def _is_doubtful(self, seen: ProposalView) -> bool:
        """Whether its first card's picture does not agree with it; without pictures, whether its score says little."""
        if not seen.neighbours:
            return True
        alike = self._alike(seen.crop, seen.neighbours[0].picture_sha256) if self.reliefs is not None else None
        if alike is None:
            return seen.evidence < self.model.least_evidence + CONVINCING_MARGIN
        return alike < DOUBTFUL

    def _embedded(
        self,
        proposals: Sequence[Proposal],
        sights: _Sights,
        clock: WalkClock,
        cancel: CancelToken,
        *,
        shown: Callable[[Pixels], Pixels] = lambda crop: crop,
    ) -> list[ProposalView]:
        # Cut at the corners as stored, so that a label's crop can be cut again from its photo, bit by bit.
        views = [
            (kept_corners(corners * sights.cuts.scale), proposal.confidence)
            for proposal in proposals
            for corners in ways_round(proposal)
        ]
        whole = float(sights.cuts.picture.size[0] * sights.cuts.picture.size[1])
        seen: list[ProposalView] = []
        for at in range(0, len(views), EMBEDDED_AT_ONCE):
            cancel.check()
            some = views[at : at + EMBEDDED_AT_ONCE]
            with clock.step("detect"):
                crops = [shown(sights.cuts.crop(corners, size=self.model.embedder.spec.size)) for corners, _ in some]
            with clock.step("embed"):
                vectors = self.model.embedder.embed(crops)
            with clock.step("search"):
                found = sights.search.neighbours(vectors, count=FIRST_COUNT)
            seen += [
                ProposalView(corners, crop, vector, near, area(corners) / whole, confidence)
                for (corners, confidence), crop, vector, near in zip(some, crops, vectors, found, strict=True)
            ]
        return seen

    def _tightened(self, seen: ProposalView, sights: _Sights, cancel: CancelToken) -> ProposalView:
        """The view with a better outline, if its own is loose and another fits its first card's picture better.

        Only for a card that is sure already by the loose outline, and that stays the same. Otherwise each stranger
        would be adjusted until it resembled some card.
        """
        if self.reliefs is None or not isinstance(self.detector, Outliner) or not seen.neighbours:
            return seen
        with sights.clock.step("search"):
            picture = seen.neighbours[0].picture_sha256
            own = self._alike(seen.crop, picture)
            if own is None or own >= LOOSE or not self._is_known(seen, sights):
                return seen
        cancel.check()
        with sights.clock.step("detect"):
            others = self.detector.outlined_anew(sights.cuts.pixels, seen.corners / sights.cuts.scale)
            size = self.model.embedder.spec.size
            crops = [
                (at, sights.cuts.crop(at, size=size)) for at in (kept_corners(o * sights.cuts.scale) for o in others)
            ]
            alike = [(self._alike(crop, picture) or 0.0, at) for at, crop in crops]
        better, corners = max(alike, key=lambda pair: pair[0], default=(0.0, seen.corners))
        if better < own + TIGHTER:
            return seen
        again = Proposal(corners / sights.cuts.scale, confidence=seen.confidence, upright=True)
        (view,) = self._embedded([again], sights, sights.clock, cancel)
        is_same = bool(view.neighbours) and view.neighbours[0].picture_sha256 == picture
        return view if is_same and view.neighbours[0].score >= seen.neighbours[0].score - LESS else seen

    def _with_backs(self, seen: Sequence[ProposalView], sights: _Sights, cancel: CancelToken) -> list[ProposalView]:
        """The same, those that show a back as such; and the backs that the detector has passed over.

        Where a card is known for sure nothing else is looked for.
        """
        views = [self._as_back(one) for one in seen]
        if self.backs is None or not isinstance(self.detector, BackFinder):
            return views
        with sights.clock.step("search"):
            settled = [one for one in views if one.back or self._is_known(one, sights)]
        cancel.check()
        with sights.clock.step("detect"):
            outlines = self.backs.outlines_in(sights.cuts, self.detector, taken=[one.corners for one in settled])
        places = [Proposal(one / sights.cuts.scale, confidence=1.0, upright=True) for one in outlines]
        looks = [self._as_back(one) for one in self._embedded(places, sights, sights.clock, cancel)]
        found = apart([one for one in looks if one.back], but=settled)
        return [*settled, *found, *apart([one for one in views if one not in settled], but=[*settled, *found])]

    def _as_back(self, seen: ProposalView) -> ProposalView:
        if self.backs is None:
            return seen
        first = seen.neighbours[0].score if seen.neighbours else -1.0
        back = self.backs.nearest(seen.crop, seen.embedding, first=first)
        return seen if back is None else replace(seen, back=back.game)

    def _alike(self, crop: NDArray[np.uint8], picture: str, *, blocks: Blocks | None = None) -> float | None:
        assert self.reliefs is not None
        (found,) = self.reliefs.likeness(crop, blocks=blocks)([picture])
        return None if found is None else found.most

    def _is_known(self, seen: ProposalView, sights: _Sights) -> bool:
        """Whether this view already makes the card sure."""
        ranking = self._ranking(seen, sights)
        first = ranking.matches[0].picture_sha256 if ranking.matches else ""
        is_first = first == seen.neighbours[0].picture_sha256
        return is_first and ranking.verdict is Verdict.SURE

    def _verdict(self, seen: ProposalView, sights: _Sights) -> Verdict:
        return self._ranking(seen, sights).verdict

    def _ranking(self, seen: ProposalView, sights: _Sights) -> Ranking:
        return _said(self._judged(seen, sights), seen)

    def _judged(self, seen: ProposalView, sights: _Sights) -> Ranking:
        looks = quality(seen.crop, pixels=height(seen.corners), outline=seen.confidence)
        return self._ranked(seen, looks, sights.search, self._view(), k=1)

    def _view(self) -> CatalogueView:
        if self.exemplars is None:
            return self.view
        return CatalogueView(self.view.artworks, ChainMap(self.view.by_picture, self.exemplars.crops))  # type: ignore[arg-type]

    def _answer(self, sights: _Sights, seen: Sequence[ProposalView], *, k: int) -> Recognition:
        view = self._view()
        with sights.clock.step("search"):
            ordered = [seen[i] for i in reading_order([one.corners for one in seen])]
            qualities = [quality(one.crop, pixels=height(one.corners), outline=one.confidence) for one in ordered]
            rankings = [
                _NO_RANKING if one.back else _said(self._ranked(one, looks, sights.search, view, k=k), one)
                for one, looks in zip(ordered, qualities, strict=True)
            ]
        sightings = tuple(
            FoundSighting(
                corners=one.corners,
                crop=one.crop,
                embedding=one.embedding,
                verdict=ranking.verdict,
                matches=ranking.matches,
                quality=looks,
                back=one.back,
                missing=self._missing(ranking, looks, one.corners, sights.cuts.picture.size),
            )
            for one, looks, ranking in zip(ordered, qualities, rankings, strict=True)
        )
        return Recognition(
            size=sights.cuts.picture.size,
            sightings=sightings,
            timings_ms=sights.clock.milliseconds(),
            model=self.model.title,
            model_hash=self.model.hash,
            index=self.index_title,
            index_hash=self.answering_hash,
            artworks_hash=self.grounds.artworks_hash,
            reader_hash=self.grounds.reader_hash,
            searched=searched_text(self.forest),
        )

    def missing_in_crop(self, crop: NDArray[np.uint8], corners: Corners, size: tuple[int, int]) -> tuple[Missing, ...]:
        """What a crop that was kept lacks, if it was unreadable in a photo of this `size`, (width, height).

        How sure the detector was of its outline is not kept; it was little, or the crop would have been readable.
        """
        judge = self.model.judge
        outline = judge.picture.low[-1] if isinstance(judge, Calibration) else 0.0
        return missing_in(quality(crop, pixels=height(corners), outline=outline), judge, corners=corners, size=size)

    def _missing(
        self, ranking: Ranking, looks: CropQuality, corners: Corners, size: tuple[int, int]
    ) -> tuple[Missing, ...]:
        if ranking.verdict is not Verdict.UNREADABLE:
            return ()
        return missing_in(looks, self.model.judge, corners=corners, size=size)

    def judged_again(self, one: FoundSighting) -> Ranking:
        """What this recogniser says of a whole card that another one has seen, by the same embedding and crop."""
        assert one.quality is not None
        (near,) = self.search.neighbours(one.embedding[None, :], count=FIRST_COUNT)
        seen = ProposalView(one.corners, one.crop, one.embedding, near, 0.0, one.quality.outline)
        return self._ranked(seen, one.quality, self.search, self._view(), k=1)

    def _ranked(
        self, seen: ProposalView, looks: CropQuality, search: Search, view: CatalogueView, *, k: int
    ) -> Ranking:
        neighbours = enough_neighbours(search, seen.embedding, seen.neighbours, view, wanted=max(k, MOST_COMPARED))
        likeness = self.reliefs.likeness(seen.crop, blocks=seen.blocks) if self.reliefs else None
        return rank(neighbours, view, k=k, judge=self.model.judge, quality=looks, likeness=likeness)


def _said(ranking: Ranking, seen: ProposalView) -> Ranking:
    """What a person is told: of a part of a card likely at best, because no calibration was fitted on parts."""
    if seen.blocks is None or ranking.verdict is not Verdict.SURE:
        return ranking
    return replace(ranking, verdict=Verdict.LIKELY)


def enough_neighbours(
    search: Search, embedding: NDArray[np.float32], first: Sequence[Neighbour], view: CatalogueView, *, wanted: int
) -> Sequence[Neighbour]:
    """`first`, the `FIRST_COUNT` pictures nearest to the (dimension,) `embedding`; more if they show fewer than
    `wanted` different cards.
    """
    neighbours, count = first, FIRST_COUNT
    while count < len(search) and len(_cards(neighbours, view)) < min(wanted, view.card_count):
        count = min(len(search), count * 8)
        neighbours = search.neighbours(embedding[None, :], count=count)[0]
    return neighbours


def _cards(neighbours: Sequence[Neighbour], view: CatalogueView) -> set[object]:
    return {artwork.card for near in neighbours for artwork in view.by_picture.get(near.picture_sha256, ())}


@dataclass(frozen=True, eq=False)
class _Sights:
    """What looks at one photo share while it is recognised."""

    cuts: PhotoCuts
    clock: WalkClock
    search: Search
