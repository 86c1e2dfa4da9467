"""Checks one listing, its title and its photos, or recalls what was seen in them. Changes no library.

What was seen: a file for each text of a listing, which says what it rests on: the photos, the model, the catalogue.
Where one of these is another now, or the file is damaged, nothing is found. All of it may be deleted at any time.
"""

from __future__ import annotations

import json
import logging
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta import __version__
from karuta.domain.card import Card, Printing
from karuta.domain.errors import KarutaError, ModelError, PictureError
from karuta.domain.label import Points, as_points
from karuta.domain.printing.answer import PrintingAnswer, PrintingVerdict
from karuta.domain.printing.judging import judged
from karuta.domain.printing.names import ReadName, by_name
from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.verifying import SeenStrip
from karuta.domain.ranking import Ranking
from karuta.domain.recognition import Recognition
from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen, parsed, shaped
from karuta.domain.sighting import Corners, as_corners, height
from karuta.engine.code_reader import LONGEST, CodeReader, FoundLine, corners_of_place, found_lines, turned
from karuta.engine.decode import open_picture
from karuta.engine.named import Names, name_at
from karuta.engine.recognise import Recogniser
from karuta.engine.same_shot import photo_grey
from karuta.files import file_hash
from karuta.json_files import Damaged, read_sealed, write_sealed
from karuta.listings.domain.check.checked import CheckedPhoto, ShownListing
from karuta.listings.domain.check.judge_listing import CatalogueFacts, judged_listing, met_cards
from karuta.listings.domain.check.judge_printing import PrintingFacts, ShownPrintings
from karuta.listings.domain.check.listing import (
    CheckedListing,
    CloseUp,
    Described,
    Greys,
    ListingFinding,
    ListingVerdict,
    PhotoTrouble,
    SeenCard,
    SeenMatch,
    SeenName,
    SoldListing,
    described,
)
from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.domain.titles.set_codes import language_of_code
from karuta.listings.services.check.listing_line import listing_line
from karuta.listings.services.check.listing_sources import QueuedListing
from karuta.paths import LibraryFolder
from karuta.print_table import print_table
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.identify import Read, identify
from karuta.services.lookups.read_prints import PrintReader, enough_for, open_print_reader

# Upright, upside down, on either side.
_QUARTERS = (0, 2, 1, 3)


def read_close_up(reader: CodeReader, photo: str, path: Path, card: Card) -> CloseUp | None:
    """None where no code of this card is read for sure: what a close-up shows is not known to be the code at all."""
    row = print_table().of(card.key.game)
    places = row.places_of(Print.CODE, type_line=str(card.facts.get("type_line", "")))
    if not row.called or not places or not card.printings:
        return None
    try:
        picture = open_picture(path)
        pixels = picture.pixels(longest=2 * LONGEST)
    except PictureError:
        return None
    for quarters in _QUARTERS:
        lines = found_lines(turned(pixels, quarters=quarters))
        if not lines:
            continue
        logs = reader.logs(np.stack([line.strip for line in lines]))
        strips = [SeenStrip(places[0], log, line.capitals, 0.0) for line, log in zip(lines, logs, strict=True)]
        answer = judged(strips, card, row=row)
        if answer.verdict is PrintingVerdict.READ and answer.read.set_code is not None:
            scale = np.array([picture.size[0] / pixels.shape[1], picture.size[1] / pixels.shape[0]])
            corners = _best(lines, strips, answer).corners * scale
            return CloseUp(photo, answer, as_points(corners.tolist()))
    return None


def _best(lines: Sequence[FoundLine], strips: Sequence[SeenStrip], answer: PrintingAnswer) -> FoundLine:
    """The line in which its code was read best."""
    assert answer.verified is not None
    printed = answer.verified.fits[0].printed
    lettered = [at for at, strip in enumerate(strips) if not strip.is_blank]
    return lines[max(lettered, key=lambda at: float(strips[at].ratios([printed])[0]))]


BAD_ROW, MISSING = "bad_row", "missing"
_MATCHES = 5
# A listing has one close-up of its code, seldom two; each costs as much as some lookups.
_MOST_CLOSE_UPS = 2


