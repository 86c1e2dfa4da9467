"""Nine games in one library, and each alone: `python -m tests.long.nine_games OUT --library DIR`.

Not part of the suite: it takes an hour. DIR: a library of one game's real cards, which is copied. Eight games of drawn
cards (`workshop.bench.strange_catalogue`, of the demo's art) join it; a run that was stopped goes on. Plain and hard
photos of each game are looked up in both, with their card and without. Both answer with the shipped calibration.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tests.long import figures
from tests.long.game_sets import art_files

from karuta.domain.calibration import Calibration
from karuta.domain.cancel import CancelToken
from karuta.domain.match import CatalogueView
from karuta.domain.self_test import AskedPhoto
from karuta.domain.statistics import counts, mcnemar
from karuta.engine.recognise import Recogniser
from karuta.engine.search import ExactSearch
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue import self_test
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.library.open_library import stored_vectors
from karuta.store.cards import Catalogue
from karuta.training.photographer import Grade
from workshop.bench.strange_catalogue import write_strange

DRAWN = tuple(f"drawn-{number}" for number in range(1, 9))
SEED = 290


def make(out: Path, library: Path, *, each: int) -> LibraryFolder:
    """The library of nine games, made as far as it is not there yet."""
    nine = LibraryFolder(out / "nine")
    if not nine.catalogue_db.is_file():
        shutil.copytree(library, out / "copy")
        (out / "copy").rename(nine.root)
    for number, game in enumerate(DRAWN):
        folder = out / game
        if not (folder / "images.csv").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            write_strange(art_files(), folder, count=each, seed=SEED + number, game=game)
        add_folder(
            folder,
            pack=game,
            library=nine,
            resources=resources_folder(),
            cancel=CancelToken(),
            progress=lambda *step: None,
        )
    return nine


def of_one_game(whole: Recogniser, library: LibraryFolder, game: str) -> Recogniser:
    """As a library of this game alone answers, by exact search."""
    view = CatalogueView.of([artwork for artwork in whole.view.artworks if artwork.card.game == game])
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        search = ExactSearch(stored_vectors(catalogue, sorted(view.by_picture), whole.model))
    return replace(whole, view=view, search=search)


def asked_of(asker: self_test._Asker, game: str, *, photos: int) -> list[AskedPhoto]:
    """Plain and hard photos of cards drawn by lot, with their card and without; the same lot in both libraries."""
    view = asker.recogniser.view
    shown = sorted(picture for picture, of in view.by_picture.items() if {art.card.game for art in of} == {game})
    order = np.random.default_rng(SEED).permutation(len(shown))[:photos].tolist()
    return [asker.ask(shown[at]) for at in order]


SURE_AND_WRONG = "wrong or missing, and *sure*"
MEASURES: dict[str, Callable[[AskedPhoto, float], bool]] = {
    "right first": lambda photo, likely: photo.right,
    "missing: refused": lambda photo, likely: (photo.stranger or 0.0) < likely,
    SURE_AND_WRONG: lambda photo, likely: (photo.sure and not photo.right) or photo.stranger_sure,
}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--each", type=int, default=1130, help="drawn cards of a game")
    parser.add_argument("--photos", type=int, default=40, help="of each game")
    chosen = parser.parse_args(argv)
    chosen.out.mkdir(parents=True, exist_ok=True)
    library = make(chosen.out, chosen.library, each=chosen.each)
    self_test.GRADES, self_test.ODDS = (Grade.PLAIN, Grade.HARD), (0.5, 0.5)  # type: ignore[assignment]
    asker = self_test._Asker.open(library, resources_folder())
    whole = asker.recogniser
    assert isinstance(whole.model.judge, Calibration)
    likely = whole.model.judge.likely
    flags: dict[str, tuple[list[bool], list[bool]]] = {name: ([], []) for name in MEASURES}
    for game in sorted({artwork.card.game for artwork in whole.view.artworks}):
        apart = replace(asker, recogniser=of_one_game(whole, library, game))
        both = [asked_of(one, game, photos=chosen.photos) for one in (apart, asker)]
        for name, measure in MEASURES.items():
            alone, beside = ([measure(photo, likely) for photo in asked] for asked in both)
            said = f"{sum(alone)} and {sum(beside)} of {len(alone)}, McNemar p = {mcnemar(counts(alone, beside)):.2f}"
            print(f"{game}, {name}, alone and beside eight games: {said}", flush=True)
            flags[name][0].extend(alone)
            flags[name][1].extend(beside)
    for name, (alone, beside) in flags.items():
        what = f"nine games, {len(whole.view.by_picture):,} pictures, {name}"
        p = mcnemar(counts(alone, beside))
        is_fault = name == SURE_AND_WRONG
        figures.tell(
            f"{what}, alone and together",
            f"{sum(alone)} and {sum(beside)} of {len(alone)}",
            len(alone),
            interval=f"p = {p:.2f}",
            aim="none" if is_fault else "no loss",
            met=not sum(beside) if is_fault else p >= 0.05 or sum(beside) >= sum(alone),
        )


if __name__ == "__main__":
    main()
