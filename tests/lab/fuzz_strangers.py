"""Feeds what strangers write to the real commands, mutated by lot: no traceback, no 8 s of processor, no gigabyte.

    python -m tests.lab.fuzz_strangers [--minutes 5] [--seed 0] [--kinds csv zip ...]
    python -m tests.lab.fuzz_strangers --kinds dense --seeds 27 [--seed 0]

Kind `dense`: files of up to 40 MB that are all work (`tests/dense.py`); a seed is one of them, each second time a
smaller one. These may take 20 s.
Each input goes into a child process with a bound on its memory and processor time. One line for each input that broke a
promise, with the number that makes it again, and a table at the end; exit code 1 if there was one. Linux and macOS.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from PIL import Image
from tests.damage import STRANGE, damaged
from tests.damaged_library import build_tiny, damaged_bytes
from tests.dense import DEEP, PICTURES, SOURCES
from tests.e2e.conftest import pack, photo
from tests.lab import figures
from tests.sources import cdb_row, write_cdb

from karuta import bootstrap
from karuta.engine.model import CARD
from karuta.paths import LibraryFolder

MOST_SECONDS, MOST_BYTES = 8.0, 1_000_000_000
_OF_DENSE = 20.0
_LONGEST_WAIT = 600
_ADDRESS_SPACE = 6_000_000_000
_BEFORE_KILL = 60
_TEXTS = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "NaN",
        "=1+1",
        "../../etc/passwd",
        "/dev/zero",
        "C:\\x.png",
        "a\0b",
        '"',
        "\r",
        "\ufeff",
    ),
    *(
        "<img src=x>",
        "{0.__class__}",
        "%s%n",
        "é\u3099",
        "\u202e",
        "\ud83d",
        "x" * 5000,
        "1," * 2000,
        "９９９",
        "白龍" * 300,
    ),
)
Command = tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """A tiny library and one sound input of each kind, which the mutations begin from."""

    library: Path
    sound: Path
    scratch: Path

    def copied(self) -> LibraryFolder:
        target = self.scratch / "library"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.library, target)
        return LibraryFolder(target)


Make = Callable[[Ground, LibraryFolder, Path, random.Random], Command]
"""Writes a mutated input into a folder; gives the command that reads it."""


def _other_rows(text: str, lot: random.Random) -> list[list[str]]:
    """A table's rows with other cells, and others than there were."""
    rows = list(csv.reader(io.StringIO(text)))
    for _ in range(lot.randint(1, 6)):
        row = lot.choice(rows)
        match lot.randrange(5):
            case 0:
                row.append(lot.choice(_TEXTS))
            case 1:
                rows.append(list(row) * lot.choice([1, 1, 200]))
            case 2 if row:
                del row[lot.randrange(len(row))]
            case _ if row:
                row[lot.randrange(len(row))] = lot.choice(_TEXTS)
            case _:
                rows.insert(0, [])
    return rows


def _cells(text: str, lot: random.Random) -> str:
    """The table as text, with any delimiter and line break."""
    rows = _other_rows(text, lot)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=lot.choice(",,,;\t"), lineterminator=lot.choice(["\n", "\r\n", "\r"]))
    for row in rows:
        try:
            writer.writerow(row)
        except csv.Error:
            out.write(",".join(row) + "\n")
    return out.getvalue()


def _table(name: str, lot: random.Random, sound: Path, target: Path) -> Path:
    """One of the sound tables, mutated as a table or as bytes."""
    text = (sound / name).read_text(encoding="utf-8")
    data = _cells(text, lot).encode(lot.choice(["utf-8", "utf-8", "utf-16", "cp932"]), "replace")
    if lot.random() < 0.4:
        data = damaged(data, lot)
    (target / name).write_bytes(data)
    return target / name


