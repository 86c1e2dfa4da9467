"""Which photos the demo has: the cards in each, how they lie, on what, in what light; nothing is taken here."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.training.photographer.conditions import Foil, Holder

TALL, WIDE = (1000, 1333), (1333, 1000)


@dataclass(frozen=True)
class Lying:
    """One card of a photo: where its middle is (shares of the picture), how large, how turned, in what."""

    card: str
    x: float = 0.5
    y: float = 0.5
    share: float = 0.42
    turn: float = 0.0
    tilt: float = 0.01
    holder: Holder = Holder.BARE
    glares: int = 0
    glare: float = 0.0
    foil: Foil = Foil.NONE
    finger: bool = False


@dataclass(frozen=True)
class Wish:
    """One photo that is wanted. `surface` is one of the photographer's; `page` lays the cards into a binder."""

    name: str
    condition: str
    seed: int
    surface: str
    cards: tuple[Lying, ...] = ()
    size: tuple[int, int] = TALL
    light: float = 1.0
    slope: float = 0.15
    shadow: float = 1.0
    warmth: float = 0.02
    blur: float = 0.5
    noise: float = 1.3
    page: bool = False
    sideways_file: bool = False


_NINE = ("K002", "K061", "K056", "K103", "K084", "K121", "K196", "K207", "K169")
WISHES = (
    Wish("01-plain.jpg", "plain", 101, "wood", (Lying("K001", turn=-2.0, share=0.46),)),
    Wish("02-tilted.jpg", "tilted", 2, "cloth", (Lying("K051", turn=14.0, share=0.36, x=0.46),), warmth=0.05),
    Wish(
        "03-tilted.jpg",
        "tilted",
        3,
        "paper",
        (Lying("K091", turn=-24.0, share=0.32, tilt=0.03),),
        sideways_file=True,
        shadow=0.75,
    ),
    Wish("04-glare.jpg", "glare", 4, "stone", (Lying("K062", turn=4.0, glares=2, glare=0.55),)),
    Wish(
        "05-glare.jpg",
        "glare",
        5,
        "dark",
        (Lying("K203", turn=-7.0, glares=1, glare=1.15, foil=Foil.RAINBOW),),
        slope=0.4,
    ),
    Wish(
        "06-sleeve.jpg", "sleeve", 6, "playmat", (Lying("K171", turn=5.0, holder=Holder.SLEEVE, glares=1, glare=0.3),)
    ),
    Wish(
        "07-sleeve.jpg", "sleeve", 7, "wood", (Lying("K042", turn=-11.0, holder=Holder.SLEEVE, share=0.33),), light=0.8
    ),
    Wish(
        "08-toploader.jpg",
        "sleeve",
        8,
        "cloth",
        (Lying("K212", turn=3.0, holder=Holder.TOPLOADER, glares=1, glare=0.4, share=0.36),),
    ),
    Wish("09-upside-down.jpg", "upside down", 9, "wood", (Lying("K011", turn=181.0),), shadow=0.7),
    Wish(
        "10-upside-down.jpg",
        "upside down",
        110,
        "playmat",
        (Lying("K161", turn=171.0, holder=Holder.SLEEVE, share=0.35),),
    ),
    Wish("11-sideways.jpg", "sideways", 11, "board", (Lying("K081", turn=88.0, share=0.4),), size=WIDE),
    Wish(
        "12-two-cards.jpg",
        "two cards",
        12,
        "cloth",
        (Lying("K131", x=0.27, y=0.5, turn=-4.0, share=0.27), Lying("K105", x=0.73, y=0.52, turn=6.0, share=0.27)),
        size=WIDE,
    ),
    Wish(
        "13-two-cards.jpg",
        "two cards",
        13,
        "wood",
        (
            Lying("K031", x=0.36, y=0.3, turn=-16.0, share=0.2),
            Lying("X002", x=0.64, y=0.7, turn=9.0, share=0.21, glares=1, glare=0.3),
        ),
    ),
    Wish("14-binder.jpg", "binder page", 14, "wood", tuple(Lying(card) for card in _NINE), page=True),
    Wish(
        "15-several.jpg",
        "several cards",
        115,
        "wood",
        (
            Lying("K150", x=0.18, y=0.32, turn=-12.0, share=0.135),
            Lying("K177", x=0.52, y=0.3, turn=8.0, share=0.135),
            Lying("K218", x=0.81, y=0.45, turn=31.0, share=0.135),
            Lying("K066", x=0.36, y=0.77, turn=-88.0, share=0.135),
        ),
        size=WIDE,
        light=1.08,
        slope=0.3,
    ),
    Wish("16-not-in-catalogue.jpg", "not in catalogue", 16, "paper", (Lying("X001", turn=-5.0, share=0.4),)),
    Wish(
        "17-not-in-catalogue.jpg",
        "not in catalogue",
        17,
        "wood",
        (Lying("X003", turn=10.0, holder=Holder.SLEEVE, share=0.34),),
        warmth=0.08,
    ),
    Wish("18-no-card.jpg", "no card", 18, "wood"),
    Wish("19-no-card.jpg", "no card", 19, "cloth", size=WIDE),
    Wish("20-dark.jpg", "dark", 20, "dark", (Lying("K111", turn=-3.0),), light=0.36, slope=0.5, noise=7.0, warmth=0.1),
    Wish(
        "21-dark.jpg",
        "dark",
        21,
        "cloth",
        (Lying("K005", turn=7.0, share=0.3),),
        light=0.3,
        slope=0.6,
        noise=8.0,
        blur=1.0,
    ),
    Wish("22-perspective.jpg", "perspective", 22, "wood", (Lying("K145", turn=-6.0, tilt=0.17, share=0.34),)),
    Wish(
        "23-perspective.jpg",
        "perspective",
        23,
        "stone",
        (Lying("K180", turn=24.0, tilt=0.15, share=0.3, glares=1, glare=0.35),),
        slope=0.4,
    ),
    Wish(
        "24-held.jpg",
        "held in hand",
        24,
        "room",
        (Lying("K100", turn=4.0, tilt=0.05, share=0.38, finger=True, foil=Foil.STARLIGHT),),
    ),
)
