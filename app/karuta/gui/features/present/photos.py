"""Photos as a source of pictures: those that were dropped, pasted or named, or a folder's, as they come into it.

They are gone through one by one, each with its cards. Stores nothing and labels nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject

from karuta.domain.cancel import CancelToken
from karuta.domain.photo import Arrival
from karuta.gui.desk.reading import OnDesk
from karuta.gui.features.feature import WindowParts
from karuta.gui.features.present.photo_looks import PhotoLooks
from karuta.gui.features.present.source import PictureSource, SourceView
from karuta.gui.intake.watched_folder import FolderWatch
from karuta.gui.kit.card_stage import OnStage
from karuta.gui.kit.dropped import Dropped
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.theme import Role
from karuta.gui.library.pictures import PhotoImage
from karuta.paths import LibraryFolder
from karuta.services.lookups.add_photos import arrivals

_MOST_DROPPED = 500


class Photos(PictureSource):
    """`photos`, `place`: which of them is shown. `why_none`: why there are none; empty while they are listed.

    `looks`: what is known of the photos. Dropped files are listed first; a pasted picture is kept in `scratch`.
    """

    def __init__(self, parts: WindowParts, looks: PhotoLooks, parent: QObject, photos: Sequence[Path] = ()) -> None:
        super().__init__(parent)
        self._session, self._prints, self._looks = parts.session, parts.print_asked, looks
        # Which photo is shown, and which of its cards.
        self.photos, self.place, self._card = tuple(photos), 0, 0
        # What is said where there are none.
        self.why_none = self.tr("Drop a photo or a folder here.")
        self._is_over = False
        self._picture: PhotoImage | None = None
        for news in (looks.came, self._prints.known):
            news.connect(self._told)

    @property
    def photo(self) -> Path | None:
        return self.photos[self.place] if self.photos else None

    @property
    def view(self) -> SourceView:
        # It is held here as long as it is shown: the image is a view of its memory.
        self._picture = picture = self._looks.image(self.photo)
        answer = self._looks.answer(self.photo)
        on_desk = answer if isinstance(answer, OnDesk) else None
        # Those that the newest look saw.
        seen = on_desk.photo.sightings if on_desk is not None else ()
        cards = tuple(sighting for sighting in seen if sighting.verdict is not None)
        place = min(self._card, max(0, len(cards) - 1))
        now = replace(self._without_card(), corners=tuple(card.corners for card in cards), current=place)
        if picture is not None:
            now = replace(now, image=picture.image, size=picture.size)
        read = self._prints.of(on_desk, cards[place]) if cards else None
        is_whole = answer is not None and (picture is not None or on_desk is None)
        return SourceView(now, cards, place, read, self.tr("Space: next · Left: back"), is_whole)

    def _without_card(self) -> OnStage:
        """Why no card is shown."""
        answer = self._looks.answer(self.photo)
        if self.photo is None and self.why_none:
            return OnStage(words=self.why_none, icon="images", role=Role.MUTED)
        if isinstance(answer, str):
            return OnStage(words=answer, icon="file-x", role=Role.BAD)
        if answer is not None:
            return OnStage(words=self.tr("No card in this photo"), icon="circle-dashed", role=Role.MUTED)
        if self._looks.awaits_cards:
            return OnStage(words=self.tr("Preparing the demo's cards…"), icon="clock", role=Role.MUTED)
        return OnStage(words=self.tr("Looking up…"), icon="clock", role=Role.MUTED)

    # What a person does

    def step(self, by: int) -> None:
        """To the next card of the photo, else to the next photo, cyclically."""
        card = self._card + by
        if 0 <= card < len(self.view.cards):
            self._card = card
        else:
            self.place, self._card = (self.place + by) % max(1, len(self.photos)), 0
        self.show()

    def list_given(self, given: Dropped, scratch: Path) -> None:
        """Files and folders, or a picture without a file, which is kept in `scratch`."""
        paths, made = given.paths, given.made

        def listed(library: LibraryFolder, token: CancelToken) -> list[Path]:
            if made is not None and not paths:
                picture = made()
                kept = scratch / f"{len(list(scratch.iterdir()))}{picture.suffix}"
                kept.write_bytes(picture.data)
                return [kept]
            return [arrival.path for arrival in islice(arrivals(paths, library), _MOST_DROPPED)]

        self.why_none = ""
        self._session.files_lane.submit(
            listed, done=self.put, failed=ignore_expected(lambda: self.put(())), key="present drop"
        )

    def go(self, place: int) -> None:
        """To the photo at this place, where there is one."""
        if 0 <= place < len(self.photos):
            self.place, self._card = place, 0
            self.show()

    def put(self, photos: Sequence[Path], *, at: int = 0) -> None:
        """These in place of the others. They may have been saved again since they were last seen."""
        self.why_none = self.tr("No photos found there.")
        self._looks.anew(photos)
        self.photos, self.place, self._card = tuple(photos), at, 0
        self.show()

    def show(self) -> None:
        if not self._is_over:
            following = self.photos[(self.place + 1) % len(self.photos)] if self.photos else None
            self._looks.want(self.photo, following)
            self._told()

    def stop(self) -> None:
        self._is_over = True

    def _told(self) -> None:
        if not self._is_over:
            answer = self._looks.answer(self.photo)
            if isinstance(answer, OnDesk):
                self._prints.ask(answer, self.view.card)
            self.changed.emit()


class FolderPhotos(Photos):
    """All photos of a folder, and each new one as soon as it is there."""

    def __init__(self, parts: WindowParts, looks: PhotoLooks, parent: QObject, folder: Path) -> None:
        super().__init__(parts, looks, parent)
        self.why_none = self._trouble = ""
        self._watch = FolderWatch(parts.session, self, appeared=self._appeared, trouble=self)
        self._watch.begin(folder)

    def stop(self) -> None:
        super().stop()
        self._watch.end()

    @property
    def view(self) -> SourceView:
        view = super().view
        return replace(view, keys=self._trouble or view.keys)

    def _appeared(self, arrivals: Sequence[Arrival]) -> None:
        before, new = self.photos, tuple(arrival.path for arrival in arrivals)
        together = (*(photo for photo in before if photo not in new), *new)
        self.put(together, at=len(together) - len(new) if new else 0)
        if before and new:
            self.arrived.emit()

    def over(self) -> None:
        """The folder is well again."""
        self.say("")

    def say(self, trouble: str) -> None:
        """What is wrong with the folder."""
        if trouble != self._trouble:
            self._trouble = trouble
            self._told()
