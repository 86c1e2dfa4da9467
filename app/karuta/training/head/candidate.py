"""Writes a trained model's folder: its parent's files with another projection. Measures nothing, switches nothing."""

from __future__ import annotations

import copy
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta import clock
from karuta.domain.errors import ModelError
from karuta.domain.shape import refuse_hash
from karuta.engine.embed import Embedder
from karuta.engine.model import CARD, Model, load_model
from karuta.engine.prepare import golden_crops
from karuta.engine.sessions import open_session
from karuta.files import file_hash, flush_tree, make_folder, move, write_whole
from karuta.training.model_folder import GOLDEN, PROJECTION, Projection, save_array, write_card

LEARNED_FROM = "learned_from.txt"
ALONE = "simulated photos of the catalogue's pictures alone"


@dataclass(frozen=True, eq=False)
class Candidate:
    """`name`: of its folder. `training`: how it was made, for its card. `accuracy`: figures for its card.

    `photos`: the hashes of the photos whose labels it learned from; its parent's are added. `verdict`: what its card
    says about verdicts; `network`: its ONNX file. Either is None if it is the parent's.
    """

    name: str
    projection: Projection
    training: Mapping[str, Any]
    accuracy: tuple[Mapping[str, Any], ...]
    photos: frozenset[str]
    verdict: Mapping[str, Any] | None = None
    network: Path | None = None


def write_candidate(candidate: Candidate, parent: Model, source: Path, *, models: Path, workplace: Path) -> Path:
    """Make the folder in `workplace`, load it as the program will, then move it to `models`: whole, or not at all.

    `source`: the parent's folder. Raises `ModelError` and `OSError`.
    """
    made = workplace / f"{candidate.name}.{os.getpid()}.part"
    shutil.rmtree(made, ignore_errors=True)
    make_folder(made)
    try:
        for path in sorted(source.iterdir()):
            if path.is_file() and path.name not in (CARD, PROJECTION, GOLDEN, LEARNED_FROM):
                _shared(path, made / path.name)
        embedder = made / parent.card["embedder"]["file"]
        if candidate.network is not None:
            # Writing through the link would change the parent's file.
            embedder.unlink()
            shutil.copyfile(candidate.network, embedder)
        save_array(made / PROJECTION, candidate.projection)
        save_array(made / GOLDEN, _golden(parent, embedder, candidate.projection))
        photos = sorted(candidate.photos | learned_from(source))
        write_whole(made / LEARNED_FROM, lambda part: part.write_text("\n".join([*photos, ""]), encoding="ascii"))
        write_card(made, _card(candidate, parent, made))
        load_model(made)
        target = models / candidate.name
        make_folder(models)
        if not (target / CARD).is_file():
            shutil.rmtree(target, ignore_errors=True)
            flush_tree(made)
            move(made, target)
        return target
    finally:
        shutil.rmtree(made, ignore_errors=True)


def learned_from(model: Path) -> frozenset[str]:
    """The hashes of the photos whose labels a model or an ancestor learned from; none for a shipped one.

    Raises `ModelError` if the list is damaged, and `OSError`.
    """
    path = model / LEARNED_FROM
    try:
        photos = frozenset(path.read_text(encoding="ascii").split())
        for photo in photos:
            refuse_hash(photo)
    except FileNotFoundError:
        return frozenset()
    except ValueError as error:
        raise ModelError(
            "The list of what the model was trained on, {path}, is damaged", "train from another model", path=path
        ) from error
    return photos


def candidate_name(parent: str, run: str, *, scope: str = "head") -> str:
    """The parent's name without the suffix of an earlier retraining, plus the run's name."""
    return f"{re.split('-(?:head|full)-', parent)[0]}-{scope}-{run[:8]}"


def _shared(source: Path, target: Path) -> None:
    """One file for two models, if the disk supports links: a model's files are never written again."""
    with suppress(OSError):
        os.link(source, target)
        return
    shutil.copyfile(source, target)


def _golden(parent: Model, embedder: Path, projection: Projection) -> NDArray[np.float32]:
    """The candidate's vectors of the golden pictures, computed by the very file that will answer."""
    session = open_session(embedder, threads=1)
    normalise = is_normalised(parent)
    return Embedder(
        session,
        input_name=session.get_inputs()[0].name,
        spec=parent.embedder.spec,
        projection=projection,
        normalise_pooled=normalise,
        contrast=parent.embedder.contrast,
    ).embed(list(golden_crops()))


def is_normalised(model: Model) -> bool:
    return bool(model.card["embedder"]["normalise_pooled"])


def command_of(scope: str) -> str:
    """What trains a model of this scope, for its card."""
    return "karuta train" if scope == "head" else "python -m tests.lab.full_scope"


def _card(candidate: Candidate, parent: Model, folder: Path) -> dict[str, Any]:
    """The parent's card with what is new."""
    card = copy.deepcopy(parent.card)
    card["name"] = candidate.name
    card["made"] = f"{clock.now():%Y-%m-%d}"
    card["projection"] |= {"file": PROJECTION, "sha256": file_hash(folder / PROJECTION)}
    network = card["embedder"]["file"]
    card["embedder"]["sha256"] = file_hash(folder / network)
    card["golden"] = {"file": GOLDEN, "sha256": file_hash(folder / GOLDEN)}
    learned = candidate.training["training_set"]
    part = "the projection alone" if candidate.network is None else "network and projection"
    on = f"{learned['labels']} labels of {learned['cards']} cards and simulated photos" if learned["labels"] else ALONE
    card["trained_on"] = f"{parent.card['trained_on']} Then {part}, on {on}."
    command = command_of(candidate.training["scope"])
    card["made_by"] = [*parent.card["made_by"], command if learned["labels"] else f"{command} --without-labels"]
    if candidate.verdict is not None:
        card["verdict"] = dict(candidate.verdict)
    # The parent's figures do not apply to this model.
    card["accuracy"] = [dict(figure) for figure in candidate.accuracy]
    card["training"] = {
        **candidate.training,
        "learned_from": {"file": LEARNED_FROM, "sha256": file_hash(folder / LEARNED_FROM)},
    }
    return card
