"""The label above a graded card: where it would be, and what drawn ones are read as."""

from __future__ import annotations

import numpy as np
from PIL import Image
from tests.lab.slabs import DrawnLabel

from karuta.domain.finish import NO_SLAB
from karuta.domain.sighting import picture_corners
from karuta.engine.code_reader import load_code_reader
from karuta.engine.name_reader import load_name_reader
from karuta.engine.slab_label import SIZE, LabelReaders, SlabReader, label_place
from karuta.paths import resources_folder
from karuta.services.library.open_library import shipped_code_reader
from karuta.services.lookups.read_names import shipped_name_reader

PHOTO = (1000, 1400)
CARD = picture_corners(400, 560) + (300, 600)


def reader() -> SlabReader:
    names = load_name_reader(shipped_name_reader(resources_folder()))
    return SlabReader(lambda: LabelReaders(names, load_code_reader(shipped_code_reader(resources_folder()))))


def test_drawn_labels_are_read_or_not_told_and_seldom_wrong() -> None:
    told, wrong, read_on = 0, 0, reader()
    for number in range(12):
        rng = np.random.default_rng([7, number])
        label, place = DrawnLabel.of(number, rng), Image.new("RGB", SIZE, (60, 62, 70))
        place.paste(label((530, 150), rng), (87, 90))
        slab = read_on.read(np.asarray(place)) or NO_SLAB
        parts = [(value, getattr(label.slab, name)) for name, value in vars(slab).items() if value is not None]
        told += bool(parts)
        wrong += sum(value != drawn for value, drawn in parts)
    assert told >= 6 and wrong == 0


def test_nothing_is_read_where_nothing_is_printed_and_no_reader_is_opened() -> None:
    def never() -> None:
        raise AssertionError

    assert SlabReader(never).read(np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)) is None


def test_a_label_lies_above_its_card_in_the_photo_and_on_no_other_card() -> None:
    place = label_place(CARD, (), PHOTO)
    assert place is not None and place[:, 1].max() < 600 and place[:, 0].min() < 300
    assert label_place(CARD - (0, 560), (), PHOTO) is None
    assert label_place(CARD, [CARD - (0, 300)], PHOTO) is None