class ListingChecker:
    """Checks any number of listings with one open library."""

    def __init__(self, recogniser: Recogniser, titles: TitleReader, prints: PrintReader | None) -> None:
        """Without `prints` no small print is read."""
        self._recogniser, self._titles, self._prints = recogniser, titles, prints
        pictured = {artwork.card for artwork in recogniser.view.artworks}
        self._facts = CatalogueFacts(
            pictured=pictured.__contains__,
            may_mean=titles.may_mean,
            printings=PrintingFacts(titles.owners_of, titles.rarities_of, titles.languages_of),
        )

    def check(self, listing: SoldListing, folder: Path) -> CheckedListing:
        """A row that cannot be read, or of which no photo can be, is an error and no exception."""
        if listing.trouble:
            title = TitleReading(listing.title)
            trouble = PhotoTrouble("", BAD_ROW, Sentence(listing.trouble))
            return CheckedListing(listing, _error(Described(title, title), [trouble]), ())
        words = self._read(listing)
        card = self._sold_card(words.combined)
        seen: list[SeenCard] = []
        troubles: list[PhotoTrouble] = []
        greys: list[NDArray[np.uint8]] = []
        if not listing.photos:
            troubles.append(PhotoTrouble("", MISSING, Sentence("The listing has no photo.")))
        for photo in listing.photos:
            looked_up = self._looked_up(photo, folder / photo, self._reading(card))
            if isinstance(looked_up, PhotoTrouble):
                troubles.append(looked_up)
                continue
            recognition, grey = looked_up
            greys.append(grey)
            seen += _seen(photo, recognition)
        if not greys:
            return CheckedListing(listing, _error(words, troubles), ())
        close_ups = self._close_ups(listing, folder, card, words.combined, seen, troubles) if card is not None else []
        finding = judged_listing(words, seen, troubles, self._facts, close_ups)
        if finding.verdict is ListingVerdict.WRONG_CARD and self._recogniser.names is not None:
            # Nobody is accused before the names on the cards were read, too.
            seen = [_with_name(seen_card, folder / seen_card.photo, self._recogniser.names) for seen_card in seen]
            finding = judged_listing(words, seen, troubles, self._facts, close_ups)
        return CheckedListing(listing, finding, tuple(greys))

    def again(
        self, listing: SoldListing, seen: Sequence[SeenCard], close_ups: Sequence[CloseUp], greys: Greys
    ) -> CheckedListing:
        """Judge anew what was seen in its photos before, all of which could be read."""
        finding = judged_listing(self._read(listing), seen, (), self._facts, close_ups)
        return CheckedListing(listing, finding, greys)

    def sold_card(self, listing: SoldListing) -> Card | None:
        """The card with the codes that are looked for in the photos; None where no one card is sold."""
        return self._sold_card(self._read(listing).combined)

    def _close_ups(
        self,
        listing: SoldListing,
        folder: Path,
        card: Card,
        title: TitleReading,
        seen: Sequence[SeenCard],
        troubles: Sequence[PhotoTrouble],
    ) -> list[CloseUp]:
        """Of photos in which no card was made out, a back neither, beside one that shows the card without its code."""
        shown = {sighting.photo for sighting in seen if sighting.is_believed or sighting.back is not None}
        shown |= {trouble.photo for trouble in troubles}
        bare = [photo for photo in listing.photos if photo not in shown][:_MOST_CLOSE_UPS]
        is_met = met_cards(title, seen) == {card.key} and not ShownPrintings.of(seen, {card.key}).codes
        if self._prints is None or not bare or not is_met:
            return []
        close_ups = (read_close_up(self._prints.reader, photo, folder / photo, card) for photo in bare)
        return [up for up in close_ups if up is not None]

    def _read(self, listing: SoldListing) -> Described:
        description = self._titles.read(listing.description) if listing.description.strip() else None
        return described(self._titles.read(listing.title), description, self._titles.owners_of)

    def _sold_card(self, title: TitleReading) -> Card | None:
        """The one card of a title, with the codes of the title that the catalogue lacks: they are looked for too."""
        if self._prints is None or len(title.cards) != 1 or title.cards[0].rivals:
            return None
        card = self._prints.card(title.cards[0].card)
        if card is None:
            return None
        unknown = [code for code in title.set_codes if not self._titles.owners_of(code)]
        also = tuple(Printing(code, lang=language_of_code(code) or "") for code in unknown)
        return replace(card, printings=(*card.printings, *also))

    def _reading(self, card: Card | None) -> Read:
        """Reads small print. `card`: taken for what the catalogue says of it."""
        if self._prints is None:
            return lambda _, recognition: recognition
        return partial(self._prints.read, instead=card)

    def _looked_up(self, photo: str, path: Path, read: Read) -> tuple[Recognition, NDArray[np.uint8]] | PhotoTrouble:
        (answer,) = identify([str(path)], self._recogniser, k=_MATCHES, read=read)
        if answer.recognition is None:
            code, why = ("internal", "") if answer.error is None else (answer.error.code, answer.error.message)
            if code == MISSING:
                # Reasons are kept and sent on: the folders of this computer are nobody's business.
                why = Sentence("There is no file {name}.", name=path.name)
            return PhotoTrouble(photo, code, Sentence(why))
        try:
            return answer.recognition, photo_grey(path)
        except (PictureError, OSError) as error:
            reason = error.sentence if isinstance(error, KarutaError) else str(error)
            return PhotoTrouble(photo, "internal", Sentence(reason))


