"""How small print is read where whole photos cost too much: parts of drawn cards, and sharp pictures of real ones.

python -m tests.lab.print_parts --catalogue CATALOGUE --pictures SHARP --count 1000 --seed 1 [--fonts FOLDER...]
python -m tests.lab.print_parts --catalogue CATALOGUE --pictures SHARP --blurred --count 400 --fonts FOLDER...
python -m tests.lab.print_parts --catalogue CATALOGUE --pictures SHARP --real EVEN

Parts: a code and a passcode are drawn on a sharp picture as `bench.code_photos` does, and only what lies around them is
photographed: with the grade's light, blur, motion, noise and file, without foil, glare and covers. Outlines are off as
the detector's are. `--real`: what is printed on the sharp pictures themselves; their passcodes are known, and a code
counts as read where one of the card's own is. EVEN or ODD: every other picture, so that bounds that were chosen on one
half are measured on the other. `--blurred`: of cards with two to six codes, each softer than a person can read, by up
to a half; in typefaces of the folders alone.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image
from tests.lab import figures

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.pixels import Pixels
from karuta.domain.printing.judging import is_faint, judged
from karuta.domain.printing.places import Print
from karuta.domain.printing.seen_print import KnownPasscodes, blindly, is_read
from karuta.domain.shape import parsed
from karuta.domain.sighting import Corners, carried, height, homography
from karuta.engine.code_reader import CodeReader, load_code_reader
from karuta.engine.decode import decode
from karuta.engine.rectify import rectify
from karuta.paths import resources_folder
from karuta.print_table import print_table
from karuta.services.library.open_library import shipped_code_reader
from karuta.training.photographer import table
from karuta.training.photographer.camera import expose
from karuta.training.photographer.conditions import Grade, draw_conditions
from workshop.bench.code_photos import FACE_WIDTH, GAME, Coded, coded_cards, softness
from workshop.code_reader.print_on import PrintStamp, face_of, printed_on
from workshop.code_reader.typefaces import FOLDERS, TypeFace, parted, type_faces

SIZE, SCALE = (1500, 2000), 1.5
# Left, top, right, bottom of what is photographed of a card.
PARTS = {Print.CODE: (0.57, 0.68, 0.96, 0.79), Print.PASSCODE: (0.0, 0.935, 0.30, 1.0)}
# Of whole photos of seed 101, the outline lies so far off at the code, as a part of the card's height.
LOOSE = 0.0026
CAPITALS = 10.0
# Softer than legible: up to half as soft again.
SOFTER = (1.0, 1.5)
WHOLE = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Part:
    """`corners`: of the whole card, as a detector would say, in these pixels."""

    what: Print
    pixels: Pixels
    corners: Corners


@dataclass(frozen=True, eq=False)
class Trial:
    """`group`: what was done to it. `is_clear`: a person could read it: large, neither soft nor smeared."""

    card: Coded
    code: str | None
    parts: tuple[Part, ...]
    group: str
    is_clear: bool


@dataclass(frozen=True)
class Outcome:
    group: str
    is_clear: bool
    is_first: bool
    is_read: bool
    is_wrong: bool
    is_read_without: bool
    is_offered: bool
    passcode: str
    ms: float


@dataclass(frozen=True, eq=False)
class PartShot:
    """`capitals`: their height in its pixels. `softness`: up to 1 a person can read a code of this size."""

    parts: tuple[Part, ...]
    group: str
    capitals: float
    softness: float


def part_shot(
    face: Pixels,
    boxes: Mapping[Print, Sequence[float]],
    capitals: float,
    *,
    number: int,
    rng: np.random.Generator,
    soft: float | None = None,
) -> PartShot:
    """Parts of a card, photographed. `capitals`: of its height. `soft`: how soft the print is then, where not any."""
    grade = (Grade.PLAIN, Grade.HARD)[number % 2]
    conditions = replace(draw_conditions(grade, rng), marked=False)
    corners = table.one_card(face, conditions, SIZE, rng).corners
    high_ones = height(corners) * capitals
    if soft is not None:
        times = soft / max(0.02, softness(conditions, high_ones, size=SIZE))
        conditions = replace(conditions, blur=conditions.blur * times, motion=conditions.motion * times)
    seen = corners + rng.normal(0, LOOSE * height(corners), (4, 2))
    back = homography(corners, WHOLE * face.shape[1::-1])
    parts = []
    for what, (left, top, right, bottom) in boxes.items():
        quarter = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        around = carried(quarter, homography(WHOLE, corners))
        low, high = np.floor(around.min(axis=0)), np.ceil(around.max(axis=0))
        box = low + WHOLE * (high - low)
        wide, tall = (int(n) for n in high - low)
        pixels = rectify(face, carried(box, back), size=(wide, tall))
        parts.append(Part(what, expose(Image.fromarray(pixels), conditions, scale=SCALE, rng=rng), seen - low))
    group = grade.value if high_ones >= CAPITALS else "small"
    return PartShot(tuple(parts), group, high_ones, softness(conditions, high_ones, size=SIZE))


class PartPhotos:
    """Photographs parts of cards with drawn codes; a trial depends on the seed and its number alone."""

    def __init__(
        self,
        cards: Sequence[Coded],
        faces: Sequence[TypeFace],
        *,
        seed: int,
        soft: tuple[float, float] | None = None,
    ) -> None:
        self._cards, self._faces, self._seed, self._soft = cards, faces, seed, soft

    def take(self, number: int) -> Trial:
        rng = np.random.default_rng([self._seed, number])
        card = self._cards[int(rng.integers(len(self._cards)))]
        code = card.codes[rng.integers(len(card.codes))]
        typeface = self._faces[int(rng.integers(len(self._faces)))]
        at = {what: print_table().of(GAME).places_of(what, type_line="")[0] for what in PARTS}
        middle, end = rng.uniform(0.7215, 0.731), rng.uniform(0.886, 0.893)
        stamps = [
            PrintStamp(at[Print.CODE], code, middle, ends=end, clean=(0.45, 0.6)),
            PrintStamp(at[Print.PASSCODE], card.passcode, rng.uniform(0.965, 0.974), starts=0.05, clean=(0.3, 0.42)),
        ]
        face = face_of(decode(card.picture), game=GAME, width=FACE_WIDTH)
        face = printed_on(face, stamps, typeface, wide=rng.uniform(0.8, 0.95))
        soft = None if self._soft is None else rng.uniform(*self._soft)
        shot = part_shot(face, PARTS, at[Print.CODE].capitals, number=number, rng=rng, soft=soft)
        return Trial(card, code, shot.parts, shot.group, shot.softness <= 1 and shot.capitals >= CAPITALS)


def real_trials(cards: Sequence[Coded], *, even: bool) -> Iterator[Trial]:
    """The sharp pictures as they are, of cards with the usual frame."""
    for card in cards[0 if even else 1 :: 2]:
        pixels = decode(card.picture)
        corners = WHOLE * pixels.shape[1::-1]
        yield Trial(card, None, tuple(Part(what, pixels, corners) for what in PARTS), "real print", is_clear=True)


class PartsRead:
    def __init__(self, reader: CodeReader, known: KnownPasscodes) -> None:
        self._reader, self._known = reader, known

    def outcome(self, trial: Trial) -> Outcome:
        began = time.process_time()
        row = print_table().of(GAME)
        strips = {
            part.what: self._reader.seen(part.pixels, part.corners, row.places_of(part.what, type_line=""))
            for part in trial.parts
        }
        took = (time.process_time() - began) * 1000
        printings = [Printing(code, "") for code in trial.card.codes]
        card = Card(CardKey(GAME, trial.card.card_id), {}, printings=tuple(printings))
        said = judged(strips[Print.CODE], card, row=row)
        if is_faint(said, row):
            (part,) = (part for part in trial.parts if part.what is Print.CODE)
            places = row.places_of(Print.CODE, type_line="")
            sharpened = self._reader.seen(part.pixels, part.corners, places, is_sharpened=True)
            said = judged(strips[Print.CODE], card, row=row, sharpened=sharpened)
        first = said.verified.fits[0].text if said.verified and said.verified.fits else ""
        truth = trial.code or first
        others = tuple(printing for printing in printings if printing.set_code != truth)
        without = judged(strips[Print.CODE], replace(card, printings=others), row=row)
        number = blindly(strips[Print.PASSCODE], self._known)
        passcode = "none" if not is_read(number) else "right" if number.fits[0].text == trial.card.passcode else "wrong"
        return Outcome(
            trial.group,
            trial.is_clear,
            first == truth,
            said.verdict.value == "read",
            said.verdict.value == "read" and first != truth,
            without.verdict.value == "read",
            bool(said.codes) and said.codes[0].set_code == truth,
            passcode,
            took,
        )


def tell(name: str, some: Sequence[Outcome]) -> None:
    if not some:
        return
    read = sum(outcome.is_read for outcome in some)
    counts = (
        ("first right", sum(outcome.is_first for outcome in some), len(some)),
        ("read", read, len(some)),
        ("read and wrong, of those read", sum(outcome.is_wrong for outcome in some), read),
        ("read, true code withheld", sum(outcome.is_read_without for outcome in some), len(some)),
        ("passcode right", sum(outcome.passcode == "right" for outcome in some), len(some)),
        ("passcode wrong", sum(outcome.passcode == "wrong" for outcome in some), len(some)),
    )
    print(f"{name}: " + "; ".join(f"{what} {figures.in_words(k, n)}" for what, k, n in counts if n))


def keep(found: Sequence[Outcome]) -> None:
    """The figures with an aim."""
    plain, clear = (
        [outcome for outcome in found if outcome.group == "plain"],
        [outcome for outcome in found if outcome.is_clear],
    )
    read = [outcome.is_wrong for outcome in found if outcome.is_read]
    figures.share(
        "parts of cards, plain: code right first", sum(outcome.is_first for outcome in plain), len(plain), least=0.99
    )
    figures.share("legible: right first", sum(outcome.is_first for outcome in clear), len(clear), least=0.97)
    figures.share("legible to the eye: *read*", sum(outcome.is_read for outcome in clear), len(clear), least=0.75)
    figures.share("wrong, of those *read*", sum(read), len(read), most=0.005)
    withheld = sum(outcome.is_read_without for outcome in found)
    figures.share("true code withheld, another *read*", withheld, len(found), most=0.005)


def keep_blurred(found: Sequence[Outcome]) -> None:
    what = "blurred, two to six codes"
    figures.share(f"{what}: right first", sum(outcome.is_offered for outcome in found), len(found), least=0.8)
    wrong = sum(outcome.is_wrong or outcome.is_read_without for outcome in found)
    figures.share(f"{what}: *read* and wrong, or withheld", wrong, len(found), most=0.003)


def known_passcodes(catalogue: Path) -> KnownPasscodes:
    found = {}
    for line in (catalogue / "cards.jsonl").read_text(encoding="utf-8").splitlines():
        card = parsed(line)
        key = CardKey(GAME, str(card["card_id"]))
        found[str((card.get("codes") or {}).get("passcode", ""))] = (key,)
    return KnownPasscodes(found)


def usual_cards(catalogue: Path, pictures: Path) -> list[Coded]:
    """Those whose frame has its code at the usual place."""
    unusual = set()
    for line in (catalogue / "cards.jsonl").read_text(encoding="utf-8").splitlines():
        card = parsed(line)
        words = str((card.get("facts") or {}).get("type_line", "")).casefold()
        if "pendulum" in words or "link" in words:
            unusual.add(str(card["card_id"]))
    return [coded_card for coded_card in coded_cards(catalogue, pictures) if coded_card.card_id not in unusual]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.print_parts", description=__doc__)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--reader", type=Path, help="a code reader's folder (default: the shipped one)")
    parser.add_argument("--fonts", type=Path, nargs="*", default=())
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blurred", action="store_true")
    parser.add_argument("--real", choices=("EVEN", "ODD"))
    asked = parser.parse_args(argv)
    cards = usual_cards(asked.catalogue, asked.pictures)
    reader = load_code_reader(asked.reader or shipped_code_reader(resources_folder()))
    read = PartsRead(reader, known_passcodes(asked.catalogue))
    if asked.real:
        trials: Iterator[Trial] = real_trials(cards, even=asked.real == "EVEN")
    else:
        _, faces = parted(type_faces([*FOLDERS, *asked.fonts]))
        if asked.blurred:
            cards = [card for card in cards if 2 <= len(card.codes) <= 6]
            faces = [face for face in type_faces(asked.fonts) if face.path is not None]
        photos = PartPhotos(cards, faces, seed=asked.seed, soft=SOFTER if asked.blurred else None)
        trials = (photos.take(number) for number in range(asked.count))
    found = [read.outcome(trial) for trial in trials]
    for group in sorted({outcome.group for outcome in found}):
        tell(group, [outcome for outcome in found if outcome.group == group])
    tell("legible", [outcome for outcome in found if outcome.group in ("plain", "hard")])
    tell("clear", [outcome for outcome in found if outcome.is_clear])
    print(f"processor time of looking at both places: median {np.median([outcome.ms for outcome in found]):.1f} ms")
    if asked.blurred:
        keep_blurred([outcome for outcome in found if outcome.group != "small"])
    elif not asked.real:
        keep(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
