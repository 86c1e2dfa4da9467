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

from karuta.domain.calibration import Calibration
from karuta.domain.cancel import CancelToken
from karuta.domain.card import Artwork, CardKey
from karuta.domain.errors import PictureError
from karuta.domain.finish import Finish, Slab
from karuta.domain.match import CatalogueView, Verdict, main_artworks
from karuta.domain.pixels import Pixels
from karuta.domain.printing.names import ReadName
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
from karuta.engine.finish import FinishReader
from karuta.engine.loop import VERSION, Findings, explained
from karuta.engine.model import Model
from karuta.engine.name_outlines import bands, view_under
from karuta.engine.named import NamedView, Names, is_anything_open, paired, turned_to, with_name
from karuta.engine.proposal_views import OUTLINE_CONFIDENCE, ProposalView, chosen_views, each_once, quality, sticks_out
from karuta.engine.rectify import FrameSource, PhotoCuts, crop_size
from karuta.engine.search import CombinedSearch, Exemplars, Search
from karuta.engine.siblings import Siblings
from karuta.engine.similarity import ContrastMaps, contrast_map
from karuta.engine.slab_label import SIZE, SlabReader, label_place
from karuta.engine.sources import SOURCES
from karuta.engine.tight_outlines import tightened
from karuta.engine.verify import CardJudge, Verifier
from karuta.engine.walk_clock import WalkClock

# Names are looked for in as many pixels of the photo's longer side, if it has them.
NAMES_LONGEST = 1280


