"""How often listing titles are read rightly: real ones, made ones field by field; what hostile ones and a start cost.

    python -m tests.lab.titles CATALOGUE [--real TITLES.csv] [--made 2000] [--hostile 20000] [--seed 20] [--misses 20]

`titles_by_hand.tsv` beside this file has titles as people write them, judged by hand: `=` the card (or cards) that are
named, `-` and `?` none for sure (what the catalogue lacks counts so too), `!` name and set code are of different cards.

CATALOGUE is a catalogue folder, of which the cards alone are read. TITLES.csv has the columns title, card_id, set_code.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.lab import figures
from tests.made_titles import MadeTitle, hostile_titles, made_titles
from tests.packs import put
from tests.seller_phrases import seller_titles

from karuta.domain.card import Card, CardKey, Printing, TitleFacts
from karuta.domain.text import Nickname, fold, squeeze
from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.domain.titles.title_cards import CLEAR
from karuta.listings.services.check.read_titles import keep, open_title_reader
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.search_cards import read_nicknames
from karuta.store.cards import Catalogue

BY_HAND = Path(__file__).with_name("titles_by_hand.tsv")
FIELDS = ("rarity", "edition", "language", "condition", "grade", "quantity", "lot", "proxy")
FIRST = ("Dark Magician LOB-EN005 1st edition", "Drak Magicain Ultra Rare", "ブラックマジシャン 美品")
ABSENT: dict[str, object] = {"lot": False, "proxy": False}


def _cards_of(catalogue: Path) -> list[Card]:
    """The cards of a catalogue folder, as far as a search needs them."""
    lines = (catalogue / "cards.jsonl").read_text(encoding="utf-8").splitlines()
    return [_card(json.loads(line)) for line in lines]


def _card(said: dict[str, Any]) -> Card:
    return Card(
        key=CardKey(said["game"], said["card_id"]),
        names=said["names"],
        readings=said.get("readings") or {},
        codes=said.get("codes") or {},
        printings=tuple(
            Printing(printing["set_code"], "", printing["lang"]) for printing in said.get("printings") or []
        ),
    )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--made", type=int, default=2000)
    parser.add_argument("--hostile", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--misses", type=int, default=0, help="show so many titles that were misread")
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        library = LibraryFolder(Path(folder))
        with Catalogue.open_writing(library.catalogue_db) as catalogue:
            put(catalogue, cards=_cards_of(wanted.catalogue), pack="all")
            facts = catalogue.for_titles()
            first(library, "nothing is kept for titles")
            opened(library)
            keep(library, catalogue)
            first(library, "names and codes are kept")
        reader = opened(library)
        nicknames = meant(facts, list(read_nicknames(library, resources_folder()).nicknames))
    if wanted.real is not None:
        real(reader, wanted.real)
    by_hand(reader, {card.name for card in facts}, show=bool(wanted.misses))
    phrases(reader, wanted.made, wanted.seed)
    misses = made(reader, list(made_titles(facts, nicknames, count=wanted.made, seed=wanted.seed)))
    for title, read in misses[: wanted.misses]:
        print(f"  {title.kind}: {title.text}\n    {title.cards} {title.set_codes} {title.fields}\n    {shown(read)}")
    names = [name for card in facts for _, name in card.names]
    codes = [printing.set_code for card in facts for printing in card.printings]
    hostile(reader, list(hostile_titles(names, count=wanted.hostile, seed=wanted.seed, codes=codes)))
    return 0


def first(library: LibraryFolder, kept: str, *, runs: int = 11) -> None:
    """What the command costs before its first answer, in turns with the program's start."""
    command = [sys.executable, "-m", "karuta", "--library", str(library.root)]
    beyond = []
    for number in range(runs):
        started = _processor_of([*command, "--version"])
        beyond.append(_processor_of([*command, "title", FIRST[number % len(FIRST)]]) - started)
    print(
        f"first `karuta title` where {kept}: {statistics.median(beyond):.2f} s of a processor beyond "
        f"`karuta --version` (median of {runs}, {min(beyond):.2f} to {max(beyond):.2f})"
    )


