"""Kill -9 at random moments of an export: the library is whole, OUT is whole or not there, and the next export is it.

python -m tests.lab.export_kill [--rounds 20] [--seed 1] [--format training]

Every second round replaces an older OUT (`--force`): then it is there at every moment, the older one or the new one.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import tempfile
import time
from pathlib import Path

from tests.lab import figures
from tests.lab.train_kill import karuta, make

from karuta.files import file_hash


def content(out: Path) -> str:
    """A hash of all files and their names."""
    digest = hashlib.sha256()
    for path in sorted(out.rglob("*")) if out.is_dir() else [out]:
        if path.is_file():
            digest.update(f"{path.relative_to(out)} {file_hash(path)}\n".encode())
    return digest.hexdigest()


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", default="training")
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    whole = unfinished = done = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = make(folder)
        began = time.perf_counter()
        assert karuta(library, "labels", "export", str(folder / "whole"), "--format", asked.format)[0] == 0
        seconds = time.perf_counter() - began
        wanted, labels = content(folder / "whole"), file_hash(library / "labels.db")
        older = folder / "older"
        copy(folder / "whole", older)
        (older / "left" if older.is_dir() else older).write_text("over from an older export")
        for round_ in range(asked.rounds):
            out, force = folder / f"out-{round_}", ["--force"] if round_ % 2 else []
            export = ["labels", "export", str(out), "--format", asked.format, *force]
            if force:
                copy(older, out)
            code, _ = karuta(library, *export, life=dice.uniform(0.05, seconds))
            assert file_hash(library / "labels.db") == labels, "the label file changed"
            assert karuta(library, "doctor")[0] == 0
            assert out.exists() or not force, "neither the older OUT nor the new one"
            if out.exists() and content(out) != content(older):
                assert content(out) == wanted, "half an export under the name of a whole one"
                whole += code != 0
                done += code == 0
            else:
                unfinished += 1
                assert karuta(library, *export)[0] == 0
                assert content(out) == wanted
                hidden = [path for path in folder.glob(f".{out.name}.*") if path.is_dir()]
                assert not hidden, "what was killed is still there"
            shutil.rmtree(out) if out.is_dir() else out.unlink()
    outcome = f"{unfinished} killed before the new OUT was there, {whole} after, {done} done"
    print(f"{asked.rounds} rounds of {seconds:.1f} s: {outcome}")
    print("each time the library was whole, and OUT, then or by the next export, byte for byte that of an unbroken one")
    figures.share("exports killed: neither the old nor the new one", 0, asked.rounds, most=0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
