"""Nine games in one library, and each alone: `python -m tests.lab.nine_games OUT --library DIR`.

Not part of the suite: it takes an hour. DIR: a library of one game's real cards, which is copied. Eight games of drawn
cards (`workshop.bench.strange_catalogue`, of the demo's art) join it; a run that was stopped goes on. Plain and hard
photos of each game are looked up in both, with their card and without. Both answer with the shipped calibration.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from tests.lab import figures
from tests.lab.game_sets import art_files

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
    with Catalogue.open_reading(nine.catalogue_db) as catalogue:
        there = {artwork.pack for artwork in catalogue.view().artworks}
    for number, game in enumerate(DRAWN):
        folder = out / game
        if game in there:
            continue
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


def lot(view: CatalogueView, game: str) -> list[str]:
    """The pictures of this game's cards alone in an order drawn by lot, the same in both libraries."""
    shown = sorted(picture for picture, of in view.by_picture.items() if {art.card.game for art in of} == {game})
    return [shown[at] for at in np.random.default_rng(SEED).permutation(len(shown)).tolist()]


@dataclass(frozen=True)
class Kept:
    """What was asked, a line each, so that a run that was stopped goes on."""

    path: Path

    def ask(self, asker: self_test._Asker, where: str, picture: str) -> AskedPhoto:
        """The photo of this picture as one of the libraries, alone or together, answers it."""
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.is_file() else []
        known = (json.loads(line) for line in lines)
        found = next((said for told, said in known if told == where and said["picture"] == picture), None)
        if found is not None:
            return AskedPhoto(**found)
        photo = asker.ask(picture)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([where, asdict(photo)]) + "\n")
        return photo


SURE_AND_WRONG = "wrong *sure*"
MEASURES: dict[str, Callable[[AskedPhoto, float], bool]] = {
    "right": lambda photo, likely: photo.right,
    "refused": lambda photo, likely: (photo.stranger or 0.0) < likely,
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
    kept = Kept(chosen.out / "asked.jsonl")
    games = sorted({artwork.card.game for artwork in whole.view.artworks})
    lots = {game: lot(whole.view, game) for game in games}
    both = {"together": dict.fromkeys(games, asker)}
    both["alone"] = {game: replace(asker, recogniser=of_one_game(whole, library, game)) for game in games}
    # A photo of each game, then the next: wherever it is stopped there are as many of each.
    asked = [
        (game, *(kept.ask(both[where][game], where, lots[game][at]) for where in ("alone", "together")))
        for at in range(chosen.photos)
        for game in games
    ]
    flags: dict[str, tuple[list[bool], list[bool]]] = {name: ([], []) for name in MEASURES}
    for game in games:
        for name, measure in MEASURES.items():
            pairs = [(measure(one, likely), measure(other, likely)) for own, one, other in asked if own == game]
            alone, beside = map(list, zip(*pairs, strict=True))
            said = f"{sum(alone)} and {sum(beside)} of {len(alone)}, McNemar p = {mcnemar(counts(alone, beside)):.2f}"
            print(f"{game}, {name}, alone and beside eight games: {said}", flush=True)
            flags[name][0].extend(alone)
            flags[name][1].extend(beside)
    figures.tell(
        f"nine games, alone / together: {'; '.join(MEASURES)}",
        "; ".join(f"{sum(alone)} / {sum(beside)}" for alone, beside in flags.values()) + f" of {len(asked)}",
        len(asked),
        aim="-; -; none",
        met=not any(flags[SURE_AND_WRONG][1]),
    )


if __name__ == "__main__":
    main()