def _error(words: Described, troubles: Sequence[PhotoTrouble]) -> ListingFinding:
    return ListingFinding(ListingVerdict.ERROR, (), words, (), tuple(troubles))


def _seen(photo: str, recognition: Recognition) -> Iterator[SeenCard]:
    for sighting in recognition.sightings:
        matches = tuple(
            SeenMatch(match.card, match.name, match.probability, match.picture_sha256) for match in sighting.matches
        )
        printing = sighting.printing
        yield SeenCard(
            photo,
            sighting.verdict,
            matches,
            back=sighting.back,
            corners=as_points(sighting.corners.tolist()),
            printing=printing,
            code_at=_place(sighting.corners, printing.place if printing is not None else None),
            edition_at=_place(sighting.corners, printing.edition_place if printing is not None else None),
            print_says=sighting.print_says,
            finish=sighting.finish.value if sighting.finish else None,
            name=_seen_name(sighting.read_name),
        )


def _seen_name(read_name: ReadName | None) -> SeenName | None:
    if read_name is None or read_name.named is None:
        return None
    return SeenName(read_name.named.name, tuple(sorted(read_name.named.cards)), as_points(read_name.box.tolist()))


def _with_name(seen: SeenCard, path: Path, names: Names) -> SeenCard:
    """The same with the name that is read on it; a photo that can no longer be opened says nothing."""
    if seen.name is not None or seen.corners is None or not seen.is_believed:
        return seen
    corners = as_corners(seen.corners)
    try:
        picture = open_picture(path)
        pixels = picture.pixels(longest=enough_for(picture.size, height(corners)))
    except PictureError:
        return seen
    scale = np.array([picture.size[0] / pixels.shape[1], picture.size[1] / pixels.shape[0]])
    first = seen.matches[0]
    known = Ranking((by_name(first.card, first.name, first.probability or 0.0, None),), seen.verdict)
    read_name = name_at(pixels, corners / scale, known, names)
    return seen if read_name is None else replace(seen, name=_seen_name(replace(read_name, box=read_name.box * scale)))


def _place(corners: Corners, place: PrintPlace | None) -> Points | None:
    return None if place is None else as_points(corners_of_place(corners, place).tolist())


# Incremented whenever what is kept has another form or meaning.
EDITION = 4
MOST_KEPT = 2000
"""A listing takes some 10 KB."""

_SIDE = 64


@dataclass(frozen=True)
class SeenPhotos:
    """Things seen from which a finding is judged. `greys`: the photos' grey squares, (64, 64) uint8, in base 64."""

    seen: tuple[SeenCard, ...]
    close_ups: tuple[CloseUp, ...]
    greys: tuple[str, ...]

    @property
    def squares(self) -> tuple[NDArray[np.uint8], ...]:
        """Raises `ValueError`."""
        return tuple(np.frombuffer(b64decode(grey), np.uint8).reshape(_SIDE, _SIDE) for grey in self.greys)


class KeptLooks:
    """Of one library. `key`: a listing's. `rests_on`: everything that what was seen depends on, as text."""

    def __init__(self, library: LibraryFolder) -> None:
        self._folder = library.listing_looks

    def read(self, key: str, rests_on: str) -> SeenPhotos | None:
        """Read what was seen of a listing; None where that is not known, or depends on something else."""
        try:
            header, payload = read_sealed(self._folder / key)
            if header.get("rests_on") != _provenance_hash(rests_on):
                return None
            photos = shaped(parsed(payload, halves=True), SeenPhotos)
            photos.squares  # noqa: B018 - it is whole
        except FileNotFoundError:
            return None
        except (Damaged, Misshapen, NoBase64, ValueError) as error:
            log.info("%s", error)
            return None
        return photos

    def keep(self, key: str, rests_on: str, checked: CheckedListing) -> None:
        """Keep what was seen. If it cannot be written, the listing is looked at again the next time."""
        finding = checked.finding
        greys = tuple(b64encode(np.ascontiguousarray(grey).tobytes()).decode() for grey in checked.greys)
        kept = asdict(SeenPhotos(finding.seen, finding.close_ups, greys))
        try:
            write_sealed(self._folder / key, {"rests_on": _provenance_hash(rests_on)}, json.dumps(kept).encode())
        except OSError as error:
            log.warning("what was seen of a listing is not kept: %s", error)

    def thin(self) -> None:
        """The oldest go."""
        with suppress(OSError):
            files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime)
            for older in files[: max(0, len(files) - MOST_KEPT)]:
                older.unlink()


