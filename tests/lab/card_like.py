"""What Enter decides where there is no card, and on cards of games in no catalogue: through whole lookups.

python -m tests.lab.card_like --catalogue DIR [--count 200] [--seed 61] [--model MODEL] [--tables FOLDER] [--sheet PNG]

Not part of the suite: it looks hundreds of photos up. Empty pockets, toploaders, mats, tables and screens are drawn and
photographed by code of its own, cards of frames that no training saw (`fresh_frames`) alone, on pages, in sleeves, dark
and under glare. First the whole photo is looked up; where few outlines come of that, the drawn places are given, as a
person would. `--tables`: real photos, in which card-shaped places apart from all that the detector feels are given.
DIR has none of these cards; its first `--cards` are the catalogue. `--sheet`: the crops that were decided wrongly.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from tests.lab import figures
from tests.lab.game_sets import Picture, colour, font, words
from tests.lab.other_games import FRESH

from karuta.domain.desk import LiveSighting, what_return_does
from karuta.domain.label import Kind, as_points
from karuta.domain.match import Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.recognition import FoundSighting
from karuta.domain.sighting import Corners, as_corners, homography, iou, overlap_share, picture_corners
from karuta.engine.decode import decode
from karuta.engine.model import load_model
from karuta.engine.recognise import Recogniser
from karuta.paths import resources_folder
from karuta.services.library.open_library import shipped_model_folder
from workshop.artworks import artwork_files
from workshop.bench.crop_test import embedded_artworks
from workshop.bench.fit_verdict import recogniser_of

Rng = np.random.Generator
SIZE = (900, 1200)


@dataclass(frozen=True, eq=False)
class Taken:
    """A photo; `empty`: card-shaped places in it without a card; `cards`: those with one."""

    pixels: Pixels
    empty: tuple[Corners, ...] = ()
    cards: tuple[Corners, ...] = ()


def soft(rng: Rng, size: tuple[int, int], cells: int) -> np.ndarray:
    """(height, width) float32, -128 to 127, slowly changing."""
    small = Image.fromarray(rng.integers(0, 256, (cells, cells)).astype(np.uint8))
    return np.asarray(small.resize(size, Image.Resampling.BICUBIC), np.float32) - 128


def ground(rng: Rng, size: tuple[int, int] = SIZE) -> Picture:
    """Boards with grain, weave, a speckled desk, checked cloth, something clouded as marble is."""
    wide, tall = size
    x, y = np.arange(wide)[None, :], np.arange(tall)[:, None]
    kind = int(rng.integers(6))
    if kind == 0:
        plane = 12 * np.sin((y + soft(rng, size, 6) * 0.4) / rng.uniform(2, 9)) + soft(rng, size, 9) * 0.12
        plane -= 40 * (y % int(rng.integers(120, 400)) < 4)
    elif kind == 1:
        plane = rng.uniform(6, 25) * ((x // int(rng.integers(1, 4)) + y // int(rng.integers(1, 4))) % 2)
    elif kind == 2:
        plane = rng.normal(0, rng.uniform(1, 14), (tall, wide))
    elif kind == 3:
        step = int(rng.integers(20, 150))
        plane = rng.uniform(15, 70) * ((x // step + y // step) % 2)
    elif kind == 4:
        plane = soft(rng, size, int(rng.integers(3, 30))) * rng.uniform(0.1, 0.8)
    else:
        plane = -90 * np.exp(-np.abs(soft(rng, size, int(rng.integers(3, 9)))) / rng.uniform(2, 9))
    pixels = np.array(colour(rng), np.float32) + plane[..., None] * rng.uniform(0.7, 1.3, 3)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def shot(image: Picture, rng: Rng, *, light: float | None = None, glare: float = 0.3) -> Pixels:
    """Seen by a camera: a little blurred, in uneven light, with noise, at times with a bright spot."""
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(float(rng.uniform(0, 1.8)))), np.float32)
    tall, wide = pixels.shape[:2]
    light = float(rng.uniform(0.35, 1.1)) if light is None else light
    pixels = pixels * light * (1 + soft(rng, (wide, tall), 3)[..., None] / 128 * rng.uniform(0, 0.3))
    pixels += rng.normal(0, rng.uniform(1, 8), pixels.shape)
    if rng.random() < glare:
        rows, columns = np.mgrid[:tall, :wide]
        x, y = rng.uniform(0.2, 0.8, 2) * (wide, tall)
        spread = rng.uniform(0.04, 0.2) * wide
        pixels += 255 * rng.uniform(0.3, 1) * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 2 / spread**2)[..., None]
    return np.clip(pixels, 0, 255).astype(np.uint8)


def box(x: float, y: float, wide: float, tall: float) -> Corners:
    return picture_corners(wide, tall) + (x, y)


def laid(image: Picture, face: Picture, corners: Corners, rng: Rng, *, sleeve: bool) -> None:
    """A face on a picture at these corners, with rounded corners and a shadow; a sleeve shines a little around it."""
    card = face.convert("RGB").resize((360, 504), Image.Resampling.LANCZOS).convert("RGBA")
    mask = Image.new("L", card.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 359, 503), int(rng.integers(4, 18)), fill=255)
    card.putalpha(mask)
    draw = ImageDraw.Draw(image, "RGBA")
    draw.polygon([(x + 5, y + 7) for x, y in corners], fill=(0, 0, 0, 70))
    if sleeve:
        middle = corners.mean(axis=0)
        around = [tuple(point) for point in middle + (corners - middle) * 1.06]
        draw.polygon(around, fill=(*colour(rng), 255) if rng.random() < 0.5 else (235, 235, 240, 60))
    to_card = homography(corners, picture_corners(*card.size))
    terms = (to_card / to_card[2, 2]).ravel()[:8]
    moved = card.transform(image.size, Image.Transform.PERSPECTIVE, tuple(terms), Image.Resampling.BICUBIC)
    image.paste(moved, (0, 0), moved)
    if sleeve:
        edge = corners[0] + (corners[1] - corners[0]) * float(rng.uniform(0.1, 0.8))
        band = [edge, edge + (corners[1] - corners[0]) * 0.15, corners[2], corners[2] - (corners[2] - corners[3]) * 0.2]
        draw.polygon([tuple(point) for point in band], fill=(255, 255, 255, int(rng.uniform(15, 70))))


def a_face(number: int, rng: Rng) -> Picture:
    return FRESH[number % len(FRESH)](number * 7, rng)


def alone(number: int, rng: Rng) -> Taken:
    """A card on something; dark, under glare or in a sleeve."""
    image, tall = ground(rng), float(rng.uniform(350, 900))
    corners = box(-tall * 0.357, -tall / 2, tall * 0.714, tall)
    angle = rng.normal(0, 0.15)
    turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    corners = corners @ turn + rng.normal(0, 0.012 * tall, (4, 2)) + (450, 600) + rng.uniform(-60, 60, 2)
    laid(image, a_face(number, rng), corners, rng, sleeve=number % 3 == 0)
    light = float(rng.uniform(0.12, 0.3)) if number % 4 == 1 else None
    return Taken(shot(image, rng, light=light, glare=0.9 if number % 4 == 2 else 0.2), cards=(corners,))


def page(number: int, rng: Rng, *, loaders: bool = False) -> Taken:
    """A binder page with some pockets filled, or a page of toploaders."""
    image = ground(rng)
    draw = ImageDraw.Draw(image, "RGBA")
    shade, clear = int(rng.choice([20, 60, 200, 235])), int(rng.choice([30, 70, 255, 255]))
    wide, tall = 280, 385
    draw.rectangle((24, 18, 876, 1188), fill=(shade, shade, shade, clear))
    line = (255, 255, 255, 120) if shade < 128 else (90, 90, 90, 140)
    empty, cards, filled = [], [], rng.random(9) < rng.choice([0, 0.3, 0.6])
    for at in range(9):
        x, y = 30 + at % 3 * wide, 24 + at // 3 * tall
        draw.rectangle((x, y, x + wide, y + tall), outline=line, width=int(rng.integers(1, 4)))
        draw.arc((x + 84, y - 24, x + 196, y + 30), 0, 180, fill=line, width=2)
        place = box(x + 18, y + 18, wide - 36, tall - 36)
        if loaders:
            draw.rounded_rectangle(
                (x + 8, y + 6, x + wide - 8, y + tall - 6), 10, outline=(230, 235, 240, 200), width=4
            )
            draw.rectangle(
                (x + 12, y + 10, x + wide - 12, y + tall - 10), fill=(240, 245, 250, int(rng.uniform(10, 60)))
            )
        if filled[at]:
            corners = place + rng.normal(0, 2, (4, 2))
            laid(image, a_face(number * 9 + at, rng), corners, rng, sleeve=bool(rng.random() < 0.4))
            cards.append(corners)
        else:
            empty.append(place)
        if rng.random() < 0.4:
            left = x + rng.uniform(30, 180)
            shine = [(left, y), (left + 50, y), (left - 60, y + tall), (left - 130, y + tall)]
            draw.polygon(shine, fill=(255, 255, 255, int(rng.uniform(20, 110))))
    return Taken(shot(image, rng), tuple(empty), tuple(cards))


def loader_page(number: int, rng: Rng) -> Taken:
    return page(number, rng, loaders=True)


def mat(number: int, rng: Rng) -> Taken:
    """A playmat with zones for cards, some with a word in them."""
    del number
    image = ground(rng, (1200, 900))
    draw = ImageDraw.Draw(image, "RGBA")
    ink, tall = (*colour(rng), 255), float(rng.uniform(180, 350))
    if rng.random() < 0.3:
        draw.ellipse((300, 150, 900, 750), outline=ink, width=6)
    empty = []
    for y in np.arange(30, 890 - tall, tall * 1.15):
        for x in np.arange(30, 1190 - tall * 0.716, tall * 0.86):
            place = box(x, y, tall * 0.716, tall)
            if rng.random() < 0.7:
                draw.rectangle((*place[0], *place[2]), outline=ink, width=int(rng.integers(1, 6)))
            else:
                for left, top in place:
                    draw.line((left - 9, top, left + 9, top), fill=ink, width=3)
                    draw.line((left, top - 9, left, top + 9), fill=ink, width=3)
            if rng.random() < 0.5:
                draw.text((x + tall * 0.09, y + tall * 0.4), words(rng, 1)[:8], fill=ink, font=font(int(tall * 0.09)))
            empty.append(place)
    return Taken(shot(image, rng), tuple(empty))


def desk(number: int, rng: Rng) -> Taken:
    """A table with keys, sheets and cables, or with nothing."""
    del number
    image = ground(rng)
    draw = ImageDraw.Draw(image, "RGBA")
    for _ in range(int(rng.integers(0, 5))):
        x, y = rng.uniform(0, 1, 2) * SIZE
        reach = rng.uniform(-600, 600, 2)
        draw.line((x, y, x + reach[0], y + reach[1]), fill=(*colour(rng), 255), width=int(rng.integers(2, 30)))
    if rng.random() < 0.35:
        paint, key = (*colour(rng), 255), int(rng.integers(30, 80))
        for row in range(4):
            for column in range(9):
                x, y = 60 + column * key * 1.1 + row * 9, 700 + row * key * 1.1
                draw.rounded_rectangle((x, y, x + key, y + key), 6, fill=paint)
                draw.text((x + 6, y + 4), words(rng, 1)[:1], fill=(240, 240, 240), font=font(18))
    if rng.random() < 0.35:
        x, y = rng.uniform(0, 500), rng.uniform(0, 600)
        draw.rectangle((x, y, x + 340, y + 480), fill=(250, 250, 245, 255))
        for line in range(int(rng.integers(3, 18))):
            draw.text((x + 20, y + 20 + 25 * line), words(rng, 4)[:32], fill=(40, 40, 40), font=font(15))
    tall = rng.uniform(200, 800, 4)
    places = [box(rng.uniform(0, 880 - 0.7 * t), rng.uniform(0, 1190 - t), 0.7 * t, t) for t in tall]
    return Taken(shot(image, rng), tuple(places))


def screen(number: int, rng: Rng) -> Taken:
    """A screenshot of a phone or of a window, with bars and frames."""
    del number
    dark = rng.random() < 0.5
    back, ink = ((28, 28, 30), (230, 230, 230)) if dark else ((250, 250, 250), (30, 30, 30))
    wide, tall = (540, 1170) if rng.random() < 0.5 else (1280, 800)
    image = Image.new("RGB", (wide, tall), back)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, wide, tall * 0.08), fill=colour(rng))
    for at in range(4):
        draw.ellipse((wide - 30 - at * 28, 10, wide - 12 - at * 28, 28), fill=colour(rng))
    y = tall * 0.1
    while y < tall * 0.9:
        draw.text((wide * 0.03, y), words(rng, 2)[:20], fill=ink, font=font(16))
        draw.text((wide * 0.28, y), words(rng, 5), fill=ink, font=font(int(rng.choice([14, 18, 26]))))
        if rng.random() < 0.2:
            draw.rounded_rectangle((wide * 0.6, y, wide * 0.85, y + 34), 8, fill=colour(rng))
        if rng.random() < 0.15:
            draw.rectangle((wide * 0.28, y, wide * 0.5, y + 60), fill=colour(rng))
        draw.line((0, y + 40, wide, y + 40), fill=(128, 128, 128))
        y += rng.uniform(40, 80)
    frame = rng.uniform(0.05, 0.4, 2) * (wide, tall)
    draw.rectangle((*frame, *(frame + (0.5 * wide, 0.5 * tall))), outline=colour(rng), width=int(rng.integers(2, 20)))
    draw.rectangle((0, tall * 0.93, wide, tall), fill=colour(rng))
    heights = np.minimum(rng.uniform(0.3, 1, 3) * tall, wide / 0.8)
    empty = []
    for high in heights:
        across = high * float(rng.uniform(0.62, 0.8))
        empty.append(box(rng.uniform(0, wide - across), rng.uniform(0, tall - high), across, high))
    return Taken(np.asarray(image), tuple(empty))


NOTHING: dict[str, Callable[[int, Rng], Taken]] = {
    "pockets": page,
    "toploaders": loader_page,
    "mats": mat,
    "desks": desk,
    "screens": screen,
}


def enter_says(one: FoundSighting) -> Kind | None:
    """What Enter would decide about it."""
    seen = LiveSighting(
        1, "", as_points(one.corners.tolist()), None, one.verdict, one.matches, None, back=one.back,
        card_like=one.card_like,
    )  # fmt: skip
    return what_return_does(
        seen.verdict, matches=len(seen.matches), is_back=seen.back is not None, is_nothing=seen.is_nothing
    ).kind


class Judge:
    """Looks photos up; keeps the crops that were decided wrongly."""

    def __init__(self, recogniser: Recogniser, folder: Path) -> None:
        self._recogniser = recogniser
        self._file = folder / "photo.png"
        self.wrong: list[Pixels] = []

    def whole(self, taken: Taken) -> list[FoundSighting]:
        Image.fromarray(taken.pixels).save(self._file, compress_level=1)
        return list(self._recogniser.recognise(self._file, k=3).sightings)

    def given(self, taken: Taken, corners: Sequence[Corners]) -> list[FoundSighting]:
        Image.fromarray(taken.pixels).save(self._file, compress_level=1)
        return list(self._recogniser.recognise_corners(self._file, corners, k=3).sightings)

    def decided(self, sightings: Sequence[FoundSighting], *, cards: bool) -> int:
        """On how many Enter decides."""
        right = [(enter_says(one) is not None) == cards for one in sightings]
        self.wrong += [one.crop for one, is_right in zip(sightings, right, strict=True) if not is_right]
        return sum(right) if cards else len(right) - sum(right)


def nothing(judge: Judge, count: int, seed: int) -> None:
    """Outlines without a card: half by whole lookups as far as these give any, the others where they were drawn."""
    by_lookup, by_hand = [0, 0], [0, 0]
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    number = 0
    while by_lookup[1] + by_hand[1] < count:
        name = list(NOTHING)[number % len(NOTHING)]
        rng = np.random.default_rng([seed, 1, number])
        taken = NOTHING[name](number, rng)
        found = [one for one in judge.whole(taken) if all(iou(one.corners, card) < 0.3 for card in taken.cards)]
        missed = [place for place in taken.empty if all(iou(one.corners, place) < 0.5 for one in found)]
        places = [missed[at] for at in rng.permutation(len(missed))[: max(0, 3 - len(found))]]
        drawn = judge.given(taken, [as_corners(place + rng.normal(0, 4, (4, 2))) for place in places]) if places else []
        for sightings, counts in ((found, by_lookup), (drawn, by_hand)):
            decided = judge.decided(sightings, cards=False)
            for each in (counts, kinds[name]):
                each[0] += decided
                each[1] += len(sightings)
        number += 1
    both = np.array(by_lookup) + by_hand
    figures.share("no card there: Enter", int(both[0]), int(both[1]), most=0.05)
    print("of them outlined by the lookup:", figures.in_words(*by_lookup), "by hand:", figures.in_words(*by_hand))
    print({name: tuple(counts) for name, counts in kinds.items()}, f"{number} photos")


def strangers(judge: Judge, count: int, seed: int) -> None:
    """Cards in no catalogue; those that the lookup took for one of the catalogue, or was unsure of, are told apart."""
    decided = asked = others = missed = hard = of_hard = number = 0
    while asked < count:
        taken = (alone, alone, page, alone, loader_page)[number % 5](number, np.random.default_rng([seed, 2, number]))
        found = judge.whole(taken)
        for card in taken.cards:
            near = [one for one in found if iou(one.corners, card) > 0.6]
            missed += not near
            for one in near[:1]:
                says_unknown = one.verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE) and one.back is None
                others += not says_unknown
                if says_unknown:
                    takes = judge.decided([one], cards=True)
                    decided, asked = decided + takes, asked + 1
                    is_hard = one.verdict is Verdict.UNREADABLE or taken.pixels.mean() < 60
                    hard, of_hard = hard + takes * is_hard, of_hard + is_hard
        number += 1
    figures.share("cards of no catalogue: Enter", decided, asked, least=0.98)
    print("of them dark or unreadable:", figures.in_words(hard, of_hard))
    print(f"{others} more were taken for a known card, or unsure; {missed} more were not outlined; {number} photos")


def tables(judge: Judge, folder: Path, seed: int) -> None:
    """Six places a photo, in which nothing that the detector feels lies."""
    decided = asked = 0
    detector = judge._recogniser.detector
    for number, file in enumerate(sorted(folder.iterdir())):
        pixels, rng = decode(file), np.random.default_rng([seed, 3, number])
        tall, wide = pixels.shape[:2]
        felt = [one.corners for one in detector.propose(pixels) if one.confidence > 0.15]
        places: list[Corners] = []
        for _ in range(400):
            high = float(rng.uniform(0.08, 0.4)) * tall
            place = box(*(rng.uniform(0, 1, 2) * (wide - 0.7 * high, tall - high)), 0.7 * high, high)
            if len(places) < 6 and all(overlap_share(place, one) < 0.01 for one in felt):
                places.append(place)
        found = judge.given(Taken(pixels), places) if places else []
        decided, asked = decided + judge.decided(found, cards=False), asked + len(found)
    figures.share("on real tables", decided, asked, most=0.1)


def sheet(crops: Sequence[Pixels], file: Path) -> None:
    """Sixteen in a row."""
    made = Image.new("RGB", (16 * 90, max(1, -(-len(crops) // 16)) * 130))
    for at, crop in enumerate(crops):
        made.paste(Image.fromarray(crop).resize((88, 128)), (at % 16 * 90, at // 16 * 130))
    made.save(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--cards", type=int, default=300)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=61)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--sheet", type=Path)
    asked = parser.parse_args()
    model = load_model(asked.model or shipped_model_folder(resources_folder()))
    artworks = artwork_files(asked.catalogue)[: asked.cards]
    with tempfile.TemporaryDirectory() as name:
        judge = Judge(recogniser_of(model, artworks, embedded_artworks(model.embedder, artworks)), Path(name))
        nothing(judge, asked.count, asked.seed)
        strangers(judge, asked.count, asked.seed)
        if asked.tables:
            tables(judge, asked.tables, asked.seed)
    if asked.sheet:
        sheet(judge.wrong, asked.sheet)


if __name__ == "__main__":
    main()
