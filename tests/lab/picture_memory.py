"""What a picture takes, at most 1 GB: `python -m tests.lab.picture_memory [--library DIR] [--only TEXT]`.

Each picture of `picture_table` is opened, shown, made a thumbnail of, read in full and looked up, each in a process of
its own whose peak resident memory and time are measured. It fails where a process took more than `MOST_MB` or died,
where an honest picture did not open, or where a refused one says no sentence. Linux only: it reads `VmHWM`. Takes
some minutes and 2 GB below the temporary folder; the pictures are made one by one and removed.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.lab import figures
from tests.picture_table import Row, rows

MOST_MB = 1000


@dataclass(frozen=True)
class Taken:
    """What one process took. `said`: the picture's size, its error code, or how the process ended."""

    picture: str
    way: str
    peak_mb: int
    seconds: float
    said: str
    sentence: str = ""


def _opened(path: Path) -> str:
    from karuta.engine.decode import open_picture

    return "{}x{}".format(*open_picture(path).size)


def _for_detector(path: Path) -> str:
    from karuta.engine.decode import open_picture

    return "{1}x{0}".format(*open_picture(path).pixels(longest=640).shape)


def _in_full(path: Path) -> str:
    from karuta.engine.decode import decode

    return "{1}x{0}".format(*decode(path).shape)


def _shown(path: Path) -> str:
    from karuta.services.lookups.set_aside import photo_pixels

    return "{1}x{0}".format(*photo_pixels(path, longest=2048).pixels.shape)


def _shown_in_full(path: Path) -> str:
    from karuta.gui.library.pictures import as_image
    from karuta.services.lookups.set_aside import photo_pixels

    shown = photo_pixels(path)
    return f"{as_image(shown.pixels)[0].width()} of {shown.size[0]} wide"


def _thumbnail(path: Path) -> str:
    from karuta.engine.decode import thumbnail_jpeg

    return f"{len(thumbnail_jpeg(path))} bytes"


def _given_away(path: Path) -> str:
    from karuta.engine.decode import photo_without_metadata

    data, suffix = photo_without_metadata(path)
    return f"{len(data)} bytes {suffix}"


def _artwork(path: Path) -> str:
    """The picture as a card's artwork in a catalogue of its own."""
    from karuta import bootstrap

    with tempfile.TemporaryDirectory() as folder:
        catalogue = Path(folder) / "catalogue"
        (catalogue / "images").mkdir(parents=True)
        (catalogue / "images" / path.name).symlink_to(path)
        card = {"card_id": "1", "game": "test", "names": {"en": "One"}}
        (catalogue / "cards.jsonl").write_text(json.dumps(card), encoding="utf-8")
        (catalogue / "images.csv").write_text(f"file,card_id,artwork\n{path.name},1,main\n", encoding="utf-8")
        with redirect_stdout(io.StringIO()) as said:
            code = bootstrap.run(["--library", f"{folder}/library", "catalogue", "add", str(catalogue), "--json"])
        report = json.loads(said.getvalue().splitlines()[-1])
    return f"exit {code}: {report['artworks']['added']} added, {len(report['skipped'])} skipped"


WAYS: dict[str, Callable[[Path], str]] = {
    "open": _opened,
    "detector": _for_detector,
    "full": _in_full,
    "desk": _shown,
    "desk-full": _shown_in_full,
    "thumbnail": _thumbnail,
    "give-away": _given_away,
    "artwork": _artwork,
}


def one_way(way: str, path: Path, library: Path | None) -> None:
    """In the child: what came of it, and what it took, as one line of JSON."""
    began = time.perf_counter()
    sentence = ""
    if way == "lookup":
        from karuta import bootstrap

        code = bootstrap.run(["--library", str(library), "lookup", "--json", str(path)])
        said = f"exit {code}"
    else:
        from karuta.domain.errors import PictureError

        try:
            said = WAYS[way](path)
        except PictureError as error:
            said, sentence = error.code, str(error)
    seconds = time.perf_counter() - began
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(json.dumps([int(peak.split()[1]) // 1024, round(seconds, 2), said, sentence]))


def measured(row: Row, way: str, path: Path, library: Path | None) -> Taken:
    command = [sys.executable, "-m", "tests.lab.picture_memory", "--way", way, "--picture", str(path)]
    command += ["--library", str(library)] if library else []
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    *before, last = done.stdout.strip().splitlines() or [""]
    if done.returncode or not last:
        return Taken(row.name, way, 0, 0.0, f"died: {done.returncode}", done.stderr[-300:])
    peak, seconds, said, sentence = json.loads(last)
    if way == "lookup" and before:
        error = json.loads(before[-1])["error"]
        said, sentence = (error["code"], error["message"]) if error else (said, "")
    return Taken(row.name, way, peak, seconds, said, sentence)


def faults(row: Row, taken: Taken, most_mb: int) -> list[str]:
    refused = bool(taken.sentence)
    return [
        *([f"took {taken.peak_mb} MB"] if taken.peak_mb > most_mb else []),
        *([taken.said + " " + taken.sentence] if taken.said.startswith("died") else []),
        *([f"was refused: {taken.sentence}"] if refused and row.opens and not _may_be_kept(taken) else []),
        *(["is no sentence"] if refused and not taken.sentence.endswith(".") else []),
    ]


def _may_be_kept(taken: Taken) -> bool:
    """A very large photo that is no baseline JPEG need not be given away: there is no way but the whole of it."""
    return taken.way == "give-away" and taken.said == "too_large"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, help="a library with a catalogue; then each picture is looked up too")
    parser.add_argument("--only", default="", help="pictures whose name holds this")
    parser.add_argument("--ways", default="", help="some of: " + " ".join((*WAYS, "lookup")))
    parser.add_argument("--most-mb", type=int, default=MOST_MB)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--picture", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        one_way(given.way, given.picture, given.library)
        return 0
    ways = given.ways.split() or [*WAYS, *(["lookup"] if given.library else [])]
    found: list[Taken] = []
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for row in rows():
            if given.only not in row.name:
                continue
            path = Path(folder) / row.name
            # Made in a child: its memory would count as ours, and ours as that of the next child.
            make = f"from tests.picture_table import made; made({row.name!r}, {str(path)!r})"
            subprocess.run([sys.executable, "-c", make], check=True)
            for way in ways:
                taken = measured(row, way, path, given.library)
                found.append(taken)
                bad = faults(row, taken, given.most_mb)
                wrong += bool(bad)
                mark = "  WRONG: " + "; ".join(bad) if bad else ""
                print(
                    f"{taken.picture:36} {taken.way:9} {taken.peak_mb:5} MB {taken.seconds:6.2f} s  {taken.said}{mark}"
                )
            path.unlink()
    if given.json:
        given.json.write_text(json.dumps([asdict(photo) for photo in found], indent=1), encoding="utf-8")
    worst = max(found, key=lambda one: one.peak_mb)
    print(f"the most was {worst.peak_mb} MB ({worst.picture}, {worst.way})")
    figures.share("pictures opened, shown, looked up: wrong", wrong, len(found), most=0)
    figures.tell("most memory of one picture", f"{worst.peak_mb} MB", len(found))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
