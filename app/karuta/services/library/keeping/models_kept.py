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
from karuta.files import copy_whole, hash_or_none
from karuta.services.library.keeping.checking import REPAIR, Finding, RepairContext, fine, wrong
from karuta.services.library.open_library import adopt, library_model, ready_for_writing, shipped_model_folder
from karuta.services.models.active_model import ACTIVE, active_model, first_active
from karuta.services.models.compare_models import photos_learned_from
from karuta.services.models.list_models import list_models
from karuta.store.cards import Catalogue
from karuta.store.damaged import set_aside


def check_models(context: RepairContext) -> Iterator[Finding]:
    try:
        model = library_model(context.folder)
    except ModelError as error:
        # The same model, if its files can be found; `index rebuild` may put another one there.
        mendable = any(True for folder in _folders(context) if _can_be_mended(context, folder))
        yield wrong("models", error.fault, REPAIR if mendable else error.mend)
        return
    yield fine("model", f"{model.title} is whole and gives its golden vectors")
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
                "delete the folder {folder} or put a sound copy in its place; it answers nothing", folder=offered.folder
            )
            yield wrong("models", offered.fault, advice)
        elif offered.card is not None:
            yield from _learned_list(offered.folder, offered.card)


def _learned_list(folder: Path, card: Mapping[str, Any]) -> Iterator[Finding]:
    """Lookups do not need it; comparing models does."""
    try:
        photos_learned_from(folder, card)
    except ModelError as error:
        advice = Sentence("train from another model; the model that answers goes on answering")
        yield wrong("models", error.fault, advice)


def mend_models(context: RepairContext) -> Iterator[str]:
    """Only ever the same model again: another one would silently change answers."""
    if (gone := _gone(context)) is not None:
        adopt(context.folder, gone)
        yield Sentence("{file} was taken from this release.", file=gone.name)
    stores = _files_by_hash(context)
    for folder in _folders(context):
        yield from _mend(context, folder, stores)
    try:
        active = active_model(context.folder)
    except LibraryError:
        active = None
    if active is not None and active.unread:
        aside = set_aside(context.folder, context.folder.models / ACTIVE)
        first_active(context.folder, active.name)
        yield Sentence("The history of the active model begins again; the damaged one is kept as {path}.", path=aside)
    lacks_choice = active is None
    if lacks_choice and len(list(context.folder.models.glob(f"*/{CARD}"))) == 1:
        model = ready_for_writing(context.folder, context.resources)
        yield Sentence("{model}, the only model of the library, answers.", model=model.title)


def _gone(context: RepairContext) -> Path | None:
    """The release's model, if it answered here and nothing is left of it: it made the catalogue's vectors."""
    with suppress(ModelError, LibraryError):
        shipped = shipped_model_folder(context.resources)
        if (context.folder.models / shipped.name / CARD).is_file() or _says_another(context, shipped.name):
            return None
        if any((context.folder.models / shipped.name).glob("*")):
            return None  # a part of it: its files come back one by one
        with Catalogue.open_reading(context.folder.catalogue_db) as catalogue:
            live = sorted(catalogue.view().by_picture)
            if not catalogue.missing_vectors(live, model_hash(read_card_alone(shipped))):
                return shipped
    return None


def _says_another(context: RepairContext, name: str) -> bool:
    """Whether the record of the answering model names one that is there."""
    with suppress(LibraryError):
        active = active_model(context.folder)
        return active is not None and active.name != name
    return False


def _mend(context: RepairContext, folder: Path, stores: Mapping[str, Path]) -> Iterator[str]:
    files = _files_of(folder)
    if files is None:
        shipped = context.resources / "models" / folder.name
        files = _files_of(shipped)
        if files is None or not _fits(folder, files):
            return
        _put(context, folder / CARD, shipped / CARD)
        yield Sentence("{file} was taken from this release.", file=f"{folder.name}/{CARD}")
    taken = 0
    for name, sha256 in files.items():
        if hash_or_none(folder / name) != sha256 and sha256 in stores:
            _put(context, folder / name, stores[sha256])
            taken += 1
    if taken:
        yield Sentence(
            "{files} of the model {model} taken from where the same bytes lie.",
            files=counted_things(taken, "file"),
            model=folder.name,
        )


def _folders(context: RepairContext) -> list[Path]:
    return sorted(path for path in context.folder.models.glob("*") if path.is_dir())


def _can_be_mended(context: RepairContext, folder: Path) -> bool:
    """Whether this model has damage that can be repaired from elsewhere."""
    files = _files_of(folder)
    shipped = _files_of(context.resources / "models" / folder.name)
    if files is None:
        return shipped is not None and _fits(folder, shipped)
    stores = _files_by_hash(context)
    return any(hash_or_none(folder / name) != sha256 and sha256 in stores for name, sha256 in files.items())


def _put(context: RepairContext, target: Path, source: Path) -> None:
    set_aside(context.folder, target)
    copy_whole(source, target)


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


def _fits(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether the remains of a model belong to the model with these files: most existing ones are equal.

    Then only its card is damaged, or one file with it.
    """
    there = {name: sha256 for name in files if (sha256 := hash_or_none(folder / name)) is not None}
    return sum(files[name] == sha256 for name, sha256 in there.items()) > len(files) / 2
