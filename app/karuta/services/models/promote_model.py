"""Replaces the answering model by another, or restores the one before: embeds beside it, lets the gate rule, switches.

If it is killed at any point, the old model stays in use: nothing that it answers from is touched, and the switch is the
rename of one small file. Vectors computed until then are kept and not computed again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from karuta import clock
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError, ModelError
from karuta.engine.index import build_index
from karuta.engine.model import Model, load_model
from karuta.engine.search import ExactSearch, PictureVectors
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_before
from karuta.services.catalogue.rebuild_index import rebuild_index
from karuta.services.library.open_library import (
    active_model_folder,
    copy_model,
    library_model,
    own_index_folder,
    refuse_without_library,
)
from karuta.services.models.active_model import ACTIVE, ActiveModel, Switch, active_model, make_active
from karuta.services.models.contender import Bench, Contender, Told
from karuta.services.models.list_models import ListedModel, find_model
from karuta.services.models.measurements import Measurement, keep_measurement, measure
from karuta.services.models.standard_test import CROPS
from karuta.store.cards import Catalogue
from karuta.store.lock import writer

_CHECKED_PICTURES = 200
_FINDS_ITSELF = 0.999


@dataclass(frozen=True)
class PromotionRequest:
    """`force`: whatever the gate says. `few_labels`: also if there are too few labels to tell. `crops`: of the test.

    `only_measure`: the gate rules, and nothing is promoted in any case.
    """

    name: str
    force: bool = False
    few_labels: bool = False
    only_measure: bool = False
    crops: int = CROPS


def promote_model(
    folder: LibraryFolder, resources: Path, wish: PromotionRequest, *, cancel: CancelToken, told: Told
) -> Measurement:
    """Measures both models; the new one answers from then on where `passes_by` says of the wish how it passes.

    Raises `LibraryError`, `ModelError` for an unusable model, `Cancelled`; the old model answers then as before.
    """
    find_model(folder, resources, wish.name)  # a mistyped name creates no lock file in a folder that is not a library
    with writer(folder.root / "catalogue.lock", "karuta model promote"):
        candidate = find_model(folder, resources, wish.name)
        if candidate.active:
            raise ModelError(
                "{name} is already the active model", "`karuta model list` lists others", name=candidate.name
            )
        old, new = library_model(folder), load_model(candidate.folder)
        with Catalogue.open_writing(folder.catalogue_db) as catalogue:
            bench = Bench(catalogue, folder, cancel, told)
            before = bench.contender(active_model_folder(folder), old, keep=True)
            after = bench.contender(candidate.folder, new, keep=True)
            measurement = measure(bench, old=before, new=after, crops=wish.crops, time=_now())
            with suppress(OSError):  # a table for later; the ruling stands without it
                keep_measurement(folder, candidate.name, measurement)
            by = measurement.passes_by(few_labels=wish.few_labels, force=wish.force)
            if by is not None and not wish.only_measure:
                _check_counts(before, after)
                build_index(own_index_folder(folder, new.hash), after.stock, model_hash=new.hash)
                _check_answers(after)
                cancel.check()
                name = _in_the_library(folder, candidate, new)
                back_up_before(folder)
                instead_of = _name_of_active(folder)
                make_active(folder, Switch(name, _now(), by, instead_of=instead_of, found=measurement.reasons))
    return measurement


def _check_counts(old: Contender, new: Contender) -> None:
    lost = set(old.stock.pictures) - set(new.stock.pictures)
    if len(lost) == 1:
        raise LibraryError(
            "One artwork has no usable picture file, so {name} would not know it; add its catalogue folder again. "
            "Nothing was changed.",
            name=new.model.name,
        )
    if lost:
        raise LibraryError(
            "{count} artworks have no usable picture file, so {name} would not know them; add their catalogue folder "
            "again. Nothing was changed.",
            count=f"{len(lost):,}",
            name=new.model.name,
        )


def _check_answers(new: Contender) -> None:
    """Every picture of a sample finds itself or its double.

    The golden answers were checked when the model was loaded.
    """
    stock = new.stock
    every = np.unique(np.linspace(0, len(stock) - 1, min(len(stock), _CHECKED_PICTURES)).round().astype(int))
    some = PictureVectors(tuple(stock.pictures[row] for row in every), np.asarray(stock.vectors[every]))
    neighbours = ExactSearch(stock).neighbours(some.vectors, count=1)
    if not all(near and np.isfinite(near[0].score) and near[0].score >= _FINDS_ITSELF for near in neighbours):
        raise ModelError(
            "The model {name} does not find the pictures that it embedded", "train it again", name=new.model.name
        )


def _in_the_library(folder: LibraryFolder, candidate: ListedModel, model: Model) -> str:
    """The candidate's name in the library; a shipped one is copied there first."""
    if not candidate.shipped:
        return candidate.name
    taken = (folder.models / candidate.name).exists()
    name = f"{candidate.name}-{model.hash[:12]}" if taken else candidate.name
    copy_model(folder, candidate.folder, name=name)
    return name


def _name_of_active(folder: LibraryFolder) -> str | None:
    active = active_model(folder)
    return active.name if active else None


def _now() -> str:
    return clock.now().isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class RolledBack:
    """`embedded`: artworks added since the promotion, which had no vector of this model yet."""

    model: str
    instead_of: str
    embedded: int


def roll_back_model(folder: LibraryFolder, *, cancel: CancelToken, told: Told) -> RolledBack:
    """Restore the earlier model.

    Raises `LibraryError` if nothing was promoted or the history is damaged, `ModelError` if the earlier model is
    damaged.
    """
    refuse_without_library(folder)
    with writer(folder.root / "catalogue.lock", "karuta model rollback"):
        active = active_model(folder)
        if active is not None and active.unread:
            raise LibraryError(
                (
                    "{path} is damaged and no longer says which model was active before; `karuta model list` lists the "
                    "models, and `karuta model promote NAME` switches to one."
                ),
                path=folder.models / ACTIVE,
            )
        before = earlier_model(active) if active else None
        if active is None or before is None:
            raise LibraryError(
                (
                    "No model was promoted in the library at {folder}, so there is nothing to roll back to; `karuta "
                    "model promote NAME` switches to another."
                ),
                folder=folder.root,
            )
        model = load_model(folder.models / before)
        embedded = 0
        with Catalogue.open_writing(folder.catalogue_db) as catalogue:
            if catalogue.missing_vectors(sorted(catalogue.view().by_picture), model.hash):
                # A pack may have been added since; without its vectors its cards would not be known.
                progress = partial(told, "artworks")
                embedded = rebuild_index(catalogue, folder, model, cancel=cancel, progress=progress).embedded
        make_active(folder, Switch(before, _now(), by="rollback", instead_of=active.name))
    return RolledBack(before, active.name, embedded)


def earlier_model(active: ActiveModel) -> str | None:
    """The name of the model that a rollback restores; None if nothing is promoted."""
    standing: list[str] = []
    for switch in active.history:
        if switch.by == "rollback":
            standing[-1:] = []
            continue
        if not standing and switch.instead_of is not None:
            standing.append(switch.instead_of)
        standing.append(switch.model)
    return standing[-2] if len(standing) > 1 else None
