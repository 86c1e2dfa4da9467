"""Recognises the cards of a photo, step by step: decode, detect, rectify, embed, search, rank.

Keeps no state between photos.
"""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Calibration
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.match import CatalogueView, Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.ranking import FIRST_COUNT, Ranking
from karuta.domain.recognition import (
    Forest,
    FoundSighting,
    Missing,
    Provenance,
    Recognition,
    missing_in,
    searched_text,
)
from karuta.domain.sighting import Corners, height, reading_order
from karuta.engine.backs import Backs
from karuta.engine.decode import open_picture
from karuta.engine.detect import Detector, Hypothesis
from karuta.engine.loop import VERSION, Findings, explained
from karuta.engine.model import Model
from karuta.engine.proposal_views import OUTLINE_CONFIDENCE, ProposalView, chosen_views, each_once, quality, sticks_out
from karuta.engine.rectify import FrameSource, PhotoCuts
from karuta.engine.search import CombinedSearch, Exemplars, Search
from karuta.engine.siblings import Siblings
from karuta.engine.similarity import ContrastMaps, contrast_map
from karuta.engine.sources import SOURCES
from karuta.engine.tight_outlines import tightened
from karuta.engine.verify import CardJudge, Verifier
from karuta.engine.walk_clock import WalkClock


@dataclass(frozen=True, eq=False)
class Recogniser:
    """Everything a walk needs, given once. `index_name` and `index_hash` name what `search` answers from.
    `forest`: what proposes there; None where all is compared.

    With `backs` the backs of cards are told from cards; with `siblings`, cards whose pictures hardly differ.
    With `exemplars` confirmed crops answer beside it, never those of the photo itself. With `contrasts` the first
    cards' pictures are laid over the crop.
    """

    model: Model
    detector: Detector
    search: Search
    view: CatalogueView
    index_name: str
    index_hash: str
    exemplars: Exemplars | None = None
    contrasts: ContrastMaps | None = None
    forest: Forest | None = None
    backs: Backs | None = None
    siblings: Siblings | None = None

    @property
    def provenance(self) -> Provenance:
        """The provenance of its looks.

        What reads besides the artworks: the loop, the model's detector and verdicts, the backs, which pictures hardly
        differ, and what the catalogue's own test corrects.
        """
        own = self.model.judge.own if isinstance(self.model.judge, Calibration) else None
        parts = (self.model.eyes_hash, *(item.hash if item else None for item in (self.backs, self.siblings, own)))
        read = hashlib.sha256("".join(part for part in parts if part).encode()).hexdigest()
        return Provenance(self.model.hash, self.index_hash, f"loop-{VERSION}:{read}")

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
            cuts = PhotoCuts(open_picture(path, cancel=cancel), longest=self.detector.longest)
        return self._recognised(cuts, clock, lambda: self._search_for(path), k=k, cancel=cancel)

    def recognise_frame(self, frame: Pixels, *, k: int, cancel: CancelToken | None = None) -> Recognition:
        """The cards in a camera's frame, (height, width, 3) uint8, RGB.

        It is no stored photo, so every exemplar answers.
        """
        cuts = PhotoCuts(FrameSource(frame), longest=self.detector.longest)
        return self._recognised(cuts, WalkClock(), self._search_for, k=k, cancel=cancel)

    def outlines(self, frame: Pixels) -> list[Corners]:
        """Outlines of what seem to be cards in a camera's frame, (4, 2) each in its pixels, surest first. Nothing is
        looked up.
        """
        cuts = PhotoCuts(FrameSource(frame), longest=self.detector.longest)
        felt = [item for item in self.detector.propose(cuts.pixels) if item.confidence >= OUTLINE_CONFIDENCE]
        return [hypothesis.corners * cuts.scale for hypothesis in each_once(felt)]

    def _recognised(
        self, cuts: PhotoCuts, clock: WalkClock, search: Callable[[], Search], *, k: int, cancel: CancelToken | None
    ) -> Recognition:
        token = cancel or CancelToken()
        token.check()
        with clock.step("detect"):
            proposals = self.detector.propose(cuts.pixels)
        verifier = Verifier(cuts, clock, self._judge(search()), token)
        findings = self._findings(proposals, verifier)
        chosen = chosen_views(explained(findings, SOURCES), least_evidence=self.model.least_evidence)
        return self._answer(verifier, [tightened(view, findings) for view in chosen], k=k)

    def recognise_corners(self, path: Path, corners: Sequence[Corners], *, k: int) -> Recognition:
        """The cards at corners that a person drew, (4, 2) each in full-size pixels. Begins at *rectify*."""
        clock = WalkClock()
        with clock.step("decode"):
            cuts = PhotoCuts(open_picture(path), longest=self.detector.longest)
        verifier = Verifier(cuts, clock, self._judge(self._search_for(path)), CancelToken())
        drawn = [Hypothesis(corner / cuts.scale, confidence=1.0) for corner in corners]
        return self._answer(verifier, verifier.looked_up(drawn), k=k)

    def _search_for(self, path: Path | None = None) -> Search:
        """A photo is never matched with a crop of itself."""
        if not self.exemplars:
            return self.search
        try:
            crops = self.exemplars.apart_from(self.exemplars.same_shots(path) if path else ())
        except OSError as error:
            text = "{name} disappeared while it was looked up; try again."
            raise PictureError("missing", text, name=path.name if path else "") from error
        return CombinedSearch(self.search, crops, margin=self.exemplars.margin)

    def _judge(self, search: Search) -> CardJudge:
        view = self.view
        if self.exemplars is not None:
            view = CatalogueView(view.artworks, ChainMap(view.by_picture, self.exemplars.crops))  # type: ignore[arg-type]
        return CardJudge(self.model, search, view, self.contrasts, self.siblings, self.backs)

    def _findings(self, proposals: Sequence[Hypothesis], verifier: Verifier) -> Findings:
        """Look at what the proposals show."""
        seen = self._proposed(proposals, verifier)
        doubtful: list[ProposalView] = []
        agreeing: list[ProposalView] = []
        for view in seen:
            is_doubtful = verifier.is_doubtful(view)
            says_enough = not is_doubtful or view.evidence >= self.model.least_evidence
            agrees = says_enough and verifier.ranked(view).verdict.accepts
            (doubtful if is_doubtful else agreeing).append(replace(view, agrees=agrees))
        return Findings(verifier, self.detector, proposals, seen, doubtful, agreeing)

    def _proposed(self, proposals: Sequence[Hypothesis], verifier: Verifier) -> list[ProposalView]:
        """The likeliest proposal of each place, then the others where none of those agrees with a picture."""
        first = each_once(proposals)
        seen = verifier.looked_up(first)
        agreeing = [view.corners / verifier.cuts.scale for view in seen if not verifier.is_doubtful(view)]
        others = [other for other in proposals if other not in first and sticks_out(other.corners, agreeing)]
        return [*seen, *verifier.looked_up(others)]

    def _answer(self, verifier: Verifier, seen: Sequence[ProposalView], *, k: int) -> Recognition:
        size, judge = verifier.cuts.picture.size, self.model.judge
        ordered = [verifier.as_back(seen[i]) for i in reading_order([view.corners for view in seen])]
        # No card is a match for a back.
        rankings = [Ranking((), Verdict.UNKNOWN) if view.back else verifier.ranked(view, k=k) for view in ordered]
        sightings = tuple(
            FoundSighting(
                corners=view.corners,
                crop=view.crop,
                embedding=view.embedding,
                verdict=ranking.verdict,
                matches=ranking.matches,
                quality=view.quality,
                back=view.back,
                missing=missing_in(view.quality, judge, corners=view.corners, size=size)
                if ranking.verdict is Verdict.UNREADABLE
                else (),
                one_of=ranking.one_of,
                card_like=view.card_like,
            )
            for view, ranking in zip(ordered, rankings, strict=True)
        )
        return Recognition(
            size=size,
            sightings=sightings,
            timings_ms=verifier.clock.milliseconds(),
            processor_ms=verifier.clock.processor_milliseconds(),
            model=self.model.title,
            model_hash=self.model.hash,
            index=self.index_title,
            index_hash=self.answering_hash,
            artworks_hash=self.provenance.artworks_hash,
            reader_hash=self.provenance.reader_hash,
            searched=searched_text(self.forest),
            crops=verifier.clock.crops,
        )

    def missing_in_crop(self, crop: NDArray[np.uint8], corners: Corners, size: tuple[int, int]) -> tuple[Missing, ...]:
        """Say what a kept crop lacks, if it was unreadable in a photo of this `size`, (width, height).

        How sure the detector was of its outline is not kept; it was little, or the crop would have been readable.
        """
        judge = self.model.judge
        outline = judge.picture.low[-1] if isinstance(judge, Calibration) else 0.0
        return missing_in(quality(crop, pixels=height(corners), outline=outline), judge, corners=corners, size=size)

    def judged_again(self, sighting: FoundSighting) -> Ranking:
        """Judge a whole card that another recogniser has seen, by the same embedding and crop."""
        assert sighting.quality is not None
        (near,) = self.search.neighbours(sighting.embedding[None, :], count=FIRST_COUNT)
        seen = ProposalView(
            sighting.corners,
            sighting.crop,
            contrast_map(sighting.crop),
            sighting.embedding,
            near,
            sighting.quality.outline,
        )
        similarity = self.contrasts.similarity_to(seen.contrast) if self.contrasts else None
        return self._judge(self.search).ranked(seen, similarity, k=1)