def _provenance_hash(rests_on: str) -> str:
    return sha256(f"{EDITION} {rests_on}".encode("utf-8", "surrogatepass")).hexdigest()


log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class ListingLook:
    """`shown`: what a decision about it keeps. `checked`: the finding, and grey squares of its photos."""

    queued: QueuedListing
    checked: CheckedListing
    shown: ShownListing

    @property
    def finding(self) -> ListingFinding:
        return self.checked.finding

    def path(self, photo: str) -> Path:
        """The path of a photo that the listing names."""
        return self.queued.folder / photo

    def sha256(self, photo: str) -> str:
        """A photo's hash; empty where it could not be read."""
        return next((checked_photo.sha256 for checked_photo in self.shown.photos if checked_photo.name == photo), "")


class ListingLooker:
    """Looks at any number of listings; belongs to the thread that has the engine."""

    def __init__(self, titles: TitleReader, resources: Path, kept: KeptLooks | None = None) -> None:
        """`kept`: what was seen before is not looked at again where nothing has changed."""
        self._titles, self._resources, self._kept = titles, resources, kept
        self._recogniser: Recogniser | None = None
        self._checker: ListingChecker | None = None

    def check(self, opened: OpenLibrary, queued: QueuedListing) -> CheckedListing:
        """The finding alone: no photo is hashed."""
        return self._with(opened).check(queued.listing, queued.folder)

    def _with(self, opened: OpenLibrary) -> ListingChecker:
        recogniser = opened.recogniser
        if self._checker is None or recogniser is not self._recogniser:
            prints = _prints(opened, self._resources)
            self._recogniser, self._checker = recogniser, ListingChecker(recogniser, self._titles, prints)
        return self._checker

    def _checked(self, opened: OpenLibrary, queued: QueuedListing, photos: Sequence[CheckedPhoto]) -> CheckedListing:
        """As it was seen before, where that is kept and rests on the same."""
        checker, listing = self._with(opened), queued.listing
        if self._kept is None or listing.trouble or not photos or not all(photo.sha256 for photo in photos):
            return self.check(opened, queued)
        rests_on = self._rests_on(opened, checker.sold_card(listing), photos)
        seen = self._kept.read(queued.key, rests_on)
        if seen is not None:
            return checker.again(listing, seen.seen, seen.close_ups, seen.squares)
        checked = self.check(opened, queued)
        if checked.greys and not checked.finding.troubles:
            self._kept.keep(queued.key, rests_on, checked)
        return checked

    def _rests_on(self, opened: OpenLibrary, sold: Card | None, photos: Sequence[CheckedPhoto]) -> str:
        """Everything that a lookup of these photos depends on. Labels do not count, as in looks of photos."""
        recogniser, catalogue = opened.recogniser, opened.folder.catalogue_db.stat()
        # Of the index the name alone: the hash behind it counts confirmed crops too.
        answers = recogniser.index_title.partition("@")[0], recogniser.provenance
        return repr((__version__, answers, catalogue.st_size, catalogue.st_mtime_ns, sold, tuple(photos)))

    def look(self, opened: OpenLibrary, queued: QueuedListing) -> ListingLook:
        """A listing that cannot be read is an error in its finding, and no exception."""
        recogniser = opened.recogniser
        listing = queued.listing
        # Before the lookup: a file that changes meanwhile is not the one that was shown.
        photos = tuple(CheckedPhoto(name, _hash(queued.folder / name)) for name in listing.photos)
        checked = self._checked(opened, queued, photos)
        model = recogniser.model
        shown = ShownListing(
            key=queued.key,
            listing_id=listing.listing_id,
            source=queued.source,
            title=listing.title,
            description=listing.description,
            photos=photos,
            verdict=checked.finding.verdict,
            found=listing_line(checked).to_dict(),
            model=model.title,
            model_hash=model.hash,
            index=recogniser.index_title,
            index_hash=recogniser.answering_hash,
            artworks_hash=recogniser.provenance.artworks_hash,
        )
        return ListingLook(queued, checked, shown)


def _prints(opened: OpenLibrary, resources: Path) -> PrintReader | None:
    """A damaged reader costs no finding: its fields say that nothing was read."""
    try:
        return open_print_reader(opened, resources)
    except ModelError as error:
        log.error("no small print is read in listings: %s", error)
        return None


def _hash(path: Path) -> str:
    try:
        return file_hash(path)
    except OSError:
        return ""
