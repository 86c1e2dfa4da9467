"""Batches of pairs to train the embedder on: a photo's crop and the artwork. numpy only, trains nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from karuta.domain.pixels import Pixels
from karuta.engine.decode import decode
from karuta.engine.prepare import InputSpec, fit
from karuta.training.photographer import Grade, simulated_crop
from workshop.artworks import ArtworkFile, artwork_files
from workshop.photographer.tone import toned

SMALLEST_KIND = 24
# Most corners are nearly right; a tenth are as wrong as a detector's worst that still overlap.
JITTERS, JITTER_ODDS = (0.015, 0.03, 0.07), (0.3, 0.6, 0.1)


@dataclass(frozen=True)
class PairSource:
    """One card's artwork, what a photo of it may show, and the kind of its frame."""

    artwork: ArtworkFile
    sharp: Path | None
    other_face: Path | None
    kind: str


@dataclass(frozen=True)
class PairMix:
    """How often each kind is drawn: grades plain, hard, brutal; another language's face; a crop upside down.

    `same_kind`: the share of a batch with similar frames. `toned`: how often a picture profile or a lamp's veil is
    applied.
    """

    grades: tuple[float, float, float] = (0.25, 0.5, 0.25)
    other_face: float = 0.55
    upside_down: float = 0.02
    same_kind: float = 0.5
    toned: float = 0.0


@dataclass(frozen=True, eq=False)
class PairBatch:
    """`photographed`, `clean`: (n, height, width, 3) uint8 RGB, pair by pair; `sources`: (n,), different cards."""

    photographed: Pixels
    clean: Pixels
    sources: NDArray[np.intp]


def pair_sources(catalogue: Path, *, sharp: Path | None = None, other_faces: Path | None = None) -> list[PairSource]:
    """The artworks of all cards that are not held out.

    `sharp`: a folder with larger pictures under the same file names. `other_faces`: a folder with images.csv and
    images/ of the same cards in another language.
    """
    kinds = _kinds(catalogue / "cards.jsonl")
    faces = pair_faces(other_faces) if other_faces else {}
    return [
        PairSource(
            artwork=file,
            sharp=sharp / file.path.name if sharp and (sharp / file.path.name).is_file() else None,
            other_face=faces.get(file.key.card_id),
            kind=kinds.get(file.key.card_id, ""),
        )
        for file in artwork_files(catalogue)
        if not file.held_out
    ]


def face_files(catalogue: Path, *, sharp: Path | None, other_faces: Path | None) -> list[Path]:
    """Pictures of the cards that are not held out, each once; of two, the sharper one."""
    sources = pair_sources(catalogue, sharp=sharp, other_faces=other_faces)
    others = sorted({source.other_face for source in sources if source.other_face})
    return [source.sharp or source.artwork.path for source in sources] + others


def pair_faces(folder: Path) -> dict[str, Path]:
    """Card id -> its picture in another language."""
    with (folder / "images.csv").open(encoding="utf-8-sig", newline="") as file:
        faces = {row["card_id"]: folder / "images" / row["file"] for row in csv.DictReader(file)}
    return {card: path for card, path in faces.items() if path.is_file()}


def _kinds(cards: Path) -> dict[str, str]:
    """Card id -> what determines how its frame looks: its kind, and the facts that appear in its type line."""
    kinds = {}
    with cards.open(encoding="utf-8") as file:
        for line in file:
            try:
                card = json.loads(line)
                facts = card.get("facts") or {}
                words = sorted(str(facts.get("type_line", "")).split(" / ")[1:])
                parts = (card.get("kind"), *words, facts.get("attribute"), facts.get("property"))
                kinds[str(card["card_id"])] = "/".join(str(part) for part in parts if part)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
    return kinds


class PairMaker:
    """Draws batches. The same seed and step give the same batch, whatever was drawn before."""

    def __init__(self, sources: Sequence[PairSource], *, spec: InputSpec, mix: PairMix, seed: int) -> None:
        self._sources = sources
        self._spec = spec
        self._mix = mix
        self._seed = seed
        self._of_kind: dict[str, list[int]] = {}
        for number, source in enumerate(sources):
            self._of_kind.setdefault(source.kind, []).append(number)
        large = [kind for kind, members in self._of_kind.items() if len(members) >= SMALLEST_KIND]
        self._kinds = sorted(large)
        sizes = np.sqrt([len(self._of_kind[kind]) for kind in self._kinds])
        self._kind_odds = sizes / sizes.sum() if self._kinds else sizes

    def batch(self, step: int, *, size: int) -> PairBatch:
        rng = np.random.default_rng([self._seed, step])
        chosen = self._chosen(size, rng)
        pairs = [self._pair(self._sources[i], np.random.default_rng([self._seed, step, int(i)])) for i in chosen]
        return PairBatch(
            np.stack([photographed for photographed, _ in pairs]), np.stack([clean for _, clean in pairs]), chosen
        )

    def _chosen(self, size: int, rng: np.random.Generator) -> NDArray[np.intp]:
        """A share with one kind of frame, the rest from all; no card twice."""
        order = [int(i) for i in rng.permutation(len(self._sources))]
        alike: list[int] = []
        if self._kinds:
            kind = self._kinds[int(rng.choice(len(self._kinds), p=self._kind_odds))]
            alike = [int(i) for i in rng.permutation(self._of_kind[kind])[: round(size * self._mix.same_kind)]]
        chosen: list[int] = []
        cards: set[str] = set()
        for number in alike + order:
            card = str(self._sources[number].artwork.key)
            if card not in cards and len(chosen) < size:
                cards.add(card)
                chosen.append(number)
        return np.array(chosen, dtype=np.intp)

    def _pair(self, source: PairSource, rng: np.random.Generator) -> tuple[Pixels, Pixels]:
        clean = decode(source.artwork.path)
        face = clean
        if source.other_face is not None and rng.random() < self._mix.other_face:
            face = decode(source.other_face)
        elif source.sharp is not None:
            face = decode(source.sharp)
        grade = tuple(Grade)[int(rng.choice(3, p=self._mix.grades))]
        jitter = JITTERS[int(rng.choice(3, p=JITTER_ODDS))]
        crop = simulated_crop(face, grade=grade, rng=rng, size=self._spec.size, jitter=jitter)
        if rng.random() < self._mix.toned:
            crop = toned(crop, rng)
        if rng.random() < self._mix.upside_down:
            crop = crop[::-1, ::-1]
        return crop, lightly_changed(fit(clean, self._spec), rng)


def lightly_changed(artwork: Pixels, rng: np.random.Generator) -> Pixels:
    """Half of the artworks unchanged, the others slightly lighter, softer, or JPEG-compressed, as catalogues differ."""
    if rng.random() < 0.5:
        return artwork
    values = artwork.astype(np.float32) * rng.uniform(0.85, 1.15) + rng.uniform(-12, 12, 3)
    image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    if rng.random() < 0.4:
        image = image.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.3, 1.0))))
    if rng.random() < 0.4:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=int(rng.integers(50, 95)))
        image = Image.open(buffer).convert("RGB")
    return np.asarray(image)
