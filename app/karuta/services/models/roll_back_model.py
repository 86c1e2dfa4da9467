"""Restores the model that answered before the last promotion; its vectors and index are still there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.engine.model import load_model
from karuta.paths import LibraryFolder
from karuta.services.catalogue.rebuild_index import rebuild_index
from karuta.services.models.active_model import ACTIVE, ActiveModel, Switch, active_model, make_active
from karuta.services.models.contender import Told
from karuta.store.cards import Catalogue
from karuta.store.lock import writer


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
    if not folder.catalogue_db.is_file():
        raise LibraryError(
            "There is no library at {folder}; `karuta catalogue add FOLDER` makes one.", folder=folder.root
        )
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
                report = rebuild_index(
                    catalogue,
                    folder,
                    model,
                    cancel=cancel,
                    progress=lambda done, total: told("artworks", done, total),
                )
                embedded = report.embedded
        time = datetime.now(UTC).isoformat(timespec="seconds")
        make_active(folder, Switch(before, time, by="rollback", instead_of=active.name))
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
