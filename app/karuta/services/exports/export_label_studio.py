"""Labels as Label Studio's tasks: for each a polygon in percent, and the card in a taxonomy. Writes no file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from karuta.domain.label import Kind, Label, LabelledPhoto, card_titles
from karuta.services.exports.formats import Writing, Written
from karuta.services.exports.one_file import in_view, write_json

_WORDS = {
    Kind.CONFIRM: "card",
    Kind.UNKNOWN: "not in the catalogue",
    Kind.UNREADABLE: "unreadable",
    Kind.BACK: "back of a card",
}


def write_tasks(writing: Writing) -> Written:
    """If the export is a folder, the interface is written with the tasks."""
    photos = writing.photos()
    write_json(tasks(photos), writing.out)
    if writing.beside is not None:
        (writing.beside / "config.xml").write_text(config(photos), encoding="utf-8", errors="backslashreplace")
    return in_view(photos)


def tasks(photos: Sequence[LabelledPhoto]) -> list[dict[str, Any]]:
    """One task for each photo with a known size. `config` is the labelling interface for them."""
    sized = [photo for photo in photos if photo.size is not None]
    titles = card_titles(sized)
    return [
        {
            "id": number,
            "data": {
                "image": photo.file,
                "photo_sha256": photo.sha256,
                "batch": photo.labels[0].batch,
                "listing": photo.labels[0].listing,
            },
            "annotations": [
                {
                    "id": number,
                    "result": [
                        result
                        for label in photo.in_view
                        for result in _results(label, photo, titles[label.card] if label.card else None)
                    ],
                    "was_cancelled": False,
                    "ground_truth": False,
                    "created_at": max(label.time for label in photo.labels),
                }
            ],
        }
        for number, photo in enumerate(sized, start=1)
    ]


def config(photos: Sequence[LabelledPhoto]) -> str:
    """The labelling interface, with the cards that the tasks name."""
    titles = card_titles([photo for photo in photos if photo.size is not None])
    games = sorted({card.game for card in titles})
    lines = ["<View>", '  <Image name="image" value="$image"/>', '  <PolygonLabels name="corners" toName="image">']
    lines += [f"    <Label value={quoteattr(word)}/>" for word in _WORDS.values()]
    lines += ["  </PolygonLabels>", '  <Taxonomy name="card" toName="image" perRegion="true">']
    for game in games:
        lines.append(f"    <Choice value={quoteattr(game)}>")
        lines += [f"      <Choice value={quoteattr(title)}/>" for card, title in titles.items() if card.game == game]
        lines.append("    </Choice>")
    return "\n".join([*lines, "  </Taxonomy>", "</View>", ""])


def _results(label: Label, photo: LabelledPhoto, title: str | None) -> list[dict[str, Any]]:
    """A region, and which card it is under the same id."""
    assert label.corners is not None and photo.size is not None
    width, height = photo.size
    region = {
        "id": label.event_id.replace("-", ""),
        "to_name": "image",
        "original_width": width,
        "original_height": height,
        "image_rotation": 0,
    }
    shape = {"points": [[100 * x / width, 100 * y / height] for x, y in label.corners], "closed": True}
    polygon = {
        "from_name": "corners",
        "type": "polygonlabels",
        "value": shape | {"polygonlabels": [_WORDS[label.kind]]},
    }
    if label.card is None:
        return [region | polygon]
    card = {"from_name": "card", "type": "taxonomy", "value": shape | {"taxonomy": [[label.card.game, title]]}}
    return [region | polygon, region | card]
