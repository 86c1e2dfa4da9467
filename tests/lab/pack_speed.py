"""How long it takes until a pack of 500 artworks answers, in a catalogue of 12,000 and in one of 100,000.

    python -m tests.lab.pack_speed [--stock 12000 --stock 100000] [--pack 500] [--pictures FOLDER]

The catalogue is made of cards of two games with random unit vectors and no picture files; the pack's pictures are those
of FOLDER (the demo's unless another is named), each changed a little, so that the real model embeds every one of them.
Measured is the real command in a process of its own, from its start to its end, and the lookup after it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image
from tests.lab import figures
from tests.packs import card, small_pack

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import NewArtwork
from karuta.paths import LibraryFolder
from karuta.services.catalogue.rebuild_index import rebuild_index
from karuta.services.library.open_library import library_model
from karuta.store.cards import Catalogue

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo" / "catalogue" / "images"
GAMES = ("one", "two")
WANTED = {12_000: 15, 100_000: 60}
"""Cards there are -> the aim in seconds."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stock", type=int, action="append")
    parser.add_argument("--pack", type=int, default=500)
    parser.add_argument("--pictures", type=Path, default=DEMO)
    asked = parser.parse_args()
    for count in asked.stock or WANTED:
        with tempfile.TemporaryDirectory() as name:
            _measure(Path(name), count, asked.pack, asked.pictures)
    return 0


def _measure(place: Path, count: int, size: int, pictures: Path) -> None:
    library = LibraryFolder(place / "library")
    _run(library, "catalogue", "add", str(small_pack(place / "first", 3)))
    began = time.perf_counter()
    _fill(library, count)
    built = time.perf_counter() - began
    pack = _pack(place / "pack", size, pictures)
    began, worked = time.perf_counter(), _children()
    report = json.loads(_run(library, "catalogue", "add", str(pack), "--json"))
    seconds, worked = time.perf_counter() - began, _children() - worked
    assert report["artworks"]["added"] == size, report
    began = time.perf_counter()
    answer = json.loads(_run(library, "lookup", str(pack / "images" / "7.png"), "--json"))
    looked = time.perf_counter() - began
    firsts = [sighting["matches"][0]["card_id"] for sighting in answer["sightings"]]
    figures.spread(f"{size} cards live in a catalogue of {count:,}", [seconds], "s", most=WANTED.get(count))
    print(
        f"{worked:.1f} s of a processor (the catalogue itself with its index: {built:.0f} s); "
        f"a lookup from nothing took {looked:.1f} s and found {firsts}",
        flush=True,
    )


def _children() -> float:
    """Seconds that processors have worked for processes of ours that ended; two may work at once."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(library: LibraryFolder, *command: str) -> str:
    line = [sys.executable, "-m", "karuta", "--library", str(library.root), *command]
    done = subprocess.run(line, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}{done.stdout}")
    return done.stdout


def _fill(library: LibraryFolder, count: int) -> None:
    model = library_model(library)
    rng = np.random.default_rng(4)
    with Catalogue.open_writing(library.catalogue_db) as catalogue:
        staged = catalogue.stage("stock")
        for at in range(0, count, 5000):
            numbers = range(at, min(at + 5000, count))
            keys = [CardKey(GAMES[number % 2], f"S{number}") for number in numbers]
            staged.put_cards([Card(key, {"en": f"Stock {key.card_id}"}) for key in keys])
            names = [hashlib.sha256(str(key).encode()).hexdigest() for key in keys]
            vectors = rng.normal(size=(len(keys), model.embedder.dimension)).astype(np.float32)
            catalogue.add_vectors(names, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), model.hash)
            staged.put_artworks(
                [
                    NewArtwork(key, f"{key.card_id}.webp", "main", name, ".webp")
                    for key, name in zip(keys, names, strict=True)
                ]
            )
        staged.put_in_force()
        rebuild_index(catalogue, library, model, cancel=CancelToken(), progress=lambda done, total: None)


def _pack(folder: Path, size: int, pictures: Path) -> Path:
    faces = sorted(path for path in pictures.iterdir() if path.suffix in (".webp", ".png", ".jpg"))
    (folder / "images").mkdir(parents=True)
    for number in range(size):
        face = np.array(Image.open(faces[number % len(faces)]).convert("RGB"))
        face[:4, :4] = (number // 256, number % 256, 7)
        Image.fromarray(face).save(folder / "images" / f"{number}.png")
    lines = [json.dumps(card(f"P{number}", f"Pack {number}", game=GAMES[0])) for number in range(size)]
    (folder / "cards.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [f"{number}.png,P{number},main" for number in range(size)]
    (folder / "images.csv").write_text("\n".join(["file,card_id,artwork", *rows]) + "\n", encoding="utf-8")
    return folder


if __name__ == "__main__":
    raise SystemExit(main())
