"""Says above the matches what is known of the sighting on the desk, and which keys there are. Decides nothing.

It asks the engine once what an unreadable card lacks, and puts in a few words what a newer list brings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt

from karuta.domain.desk import DeskPhoto, ListGain, LiveSighting
from karuta.domain.doubt import RuledOut
from karuta.domain.journal import Action
from karuta.domain.label import Kind
from karuta.domain.match import Verdict
from karuta.domain.recognition import Missing
from karuta.gui.desk.library_parts import LibraryParts, Panels, Presenter
from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.command_table import MATCH_KEYS
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.theme import Role
from karuta.gui.kit.translate import code_words, comma_list, japanese_first, kind_words, missing_words, verdict_word
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session
from karuta.services.lookups.look_up import missing_parts

Answer = tuple[Missing, ...]


class MissingAsked(QObject):
    """`tell`: called when there is another answer."""

    def __init__(self, session: Session, tell: Callable[[Answer], object]) -> None:
        super().__init__(session)
        self._tell = tell
        self._session = session
        self._answers: dict[str, Answer] = {}

    def of(self, sighting: LiveSighting, size: tuple[int, int] | None) -> Answer:
        """Empty while it is not known, or where nothing is."""
        crop = sighting.crop_sha256
        if crop is None or size is None:
            return ()
        if crop not in self._answers:
            self._answers[crop] = ()
            self._session.engine_lane.submit(
                lambda opened, token: missing_parts(opened, crop, sighting.corners, size),
                done=partial(self._came, crop),
                failed=ignore_expected(),  # the verdict stands without a reason
            )
        return self._answers[crop]

    def _came(self, crop: str, answer: Answer) -> None:
        self._answers[crop] = answer
        if answer:
            self._tell(answer)


translate = QCoreApplication.translate


def newer_words(gain: ListGain) -> str:
    if not gain.is_seen:
        return translate("Newer", "No card is found here any more")
    matches = ""
    if count := gain.better or gain.new:
        single, several = translate("Newer", "1 new match"), translate("Newer", "{count} new matches")
        if gain.better:
            single, several = translate("Newer", "1 better match"), translate("Newer", "{count} better matches")
        matches = single if count == 1 else several.format(count=count)
    if gain.verdict is None:
        return matches or translate("Newer", "Matches in another order")
    text = translate("Newer", "{matches}, now {verdict}") if matches else translate("Newer", "Now {verdict}")
    return text.format(matches=matches, verdict=verdict_word(gain.verdict))


def instead_of_enter(photo: DeskPhoto, sighting: LiveSighting | None, *, has_rows: bool) -> str:
    """Which key decides where Enter does not, with {none} for the key that says that no card is there, and {key} for
    Enter. `has_rows`: a number takes one of what is listed.
    """
    is_bare = sighting is None and photo.looked_up and photo.error is None and photo.whole_photo is None
    waits = sighting if sighting is not None and not sighting.is_decided else None
    if is_bare or (waits is not None and waits.is_nothing):
        return translate("Enter", "Press {none}: no card here")
    if waits is not None and has_rows:
        return translate("Enter", "Press a number: 1-9")
    return translate("Enter", "{key} does nothing here")


class VerdictPresenter(Presenter):
    """Follows the desk."""

    def __init__(self, parts: LibraryParts, panels: Panels) -> None:
        super().__init__(parts, panels, panels.matches)
        self._panel = panels.matches
        self._missing = MissingAsked(parts.session, while_alive(self, lambda _: self.say()))
        panels.commands.keys_changed.connect(self.retranslate)
        lookups = parts.lookup_queue
        for changed in (parts.desk.sighting_shown, parts.desk.match_chosen, parts.own_confidence.learned):
            changed.connect(self.say)
        lookups.turned.connect(lambda _: self.say())
        parts.arrangement.groups.changed.connect(self.say)
        panels.queue.marked.connect(lambda _: self.say())
        panels.commands.say_why("confirm", self._why_not)
        panels.matches.unanswered.connect(self._leave_button)
        parts.voice.refused.connect(lambda text: self._panel.head.answer(text, role=Role.DOUBT))
        parts.decisions.saved.connect(self._saved)
        parts.card_facts.known.connect(self._name_cards)
        lookups.trouble.connect(lambda _: self.say())
        parts.aside_photos.taken_up.connect(self.say, Qt.ConnectionType.QueuedConnection)
        self.retranslate()

    def retranslate(self) -> None:
        """The keys in texts and on cards as they are now, and all texts again."""
        key = self._commands.hint
        self._panel.set_keys([key(id) for id in MATCH_KEYS])
        self.say()

    def _saved(self, action: Action) -> None:
        """The next photo may be there by now, so this one is named."""
        stored, text = self.tr("Saved"), self.tr("Saved: {photo}").format(photo=action.photo)
        self._panel.head.answer(stored if action.is_of_several else text, role=Role.GOOD, stored=stored)

    def _name_cards(self) -> None:
        """More is known of cards now: the name of a label's, or that the catalogue has it no more."""
        if japanese_first() or self._desk.label is not None or self._desk.ruled_out is not None:
            self.say()

    def say(self) -> None:
        self._panel.head.say_newer(self._what_waits())
        self._commands.know({"newer list": self._desk.gain is not None})
        self._say_verdict()

    def _say_verdict(self) -> None:
        desk, panel, corners = self._desk, self._panel, self._parts.corner_edits
        photo, sighting = desk.photo, desk.sighting
        panel.is_opened, panel.answers, label = desk.is_opened, desk.answers, desk.label
        whole = photo.whole_photo if photo else None
        if photo is not None and whole is not None and whole.is_disputed and not (label and label.is_disputed):
            # People disagree about the photo itself, and a card of it is in front.
            panel.answers, label = photo.answers, whole
        if (marked := self._queue.marked_count) > 1:
            title = self.tr("{count} photos selected").format(count=f"{marked:,}")
            panel.say(title, self._what_keys_do_to_many(), icon="layout-grid")
        elif photo is None:
            panel.say("", "", icon="")
        elif desk.is_blind:
            panel.say(self.tr("Which card is it?"), self.tr("1-9 choose · in random order"), icon="circle-help")
        elif desk.sides:
            title = self.tr("People disagree") if desk.round is None else self.tr("The models differ")
            panel.say(title, self._what_keys_do_to_sides(), icon="triangle-alert")
        elif sighting is not None and sighting.verdict is not None:
            count = len(photo.sightings)
            panel.enter = self._what_enter_does()
            panel.hint = self._what_digits_do(sighting)
            panel.own_key = self._what_adds()
            of = self.tr("Card {number} of {count}").format(number=sighting.number, count=count)
            place = " · ".join(filter(None, (of if count > 1 else "", self._alike(sighting))))
            if sighting.back is not None:
                panel.say_back(sighting.back, label, of=place)
            elif (ruled_out := desk.ruled_out) is not None and sighting.verdict.accepts:
                panel.say_ruled_out(self._ruled_out(ruled_out), of=place)
            else:
                words = self._case_record(sighting, photo.size) if ruled_out is None else self._ruled_out(ruled_out)
                panel.say_verdict(sighting.verdict, label, of=place, record=words)
        elif sighting is not None and corners.holds(photo.photo.sha256, sighting):
            panel.say(self.tr("Looking up…"), "", icon="clock", label=label)
        elif sighting is not None and sighting.by_hand:
            panel.say(self.tr("Not looked up"), "", icon="circle-dashed", label=label)
        elif sighting is not None:
            text = self.tr("not found by the latest lookup")
            panel.say(self.tr("No suggestion"), text, icon="circle-dashed", label=label)
        elif self._parts.aside_photos.holds(photo.photo.sha256):
            panel.say(self.tr("Set aside"), self._what_to_do_aside(), icon="file-x", label=label)
        elif self._parts.lookup_queue.is_waiting and not photo.looked_up and photo.error is None:
            text = self.tr("Cards are being added")
            panel.say(self.tr("Not looked up"), text, icon="circle-dashed", label=label)
        elif self._parts.lookup_queue.holds(photo.photo.sha256):
            panel.say(self.tr("Looking up…"), "", icon="clock", label=label)
        elif photo.error is not None or photo.error_message is not None:
            why = code_words(photo.error, photo.error_message)
            panel.say(self.tr("Cannot be opened"), why, icon="file-x", label=label)
        elif photo.looked_up:
            panel.say(self.tr("No card found"), self._what_now(), icon="circle-dashed", label=label)
        elif self._parts.lookup_queue.is_stopped or (desk.on_desk and not desk.on_desk.place):
            panel.say(self.tr("Not looked up"), "", icon="circle-dashed", label=label)
        else:
            panel.say(self.tr("Looking up…"), "", icon="clock", label=label)

    def _alike(self, sighting: LiveSighting) -> str:
        """The group of a card, in the queue that has some: its name, and how many there are."""
        group = self._parts.arrangement.groups.of(sighting.sighting_id) if self._desk.queue.has_groups else None
        if group is None:
            return ""
        return " · ".join(filter(None, (group.name, self.tr("Alike: {count}").format(count=f"{len(group.cards):,}"))))

    def _what_adds(self) -> str:
        """In the queue of unknown cards the key that adds the one in front."""
        key = self._commands.hint("add-unknown")
        return self.tr("{key}: add this card").format(key=key) if key and self._desk.queue.has_groups else ""

    def _what_waits(self) -> str:
        """Words for what a person gains by taking the newer list, and the key for it."""
        gain, key = self._desk.gain, self._commands.hint("newer-list")
        if gain is None or self._desk.is_blind:
            return ""
        what = newer_words(gain)
        return self.tr("{what}: {key}").format(what=what, key=key) if key else what

    def _what_enter_does(self) -> str:
        key, does = self._commands.hint("confirm"), self._desk.return_key
        if not key or does.kind is None:
            return ""
        if does.kind is Kind.CONFIRM:
            return self.tr("{key} confirms").format(key=key)
        return self.tr("{key}: {what}").format(key=key, what=kind_words(does.kind))

    def _why_not(self) -> None:
        """Enter was pressed where it decides nothing."""
        if self._desk.photo is not None:
            hint = self._commands.hint
            text = instead_of_enter(self._desk.photo, self._desk.sighting, has_rows=bool(self._desk.rows))
            self._parts.voice.refused.emit(text.format(key=hint("confirm"), none=hint("no-card")))

    def _leave_button(self, button: ActionButton) -> None:
        """Enter was pressed with the ring on a button: the ring goes to the list."""
        self._queue.list.setFocus()
        text = self.tr("Not done: the focus was on “{button}”. Press {key} for it, or Enter again")
        self._parts.voice.info.emit(text.format(button=button.text(), key=button.key))

    def _what_keys_do_to_many(self) -> str:
        hint = self._commands.hint
        text = self.tr("{key}: confirm in bulk · {unknown}, {unreadable}, {none}, {back}: label all")
        keys = {"unknown": hint("unknown"), "unreadable": hint("unreadable"), "none": hint("no-card")}
        return text.format(key=hint("confirm"), back=hint("back"), **keys)

    def _what_keys_do_to_sides(self) -> str:
        key = self._commands.hint
        text = self.tr("{numbers} take a side · {confirm}: the marked one · {find}: another card")
        if self._desk.queue.enter is Kind.CONFIRM:
            text = self.tr("{confirm}: the label is right · {numbers} take another card · {find}: search")
        numbers = f"1-{len(self._desk.sides)}"
        return text.format(numbers=numbers, confirm=key("confirm"), find=key("search"))

    def _what_now(self) -> str:
        """Keys to press if no card was found."""
        hint = self._commands.hint
        text = self.tr("{none}: no card here · {draw}: draw it · {find}: find the card")
        return text.format(none=hint("no-card"), draw=hint("draw"), find=hint("search"))

    def _what_to_do_aside(self) -> str:
        text = self.tr("Try again, or press {key} to remove it from the queue")
        return text.format(key=self._commands.hint("remove"))

    def _what_digits_do(self, sighting: LiveSighting) -> str:
        """Which keys choose; fewer where the photo cannot tell some cards apart; which say that there is none."""
        if sighting.is_nothing:
            text = self.tr("Nothing like a card here · {none}: no card here · {unknown}: not in the catalogue")
            return text.format(none=self._commands.hint("no-card"), unknown=self._commands.hint("unknown"))
        if sighting.verdict is Verdict.UNSURE and not sighting.matches:
            text = self.tr("its card may have no picture · {find}: search")
            return text.format(find=self._commands.hint("search"))
        several = [
            (match.one_of, key) for match, key in zip(sighting.matches, MATCH_KEYS, strict=False) if match.one_of
        ]
        if not several:
            return self.tr("1-9 choose") if sighting.matches and sighting.back is None else ""
        count, keys = several[0][0], comma_list(self._commands.hint(key) for _, key in several)
        text = self.tr("one of these {count}: {keys}")
        if len(several) < count:
            text = self.tr("one of {count} that look alike: {keys}")
        return text.format(count=count, keys=keys)

    def _ruled_out(self, ruling: RuledOut) -> str:
        """What stands in the place of a verdict about a card that a person ruled out."""
        card = self._parts.card_facts.name(ruling.match.card, ruling.match.name)
        if ruling.annotator == self._parts.arrangement.annotator:
            return self.tr("You ruled out {card}").format(card=card)
        return self.tr("{annotator} ruled out {card}").format(annotator=ruling.annotator, card=card)

    def _case_record(self, sighting: LiveSighting, size: tuple[int, int] | None) -> str:
        """How often similar claims were right in this library; of an unreadable card, what is missing."""
        if sighting.verdict is Verdict.UNREADABLE:
            return missing_words(self._missing.of(sighting, size))
        share = self._parts.own_confidence.share_of(sighting.matches)
        return "" if share is None else self.tr("correct in {k} of {n} similar cases").format(k=share.k, n=share.n)
