"""The photographer: a clean card picture becomes a photo as a seller would take it, with known corners.

numpy and Pillow alone, and the same generator state gives the same pixels. It reads and writes no files.
"""

from karuta.training.photographer.any_face import AnyFace, any_face, no_face, painted
from karuta.training.photographer.conditions import CardLook, Conditions, Foil, Holder
from karuta.training.photographer.crop import CROP_SIZE, simulated_crop
from karuta.training.photographer.grades import GRADES, Fault, Grade, GradeTable, Range
from karuta.training.photographer.life import SITUATIONS, Situation
from karuta.training.photographer.photograph import (
    PHOTO_SIZE,
    photograph,
    photograph_nothing,
    photograph_page,
    photograph_rows,
    photograph_scatter,
)
from karuta.training.photographer.scene import PlacedCard, Scene
from karuta.training.photographer.tone import toned

__all__ = [
    "CROP_SIZE",
    "GRADES",
    "PHOTO_SIZE",
    "SITUATIONS",
    "AnyFace",
    "CardLook",
    "Conditions",
    "Fault",
    "Foil",
    "Grade",
    "GradeTable",
    "Holder",
    "PlacedCard",
    "Range",
    "Scene",
    "Situation",
    "any_face",
    "no_face",
    "painted",
    "photograph",
    "photograph_nothing",
    "photograph_page",
    "photograph_rows",
    "photograph_scatter",
    "simulated_crop",
    "toned",
]
