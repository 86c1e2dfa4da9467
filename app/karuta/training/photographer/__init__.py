"""The photographer: a clean card picture becomes a photo as a seller would take it, with known corners.

numpy and Pillow alone, and the same generator state gives the same pixels. It reads and writes no files.
"""

from karuta.training.photographer.conditions import (
    GRADES,
    CardLook,
    Conditions,
    Fault,
    Foil,
    Grade,
    GradeTable,
    Holder,
    Range,
)
from karuta.training.photographer.photograph import CROP_SIZE, PHOTO_SIZE, PlacedCard, Scene, photograph, simulated_crop

__all__ = [
    "CROP_SIZE",
    "GRADES",
    "PHOTO_SIZE",
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
    "photograph",
    "simulated_crop",
]
