"""The table of features, and how the window gets their commands."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from karuta.gui.features.add_cards.commands import AddCardsCommands
from karuta.gui.features.catalogue.catalogue_dialog import CatalogueCommands
from karuta.gui.features.doctor import DoctorCommands
from karuta.gui.features.export import ExportCommands
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.fetch import CardFetch, FetchCommands
from karuta.gui.features.learn.commands import LearnCommands
from karuta.gui.features.learn.training import Training
from karuta.gui.features.merge import MergeCommands
from karuta.gui.features.packs import PackCommands
from karuta.gui.features.review.commands import ReviewCommands
from karuta.gui.features.team import TeamCommands
from karuta.gui.features.unknowns import UnknownCommands
from karuta.gui.kit.commands import CommandActions
from karuta.gui.queue.queues import Queue
from karuta.gui.shell.window import Window

# One row a feature; its commands stand in `kit/command_table`.
FEATURES: tuple[Callable[[WindowParts], Feature], ...] = (
    CatalogueCommands,
    ReviewCommands,
    DoctorCommands,
    ExportCommands,
    MergeCommands,
    UnknownCommands,
)
# Wings stand on the house, so it loads them by name: module, class.
OF_WINGS = (
    ("karuta.listings.gui.check.commands", "CheckFeature"),
    ("karuta.listings.gui.listed.commands", "ListedCommands"),
    ("karuta.listings.gui.inventory.commands", "InventoryCommands"),
)


class Features:
    """All features of the window. `add_cards`: takes the cards that were dropped on it."""

    def __init__(
        self,
        parts: WindowParts,
        *,
        window: Window,
        training: Training,
        card_fetch: CardFetch,
    ) -> None:
        self.add_cards = AddCardsCommands(parts)
        fetch = FetchCommands(parts, fetch=card_fetch, add=self.add_cards.preview, bar=window.fetch_bar)
        self.add_cards.download_wanted.connect(fetch.open)
        self._all = (
            *(feature(parts) for feature in FEATURES),
            *(getattr(import_module(module), name)(parts) for module, name in OF_WINGS),
            self.add_cards,
            PackCommands(parts, preview=self.add_cards.preview),
            fetch,
            LearnCommands(parts, training=training, bar=window.training_bar),
            TeamCommands(parts, bar=window.statusBar()),
        )

    def queues(self) -> tuple[Queue, ...]:
        return tuple(queue for feature in self._all for queue in feature.queues())

    def command_actions(self) -> CommandActions:
        actions: CommandActions = {}
        for feature in self._all:
            actions |= feature.command_actions()
        return actions
