"""What a bug report says about the open library: numbers, and no names. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from karuta.domain.errors import KarutaError
from karuta.domain.sentence import counted
from karuta.engine.model import model_hash, read_model_card
from karuta.paths import LibraryFolder
from karuta.services.catalogue.describe_catalogue import describe_catalogue
from karuta.services.labels.count_labels import count_labels
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.library.open_library import active_model_folder


def library_facts(library: LibraryFolder) -> list[str]:
    """A line each for labels, catalogue and model; one that cannot be read says so and why."""
    return [_line(name, read, library) for name, read in (("Labels", _labels), ("Cards", _cards), ("Model", _model))]


def _line(name: str, read: Callable[[LibraryFolder], str], library: LibraryFolder) -> str:
    try:
        return f"{name}: {read(library)}"
    except KarutaError as error:
        return f"{name}: not read, {type(error).__name__}: {error.sentence.template}"
    except OSError as error:
        return f"{name}: not read, {type(error).__name__} {error.errno}"


def _labels(library: LibraryFolder) -> str:
    with labels_for_reading(library) as file:
        found = count_labels(file)
    who = counted(len(found.by_annotator), "annotator")
    return (
        f"{counted(found.photos_in_queue, 'photo')}, {counted(found.labels, 'label')} by {who}, {found.events} events"
    )


def _cards(library: LibraryFolder) -> str:
    found = describe_catalogue(library)
    games, packs = counted(len(found.cards_by_game), "game"), counted(len(found.packs), "pack")
    return f"{counted(found.cards, 'card')} of {games} in {packs}, {counted(found.artworks, 'artwork')}"


def _model(library: LibraryFolder) -> str:
    return model_hash(read_model_card(active_model_folder(library)))[:12]
