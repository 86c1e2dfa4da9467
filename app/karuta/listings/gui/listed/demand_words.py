"""What *Supply and demand* says in the window's language: what was counted, and how it is spread."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from karuta.domain.sentence import Sentence
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.gui.kit.translate import in_order, together, words_of
from karuta.listings.domain.popularity import TEN, ListedBy, Popularity, SoughtBy, Spread
from karuta.listings.gui.listed.demand_model import DemandRow

_CONTEXT = "Demand"
LISTED = {
    ListedBy.TABLES: QT_TRANSLATE_NOOP("Demand", "Listed: in tables"),
    ListedBy.CHECKED: QT_TRANSLATE_NOOP("Demand", "Listed: checked here"),
}
SOUGHT = {
    SoughtBy.SEARCHES: QT_TRANSLATE_NOOP("Demand", "Looked for: searches"),
    SoughtBy.LABELS: QT_TRANSLATE_NOOP("Demand", "Looked for: labels"),
    SoughtBy.BELOW_FIRST: QT_TRANSLATE_NOOP("Demand", "Looked for: labels below the first match"),
}


def _say(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def listed_words(by: ListedBy) -> str:
    return _say(LISTED[by])


def sought_words(by: SoughtBy) -> str:
    return _say(SOUGHT[by])


def spread_words(found: Spread) -> str:
    """How counts lie on cards, in a sentence or two."""
    if not found.total:
        return QCoreApplication.translate("Demand", "Nothing was counted.")
    share = f"{100 * found.ten / found.total:.0f}"
    ten = QCoreApplication.translate("Demand", "The {ten} commonest cards have {share} %; half of all lies on {half}.")
    tail = QCoreApplication.translate("Demand", "Once: {once}, never: {never}.")
    return together(
        [
            ten.format(ten=TEN, share=share, half=f"{found.half:,}"),
            tail.format(once=f"{found.once:,}", never=f"{found.never:,}"),
        ]
    )


def card_rows(found: Popularity) -> Iterator[DemandRow]:
    held = QCoreApplication.translate("Demand", "{rule} (held back by the cap)")
    said: dict[str, str] = {}
    for number, one in enumerate(found.rows, start=1):
        demand = one.demand
        rule = said.setdefault(one.rule, words_of(Sentence(one.rule)))
        name, other = in_order(demand.name, demand.japanese)
        cells = (
            *(number, name, demand.listed, demand.looked_for, demand.buried),
            held.format(rule=rule) if one.is_held else rule,
        )
        sought = f"{name}\n{other}\n{demand.pack}\n{demand.card.card_id}".casefold()
        yield DemandRow(cells, sought, demand.card, is_muted=not demand.listed and not demand.looked_for)


def pack_rows(found: Popularity) -> Iterator[DemandRow]:
    for one in found.packs:
        name = one.name or QCoreApplication.translate("Demand", "(left the catalogue)")
        cells = (name, one.cards, one.listed, one.looked_for, one.never_listed, one.never_looked_for)
        yield DemandRow(cells, name.casefold(), one.name)