def _csv(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    return "catalogue", "add", str(_table("cards.csv", lot, ground.sound, target)), "--json"


def _xlsx(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    rows = _other_rows((ground.sound / "cards.csv").read_text(encoding="utf-8"), lot)
    book, path = Workbook(), target / "cards.xlsx"
    for row in rows:
        book.active.append([cell for cell in row if cell.isprintable()])
    book.save(path)
    if lot.random() < 0.5:
        path.write_bytes(damaged_bytes(path.read_bytes(), lot.choice(["flips", "cut", "zeros"]), lot))
    return "catalogue", "add", str(path), "--json"


def _json_list(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    name = lot.choice(["ygoprodeck.json", "scryfall.json"])
    (target / name).write_bytes(damaged((ground.sound / name).read_bytes(), lot))
    return "catalogue", "add", str(target / name), "--format", Path(name).stem, "--json"


def _zip(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    path = target / "pack.zip"
    with zipfile.ZipFile(path, "w", lot.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as packed:
        for file in sorted((ground.sound / "pack").rglob("*")):
            if file.is_file():
                name = file.relative_to(ground.sound / "pack").as_posix()
                name = _in_utf8(lot.choice(_TEXTS)) + name if lot.random() < 0.1 else name
                data = file.read_bytes()
                packed.writestr(name or "x", damaged(data, lot) if lot.random() < 0.3 else data)
    if lot.random() < 0.6:
        path.write_bytes(damaged_bytes(path.read_bytes(), lot.choice(["flips", "flips", "cut", "zeros"]), lot))
    return "catalogue", "add", str(path), "--json"


def _cdb(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    path = Path(shutil.copy(ground.sound / "cards.cdb", target / "cards.cdb"))
    with closing(sqlite3.connect(path)) as database, database:
        for _ in range(lot.randint(0, 4)):
            table, column = lot.choice([("datas", "alias"), ("datas", "type"), ("datas", "race"), ("texts", "name")])
            value = lot.choice([*STRANGE[:9], *_TEXTS, b"\xff\xfe", "y" * 2_000_000])
            given = value if isinstance(value, int | float | str | bytes) else None
            given = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
            given = min(given, 2**62) if isinstance(given, int) else given
            database.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [given, lot.randrange(1, 9)])
        if lot.random() < 0.2:
            database.execute("ALTER TABLE texts ADD COLUMN str99 AS (hex(zeroblob(100000000)))")
    if lot.random() < 0.5:
        path.write_bytes(damaged_bytes(path.read_bytes(), lot.choice(["flips", "cut", "zeros"]), lot))
    return "catalogue", "add", str(path), "--json"


def _model(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    card = next(library.models.glob(f"*/{CARD}"))
    card.write_bytes(damaged(card.read_bytes(), lot))
    return lot.choice(
        [("model", "show", "--json"), ("model", "list"), ("lookup", str(ground.sound / "1.jpg"), "--json")]
    )


def _labels(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    path = target / "labels.db"
    way = lot.choice(["flips", "flips", "cut", "zeros"])
    path.write_bytes(damaged_bytes(library.labels_db.read_bytes(), way, lot))
    if lot.random() < 0.5:
        return "restore", str(path), *lot.choice([(), ("--dry-run",)])
    shutil.copyfile(path, library.labels_db)
    card = "ohajiki:1"
    told = ("labels", "export", str(target / "out.jsonl"), "--leave-out-damaged")
    return lot.choice([("undo",), ("confirm", str(ground.sound / "1.jpg"), card), told, ("labels", "stats")])


def _events(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    lines = (ground.sound / "labels.jsonl").read_bytes().splitlines() * lot.choice([1, 1, 3])
    for _ in range(lot.randint(1, 3)):
        at = lot.randrange(len(lines))
        lines[at] = damaged(lines[at], lot)
    (target / "labels.jsonl").write_bytes(b"\n".join(lines))
    return "labels", "import", str(target / "labels.jsonl"), "--photos", str(ground.sound)


def _picture(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    form = lot.choice(["jpg", "png", "webp", "gif", "bmp", "tif"])
    path = target / f"picture.{form}"
    with Image.open(ground.sound / "1.jpg") as image:
        size = (lot.choice([1, 30, 700, 3000]), lot.choice([1, 30, 700, 3000])) if lot.random() < 0.4 else image.size
        image.resize(size).save(path, progressive=lot.random() < 0.5)
    for _ in range(lot.randint(0, 2)):
        path.write_bytes(damaged_bytes(path.read_bytes(), lot.choice(["flips", "flips", "cut", "zeros"]), lot) or b"x")
    return "lookup", str(path), "--json"


def _listings(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    path = _table("listings.csv", lot, ground.sound, target)
    out = ("--out", str(target / "out.csv"), "--html", str(target / "out.html"))
    return "check", str(path), "--photos", str(ground.sound), *lot.choice([(), out]), "--json"


def _sales(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    return "price", "ohajiki:1", "--sales", str(_table("sales.csv", lot, ground.sound, target)), "--json"


def _truth(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del library
    path = _table("truth.csv", lot, ground.sound, target)
    last = ("--photos", str(ground.sound))
    return lot.choice([("evaluate", str(path), "--json", *last), ("labels", "import", str(path), *last)])


def _titles(ground: Ground, library: LibraryFolder, target: Path, lot: random.Random) -> Command:
    del ground, library, target
    words = lot.choices([*_TEXTS, "ohajiki 2", "LOB-EN001", "PSA 10", "x3", "1st"], k=lot.randint(1, 12))
    return "title", "--json", "--", _in_utf8(" ".join(words))


def _dense(target: Path, lot: random.Random, seed: int) -> Command:
    """One of all in turn, so that as many seeds meet each of them."""
    round_, at = divmod(seed, len(_MAKERS))
    make, most = _MAKERS[at]
    path = make(target, most if round_ % 2 == 0 else lot.randrange(most))
    if path.suffix in (".jpg", ".png"):
        return "lookup", str(path), "--json"
    return "catalogue", "add", str(path), "--json"


_MAKERS = (*PICTURES.values(), *SOURCES.values(), *DEEP.values())
KINDS: dict[str, Make] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json_list,
    "zip": _zip,
    "cdb": _cdb,
    "model card": _model,
    "label file": _labels,
    "events": _events,
    "picture": _picture,
    "listings": _listings,
    "sales": _sales,
    "truth": _truth,
    "title": _titles,
}
DENSE = "dense"


@dataclass(frozen=True)
class Ended:
    """How a child ended. `seconds`: of processor."""

    code: int
    seconds: float
    most_bytes: int
    said: str

    def complaint(self, *, most: float = MOST_SECONDS) -> str | None:
        for word in ("Traceback", "please report it", "Warning:"):
            if word in self.said:
                return word
        if self.code not in (0, 1, 2):
            return f"exit code {self.code}"
        if self.seconds > most:
            return f"{self.seconds:.0f} s of processor"
        return f"{self.most_bytes / 1e9:.1f} GB" if self.most_bytes > MOST_BYTES else None


def in_a_child(work: Callable[[], int], log: Path) -> Ended:
    """What is measured is the child's alone; nothing of this process's threads goes with it."""
    child = os.fork()
    if not child:
        code = 70
        try:
            resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
            resource.setrlimit(resource.RLIMIT_CPU, (_BEFORE_KILL, _BEFORE_KILL))
            out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(out, 2)
            signal.alarm(_LONGEST_WAIT)
            code = work()
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    per_unit = 1 if sys.platform == "darwin" else 1024
    return Ended(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss * per_unit, said)


def _prepared(place: Path) -> Ground:
    """Made in a child too: what loads the model here would have threads when it forks."""
    sound = place / "sound"

    def make() -> int:
        tiny = build_tiny(place / "tiny")
        sound.mkdir()
        pack(sound / "pack", game="third", seeds=range(21, 24))
        photo(sound / "1.jpg", 1)
        names = [f"Card {number}" for number in range(1, 9)]
        write_cdb(sound / "cards.cdb", [cdb_row(number, name) for number, name in enumerate(names, 1)])
        rows = "".join(f"{number},{name},SET-EN00{number},en,Rare\n" for number, name in enumerate(names, 1))
        _write(sound / "cards.csv", "id,name,set_code,lang,rarity\n" + rows)
        listed = "".join(f"L{number},ohajiki {number} SET-EN001,nice,5.00,EUR,1.jpg\n" for number in range(1, 5))
        _write(sound / "listings.csv", "listing_id,title,description,price,currency,photos\n" + listed)
        sold = "".join(f"ohajiki:1,{number}.50,EUR,2026-01-0{number},mint\n" for number in range(1, 9))
        _write(sound / "sales.csv", "card_id,price,currency,sold,condition\n" + sold)
        _write(sound / "truth.csv", "photo,card_id\n1.jpg,ohajiki:1\n")
        cards = [
            {"id": number, "name": name, "type": "Spell Card", "card_images": [{"id": number}]}
            for number, name in enumerate(names, 1)
        ]
        _write(sound / "ygoprodeck.json", json.dumps({"data": cards}))
        magic = [
            {
                "object": "card",
                "id": f"{n:032x}",
                "oracle_id": f"{n:032x}",
                "name": name,
                "lang": "en",
                "set": "tst",
                "collector_number": str(n),
            }
            for n, name in enumerate(names, 1)
        ]
        _write(sound / "scryfall.json", json.dumps(magic, indent=0))
        return bootstrap.run(["--library", str(tiny.spare), "labels", "export", str(sound / "labels.jsonl")])

    ended = in_a_child(make, place / "log")
    assert ended.code == 0, ended.said
    return Ground(place / "tiny" / "spare", sound, place / "scratch")


def _in_utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def tried(ground: Ground, kind: str, seed: int) -> Ended:
    lot = random.Random(f"strangers {kind} {seed}")
    shutil.rmtree(ground.scratch, ignore_errors=True)
    target = ground.scratch / "input"
    target.mkdir(parents=True)
    library = ground.copied()
    command = _dense(target, lot, seed) if kind == DENSE else KINDS[kind](ground, library, target, lot)
    return in_a_child(lambda: bootstrap.run(["--library", str(library.root), *command]), ground.scratch / "log")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seeds", type=int, help="so many of them, however long they take")
    parser.add_argument("--kinds", nargs="*", default=list(KINDS))
    asked = parser.parse_args(argv)
    runs: Counter[str] = Counter()
    done: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    largest: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "KARUTA_LIBRARY"):
            os.environ.pop(name, None)
        os.environ["HOME"] = scratch
        ground = _prepared(Path(scratch))
        until, seed = time.monotonic() + 60 * asked.minutes, asked.seed
        while time.monotonic() < until if asked.seeds is None else seed < asked.seed + asked.seeds:
            for kind in asked.kinds:
                ended = tried(ground, kind, seed)
                runs[kind] += 1
                done[kind] += ended.code == 0
                slowest[kind] = max(slowest.get(kind, 0.0), ended.seconds)
                largest[kind] = max(largest.get(kind, 0), ended.most_bytes)
                complaint = ended.complaint(most=_OF_DENSE if kind == DENSE else MOST_SECONDS)
                if kind == DENSE:
                    told = f"{ended.seconds:.1f} s, {ended.most_bytes / 1e6:.0f} MB: {ended.said.strip()[-200:]}"
                    sys.stdout.write(f"{kind} {seed}: {told}\n")
                if complaint is not None:
                    wrong[kind] += 1
                    sys.stdout.write(f"{kind} {seed}: {complaint}\n{ended.said[-1500:]}\n")
                    sys.stdout.flush()
            seed += 1
    for kind in asked.kinds:
        most = f"{slowest.get(kind, 0):.1f} s, {largest.get(kind, 0) / 1e6:.0f} MB at most"
        sys.stdout.write(f"{kind}: {runs[kind]} inputs, {done[kind]} taken whole, {wrong[kind]} wrong, {most}\n")
    figures.share("hostile inputs: a traceback, or too dear", wrong.total(), runs.total(), most=0)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
