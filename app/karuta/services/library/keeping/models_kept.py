"""The models' files in a library: checked by the hashes in their cards, and restored from the same bytes elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from karuta.domain.errors import LibraryError, ModelError
from karuta.domain.sentence import Sentence, counted_things
from karuta.domain.shape import Misshapen
from karuta.engine.model import CARD, model_hash, named_files, read_card_alone
from karuta.files import copy_whole, hash_or_none, make_folder
from karuta.services.library.keeping.checking import REPAIR, Finding, RepairContext, fine, wrong
from karuta.services.library.open_library import library_model, ready_for_writing, shipped_model_folder
from karuta.services.models.active_model import ACTIVE, ActiveModel, active_model, first_active
from karuta.services.models.compare_models import photos_learned_from
from karuta.services.models.list_models import list_models
from karuta.store.cards import Catalogue
from karuta.store.damaged import set_aside

_ANOTHER = Sentence("run `karuta index rebuild`, which puts the shipped model in its place")


def check_models(context: RepairContext) -> Iterator[Finding]:
    try:
        model = library_model(context.folder)
    except ModelError as error:
        # The same model, if its files can be found.
        yield wrong("models", error.fault, REPAIR if _sources(context) else _ANOTHER)
        return
    yield fine("model", f"{model.title} is whole and computes what it should")
    active = active_model(context.folder)
    if active is not None and active.unread:
        path = context.folder.models / ACTIVE
        yield wrong("models", Sentence("a part of the history in {path} cannot be read", path=path), REPAIR)
    for offered in list_models(context.folder, context.resources):
        if offered.shipped:
            message = f"this release ships {offered.title}; the library keeps answering with {model.title}"
            advice = f"`karuta model promote {offered.name}` changes to it if it is no worse here"
            yield fine("newer model", message, advice)
        elif offered.fault is not None:
            advice = Sentence(
                "delete the folder {folder}, or put an intact copy in its place; it is not in use",
                folder=offered.folder,
            )
            yield wrong("models", offered.fault, advice)
        elif offered.card is not None:
            yield from _learned_list(offered.folder, offered.card)


def _learned_list(folder: Path, card: Mapping[str, Any]) -> Iterator[Finding]:
    """Lookups do not need it; comparing models does."""
    try:
        photos_learned_from(folder, card)
    except ModelError as error:
        advice = Sentence("train from another model; the active model stays in use")
        yield wrong("models", error.fault, advice)


def mend_models(context: RepairContext) -> Iterator[str]:
    """Only ever the same model again: another one would silently change answers."""
    sources = _sources(context)
    for target, source in sources.items():
        make_folder(target.parent)
        set_aside(context.folder, target)
        copy_whole(source, target)
    if sources:
        files = counted_things(len(sources), "file")
        yield Sentence("{files} of models taken from where the same bytes lie.", files=files)
    active = _answering(context)
    if active is not None and active.unread:
        aside = set_aside(context.folder, context.folder.models / ACTIVE)
        first_active(context.folder, active.name)
        yield Sentence("The history of the active model begins again; the damaged one is kept as {path}.", path=aside)
    lacks_choice = active is None
    if lacks_choice and len(list(context.folder.models.glob(f"*/{CARD}"))) == 1:
        model = ready_for_writing(context.folder, context.resources)
        yield Sentence("{model}, the only model of the library, is active again.", model=model.title)


def _sources(context: RepairContext) -> dict[Path, Path]:
    """Each file of a model that is lost or damaged -> where the same bytes lie; a card after the files it names."""
    sources: dict[Path, Path] = {}
    stores = _files_by_hash(context)
    cards = _shipped_card(context)
    for folder in sorted({*(path for path in context.folder.models.glob("*") if path.is_dir()), *cards}):
        files = _files_of(folder)
        card = cards.get(folder) if files is None else None
        if card is not None:
            files = _files_of(card.parent)
        for name, sha256 in (files or {}).items():
            if hash_or_none(folder / name) != sha256 and sha256 in stores:
                sources[folder / name] = stores[sha256]
        if card is not None:
            sources[folder / CARD] = card
    return sources


def _shipped_card(context: RepairContext) -> dict[Path, Path]:
    """The place of the release's model in the library, if it answers or answered there -> its card in the release.

    It made the catalogue's vectors. One that was deleted while another one answers stays deleted.
    """
    with suppress(ModelError, LibraryError):
        shipped = shipped_model_folder(context.resources)
        place = context.folder.models / shipped.name
        if not place.exists() and _answering(context) is not None:
            return {}
        with Catalogue.open_reading(context.folder.catalogue_db) as catalogue:
            live = sorted(catalogue.view().by_picture)
            if not catalogue.missing_vectors(live, model_hash(read_card_alone(shipped))):
                return {place: shipped / CARD}
    return {}


def _answering(context: RepairContext) -> ActiveModel | None:
    """None also where the record is damaged."""
    try:
        return active_model(context.folder)
    except LibraryError:
        return None


def _files_by_hash(context: RepairContext) -> dict[str, Path]:
    """Every file of a model that matches its card, from the release and from the library's other models."""
    files: dict[str, Path] = {}
    for place in (context.folder.models, context.resources / "models"):
        for path in sorted(place.glob("*/*")):
            if path.is_file() and path.name != CARD and (sha256 := hash_or_none(path)) is not None:
                files[sha256] = path
    return files


def _files_of(folder: Path) -> dict[str, str] | None:
    """The hashes of a sound card's files; None without a sound card."""
    try:
        return named_files(read_card_alone(folder))
    except (ModelError, Misshapen):
        return None
