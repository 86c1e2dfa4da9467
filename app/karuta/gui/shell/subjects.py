"""Each subject of the window builds its own commands here, and is handed what it uses. A part of the composition."""

from __future__ import annotations

from karuta.gui.features.add_cards.commands import AddCardsCommands
from karuta.gui.features.auto_confirm.commands import AutoConfirmCommands
from karuta.gui.features.bias.commands import BiasCommands
from karuta.gui.features.camera.commands import CameraCommands
from karuta.gui.features.cards.commands import CardCommands
from karuta.gui.features.cards.search_dock import SearchDock
from karuta.gui.features.catalogue.commands import CatalogueCommands
from karuta.gui.features.check.commands import CheckCommands
from karuta.gui.features.doctor.commands import DoctorCommands
from karuta.gui.features.export.commands import ExportCommands
from karuta.gui.features.fetch.card_fetch import CardFetch
from karuta.gui.features.fetch.commands import FetchCommands
from karuta.gui.features.listed.commands import ListedCommands
from karuta.gui.features.models.commands import ModelCommands
from karuta.gui.features.packs.commands import PackCommands
from karuta.gui.features.review.commands import ReviewCommands
from karuta.gui.features.training.commands import TrainingCommands
from karuta.gui.features.training.training import Training
from karuta.gui.features.unknowns.commands import UnknownCommands
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.held_keys import HeldKeys
from karuta.gui.shell.library_work import LibraryWork
from karuta.gui.shell.preferences import Preferences
from karuta.gui.shell.window import Window


class Subjects:
    """`is_held`: whether a key is held down."""

    def __init__(
        self,
        *,
        work: LibraryWork,
        window: Window,
        kit: DialogKit,
        search: SearchDock,
        training: Training,
        card_fetch: CardFetch,
        preferences: Preferences,
        held_keys: HeldKeys,
    ) -> None:
        session, voice = work.session, work.voice
        cards = CardCommands(voice=voice, desk=work.desk, search=search, card_facts=work.card_facts, kit=kit)
        self.add_cards = AddCardsCommands(
            session=session,
            voice=voice,
            pictures=work.pictures,
            tasks=work.tasks,
            catalogue_changed=work.catalogue_changed,
            has_cards=lambda: work.catalogue_status.has_cards,
            kit=kit,
        )
        catalogue = CatalogueCommands(
            session=session,
            voice=voice,
            desk=work.desk,
            queue_model=work.queue_model,
            arrangement=work.arrangement,
            pictures=work.pictures,
            tasks=work.tasks,
            catalogue_changed=work.catalogue_changed,
            kit=kit,
        )
        fetch = FetchCommands(
            session=session,
            voice=voice,
            fetch=card_fetch,
            set_settings=preferences.set,
            add=self.add_cards.take_fetched,
            bar=window.fetch_bar,
            kit=kit,
        )
        self.add_cards.download_wanted.connect(fetch.ask_which)
        models = ModelCommands(
            session=session,
            voice=voice,
            catalogue_status=work.catalogue_status,
            tasks=work.tasks,
            catalogue_changed=work.catalogue_changed,
            kit=kit,
        )
        packs = PackCommands(
            session=session,
            voice=voice,
            pictures=work.pictures,
            catalogue_status=work.catalogue_status,
            tasks=work.tasks,
            catalogue_changed=work.catalogue_changed,
            kit=kit,
        )
        auto_confirm = AutoConfirmCommands(
            session=session,
            voice=voice,
            desk=work.desk,
            arrangement=work.arrangement,
            progress=work.progress,
            catalogue_status=work.catalogue_status,
            kit=kit,
        )
        review = ReviewCommands(
            session=session,
            desk=work.desk,
            pictures=work.pictures,
            card_facts=work.card_facts,
            exemplar_feed=work.exemplar_feed,
            shots_of=work.same_shots.of,
            held_keys=held_keys,
            kit=kit,
        )
        self._subjects = (
            cards,
            self.add_cards,
            catalogue,
            packs,
            models,
            auto_confirm,
            review,
            BiasCommands(session=session, voice=voice, card_facts=work.card_facts, kit=kit),
            CameraCommands(
                session=session,
                voice=voice,
                card_facts=work.card_facts,
                pictures=work.pictures,
                intake=work.intake,
                kit=kit,
            ),
            CheckCommands(
                session=session,
                pictures=work.pictures,
                card_facts=work.card_facts,
                held_keys=held_keys,
                help_over=preferences.help_over,
                kit=kit,
            ),
            ListedCommands(session=session, pictures=work.pictures, put_on_desk=catalogue.put_on_desk, kit=kit),
            DoctorCommands(session=session, catalogue_changed=work.catalogue_changed, kit=kit),
            ExportCommands(session=session, voice=voice, tasks=work.tasks, kit=kit),
            TrainingCommands(session=session, voice=voice, training=training, bar=window.training_bar, kit=kit),
            UnknownCommands(
                session=session,
                voice=voice,
                desk=work.desk,
                decisions=work.decisions,
                pictures=work.pictures,
                card_facts=work.card_facts,
                tasks=work.tasks,
                held_keys=held_keys,
                kit=kit,
            ),
        )

    def command_actions(self) -> CommandActions:
        actions: CommandActions = {}
        for subject in self._subjects:
            actions |= subject.command_actions()
        return actions
