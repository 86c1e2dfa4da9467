"""How often a mistyped name finds its card among the first five, and what a keystroke costs: processor time, memory.

    python -m tests.lab.search_names CATALOGUE [--each 500] [--times 8]

CATALOGUE is a catalogue folder; its cards alone are read. `--times`: as many times as many cards, to time them.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

from tests.lab import figures
from tests.mistyping import KINDS, cards_of, mistyped
from tests.packs import put

from karuta.domain.card import Card, CardKey
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.search_cards import CardSearch
from karuta.store.cards import Catalogue

_SEED = 16


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--each", type=int, default=500)
    parser.add_argument("--times", type=int, default=1)
    wanted = parser.parse_args(arguments)
    cards = cards_of(wanted.catalogue)
    with tempfile.TemporaryDirectory() as folder:
        search = CardSearch(made(LibraryFolder(Path(folder)), many(cards, wanted.times)), resources_folder())
        names = sum(len({*card.names.values(), *card.readings.values()}) for card in cards) * wanted.times
        print(f"{len(cards) * wanted.times:,} cards, {names:,} names")
        print(f"read into memory in {prepared(search):.2f} s")
        for kind in KINDS:
            print(figure(search, cards, kind, wanted.each))
        print(f"a word as it is typed, letter by letter: {typing(search)}")
        print(f"kept in memory: {kept(search):.0f} MB")
    return 0


def made(library: LibraryFolder, cards: Sequence[Card]) -> LibraryFolder:
    library.root.mkdir(exist_ok=True)
    with Catalogue.open_writing(library.catalogue_db) as catalogue:
        put(catalogue, cards=cards, pack="all")
    return library


def many(cards: Sequence[Card], times: int) -> list[Card]:
    """The cards, and as many more whose names are turned about, so that none is called like another."""
    turned = (
        Card(
            CardKey(card.key.game, f"{card.key.card_id}-{turn}"),
            {lang: f"{name[turn:]} {name[:turn]}" for lang, name in card.names.items()},
            printings=card.printings,
        )
        for turn in range(1, times)
        for card in cards
    )
    return [*cards, *turned]


def prepared(search: CardSearch) -> float:
    started = time.thread_time()
    search.prepare()
    return time.thread_time() - started


def figure(search: CardSearch, cards: list[Card], kind: str, count: int) -> str:
    first, five, seconds = 0, 0, []
    for typo in mistyped(cards, kind, count, _SEED):
        started = time.thread_time()
        found = [card.card for card in search.find(typo.typed, limit=40)]
        seconds.append(time.thread_time() - started)
        first += found[:1] == [typo.card]
        five += typo.card in found[:5]
    if kind == KINDS[0]:
        figures.share("names with one error: among the first five", five, count)
        figures.spread("a search, of a processor", [1000 * took for took in seconds], "ms")
    return (
        f"{kind}: {figures.in_words(five, count)} among the first five, {first} first; "
        f"{1000 * statistics.median(seconds):.0f} ms, 95 of 100 within "
        f"{1000 * statistics.quantiles(seconds, n=20)[-1]:.0f} ms"
    )


def typing(search: CardSearch) -> str:
    seconds = []
    for text in ("blue eyes white drgon", "burakku majishan", "ブラックマジシャン", "LOB-EN005"):
        for end in range(1, len(text) + 1):
            started = time.thread_time()
            search.find(text[:end], limit=40)
            seconds.append(time.thread_time() - started)
    return f"{1000 * statistics.median(seconds):.0f} ms, worst {1000 * max(seconds):.0f} ms (n = {len(seconds)})"


def kept(search: CardSearch) -> float:
    """What reading the names again allocates and keeps, numpy's arrays too."""
    search.forget()
    gc.collect()
    tracemalloc.start()
    search.prepare()
    gc.collect()
    now, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return now / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