@dataclass(frozen=True, eq=False)
class Recogniser:
    """Everything a walk needs, given once. `index_name` and `index_hash` name what `search` answers from.
    `forest`: what proposes there; None where all is compared.

    With `backs` the backs of cards are told from cards; with `siblings`, cards whose pictures hardly differ; with
    `finishes`, foil from plain; with `slabs` the labels of graded cards are read.
    With `exemplars` confirmed crops answer beside it, never those of the photo itself. With `contrasts` the first
    cards' pictures are laid over the crop. With `names` they are read where pictures leave something open.
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
    names: Names | None = None
    finishes: FinishReader | None = None
    slabs: SlabReader | None = None

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
        sources = SOURCES if len(verifier.judge.search) else ()
        chosen = chosen_views(explained(findings, sources), least_evidence=self.model.least_evidence)
        seen = self._ranked(verifier, [tightened(view, findings) for view in chosen], k=k)
        if self.names is not None and is_anything_open(seen, [each.corners for each in findings.proposals], cuts.scale):
            seen = self._named(verifier, seen, self.names, k=k)
        return self._answer(verifier, seen)

    def recognise_corners(self, path: Path, corners: Sequence[Corners], *, k: int) -> Recognition:
        """The cards at corners that a person drew, (4, 2) each in full-size pixels. Begins at *rectify*."""
        clock = WalkClock()
        with clock.step("decode"):
            cuts = PhotoCuts(open_picture(path), longest=self.detector.longest)
        verifier = Verifier(cuts, clock, self._judge(self._search_for(path)), CancelToken())
        drawn = [Hypothesis(corner / cuts.scale, confidence=1.0) for corner in corners]
        seen = self._ranked(verifier, verifier.looked_up(drawn), k=k)
        if self.names is not None and not all(item.ranking.verdict is Verdict.SURE for item in seen):
            seen = self._named(verifier, seen, self.names, k=k, beside=False)
        return self._answer(verifier, seen)

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
            artworks = (*view.artworks, *self.exemplars.unpictured)
            view = CatalogueView(artworks, ChainMap(view.by_picture, self.exemplars.crops))  # type: ignore[arg-type]
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

    def _ranked(self, verifier: Verifier, seen: Sequence[ProposalView], *, k: int) -> list[NamedView]:
        """Each with its cards. No card is a match for a back."""
        views = [verifier.as_back(view) for view in seen]
        return [
            NamedView(view, Ranking((), Verdict.UNKNOWN) if view.back else verifier.ranked(view, k=k)) for view in views
        ]

    def _named(
        self, verifier: Verifier, seen: Sequence[NamedView], names: Names, *, k: int, beside: bool = True
    ) -> list[NamedView]:
        """The same with the names that were read on them, and with cards of which only the name is in view.

        `beside`: also those that lie on none of `seen`.
        """
        verifier.cancel.check()
        with verifier.clock.step("read"):
            fine, scale = verifier.cuts.finer(NAMES_LONGEST)
            read_names = [replace(read_name, box=read_name.box * scale) for read_name in names.read(fine)]
        pairing = paired(seen, read_names, names.table)
        named = list[NamedView]()
        for number, item in enumerate(seen):
            if number in pairing.several:
                continue
            read_name = pairing.on.get(number) or self._at_its_place(item, fine, scale, names)
            if read_name is not None:
                named.append(
                    with_name(self._read_upright(verifier, item, read_name), read_name, names, self._mains, k=k)
                )
            else:
                named.append(item)
        for read_name in pairing.beside if beside else ():
            named.append(self._beside(verifier, read_name, names, [item.view.corners for item in named], k=k))
        return named

    def _at_its_place(self, item: NamedView, fine: Pixels, scale: NDArray[np.float64], names: Names) -> ReadName | None:
        """The name on a whole card that is not sure, read where cards of the catalogue have theirs: the finder may
        have missed it, or parted it.
        """
        if item.ranking.verdict is Verdict.SURE or item.view.back is not None or item.view.blocks is not None:
            return None
        laid = [band for place in names.places for band in bands(item.view.corners / scale, place)]
        read_name = names.read_at(fine, laid)
        return None if read_name is None else replace(read_name, box=read_name.box * scale)

    def _beside(
        self, verifier: Verifier, read_name: ReadName, names: Names, over: Sequence[Corners], *, k: int
    ) -> NamedView:
        """A name that lies on no outline: the card under it where its picture agrees, else its strip alone."""
        assert read_name.named is not None
        main = next((self._mains[card] for card in sorted(read_name.named.cards) if card in self._mains), None)
        place = None if main is None else names.place_on(main)
        if main is not None and place is not None and verifier.contrasts is not None:
            view = view_under(read_name, place, main.picture_sha256, verifier, self.detector, over)
            if view is not None:
                return with_name(NamedView(view, verifier.ranked(view, k=k)), read_name, names, self._mains, k=k)
        (strip,) = verifier.looked_up([Hypothesis(read_name.box / verifier.cuts.scale)])
        return with_name(NamedView(strip, Ranking((), Verdict.UNKNOWN)), read_name, names, self._mains, k=k)

    def _read_upright(self, verifier: Verifier, item: NamedView, read_name: ReadName) -> NamedView:
        """A view that no picture knows, turned so that its name is read from left to right."""
        corners = turned_to(item.view.corners, read_name)
        if item.ranking.verdict.accepts or np.array_equal(corners, item.view.corners):
            return item
        outline = Hypothesis(corners / verifier.cuts.scale, confidence=item.view.confidence)
        return replace(item, view=verifier.looked_up([outline])[0])

    @cached_property
    def _mains(self) -> dict[CardKey, Artwork]:
        return main_artworks(self.view)

    def _answer(self, verifier: Verifier, seen: Sequence[NamedView]) -> Recognition:
        size, judge = verifier.cuts.picture.size, self.model.judge
        ordered = [seen[i] for i in reading_order([item.view.corners for item in seen])]
        sightings = tuple(
            FoundSighting(
                corners=item.view.corners,
                crop=self._kept_crop(verifier, item.view),
                embedding=item.view.embedding,
                verdict=self._verdict(item),
                matches=item.ranking.matches,
                quality=item.view.quality,
                back=item.view.back,
                missing=missing_in(item.view.quality, judge, corners=item.view.corners, size=size)
                if item.ranking.verdict is Verdict.UNREADABLE
                else (),
                one_of=item.ranking.one_of,
                card_like=item.view.card_like,
                print_says=item.says,
                read_name=item.read_name,
                finish=self._finish(item.view, item.ranking),
                slab=self._slab(verifier, item, seen),
            )
            for item in ordered
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

    def _verdict(self, item: NamedView) -> Verdict:
        """Nobody can say that a card is not in a catalogue of which most cards cannot be known in any photo."""
        verdict = item.ranking.verdict
        is_open = verdict is Verdict.UNKNOWN and item.view.back is None and item.view.card_like is not False
        return Verdict.UNSURE if is_open and self._is_mostly_unseen() else verdict

    def _is_mostly_unseen(self) -> bool:
        """Whether fewer cards have a picture, a confirmed crop or a name that is read than have none of these."""
        if not self.view.unpictured:
            return False
        unseen = set(self.view.unpictured)
        if self.exemplars is not None:
            unseen -= {artwork.card for artwork in self.exemplars.unpictured}
        count = len(unseen if self.names is None else self.names.unread(unseen))
        return count > self.view.card_count + len(self.view.unpictured) - count

    def _kept_crop(self, verifier: Verifier, view: ProposalView) -> NDArray[np.uint8]:
        """As it was looked up; of a strip with a name alone as it stands in the photo."""
        usual = self.model.embedder.spec.size
        size = crop_size(usual, view.corners)
        return view.crop if size == usual else verifier.cuts.crop(view.corners, size=size)

    def _finish(self, view: ProposalView, ranking: Ranking) -> Finish | None:
        """Of a whole card that is known: only then the picture says what is printed and what shines."""
        is_whole = view.blocks is None and ranking.verdict.accepts and ranking.matches[0].by is None
        return self.finishes.of(view.crop, ranking.matches[0]) if self.finishes is not None and is_whole else None

    def _slab(self, verifier: Verifier, item: NamedView, seen: Sequence[NamedView]) -> Slab | None:
        if self.slabs is None or item.view.back is not None or item.view.blocks is not None:
            return None
        # A label may be outlined as a card that nobody knows.
        others = [each.view.corners for each in seen if each is not item and each.ranking.verdict.accepts]
        place = label_place(item.view.corners, others, verifier.cuts.picture.size)
        if place is None:
            return None
        with verifier.clock.step("read"):
            return self.slabs.read(verifier.cuts.crop(place, size=SIZE))

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
