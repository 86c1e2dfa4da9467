"""Which photos are labelled as a card, the newest label first; writes nothing."""

from __future__ import annotations

from karuta.domain.card import CardKey
from karuta.domain.catalogue import PhotoOfCard, PhotosOfCard
from karuta.store.label_file import LabelFile

# What the view says of each event is asked only of those that name the card.
_LABELLED = """SELECT photo_sha256, max(id) AS newest FROM current_labels
    WHERE game = ? AND card_id = ? GROUP BY photo_sha256"""


def photos_of_card(file: LabelFile, key: CardKey, *, most: int) -> PhotosOfCard:
    """At most so many of them, and how many there are. Raises `LibraryError`."""
    rows = file.rows(
        f"""SELECT photo_sha256, coalesce((SELECT name FROM places WHERE places.photo_sha256 = found.photo_sha256
            ORDER BY id DESC LIMIT 1), ''), count(*) OVER () FROM ({_LABELLED}) AS found
        ORDER BY newest DESC LIMIT {int(most)}""",
        [*key],
    )
    return PhotosOfCard(tuple(PhotoOfCard(photo, name) for photo, name, _ in rows), rows[0][2] if rows else 0)
