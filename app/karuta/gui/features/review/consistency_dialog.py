"""The dialog that says how often blind reviews said the same as the labels. Changes nothing."""

from __future__ import annotations

from karuta.domain.recheck import Agreement
from karuta.domain.sentence import Sentence
from karuta.gui.features.feature import Page, WindowParts
from karuta.gui.kit.lay import Stretch
from karuta.gui.kit.lay import row as laid_row
from karuta.gui.kit.prose import Prose, heading
from karuta.gui.kit.translate import words_of
from karuta.jobs.lane import Urgency
from karuta.services.labels.second_look import agreement
from karuta.services.labels.team import team_here

_PEOPLE = 12


class ConsistencyDialog(Page):
    """The team, and how often blind reviews said the same as the labels. Changes nothing."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Consistency"), parts)
        self.figures = Prose(self.tr("Loading…"), self)
        title = heading(self.tr("Consistency"), parts.kit.theme, self)
        foot = laid_row(Stretch(), self.close_button())
        self.lay(title, self.figures, Stretch(), foot, spacing=1, margins=(3, 2, 3, 3), size=(84, 36))
        self.ask(
            parts.session.store_lane,
            lambda file, token: (team_here(file), agreement(file)),
            lambda answer: self._came(*answer),
            key="consistency",
            urgency=Urgency.NOW,
        )

    def _came(self, team: list[Sentence], agreements: list[Agreement]) -> None:
        none = self.tr("No blind review yet. Review > Blind review shows some of your cards again.")
        people = " · ".join(words_of(person) for person in team[:_PEOPLE])
        figures = [self._figure(pair) for pair in agreements] or [none]
        self.figures.setText("\n".join([people, *figures] if people else figures))

    def say(self, text: str) -> None:
        self.figures.setText(text)

    def _figure(self, pair: Agreement) -> str:
        share = pair.upheld
        if share.n == 1 and pair.is_own:
            text = self.tr("{name} agreed with themselves once") if share.k else self.tr("{name} disagreed once")
        elif share.n == 1 and share.k:
            text = self.tr("{other} agreed with {name} once")
        elif share.n == 1:
            text = self.tr("{other} disagreed with {name} once")
        elif pair.is_own:
            text = self.tr("{name} agreed with themselves {same} of {count} times (95 % CI {low}-{high} %)")
        else:
            text = self.tr("{other} agreed with {name} {same} of {count} times (95 % CI {low}-{high} %)")
        low, high = (f"{100 * bound:.0f}" for bound in (share.low, share.high))
        return text.format(name=pair.annotator, other=pair.reviewer, same=share.k, count=share.n, low=low, high=high)
