"""Kill -9 at random moments of an export: the library is whole, OUT is whole or not there, and the next export is it.

python -m tests.long.export_kill [--rounds 20] [--seed 1] [--format training]
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import tempfile
import time
from pathlib import Path

from tests.long.train_kill import karuta, make

from karuta.files import file_hash


def content(out: Path) -> str:
    """A hash of all files and their names."""
    digest = hashlib.sha256()
    for path in sorted(out.rglob("*")) if out.is_dir() else [out]:
        if path.is_file():
            digest.update(f"{path.relative_to(out)} {file_hash(path)}\n".encode())
    return digest.hexdigest()


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
        for round_ in range(asked.rounds):
            out = folder / f"out-{round_}"
            code, _ = karuta(
                library, "labels", "export", str(out), "--format", asked.format, life=dice.uniform(0.05, seconds)
            )
            assert file_hash(library / "labels.db") == labels, "the label file changed"
            assert karuta(library, "doctor")[0] == 0
            if out.exists():
                assert content(out) == wanted, "half an export under the name of a whole one"
                whole += code != 0
                done += code == 0
            else:
                unfinished += 1
                assert karuta(library, "labels", "export", str(out), "--format", asked.format)[0] == 0
                assert content(out) == wanted
            shutil.rmtree(out) if out.is_dir() else out.unlink()
    outcome = f"{unfinished} killed before OUT was there, {whole} after, {done} done"
    print(f"{asked.rounds} rounds of {seconds:.1f} s: {outcome}")
    print("each time the library was whole, and OUT, then or by the next export, byte for byte that of an unbroken one")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
