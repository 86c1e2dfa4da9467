"""The demo's photos: which cards, how they lie, in what light, and the truth file beside them; the taking is karuta's.

The photographer's own random grades are not used: each photo is a wish, so that every condition is there once.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.training.photographer.camera import expose
from karuta.training.photographer.conditions import CardLook, Conditions, Foil, Grade
from karuta.training.photographer.pose import Corners, rectangle, tilted, turned, with_area
from karuta.training.photographer.table import LaidCard, TableTop
from kazeyomi.deck import deck, strangers
from kazeyomi.face import face
from kazeyomi.wishes import TALL, WISHES, Lying, Wish
from workshop.photographer.pages import BinderPage, PageTop, binder_page, on_page

Tell = Callable[[str], None]
_TRIES = 60


def wanted_cards() -> frozenset[str]:
    """The cards that some photo shows."""
    return frozenset(lying.card for wish in WISHES for lying in wish.cards)


def write_photos(folder: Path, faces: Mapping[str, Image.Image], *, tell: Tell) -> None:
    """Takes every photo into `folder`, with truth.csv; composes the cards that `faces` lacks."""
    folder.mkdir(parents=True, exist_ok=True)
    cards = {card.card_id: card for card in (*deck(), *strangers())}
    card_ids = {card.card_id for card in deck()}
    pixels = {name: np.asarray(faces.get(name) or face(cards[name])) for name in sorted(wanted_cards())}
    rows: list[tuple[str, str, str, str]] = []
    for wish in WISHES:
        photo, corners = take(wish, pixels)
        _save(photo, folder / wish.name, sideways=wish.sideways_file)
        for lying, points in zip(wish.cards, corners, strict=True):
            rows.append((wish.name, lying.card if lying.card in card_ids else "", written(points), wish.condition))
        if not wish.cards:
            rows.append((wish.name, "", "", wish.condition))
        tell(f"photo {wish.name}")
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("photo", "card_id", "corners", "condition"))
        lines.writerows(rows)


def take(wish: Wish, pixels: Mapping[str, NDArray[np.uint8]]) -> tuple[NDArray[np.uint8], list[Corners]]:
    """The photo and its cards' corners; seeds are tried until the photographer draws the surface that is wanted."""
    conditions = _conditions(wish)
    for attempt in range(_TRIES):
        rng = np.random.default_rng([wish.seed, attempt])
        page, plans = _laid(wish, conditions, rng)
        on_table = (wish.size, plans, conditions, rng)
        table = TableTop(*on_table) if page is None else PageTop(*on_table, page=page)
        if table.surface == wish.surface:
            break
    for plan in plans:
        table.lay(pixels[wish.cards[plan.source].card], plan)
    table.finish()
    scale = float(np.sqrt(wish.size[0] * wish.size[1] / (TALL[0] * TALL[1])))
    photo = expose(table.canvas.image, conditions, scale=scale, rng=rng)
    return photo, [plan.corners for plan in sorted(plans, key=lambda plan: plan.source)]


def _laid(wish: Wish, conditions: Conditions, rng: np.random.Generator) -> tuple[BinderPage | None, Sequence[LaidCard]]:
    if not wish.page:
        return None, [_plan(i, lying, wish.size, rng) for i, lying in enumerate(wish.cards)]
    page, look = binder_page(conditions, wish.size, rng)
    calm = replace(look, finger=False, band=0.0)
    plans = on_page(len(wish.cards), page, calm, conditions, wish.size, rng)
    return page, [
        replace(plan, look=replace(plan.look, glares=min(1, plan.look.glares), glare_strength=0.3, foil=Foil.NONE))
        for plan in plans
    ]


def _plan(source: int, lying: Lying, size: tuple[int, int], rng: np.random.Generator) -> LaidCard:
    area = lying.share * size[0] * size[1]
    shape = turned(tilted(rectangle(59.0, 86.0), lying.tilt, rng), lying.turn)
    corners = with_area(shape, area) + np.array([lying.x * size[0], lying.y * size[1]])
    return LaidCard(source, corners, _look(lying))


def _look(lying: Lying) -> CardLook:
    return CardLook(
        rotation=lying.turn,
        share=lying.share,
        perspective=lying.tilt,
        holder=lying.holder,
        foil=lying.foil,
        foil_strength=0.16 if lying.foil is not Foil.NONE else 0.0,
        foil_whole=False,
        glares=lying.glares,
        glare_strength=lying.glare,
        glare_saturates=lying.glare > 1,
        finger=lying.finger,
        band=0.0,
        wear=0.3,
    )


def _conditions(wish: Wish) -> Conditions:
    return Conditions(
        grade=Grade.PLAIN,
        faults=(),
        light=wish.light,
        light_slope=wish.slope,
        shadow=wish.shadow,
        warmth=wish.warmth,
        tint=0.0,
        blur=wish.blur,
        motion=0.0,
        noise=wish.noise,
        sharpening=0.5,
        jpeg=93,
        chat=False,
        marked=False,
    )


def _save(photo: NDArray[np.uint8], path: Path, *, sideways: bool) -> None:
    """As a phone would: one of them keeps its pixels sideways and says so in EXIF."""
    image = Image.fromarray(photo)
    exif = Image.Exif()
    if sideways:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6
    image.save(path, "JPEG", quality=78, subsampling=2, optimize=True, exif=exif)


def written(corners: Corners) -> str:
    return " ".join(f"{value:.1f}" for value in np.asarray(corners).reshape(-1))
