"""Three honest people and a forger, each with the rows that their role may add to a team's store."""

from __future__ import annotations

import json
import random
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.journal import ENTROPY_BYTES, moment_ms, uuid7
from karuta.domain.label import MACHINE, Origin
from karuta.paths import LibraryFolder
from karuta.store.label_file import LabelFile
from karuta.store.seals import seal_of
from karuta.store.teamed import unsent_rows
from tests.merging import PEOPLE, Laptop, laptop, merged

FORGER = "mallory"
_DEVICE = "mallory's"
_DAY = 86_400_000
_NOTHING: dict[str, Any] = dict.fromkeys(
    ("photo_sha256", "photo_name", "sighting_id", "corners", "game", "card_id", "name", "embedding", "shown", "follows")
)

Row = dict[str, Any]
"""A row of a sealed table by column; `table` says of which, where it is not one of `events`."""


@dataclass(frozen=True)
class World:
    """`lines`: of each honest person, in the order in which they were written; `events`: all of theirs."""

    lines: Mapping[str, list[str]]
    events: Sequence[Row]
    folder: Path


def honest_world(folder: Path, seed: int, *, steps: int = 6) -> World:
    """Three laptops that looked the same photos up, and that know some of what the others decided."""
    dice = random.Random(seed)
    laptops = [Laptop(laptop(folder, who.annotator), dice, folder / "table.csv", people=(who,)) for who in PEOPLE]
    for round_of_work in range(2):
        for one in laptops:
            one.work(steps)
        if not round_of_work:
            merged(laptops[0].library, laptops[1].library.root)
    lines = {who.annotator: own_lines(one.library, who) for who, one in zip(PEOPLE, laptops, strict=True)}
    events = [row for some in lines.values() for row in map(row_of, some) if "table" not in row]
    return World(lines, events, folder)


def own_lines(library: LibraryFolder, who: Origin) -> list[str]:
    """What this person's role may add."""
    with LabelFile.open_writing(library) as file:
        rows = [row for portion in unsent_rows(file) for row in portion]
    return [row.line for row in rows if row.table != "events" or row.values["annotator"] == who.annotator]


def row_of(line: str) -> Row:
    said = json.loads(line)
    (row,) = said.get("with", [said])
    return {
        name: b64decode(value["base64"]) if isinstance(value, dict) else value
        for name, value in row.items()
        if name != "seal"
    }


def line_of(row: Row) -> str:
    """A row with a seal that bears it out, as it travels."""
    from karuta.store.event_lines import written_line

    table = row.get("table", "events")
    values = {name: value for name, value in row.items() if name != "table" and value is not None}
    seal = seal_of(table, list(values), list(values.values()))
    line = written_line(values, seal, []) if table == "events" else written_line({}, b"", [(table, values, seal)])
    return line.decode().rstrip("\n")


class Forger:
    """Draws rows that one role may add: under her own name and device, with seals that bear them out."""

    def __init__(self, world: World, seed: int) -> None:
        self._world, self._dice = world, random.Random(seed)
        self._labels = [event for event in world.events if event.get("sighting_id")]
        self._forges: Sequence[Callable[[Row], Iterator[Row]]] = (
            *(self._settles, self._joins_an_action, self._imports_into_an_action, self._answers, self._repeats),
            *(self._repeats_elsewhere, self._as_the_machine, self._moves, self._of_no_name, self._is_large),
        )

    def lines(self, count: int) -> list[str]:
        lines: list[str] = []
        while len(lines) < count:
            forge = self._dice.choice(self._forges)
            lines += [line_of(row) for row in forge(self._dice.choice(self._labels))]
        self._dice.shuffle(lines)
        return lines

    def _id(self, of: Row) -> str:
        """Just before or after what it is about, days or years off, or at the ends of time."""
        moment = moment_ms(of["id"])
        near = [moment - 1, moment, moment + 1, moment - 400 * _DAY, moment + 300 * _DAY, moment + 3000 * _DAY]
        now_ms = self._dice.choice([*near, *near, 0, (1 << 48) - 1])
        return uuid7(now_ms=now_ms, entropy=self._dice.randbytes(ENTROPY_BYTES))

    def _own(self, of: Row, **said: Any) -> Row:
        name = self._id(of)
        return of | {"id": name, "action_id": name, "annotator": FORGER, "device": _DEVICE, "source": "window"} | said

    def _settles(self, of: Row, **said: Any) -> Iterator[Row]:
        kind = self._dice.choice(["undo", "undo", "redo"])
        target = self._dice.choice([of["action_id"], of["id"]])
        row = self._own(of, **_NOTHING | {"kind": kind, "target_action_id": target} | said)
        yield row
        if self._dice.random() < 0.5:
            yield self._own(row, **_NOTHING | {"kind": "undo", "target_action_id": row["action_id"]} | said)

    def _joins_an_action(self, of: Row) -> Iterator[Row]:
        yield self._own(of, action_id=of["action_id"], source=self._dice.choice(["window", "export", "check"]))
        yield from self._settles(of)

    def _imports_into_an_action(self, of: Row) -> Iterator[Row]:
        yield self._own(of, **_NOTHING | {"kind": "import", "action_id": of["action_id"]})
        yield from self._joins_an_action(of)

    def _answers(self, of: Row) -> Iterator[Row]:
        names = [event["id"] for event in self._labels]
        follows = self._dice.choice([of["id"], " ".join(names), of["id"][:8], "%", ""])
        yield self._own(of, follows=follows, kind=self._dice.choice(["unknown", "withdraw"]), card_id=None, game=None)

    def _repeats(self, of: Row) -> Iterator[Row]:
        yield self._own(of, action_id=self._dice.choice([of["action_id"], of["id"]]))

    def _repeats_elsewhere(self, of: Row) -> Iterator[Row]:
        """It says of somebody's sighting that it is where another one of the photo is."""
        others = [event for event in self._labels if event["photo_sha256"] == of["photo_sha256"]]
        yield self._own(of, corners=self._dice.choice(others)["corners"])

    def _as_the_machine(self, of: Row) -> Iterator[Row]:
        machine = {"annotator": MACHINE, "source": "machine"}
        if of.get("card_id"):
            yield self._own(of, kind="auto_confirm", **machine)
        yield from self._settles(of, **machine)

    def _moves(self, of: Row) -> Iterator[Row]:
        others = [event for event in self._labels if event["photo_sha256"] == of["photo_sha256"]]
        nothing = {"card_id": None, "game": None, "name": None}
        yield self._own(of, kind="corners", corners=self._dice.choice(others)["corners"], **nothing)
        yield self._own(of, kind=self._dice.choice(["remove", "flag", "note"]), sighting_id="", corners=None, **nothing)

    def _of_no_name(self, of: Row) -> Iterator[Row]:
        yield {"table": "imports", "id": of["id"], "imported_from": "forged.csv", "number": 7}
        yield self._own(of)

    def _is_large(self, of: Row) -> Iterator[Row]:
        yield self._own(of, photo_name="x" * 20_000)
        yield self._own(of, kind="y" * 20_000)
