"""The printing of the marked card: read in a lane of its own, said below the matches, and taken with its key.

Nothing waits for it: the list, the verdict and what Return does are the same with it and without. Return confirms the
card alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QPixmap

from karuta.domain.card import CardKey
from karuta.domain.finish import FINISHES, NO_SLAB
from karuta.domain.label import Kind
from karuta.domain.match import Verdict
from karuta.domain.printing.answer import Illegible, MadeOut, PrintingAnswer, PrintingVerdict, RankedCode, kept_text
from karuta.domain.printing.evidence import PrintSays
from karuta.gui.desk.library_parts import LibraryParts, Panels, Presenter
from karuta.gui.desk.print_strip import NOTHING_SAID, CodeCell, PrintWords
from karuta.gui.kit.command_table import PRINTING_KEYS
from karuta.gui.kit.seen import Seen
from karuta.gui.kit.theme import Role
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP
from karuta.gui.library.pictures import as_image
from karuta.services.lookups.read_desk_print import CardOfPrint, DeskPrint, is_read_at_desk

LEAST_SHOWN = 0.005
"""A printing that is less probable than this, beside a more probable one, is not offered."""

_TITLES = {
    PrintingVerdict.READ: (QT_TRANSLATE_NOOP("Printing", "Printing: read"), Role.GOOD),
    PrintingVerdict.LIKELY: (QT_TRANSLATE_NOOP("Printing", "Printing: likely"), Role.TEXT),
    PrintingVerdict.OTHER: (QT_TRANSLATE_NOOP("Printing", "Printing: not known"), Role.DOUBT),
    PrintingVerdict.ILLEGIBLE: (QT_TRANSLATE_NOOP("Printing", "Printing: not legible"), Role.MUTED),
    PrintingVerdict.NONE: (QT_TRANSLATE_NOOP("Printing", "No set code is printed"), Role.TEXT),
}
_HELP = {
    Illegible.SMALL: QT_TRANSLATE_NOOP("Printing", "Too small; a closer photo of the set code would help."),
    Illegible.BLURRED: QT_TRANSLATE_NOOP("Printing", "Blurred; a sharper photo of the set code would help."),
    Illegible.COVERED: QT_TRANSLATE_NOOP("Printing", "Covered; a photo without glare or fingers on it would help."),
}
_DIFFERENT = {
    False: QT_TRANSLATE_NOOP("Printing", "The picture says {pictured}, the printed number says {printed}."),
    True: QT_TRANSLATE_NOOP("Printing", "The picture says {pictured}, the printed name says {printed}."),
}
_EDITIONS = {
    "first": QT_TRANSLATE_NOOP("Printing", "1st edition"),
    "limited": QT_TRANSLATE_NOOP("Printing", "limited edition"),
    "unlimited": QT_TRANSLATE_NOOP("Printing", "unlimited edition"),
}
_FINISHES = {
    "foil": QT_TRANSLATE_NOOP("Printing", "foil"),
    "reverse": QT_TRANSLATE_NOOP("Printing", "reverse foil"),
    "plain": QT_TRANSLATE_NOOP("Printing", "not foil"),
}


translate = QCoreApplication.translate


@dataclass(frozen=True)
class StripKeys:
    """Keys to press: for each printing, for the card alone, to go to the card that the print names, to see all of it.
    Empty words where a key would not.
    """

    printings: tuple[str, ...]
    only_card: str
    named: str = ""
    more: str = ""


@dataclass(frozen=True)
class NamedCards:
    """The names of the card that the picture says and of the one that the print says, as they are shown.

    `by_name`: the printed name says so, and not a number.
    """

    pictured: str
    printed: str
    by_name: bool = False


def offered(answer: PrintingAnswer | None) -> tuple[RankedCode, ...]:
    """The printings that are shown, the likeliest first."""
    codes = () if answer is None else answer.codes
    return tuple(code for place, code in enumerate(codes) if place == 0 or code.probability >= LEAST_SHOWN)


def taken(answer: PrintingAnswer | None, *, is_marked: bool) -> tuple[RankedCode, ...]:
    """The printings that a key takes. `is_marked`: the match that `answer` is about is Return's.

    What its batch or blurred letters say of a code that is not legible is a guess, which is only shown.
    """
    is_known = answer is not None and answer.verdict in (PrintingVerdict.READ, PrintingVerdict.LIKELY)
    return offered(answer) if is_known and is_marked else ()


def print_words(
    print_read: DeskPrint | None,
    answer: PrintingAnswer | None,
    *,
    keys: StripKeys,
    names: NamedCards | None,
    is_sure: bool,
) -> PrintWords:
    """`answer`: of the marked card. `names`: where the print says another card than the picture. `is_sure`: the picture
    is, so that nobody has to be told that the print agrees.
    """
    if print_read is None or answer is None:
        return NOTHING_SAID
    title, role = _TITLES[answer.verdict]
    if names is not None:
        title = QT_TRANSLATE_NOOP("Printing", "The print says")
    # What agrees with a sure picture is no news, and the marked card may be the very one that the print names.
    is_old = (is_sure and print_read.print_says is PrintSays.AGREES) or (print_read.named is not None and names is None)
    news = None if is_old else print_read.print_says
    is_unread = answer.verdict is PrintingVerdict.ILLEGIBLE
    pairs = zip(keys.printings, offered(answer), strict=False)
    cells = tuple(_cell(key, code, is_unread=is_unread) for key, code in pairs)
    if names is not None:
        # A card that the print contradicts has no printing.
        cells = ()
    only = CodeCell(keys.only_card, translate("Printing", "only the card"), "") if keys.only_card and cells else None
    named = CodeCell(keys.named, names.printed, "") if names is not None else None
    return PrintWords(
        translate("Printing", title),
        Role.DOUBT if names or news is PrintSays.CONTRADICTS else role,
        _note(answer, names, news),
        cells,
        only,
        named,
        keys.more,
    )


def _note(answer: PrintingAnswer, names: NamedCards | None, news: PrintSays | None) -> str:
    if names is not None:
        text = translate("Printing", _DIFFERENT[names.by_name])
        return text.format(pictured=names.pictured, printed=names.printed)
    if news is PrintSays.CONTRADICTS:
        return translate("Printing", "The print does not agree with the picture.")
    if answer.batch is not None:
        # What orders the printings is said before what would help.
        text = translate("Printing", "By this batch: {agree} of {count} codes are {set}.")
        return text.format(agree=answer.batch.agree, count=answer.batch.of, set=answer.batch.name)
    if answer.reason is not None:
        return translate("Printing", _HELP[answer.reason])
    if answer.verdict is PrintingVerdict.OTHER:
        return translate("Printing", "Read: {code}").format(code=answer.read.set_code)
    return " · ".join(
        [
            *([translate("Printing", "agrees with the picture")] if news is PrintSays.AGREES else []),
            *_made_out(answer.read),
            *_seen_finish(answer),
        ]
    )


def _made_out(read: MadeOut) -> list[str]:
    edition = [translate("Printing", _EDITIONS[read.edition])] if read.edition in _EDITIONS else []
    number = [translate("Printing", "passcode {code}").format(code=read.passcode)] if read.passcode else []
    name = [translate("Printing", "name {name}").format(name=read.name)] if read.name else []
    return edition + number + name


def _seen_finish(answer: PrintingAnswer) -> list[str]:
    finish = answer.finish
    if finish is None or finish.value is None:
        return []
    return [f"{translate('Printing', _FINISHES[finish.value])} {_share(finish.probability)}"]


def _cell(key: str, code: RankedCode, *, is_unread: bool) -> CodeCell:
    """A single rarity is said by the code. What the batch alone says has no share."""
    rarities = code.rarities if len(code.rarities) > 1 else ()
    return CodeCell(key, code.set_code, "" if is_unread else _share(code.probability), rarities)


def _share(probability: float) -> str:
    return f"{100 * probability:.0f} %" if probability >= LEAST_SHOWN else "<1 %"


class PrintPresenter(Presenter):
    """Follows the desk."""

    def __init__(self, parts: LibraryParts, panels: Panels, *, find: Callable[[str], object]) -> None:
        """`find`: opens the search for a card with this text."""
        strip, queue, commands = panels.matches.print_strip, panels.queue, panels.commands
        super().__init__(parts, panels, strip)
        self._find, self._strip, self._asked = find, strip, parts.print_asked
        self._seen = Seen((strip,))
        self._shown: object = None
        # Of which sighting a person has chosen a finish, and which.
        self._chosen: tuple[object, str | None] = (None, None)
        for changed in (parts.desk.sighting_shown, parts.desk.match_chosen, commands.keys_changed):
            changed.connect(self.say)
        for signal in (parts.print_asked.known, parts.card_facts.known):
            signal.connect(self.say)
        queue.marked.connect(lambda _: self.say())
        strip.taken.connect(lambda place: commands[PRINTING_KEYS[place]].trigger())
        # After it was painted: the list is on the screen then.
        strip.turned.connect(self._seen.anew)
        strip.painted.connect(lambda: QTimer.singleShot(0, self, self._ask))
        self.retranslate()

    def retranslate(self) -> None:
        self.say()

    @property
    def is_settled(self) -> bool:
        """Whether what can be read of the card on the desk was read, or nobody sees it."""
        on_desk = self._desk.on_desk
        if not self._strip.isVisible() or on_desk is None or on_desk.place is None:
            return True
        return self._strip.is_painted and self._asked.is_known(on_desk, self._desk.sighting)

    def say(self) -> None:
        sighting = self._desk.sighting
        if sighting is not None and is_read_at_desk(sighting):
            # From here on its place is kept.
            self._strip.show()
        print_read, answer = self._print_read, self._answer
        codes, count = self._codes, len(self._taken)
        shown = (
            self._place,
            self._card,
            tuple(code.set_code for code in codes),
            count,
        )
        is_sure = sighting is not None and sighting.verdict is Verdict.SURE
        words = print_words(print_read, answer, keys=self._keys, names=self._names(), is_sure=is_sure)
        said = () if self.finish is None else (translate("Printing", _FINISHES[self.finish]),)
        slab = answer.slab if answer is not None and answer.slab is not None else NO_SLAB
        words = replace(words, title=" · ".join([part for part in (*said, slab.text, words.title) if part]))
        self._strip.say(words, self._cutout(print_read))
        if shown != self._shown:
            self._shown = shown
            self._seen.anew()
        facts = {f"printing {number}": number <= count for number in range(1, len(PRINTING_KEYS) + 1)}
        self._commands.know(facts | {"printed card": self._named is not None})

    def take(self, place: int) -> None:
        """Confirm the marked card with the printing at this place, from 0."""
        codes = self._taken
        if place >= len(codes):
            return
        if not self._seen.is_ripe:
            self._parts.decisions.too_quick()
            return
        if self._strip.place_of(place) is None:
            # It is not on the screen: where there is one line, all of it comes.
            if not self._strip.is_open:
                self._strip.turn()
            return
        self._parts.decisions.confirm_match(self._desk.place_of_match, printing=codes[place].set_code)

    @property
    def finish(self) -> str | None:
        """What a person has chosen for the sighting on the desk; the label that confirms its card has it."""
        return self._chosen[1] if self._chosen[0] == self._place else None

    def turn_finish(self) -> None:
        """The next finish, at first the one that was seen; after the last, none."""
        seen = self._answer.finish.value if self._answer is not None and self._answer.finish is not None else None
        order: list[str | None] = sorted(FINISHES, key=lambda finish: finish != seen)
        turn = [None, *order]
        self._chosen = self._place, turn[(turn.index(self.finish) + 1) % len(turn)]
        self.say()

    @property
    def _place(self) -> object:
        sighting = self._desk.sighting
        return self._desk.photo_id, sighting and sighting.sighting_id

    def go_to_named(self) -> None:
        """Mark the card that the print names; where it is no match, find it by its number. Nothing is confirmed."""
        print_read, named = self._print_read, self._named
        if print_read is None or named is None:
            return
        places = [place for place, match in enumerate(self._desk.matches) if match.card == named.key]
        if places:
            self._desk.choose_match(places[0])
            return
        numbers = [printing.read.passcode for printing in print_read.printings.values() if printing.read.passcode]
        self._find(numbers[0] if numbers else named.name)

    @property
    def _named(self) -> CardOfPrint | None:
        """The card whose the print is, unless it is the marked one."""
        print_read = self._print_read
        return (
            print_read.named
            if print_read is not None and print_read.named and print_read.named.key != self._card
            else None
        )

    @property
    def _print_read(self) -> DeskPrint | None:
        if self._queue.marked_count > 1 or not self._desk.shows_suggestions:
            return None
        return self._asked.of(self._desk.on_desk, self._desk.sighting)

    @property
    def _card(self) -> CardKey | None:
        match = self._desk.match
        return match.card if match is not None else None

    @property
    def _answer(self) -> PrintingAnswer | None:
        print_read, card = self._print_read, self._card
        return print_read.printings.get(card) if print_read is not None and card is not None else None

    @property
    def _codes(self) -> tuple[RankedCode, ...]:
        """None for a card that the print contradicts."""
        return () if self._named is not None else offered(self._answer)

    @property
    def _taken(self) -> tuple[RankedCode, ...]:
        does = self._desk.return_key
        is_marked = does.kind is Kind.CONFIRM and does.place == self._desk.place_of_match
        return taken(self._answer, is_marked=is_marked) if self._codes else ()

    @property
    def _keys(self) -> StripKeys:
        hint, takes = self._commands.hint, bool(self._taken)
        printings = tuple(hint(id) if takes else "" for id in PRINTING_KEYS)
        return StripKeys(printings, hint("confirm") if takes else "", hint("printed-card"), hint("whole-printing"))

    def _names(self) -> NamedCards | None:
        sighting, named = self._desk.sighting, self._named
        if sighting is None or named is None:
            return None
        first, names = sighting.matches[0], self._parts.card_facts.name
        return NamedCards(names(first.card, first.name), names(named.key, named.name), named.by_name)

    def _cutout(self, print_read: DeskPrint | None) -> QPixmap | None:
        if print_read is None or print_read.cutout is None:
            return None
        return QPixmap.fromImage(as_image(print_read.cutout)[0].copy())

    def _ask(self) -> None:
        """Not where a queue of other items says itself what is printed there."""
        items = self._desk.queue.items
        if items is None or items.panel is None:
            self._asked.ask(self._desk.on_desk, self._desk.sighting)

    def kept(self, card: CardKey | None) -> str | None:
        """The text that a label keeps of the print: of the card that it names, else of the first match."""
        print_read, sighting = self._print_read, self._desk.sighting
        if print_read is None or sighting is None:
            return None
        answer = print_read.printings.get(card or sighting.matches[0].card)
        return None if answer is None else kept_text(answer)
