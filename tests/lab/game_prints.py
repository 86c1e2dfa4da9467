"""How the print of other games is read: drawn collector numbers, in layouts and typefaces that no training used.

python -m tests.lab.game_prints --fonts FOLDER... [--count 400] [--seed 1] [--games magic...]

Each card has two to eight printings as its game's lists write them, one of which is drawn as its cards show it: at one
of several places, with what stands beside it (rarity, language, artist, star), in a typeface of FOLDER; then the lower
part of the card is photographed as `print_parts` does. Training had Debian's fonts; those of the kept figures are the
packages font-hanken-grotesk, font-manrope and font-rhd of PyPI.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from tests.lab import figures
from tests.lab.game_sets import art, colour, words
from tests.lab.print_parts import CAPITALS, PartShot, part_shot

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.match import Match, Verdict
from karuta.domain.printing.answer import PrintingAnswer, PrintingVerdict
from karuta.domain.printing.known_codes import KnownCodes
from karuta.domain.printing.places import Print, PrintPlace
from karuta.domain.printing.seen_print import KnownPasscodes
from karuta.engine.code_reader import load_code_reader
from karuta.paths import resources_folder
from karuta.services.library.open_library import shipped_code_reader
from karuta.services.lookups.read_prints import PrintReader
from workshop.code_reader.print_on import PrintStamp, printed_on
from workshop.code_reader.typefaces import TypeFace, type_faces

WIDTH, TALL = 1100, round(1100 * 88 / 63)
LOWER = {Print.CODE: (0.0, 0.56, 1.0, 1.0)}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class DrawnLine:
    """`at`: where it starts, or with `ends` where it ends, of the width; `middle`: of its capitals, of the height."""

    text: str
    at: float
    middle: float
    ends: bool = False


@dataclass(frozen=True)
class DrawnCard:
    """`code`: the printing that is drawn. `codes`: of the card, beside its printings."""

    printings: tuple[str, ...]
    code: str
    lines: tuple[DrawnLine, ...]
    codes: dict[str, Any] = field(default_factory=dict)


Rng = np.random.Generator


def letters(rng: Rng, count: int) -> str:
    return "".join(_LETTERS[at] for at in rng.integers(26, size=count))


def some(rng: Rng, draw: Callable[[Rng], str]) -> tuple[str, ...]:
    """Two to eight codes; one in three is close to another of them."""
    found = [draw(rng) for _ in range(int(rng.integers(2, 9)))]
    for at in range(1, len(found)):
        if rng.random() < 0.35:
            found[at] = _near(found[at - 1], rng)
    return tuple(dict.fromkeys(found))


def _near(code: str, rng: Rng) -> str:
    digits = [at for at, sign in enumerate(code) if sign.isdigit() and sign != "0"]
    at = digits[int(rng.integers(len(digits)))]
    return f"{code[:at]}{rng.integers(1, 10)}{code[at + 1 :]}"


def magic(rng: Rng) -> DrawnCard:
    codes = some(rng, lambda rng: f"{letters(rng, 3)}-{rng.integers(1, 400)}")
    code = str(rng.choice(codes))
    set_, number = code.split("-")
    left, low, down = rng.uniform(0.048, 0.075), rng.uniform(0.936, 0.946), rng.uniform(0.017, 0.021)
    dot = str(rng.choice(["•", "-", "★"]))
    second = DrawnLine(f"{set_} {dot} EN  {words(rng, 2)}", left, low + down)
    style = int(rng.integers(4))
    if style == 0:
        first = DrawnLine(f"{number.zfill(3)}/{rng.integers(180, 420)} {rng.choice(list('CURM'))}", left, low)
        return DrawnCard(codes, code, (first, second))
    if style == 1:
        return DrawnCard(codes, code, (DrawnLine(f"{rng.choice(list('CURM'))} {number.zfill(4)}", left, low), second))
    if style == 2:
        return DrawnCard(codes, code, (DrawnLine(number.zfill(4), left, low), second))
    middle = rng.uniform(0.94, 0.965)
    return DrawnCard(codes, code, (DrawnLine(f"{set_} {number.zfill(4)}", left, middle),))


def pokemon(rng: Rng) -> DrawnCard:
    total = int(rng.integers(60, 290))
    style = int(rng.integers(4))
    if style == 3:
        codes = some(rng, lambda rng: f"SWSH{rng.integers(1, 300):03d}")
        code = str(rng.choice(codes))
        return DrawnCard(codes, code, (DrawnLine(f"{code} ★", rng.uniform(0.055, 0.12), rng.uniform(0.945, 0.962)),))
    codes = some(rng, lambda rng: f"{rng.integers(1, total):03d}/{total:03d}")
    code = str(rng.choice(codes))
    middle = rng.uniform(0.946, 0.962)
    if style == 0:
        bare = "/".join(part.lstrip("0") for part in code.split("/"))
        return DrawnCard(codes, code, (DrawnLine(f"{bare} {rng.choice(['★', '•', ''])}", 0.955, middle, ends=True),))
    before = "" if style == 1 else f"{letters(rng, 3)} EN  "
    return DrawnCard(
        codes, code, (DrawnLine(f"{before}{code} {rng.choice(['★', ''])}", rng.uniform(0.05, 0.09), middle),)
    )


def onepiece(rng: Rng) -> DrawnCard:
    def one(rng: Rng) -> str:
        set_ = str(rng.choice(["OP", "OP", "OP", "ST", "EB"]))
        return (
            f"{set_}{rng.integers(1, 15):02d}-{rng.integers(1, 122):03d}"
            if rng.random() < 0.9
            else "P-0" + str(rng.integers(10, 100))
        )

    codes = some(rng, one)
    code = str(rng.choice(codes))
    rarity = str(rng.choice(["C", "UC", "R", "SR", "L", "SEC"]))
    text = f"{code}  {rarity}" if rng.random() < 0.6 else f"{rarity}  {code}" if rng.random() < 0.5 else code
    return DrawnCard(codes, code, (DrawnLine(text, rng.uniform(0.93, 0.965), rng.uniform(0.94, 0.965), ends=True),))


def digimon(rng: Rng) -> DrawnCard:
    codes = some(rng, lambda rng: f"{rng.choice(['BT', 'ST', 'EX'])}{rng.integers(1, 20)}-{rng.integers(1, 113):03d}")
    code = str(rng.choice(codes))
    text = f"{code} {rng.choice(['C', 'U', 'R', 'SR', 'SEC'])}" if rng.random() < 0.7 else code
    middle = rng.uniform(0.67, 0.79) if rng.random() < 0.5 else rng.uniform(0.94, 0.965)
    return DrawnCard(codes, code, (DrawnLine(text, rng.uniform(0.93, 0.965), middle, ends=True),))


def fleshandblood(rng: Rng) -> DrawnCard:
    codes = some(rng, lambda rng: f"{letters(rng, 3)}{rng.integers(1, 250):03d}")
    code = str(rng.choice(codes))
    text = f"U-{code}" if rng.random() < 0.2 else code
    style = int(rng.integers(3))
    if style == 0:
        text = f"{text}  {words(rng, 2)}"
    at = rng.uniform(0.05, 0.09) if style < 2 else rng.uniform(0.34, 0.42)
    return DrawnCard(codes, code, (DrawnLine(text, at, rng.uniform(0.942, 0.968)),))


def lorcana(rng: Rng) -> DrawnCard:
    codes = some(rng, lambda rng: f"{rng.integers(1, 205)}/204")
    code = str(rng.choice(codes))
    text = f"{code} • EN • {rng.integers(1, 9)}"
    return DrawnCard(codes, code, (DrawnLine(text, rng.uniform(0.05, 0.08), rng.uniform(0.945, 0.97)),))


def unheard(rng: Rng) -> DrawnCard:
    """Of a game that has no row."""
    codes = some(rng, lambda rng: f"{letters(rng, 2)}{rng.integers(1, 9)}-{rng.integers(1, 150):03d}")
    code = str(rng.choice(codes))
    style = int(rng.integers(4))
    at, ends, middle = ((0.06, False, 0.955), (0.95, True, 0.955), (0.42, False, 0.955), (0.94, True, 0.69))[style]
    return DrawnCard(codes, code, (DrawnLine(code, at, middle + rng.uniform(-0.015, 0.012), ends=ends),))


GAMES = (magic, pokemon, onepiece, digimon, fleshandblood, lorcana, unheard)


@dataclass(frozen=True)
class ReadCard:
    is_clear: bool
    is_first: bool
    is_read: bool
    is_wrong: bool
    is_read_without: bool
    ms: float
    told: str


class GamePrints:
    """A trial depends on the seed, the game and its number alone."""

    def __init__(self, reader: Path, faces: Sequence[TypeFace], *, seed: int) -> None:
        self._net, self._faces, self._seed = load_code_reader(reader), faces, seed

    def take(self, game: Callable[[Rng], DrawnCard], number: int) -> ReadCard:
        rng = np.random.default_rng([self._seed, GAMES.index(game), number])
        drawn = game(rng)
        face, capitals = self._face(drawn, rng, number)
        shot = part_shot(face, LOWER, capitals, number=number, rng=rng)
        key = CardKey(game.__name__, "a")
        card = Card(key, {"en": "A"}, codes=drawn.codes, printings=tuple(Printing(code) for code in drawn.printings))
        answer, took = self._answer(shot, card)
        others = tuple(printing for printing in card.printings if printing.set_code != drawn.code)
        without, _ = self._answer(shot, replace(card, printings=others))
        assert answer.verified is not None
        first = answer.verified.fits[0].text
        is_read = answer.verdict is PrintingVerdict.READ
        best = [f"{fit.text} as {fit.printed} {fit.ratio:.1f}" for fit in answer.verified.fits[:2]]
        return ReadCard(
            shot.softness <= 1 and shot.capitals >= CAPITALS,
            first == drawn.code,
            is_read,
            is_read and first != drawn.code,
            without.verdict is PrintingVerdict.READ,
            took,
            f"{number}: {[line.text for line in drawn.lines]} {answer.verdict} {best}, without it {without.verdict}",
        )

    def _face(self, drawn: DrawnCard, rng: Rng, number: int) -> tuple[np.ndarray[Any, Any], float]:
        dark = rng.random() < 0.4
        face = Image.new("RGB", (WIDTH, TALL), colour(rng, 0, 60) if dark else colour(rng, 130))
        picture = art(number, (round(WIDTH * 0.88), round(TALL * rng.uniform(0.38, 0.53))))
        face.paste(picture, (round(WIDTH * 0.06), round(TALL * 0.11)))
        capitals = rng.uniform(0.0118, 0.0142)
        place = PrintPlace("drawn", Print.CODE, 0.0, 1.0, 0.5, 1.0, capitals)
        typeface = self._faces[int(rng.integers(len(self._faces)))]
        stamps = [
            PrintStamp(place, line.text, line.middle, **{"ends" if line.ends else "starts": line.at})
            for line in drawn.lines
        ]
        return printed_on(np.asarray(face), stamps, typeface, wide=rng.uniform(0.85, 1.0)), capitals

    def _answer(self, shot: PartShot, card: Card) -> tuple[PrintingAnswer, float]:
        prints = PrintReader(self._net, Path("none"), _cards={card.key: card})
        prints._passcodes[card.key.game], prints._codes[card.key.game] = KnownPasscodes({}), KnownCodes({})
        match = Match(card.key, "A", "", "", 0.9, 0.9, exemplar=False)
        (part,) = shot.parts
        began = time.process_time()
        found = prints.look(part.pixels, part.corners, [match], Verdict.LIKELY)
        return found.printing(card.key), (time.process_time() - began) * 1000


def tell(name: str, found: Sequence[ReadCard]) -> None:
    clear = [row for row in found if row.is_clear]
    said = f"  {name}: right first {figures.in_words(sum(row.is_first for row in clear), len(clear))}"
    print(f"{said}; withheld and read {sum(row.is_read_without for row in found)}", flush=True)


def keep(games: Sequence[Sequence[ReadCard]]) -> None:
    found = [row for some in games for row in some]
    clear = [[row for row in some if row.is_clear] for some in games]
    least = min(clear, key=lambda some: sum(row.is_first for row in some) / len(some))
    what = f"{len(games)} other games, legible: right first, least"
    figures.share(what, sum(row.is_first for row in least), len(least), least=0.95)
    read, wrong = sum(row.is_read for row in found), sum(row.is_wrong for row in found)
    said = "*read*, some wrong" if wrong else "*read*, none wrong"
    figures.share(said, sum(row.is_read for some in clear for row in some), sum(map(len, clear)))
    print(f"wrong {figures.in_words(wrong, read)} read; aim 0.3 %")
    figures.share("number withheld: *read*", sum(row.is_read_without for row in found), len(found), most=0.005)
    print(f"of a processor {np.median([row.ms for row in found]):.1f} ms; aim 20 ms")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.game_prints", description=__doc__)
    parser.add_argument("--fonts", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=400, help="of legible cards of each game")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--games", nargs="*", default=[game.__name__ for game in GAMES])
    parser.add_argument("--reader", type=Path, help="a code reader's folder (default: the shipped one)")
    parser.add_argument("--tell", action="store_true", help="each that is not right")
    asked = parser.parse_args(argv)
    faces = [face for face in type_faces(asked.fonts) if face.path is not None]
    prints = GamePrints(asked.reader or shipped_code_reader(resources_folder()), faces, seed=asked.seed)
    everything: list[Sequence[ReadCard]] = []
    for game in GAMES:
        if game.__name__ not in asked.games:
            continue
        found: list[ReadCard] = []
        while sum(row.is_clear for row in found) < asked.count:
            found.append(prints.take(game, len(found)))
            one = found[-1]
            if asked.tell and ((one.is_clear and not one.is_first) or one.is_wrong or one.is_read_without):
                print(one.told, flush=True)
        everything.append(found)
        tell(game.__name__, found)
    keep(everything)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
