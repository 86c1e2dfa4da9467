"""The menu's page *List for a shop*: looks a folder up in the task lane, saves the list. Decides nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap

from karuta.domain.cancel import CancelToken
from karuta.domain.pixels import Pixels
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Tell, sentence
from karuta.listings.domain.inventory import InventoryRow
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.add_photos import arrivals
from karuta.services.lookups.identify import identify
from karuta.services.lookups.read_prints import reading

if TYPE_CHECKING:
    from karuta.listings.gui.inventory.inventory_dialog import InventoryDialog
    from karuta.listings.services.inventory.make_inventory import WrittenList

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Seen:
    """The cards in the photos of a folder. `crops`: of the cards that somebody has to look at."""

    rows: tuple[InventoryRow, ...]
    crops: Mapping[tuple[str, int | None], Pixels]
    failed: int


class InventoryCommands(Feature):
    """Its list lives as long as the page."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"inventory": self.open}

    def open(self) -> None:
        # Imported here and not with the window: reading titles and prices loads much.
        from karuta.listings.gui.inventory.inventory_dialog import InventoryDialog
        from karuta.listings.services.inventory.make_inventory import read_format, shop_formats

        shops = {name: read_format(path) for name, path in shop_formats(self._session.resources).items()}
        dialog = InventoryDialog(shops, self._artwork, self._kit.window)
        dialog.folder_wanted.connect(lambda: self._look_up(dialog))
        dialog.save_wanted.connect(lambda: self._save(dialog))
        dialog.stop_wanted.connect(self._parts.tasks.stop)
        self._parts.tasks.told.connect(dialog.tell)
        self._parts.card_facts.known.connect(dialog.show_chosen)
        self._parts.pictures.small_ready.connect(dialog.show_chosen)
        self._kit.show(dialog)

    # Inside

    def _artwork(self, row: InventoryRow) -> QPixmap | None:
        path = self._parts.card_facts.picture(row.card.key, "") if row.card else None
        return self._parts.pictures.artwork(path) if path is not None else None

    def _look_up(self, dialog: InventoryDialog) -> None:
        folder = self._kit.ask.about("photos").folder(self.tr("Choose a folder of photos"))
        if folder is None:
            return
        context, settings = self._session.context, self._session.settings

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> _Seen:
            opened = context.open_engine(
                library, context.resources, exemplars=settings.exemplars == "on", exact=settings.index == "exact"
            )
            return _looked_up(folder, opened, context.resources, token, tell)

        def came(seen: _Seen) -> None:
            dialog.end()
            dialog.show_list(seen.rows, seen.crops)
            if seen.failed:
                dialog.say(self.tr("{count} photos could not be read.", "", seen.failed).format(count=seen.failed))

        ended = while_alive(dialog, lambda _: dialog.end())
        dialog.begin()
        self._parts.tasks.start(self.tr("Making a list"), work, while_alive(dialog, came), undone=lambda: ended(None))

    def _save(self, dialog: InventoryDialog) -> None:
        from karuta.listings.services.inventory.make_inventory import (
            GENERIC,
            placed_rows,
            read_format,
            shop_formats,
            write_inventory,
        )

        name = dialog.shop.currentData()
        paths = shop_formats(self._session.resources)
        form, generic = read_format(paths[name]), read_format(paths[GENERIC])
        suffix = "ydk" if form.is_deck else "csv"
        out = self._kit.ask.about("export").new_file(
            self.tr("Save list"), f"{name}.{suffix}", f"{form.title} (*.{suffix})"
        )
        if out is None:
            return
        found = placed_rows(dialog.rows, form, with_unsure=False)
        photos = [Path(photo) for row in dialog.rows for photo, _ in row.places]

        def saved(done: WrittenList) -> None:
            said = self.tr("Saved to {file}").format(file=out.name)
            if done.rest is not None:
                said = self.tr("Saved to {file}; rows that the shop cannot place are in {rest}").format(
                    file=out.name, rest=done.rest.name
                )
            if done.named is not None:
                text = self.tr("{file} is a list by name, set and number: the shop's product ids are not known.")
                said = f"{said}. {text.format(file=done.named.name)}"
            dialog.say(said)

        self._session.files_lane.submit(
            lambda library, token: write_inventory(out, found, form, generic, force=True, raw=False, reads=photos),
            done=while_alive(dialog, saved),
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
            keep=True,
        )


def _looked_up(folder: Path, opened: OpenLibrary, resources: Path, token: CancelToken, tell: Tell) -> _Seen:
    """In a lane's thread."""
    from karuta.listings.services.check.listing_templates import open_filler
    from karuta.listings.services.inventory.make_inventory import rows_of_answer

    photos = [str(arrival.path) for arrival in arrivals([folder], opened.folder)]
    rows: list[InventoryRow] = []
    crops: dict[tuple[str, int | None], Pixels] = {}
    failed = 0
    read = reading(opened, resources, say=log.warning)
    with open_filler(opened.folder, resources, sales=None) as filler:
        answers = identify(photos, opened.recogniser, k=1, read=read, cancel=token)
        for done, answer in enumerate(answers, start=1):
            tell(done, len(photos))
            failed += answer.error is not None
            found = list(rows_of_answer(answer, filler, condition=None))
            rows += found
            sightings = answer.recognition.sightings if answer.recognition else ()
            crops |= {
                (row.photo, row.sighting): sighting.crop
                for row, sighting in zip(found, sightings, strict=True)
                if not row.is_settled
            }
    return _Seen(tuple(rows), crops, failed)