def _processor_of(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def opened(library: LibraryFolder) -> TitleReader:
    started = time.process_time()
    reader = open_title_reader(library, resources_folder())
    print(f"opened in {time.process_time() - started:.1f} s of a processor")
    del reader
    gc.collect()
    tracemalloc.start()
    reader = open_title_reader(library, resources_folder())
    gc.collect()
    print(f"kept in memory: {tracemalloc.get_traced_memory()[0] / 1e6:.0f} MB")
    tracemalloc.stop()
    return reader


def meant(facts: Sequence[TitleFacts], nicknames: Sequence[Nickname]) -> list[tuple[Nickname, TitleFacts]]:
    """The nicknames of one card alone that are no card's whole name."""
    by_name = {name: card for card in reversed(facts) for _, name in card.names}
    folded = {squeeze(fold(name)) for name in by_name}
    by_id = {card.card.card_id: card for card in facts}
    several = Counter(nickname.folded for nickname in nicknames)
    return [
        (nickname, card)
        for nickname in nicknames
        if several[nickname.folded] == 1 and nickname.folded not in folded and len(nickname.nickname) > 2
        if (card := by_name.get(nickname.card) or by_id.get(nickname.card)) is not None
    ]


def real(reader: TitleReader, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cards = codes = 0
    for row in rows:
        read = reader.read(row["title"])
        cards += [card.card.card_id for card in read.cards] in [[card_id] for card_id in row["card_id"].split("|")]
        codes += read.set_codes == (row["set_code"],)
    figures.share("real titles: the card", cards, len(rows), least=0.99)
    figures.share("real titles: the set code", codes, len(rows), least=0.99)


def phrases(reader: TitleReader, count: int, seed: int) -> None:
    named = sum(bool(reader.read(title).cards) for title in seller_titles(count=count, seed=seed))
    figures.share("sellers' phrases without a card: one is named", named, count, most=0)


def by_hand(reader: TitleReader, names: set[str], *, show: bool) -> None:
    right = accusing = fields_right = n_fields = n = 0
    for row in BY_HAND.read_text(encoding="utf-8").splitlines():
        text, wanted, *more = row.split("\t")
        read = reader.read(text)
        cards = {card.name for card in read.cards}
        sure = cards if _could_accuse(read) else set()
        expected = set(wanted[1:].split("|")) if wanted[0] == "=" else set()
        named = bool(expected) and expected <= names
        is_right = cards == expected if named else read.disagree if wanted == "!" else not sure
        stated = [part for part in (more[0].split(";") if more else []) if part]
        missed = [word for word in stated if not _says(read, word)]
        n, right, accusing = n + 1, right + is_right, accusing + bool(sure - (expected if named else set()))
        n_fields, fields_right = n_fields + len(stated), fields_right + len(stated) - len(missed)
        if show and (missed or not is_right):
            print(f"  {text}\n    {wanted} {missed}\n    {shown(read)}")
    figures.share("titles judged by hand: the card", right, n, least=0.99)
    print(f"titles by hand: could accuse by another card {figures.in_words(accusing, n)}")
    print(f"titles by hand, other fields: {figures.in_words(fields_right, n_fields)}")


def _could_accuse(read: TitleReading) -> bool:
    """Whether a check would say *wrong card* of a photo that clearly shows another one."""
    one = read.cards[0] if len(read.cards) == 1 else None
    return one is not None and not one.rivals and one.probability >= CLEAR and not (read.lot or read.disagree)


def _says(read: TitleReading, wanted: str) -> bool:
    name, _, value = wanted.partition("=")
    if name == "noed":
        return read.edition is None
    if name == "code":
        return read.set_codes == (value,)
    found = getattr(read, {"q": "quantity", "ed": "edition", "cond": "condition"}.get(name, name))
    return str(found) == value if value else bool(found)


def made(reader: TitleReader, titles: Sequence[MadeTitle]) -> list[tuple[MadeTitle, TitleReading]]:
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    trusted: Counter[str] = Counter()
    right_by: Counter[str] = Counter()
    misses = []
    seconds = []
    for title in titles:
        started = time.thread_time()
        read = reader.read(title.text)
        seconds.append(time.thread_time() - started)
        answers = judged(title, read)
        for name, is_right in answers.items():
            asked[name] += 1
            right[name] += is_right
        asked[f"card, {title.kind}"] += 1
        right[f"card, {title.kind}"] += answers["card"]
        for card in read.cards:
            trusted[card.by] += 1
            right_by[card.by] += card.card in title.cards
        if not all(answers.values()):
            misses.append((title, read))
    for name in asked:
        print(f"made titles, {name}: {figures.in_words(right[name], asked[name])}")
    figures.share("made titles: the card", right["card"], asked["card"], least=0.97)
    figures.share("misspelled ones", right["card, misspelled"], asked["card, misspelled"], least=0.97)
    fields = [name for name in asked if name in FIELDS]
    total = sum(right[name] for name in fields), sum(asked[name] for name in fields)
    print(f"made titles, all fields but card and set code: {figures.in_words(*total)}")
    for by, count in sorted(trusted.items()):
        print(f"named by {by}: {figures.in_words(right_by[by], count)}")
    print(f"a title takes {1000 * statistics.median(seconds):.1f} ms, at most {1000 * max(seconds):.1f} ms")
    return misses


def judged(title: MadeTitle, read: TitleReading) -> dict[str, bool]:
    answers = {
        "card": {card.card for card in read.cards} == set(title.cards),
        "set code": read.set_codes == title.set_codes,
    }
    for name in FIELDS:
        if name in title.fields:
            answers[f"{name}, stated"] = getattr(read, name) == title.fields[name]
        answers[name] = getattr(read, name) == title.fields.get(name, ABSENT.get(name))
    return answers


def hostile(reader: TitleReader, titles: Sequence[str]) -> None:
    seconds = []
    for title in titles:
        started = time.thread_time()
        reader.read(title)
        seconds.append(time.thread_time() - started)
    seconds.sort()
    over = sum(share > 0.02 for share in seconds)
    print(
        f"hostile titles: {len(titles):,} without an error; median {1000 * statistics.median(seconds):.1f} ms, "
        f"999 of 1,000 within {1000 * seconds[int(len(seconds) * 0.999) - 1]:.1f} ms; "
        f"{over} over 20 ms (processor time)"
    )
    worst = f"{1000 * seconds[-1]:.1f} ms"
    figures.tell("hostile titles: the worst, of a processor", worst, len(seconds), aim="20 ms", met=not over)


def shown(read: TitleReading) -> str:
    cards = [(card.card.card_id, card.name, card.words, card.by) for card in read.cards]
    return f"{cards} {read.set_codes} { ({name: getattr(read, name) for name in FIELDS}) } unread {read.unread}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
