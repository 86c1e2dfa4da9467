"""Words in the bars above the photo: what is not saved, what went wrong, what was not added. Mends nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import SignalInstance

from karuta.domain.doubt import LabelDoubt
from karuta.domain.errors import Known
from karuta.domain.label import Kind
from karuta.domain.photo import Refused
from karuta.gui.desk.decisions import DecisionOutcome
from karuta.gui.desk.library_parts import LibraryParts, Panels, Presenter
from karuta.gui.desk.reading import DeskStep
from karuta.gui.kit.dialog_kit import Ask
from karuta.gui.kit.notice import BUG, Weight
from karuta.gui.kit.translate import code_reason, error_words, kind_words, words_of
from karuta.gui.library.outside_changes import Changed
from karuta.services.lookups.set_aside import SetAside

_NAMED = 20
_NO_CARDS, _REPLACED, _DOUBT = "no cards", "replaced", "doubt"
_NO_LOOKUP, _REFUSED, _WERE_ASIDE = "no lookup", "refused", "were set aside"
UNSAVED = "unsaved"


class NoticePresenter(Presenter):
    """Each with the one thing to do about it, and each gone with its cause.

    `refused`: files that are no pictures. `given`: somebody gives other photos. `reopen`: the library, anew.
    """

    def __init__(
        self,
        parts: LibraryParts,
        panels: Panels,
        *,
        refused: SignalInstance,
        given: SignalInstance,
        reopen: Callable[[], object],
        ask: Ask,
    ) -> None:
        super().__init__(parts, panels, panels.desk)
        notice, voice, decisions, lookups = self._notice, parts.voice, parts.decisions, parts.lookup_queue
        self._ask, self._reopen = ask, reopen
        self._were_aside: set[str] = set()
        decisions.over.connect(self._over)
        decisions.saved.connect(lambda _: notice.take_back(_DOUBT))
        parts.aside_photos.taken_up.connect(self._taken_up)
        decisions.decided_before.connect(self._decided_before)
        voice.trouble.connect(lambda text: notice.say(text, Weight.TROUBLE))
        voice.persistent.connect(lambda about, text: notice.say(text, Weight.TROUBLE, key=about))
        voice.offer.connect(self._offered)
        voice.finished.connect(notice.take_back)
        lookups.trouble.connect(self._cannot_look_up)
        lookups.turned.connect(self._turned)
        refused.connect(self._refused)
        given.connect(lambda: notice.take_back(_REFUSED))
        parts.outside_changes.changed.connect(self._changed)
        parts.arrangement.changed.connect(self._queue_changed)

    def retranslate(self) -> None:
        """Say again what is not saved, and why nothing is looked up; what was said in passing is let go."""
        self._notice.clear(but=(BUG,))
        self._show_unsaved()
        if self._parts.lookup_queue.hindrance is not None:
            self._cannot_look_up(error_words(self._parts.lookup_queue.hindrance))

    def _queue_changed(self) -> None:
        """In a queue of other items than photos, undo takes back what was decided there: no doubt offers it."""
        if self._parts.arrangement.queue.items is not None:
            self._notice.take_back(_DOUBT)

    def without_cards(self) -> None:
        text = self.tr("This library has no cards yet, so photos can't be looked up.")
        command = "open-demo" if self._session.is_demo else "add-catalogue"
        self._offer(text, Weight.NOTE, about=_NO_CARDS, command=command)

    def without_catalogue(self, fault: Known) -> None:
        """It cannot be read. Once the page that says what to do is closed, it is tried again."""
        self._offer(error_words(fault), Weight.TROUBLE, about=_NO_LOOKUP, command="doctor")

    def with_cards(self) -> None:
        """There are cards: the notice that they are missing no longer applies."""
        self._notice.take_back(_NO_CARDS)

    def set_aside(self, photos: Sequence[SetAside], *, show: Callable[[str], object]) -> None:
        """Photos that ended the program before; `show` puts one on the desk."""
        if not photos:
            return
        first = photos[0]
        text = self._parts.aside_photos.words(first.name)
        if len(photos) > 1:
            text = self.tr("Karuta closed unexpectedly while opening {count} photos, so they were set aside.")
            text = text.format(count=f"{len(photos):,}")
        self._were_aside = {photo.photo_sha256 for photo in photos}
        self._notice.say(
            text, Weight.TROUBLE, key=_WERE_ASIDE, button=self.tr("Show"), do=lambda: show(first.photo_sha256)
        )

    def _taken_up(self, photo: str) -> None:
        """Once none of those that were set aside is so any more, nothing is left to say of them."""
        self._were_aside.discard(photo)
        if not self._were_aside:
            self._notice.take_back(_WERE_ASIDE)

    def _offered(self, about: str, text: str, button: str, do: Callable[[], object]) -> None:
        def taken() -> None:
            self._notice.take_back(about)
            do()

        self._notice.say(text, Weight.NOTE, key=about, button=button, do=taken)

    def _decided_before(self) -> None:
        """Say that the card on the desk has a label and was not opened, and the key that opens it here."""
        key = self._commands.hint("relabel")
        text = self.tr("Decided already: press {key} to change it").format(key=key)
        self._parts.voice.info.emit(text if key else self.tr("Decided already: open it in the queue to change it"))

    def _over(self, outcome: DecisionOutcome) -> None:
        if outcome.labels or outcome.is_unsaved:
            self._show_unsaved()
        if outcome.step is not None and outcome.step.doubt is not None:
            self._doubted(outcome.step, outcome.step.doubt)

    def _doubted(self, step: DeskStep, doubt: LabelDoubt) -> None:
        """It is taken; only, whoever slipped can take it back at once."""
        text = self.tr("Confirmed {card}, which was ruled out on the same shot. Undo: {key}")
        other = ""
        if doubt.likelier is not None:
            other = self._parts.card_facts.name(doubt.card, doubt.likelier)
            text = self.tr("Confirmed {card} although {other} is far likelier. Undo: {key}")
            if step.action.kind is not Kind.CONFIRM:
                text = self.tr("Labelled “{kind}” although {other} is far likelier. Undo: {key}")
        key = self._commands.hint("undo")
        kind, card = kind_words(step.action.kind), self._parts.card_facts.name(step.action.key, step.action.card or "")
        self._offer(
            text.format(kind=kind, card=card, other=other, key=key), Weight.TROUBLE, about=_DOUBT, command="undo"
        )

    def _show_unsaved(self) -> None:
        unsaved = list(self._parts.decisions.unsaved.values())
        has_place = all(decision.has_place for decision in unsaved)
        self._commands.know({"unsaved": bool(unsaved) and has_place})
        if not unsaved:
            self._notice.take_back(UNSAVED)
            return
        last = unsaved[-1]
        chosen = last.choice.card
        what = self._parts.card_facts.name(chosen.key, chosen.name) if chosen else ""
        text = self.tr("Not saved: {reason}").format(reason=last.reason)
        if what:
            text = self.tr("{card} is not saved: {reason}").format(card=what, reason=last.reason)
        if len(unsaved) > 1:
            text = self.tr("{count} decisions are not saved: {reason}")
            text = text.format(count=f"{len(unsaved):,}", reason=last.reason)
        if has_place:
            again, do = self.tr("Retry saving"), self._parts.decisions.retry
            self._notice.say(text, Weight.LOSS, key=UNSAVED, button=again, do=do)
        else:
            self._notice.take_back(_REPLACED)
            self._notice.say(text, Weight.LOSS, key=UNSAVED, button=self.tr("Reopen"), do=self._reopen)

    def _changed(self, changed: Changed) -> None:
        if not changed.replaced:
            return
        self._notice.say(changed.replaced, Weight.TROUBLE, key=_REPLACED, button=self.tr("Reopen"), do=self._reopen)

    def _cannot_look_up(self, text: str) -> None:
        """If that is the catalogue's doing, the notice says what helps there."""
        status = self._parts.catalogue_status
        status.ask()
        if status.has_cards is False:
            self.without_cards()
        elif status.fault is not None:
            self.without_catalogue(status.fault)
        else:
            again = self.tr("Try again")
            self._notice.say(text, Weight.TROUBLE, key=_NO_LOOKUP, button=again, do=self._try_again)

    def _turned(self, is_on: bool) -> None:  # noqa: FBT001 - a slot
        if is_on:
            self._notice.take_back(_NO_LOOKUP)

    def _try_again(self) -> None:
        self._parts.lookup_queue.resume()
        self._parts.corner_edits.try_again()

    def _refused(self, refused: Sequence[Refused]) -> None:
        notice = self._notice
        if not refused:
            notice.say(self.tr("No photos found there."), Weight.NOTE, key=_REFUSED)
            return
        if len(refused) == 1:
            notice.say(words_of(refused[0].message), Weight.TROUBLE, key=_REFUSED)
            return
        lines = "\n".join(f"{refusal.path.name}: {code_reason(refusal.code)}" for refusal in refused[:_NAMED])
        notice.say(
            self.tr("{count} files could not be opened as pictures.").format(count=f"{len(refused):,}"),
            Weight.TROUBLE,
            key=_REFUSED,
            button=self.tr("Details"),
            do=lambda: self._ask.tell(self.tr("Not added"), self.tr("These files were not added."), more=lines),
        )
