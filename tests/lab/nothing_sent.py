"""Lets lookups, the window and a training live for 40 seconds in an empty home, and looks from outside what they do.

    python -m tests.lab.nothing_sent                 all three: no socket but within this computer, no file but in
                                                      Karuta's own folders; exit code 1 otherwise (3 minutes)
    python -m tests.lab.nothing_sent --prove         ONNX Runtime as it is without us: that it is seen

Needs Linux and `strace`. As root each process has a network of its own, which nothing leaves; `--prove` needs that.
With DISPLAY set the window is a real one (`xvfb-run -a python -m ...`), else an offscreen one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.conftest import pack, photo
from tests.lab import figures
from tests.outside import Seen, has_strace, own_surroundings, watched

LABELS = 20
PYTHON = sys.executable
LOOKUPS = """
import sys, time
from karuta import bootstrap
until = time.monotonic() + float(sys.argv[1])
while time.monotonic() < until:
    if bootstrap.run(["lookup", sys.argv[2]]):
        sys.exit(1)
"""


@dataclass(frozen=True)
class Kept:
    """What one process does for as long as it is watched. `ended_by`: how it is asked to end; None: it ends itself."""

    name: str
    command: tuple[str, ...]
    ended_by: signal.Signals | None = None


_ENDS = (0, 1, -signal.SIGTERM, 128 + signal.SIGTERM, 128 + signal.SIGINT)


def ours(shots: Path, *, seconds: float) -> tuple[Kept, ...]:
    one = str(shots / "1.jpg")
    return (
        Kept("lookup", (PYTHON, "-c", LOOKUPS, str(seconds), one)),
        Kept("window", (PYTHON, "-m", "karuta", "gui", one, str(shots / "2.jpg")), signal.SIGTERM),
        Kept("train", (PYTHON, "-m", "karuta", "train", "--steps", "1000000", "--simulated", "0"), signal.SIGINT),
    )


UNTOUCHED = (
    "import sys, time, onnxruntime\n"
    "onnxruntime.disable_telemetry_events()\n"
    "onnxruntime.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])\n"
)


def own_folders(home: Path) -> tuple[Path, ...]:
    kept = [home / ".local" / "share" / "karuta", home / ".local" / "state" / "karuta", home / ".config" / "karuta"]
    return (*kept, home / ".cache" / "karuta", home / "tmp")


def apart() -> list[str]:
    """What puts a process into a network of its own, where this is allowed."""
    if shutil.which("unshare") is None:
        return []
    can = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["unshare", "-n"] if can else []


def look(kept: Kept, home: Path, *, seconds: float) -> Seen:
    display = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    ends = {} if kept.ended_by is None else {"ended_after": seconds, "ended_by": kept.ended_by}
    return watched([*apart(), *kept.command], home=home, more={"ORT_DISABLE_TELEMETRY": "0", **display}, **ends)


def told(name: str, seen: Seen, strays: Sequence[Path], home: Path) -> None:
    local = sorted({call.partition("sun_path=")[2].partition("}")[0] or call for call in seen.local or ()})
    outside = ", ".join(str(path).replace(str(home), "~") for path in strays) or "none"
    sys.stdout.write(
        f"{name}: ended with {seen.code}; sockets: {', '.join(seen.sockets or ()) or 'none'}; "
        f"within this computer: {', '.join(local) or 'none'}; "
        f"files outside of its own folders: {outside}\n"
    )
    sys.stdout.flush()


def look_at_ours(scratch: Path, *, seconds: float) -> bool:
    """Whether nothing was seen."""
    home, shots = scratch / "home", scratch / "shots"
    shots.mkdir()
    rows = [f"{photo(shots / f'{seed}.jpg', seed).name},{seed}" for seed in range(1, LABELS + 1)]
    (shots / "truth.csv").write_text("\n".join(["photo,card_id", *rows, ""]), encoding="utf-8")
    cards = pack(scratch / "cards")
    for line in (["catalogue", "add", str(cards)], ["labels", "import", str(shots / "truth.csv")]):
        subprocess.run(
            [PYTHON, "-m", "karuta", *line], env=own_surroundings(home), check=True, stdout=subprocess.DEVNULL
        )
    is_quiet = True
    for kept in ours(shots, seconds=seconds):
        seen = look(kept, home, seconds=seconds)
        strays = [path for path in seen.strays(*own_folders(home)) if path not in parents(home)]
        told(kept.name, seen, strays, home)
        if seen.sockets or strays or seen.code not in _ENDS:
            sys.stdout.write(seen.said[-2000:])
            is_quiet = False
    what = "lookups, window, training: sockets, files elsewhere"
    figures.tell(what, "none" if is_quiet else "some", 3, aim="none", met=is_quiet)
    return is_quiet


def parents(home: Path) -> frozenset[Path]:
    """Folders that have to be there for Karuta's own to be."""
    return frozenset(above for folder in own_folders(home) for above in folder.parents)


def prove(scratch: Path, *, seconds: float) -> bool:
    """Whether ONNX Runtime's own doing is seen where nobody switches it off."""
    if not apart():
        raise SystemExit("This needs a network of its own (root), for something would be sent.")
    from karuta import paths

    (network,) = (paths.resources_folder() / "models").glob("*/embedder.onnx")
    lives = f"{UNTOUCHED}\ntime.sleep({seconds})\n"
    seen = look(Kept("onnxruntime", (PYTHON, "-c", lives, str(network))), scratch / "home", seconds=seconds)
    strays = seen.strays(scratch / "home" / "tmp")
    told("onnxruntime as it is", seen, strays, scratch / "home")
    return bool(seen.sockets and strays)


def checks(asked: argparse.Namespace) -> Iterator[bool]:
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        if asked.prove:
            yield prove(place, seconds=asked.seconds)
        else:
            yield look_at_ours(place, seconds=asked.seconds)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab.nothing_sent",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seconds", type=float, default=40.0, help="for which each process lives")
    parser.add_argument("--prove", action="store_true")
    asked = parser.parse_args(argv)
    if not has_strace():
        raise SystemExit("This needs strace, and the right to use it.")
    return 0 if all(checks(asked)) else 1


if __name__ == "__main__":
    sys.exit(main())
