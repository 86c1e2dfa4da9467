"""The models that a library can answer with: its own, and the one that this release ships. Loads and changes none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.errors import ModelError
from karuta.engine.model import CARD, CARD_LIKE, model_hash, read_model_card, title_of
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import refuse_without_library, shipped_model_folder
from karuta.services.models.active_model import Switch, active_model
from karuta.store.cards import Catalogue
from karuta.training.head.task import RUNS


@dataclass(frozen=True)
class ListedModel:
    """One model. `name`: its folder's, which every command uses.

    `fault`: why it cannot be used, None for a sound one; then `title` (`name@hash12`) and `hash` are None. `shipped`:
    it is in the program, not yet in the library. `embedded` of `pictures`: how many live artworks have a vector of it.
    `switches`: when and how it became the answering model, oldest first.
    """

    name: str
    folder: Path
    active: bool
    shipped: bool
    title: str | None
    hash: str | None
    made: str | None
    fault: str | None
    embedded: int
    pictures: int
    switches: tuple[Switch, ...]
    card: dict[str, Any] | None


def list_models(folder: LibraryFolder, resources: Path) -> tuple[ListedModel, ...]:
    """The active one first, then by name. Raises `LibraryError` if there is no library."""
    refuse_without_library(folder)
    active = active_model(folder)
    with Catalogue.open_reading(folder.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)

        def listed(place: Path, *, shipped: bool) -> ListedModel:
            card, fault = _card(place)
            digest = model_hash(card) if card else None
            lacking = len(catalogue.missing_vectors(live, digest)) if digest else len(live)
            history = active.history if active and not shipped else ()
            return ListedModel(
                name=place.name,
                folder=place,
                active=not shipped and active is not None and active.name == place.name,
                shipped=shipped,
                title=title_of(card) if card else None,
                hash=digest,
                made=str(card.get("made", "")) if card else None,
                fault=fault,
                embedded=len(live) - lacking,
                pictures=len(live),
                switches=tuple(switch for switch in history if switch.model == place.name),
                card=card,
            )

        own = [listed(path.parent, shipped=False) for path in sorted(folder.models.glob(f"*/{CARD}"))]
        offered = listed(shipped_model_folder(resources), shipped=True)
    # Two models whose vectors are the same may find cards by other nets.
    identities = {(model.hash, _eyes(model.card)) for model in own}
    models = own if (offered.hash, _eyes(offered.card)) in identities or offered.fault else [*own, offered]
    return tuple(sorted(models, key=lambda model: (not model.active, model.shipped, model.name)))


def _eyes(card: dict[str, Any] | None) -> tuple[str, ...]:
    """The hashes of what finds cards, and tells them from other things, as a model's card names them."""
    parts = ((card or {}).get(part) or {} for part in ("detector", "corners", CARD_LIKE))
    return tuple(str(part.get("sha256", "")) for part in parts)


def find_model(folder: LibraryFolder, resources: Path, name: str) -> ListedModel:
    """The sound model with this name, by its folder or its title `name@hash12`.

    Raises `ModelError` for none or a damaged one, `LibraryError` if there is no library.
    """
    models = list_models(folder, resources)
    named = [model for model in models if name in (model.name, model.title)]
    # A shipped model may share a name with one of the library's; then the library's own is meant.
    model = next(iter(sorted(named, key=lambda model: model.shipped)), None)
    if model is None:
        if is_under_way(folder, name):
            raise ModelError(
                "The training of {name} was stopped before its end, so there is no such model yet",
                "`karuta train` resumes it",
                name=name,
            )
        raise ModelError("There is no model {name} in this library", "`karuta model list` lists them", name=name)
    if model.fault is not None:
        raise ModelError(model.fault, "`karuta model list` lists usable ones")
    return model


def is_under_way(folder: LibraryFolder, name: str) -> bool:
    """Whether an unfinished training of this library would end as the candidate with this name."""
    run = name.rpartition("-")[2]
    # Names are compared: what a person typed may be a path or a pattern.
    begun = (path.parent.name for path in (folder.training / RUNS).glob("*/*"))
    return bool(run) and any(each.startswith(run) for each in begun)


def _card(place: Path) -> tuple[dict[str, Any] | None, str | None]:
    try:
        card = read_model_card(place)
        model_hash(card), str(card["name"])
    except ModelError as error:
        return None, error.fault
    except (KeyError, TypeError) as error:
        return None, f"The model's card in {place} does not say its {error}"
    return card, None
