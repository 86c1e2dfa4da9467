"""Fills the compare view with the sighting, the artworks of its matches, and the regions where those differ.

Draws nothing.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap

from karuta.domain.match import Match, are_close
from karuta.gui.desk.compare_view import LensPicture
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.library_parts import LibraryParts
from karuta.gui.kit.failures import ignore_expected
from karuta.jobs.lane import Urgency
from karuta.services.catalogue.catalogue_pictures import Region, differing_regions

Pair = tuple[Path, Path]
Through = tuple[str, tuple[Region, ...], tuple[LensPicture, ...]]
"""A title, the regions, and the pictures that are looked at."""
_NOTHING: Through = ("", (), ())
_KEPT = 400


class ComparePresenter(QObject):
    """Follows the desk. If the first two matches are close, the lens opens by itself, unless a setting forbids it."""

    def __init__(self, parts: LibraryParts, panel: DeskPanel) -> None:
        super().__init__(panel)
        self._session = parts.session
        self._desk = parts.desk
        self._pictures = parts.pictures
        self._card_facts = parts.card_facts
        self._panel = panel
        self._view, self._lens = panel.compare, panel.lens
        self._regions: dict[Pair, tuple[Region, ...]] = {}
        self._asked: set[Pair] = set()
        for changed in (parts.desk.sighting_shown, parts.desk.match_chosen, parts.card_facts.known):
            changed.connect(self.refresh)
        for came in (parts.pictures.small_ready, parts.pictures.photo_ready):
            came.connect(self.refresh)

    @property
    def is_idle(self) -> bool:
        return not self._asked

    def toggle(self) -> None:
        self.turn(not self._panel.is_comparing)

    def blink(self) -> None:
        """For as long as the key is held."""
        if not self._panel.is_comparing:
            self.turn(on=True)
        self._view.start_blinking()

    def turn(self, on: bool) -> None:  # noqa: FBT001 - on or off
        self._panel.set_comparing(on)
        self.refresh()

    def refresh(self) -> None:
        desk = self._desk
        if not self._panel.is_comparing:
            self._show_by_itself()
            return
        match = desk.match
        if match is None:
            words = self.tr("Nothing to compare: this card has no match") if desk.sighting else ""
            self._view.show_pair(None, None, ("", ""), words=words or self.tr("Nothing to compare: no card was found"))
            self._look_through(_NOTHING)
            return
        photo, artwork = self._sighting(), self._artwork(match)
        caption = f"{desk.place_of_match + 1} · {self._name(match)}"
        self._view.show_pair(photo, artwork, (self.tr("Photo"), caption), words="")
        self._look_through(self._seen_through(photo))

    def _show_by_itself(self) -> None:
        """Below the photo, if the first two are close and nobody has decided yet."""
        desk, lens = self._desk, self._lens
        sighting = desk.sighting
        is_wanted = desk.label is None and desk.shows_suggestions and self._session.settings.lens
        if sighting is None or not is_wanted or not are_close(desk.matches, sighting.verdict):
            lens.show_lens(*_NOTHING)
            return
        seen = self._seen_through(self._sighting())
        # Only once there is something to see: the photo moves once, if at all.
        lens.show_lens(*(seen if seen[1] else _NOTHING))

    def _look_through(self, seen: Through) -> None:
        """The lens below the comparison."""
        self._lens.show_lens(*seen)
        self._view.show_regions(seen[1])

    def _seen_through(self, photo: QPixmap | None) -> Through:
        """The first two matches; if another is marked, that one and the first."""
        desk = self._desk
        places = sorted({0, desk.place_of_match or min(1, len(desk.matches) - 1)})
        if len(places) < 2 or desk.sides:
            return _NOTHING
        first_match, second_match = (desk.matches[place] for place in places)
        paths = self._path(first_match), self._path(second_match)
        if paths[0] is None or paths[1] is None:
            return _NOTHING
        regions = self._regions_of((paths[0], paths[1]))
        first, second = (place + 1 for place in places)
        if regions is None:
            return self.tr("Finding where {first} and {second} differ…").format(first=first, second=second), (), ()
        if not regions:
            same = self.tr("The artworks of {first} and {second} look the same")
            return same.format(first=first, second=second), (), ()
        title = self.tr("Where {first} and {second} differ most").format(first=first, second=second)
        seen = (
            LensPicture(self.tr("Photo"), photo),
            LensPicture(self._name(first_match), self._artwork(first_match), number=first),
            LensPicture(self._name(second_match), self._artwork(second_match), number=second),
        )
        return title, regions, seen

    def _sighting(self) -> QPixmap | None:
        """Cut from the photo; as the lookup saw it while the photo's file is not available."""
        desk, pictures = self._desk, self._pictures
        sighting, on_desk = desk.sighting, desk.on_desk
        if sighting is None or on_desk is None:
            return None
        flat = None
        if on_desk.place is not None:
            flat = pictures.flat_sighting(on_desk.photo.photo.sha256, on_desk.place, sighting.corners)
        if flat is not None and not flat.isNull():
            return flat
        return pictures.crop(sighting.crop_sha256)

    def _name(self, match: Match) -> str:
        return self._card_facts.name(match.card, match.name)

    def _path(self, match: Match) -> Path | None:
        return self._card_facts.picture(match.card, match.picture_sha256)

    def _artwork(self, match: Match) -> QPixmap | None:
        return self._pictures.artwork(self._path(match))

    def _regions_of(self, pair: Pair) -> tuple[Region, ...] | None:
        loaded = self._regions.get(pair)
        if loaded is None and pair not in self._asked:
            self._asked.add(pair)
            self._session.pictures_lane.submit(
                lambda _, token: differing_regions(*pair),
                done=lambda regions: self._came(pair, regions),
                failed=ignore_expected(lambda: self._came(pair, ())),  # nothing is marked then
                urgency=Urgency.SOON,
            )
        return loaded

    def _came(self, pair: Pair, regions: tuple[Region, ...]) -> None:
        self._asked.discard(pair)
        while len(self._regions) >= _KEPT:
            self._regions.pop(next(iter(self._regions)))
        self._regions[pair] = regions
        self.refresh()
