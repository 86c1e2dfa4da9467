"""What one role adds to a team's store changes nothing of what the others' labels say, in whatever order rows come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from tests.amounts import amount
from tests.clocks import set_right
from tests.forging import FORGER, Forger, World, honest_world

from karuta.domain.journal import waits
from karuta.domain.label import MACHINE
from karuta.paths import LibraryFolder
from karuta.store.event_lines import read_line
from karuta.store.label_file import LabelFile
from karuta.store.other_labels import OtherLabels, opened_lines, why_not_taken
from karuta.store.taken_rows import Brought, portions, quiet_queue, settle
from karuta.store.teamed import columns_of_rows

STREAMS = 60
ROWS = 40
WORLDS = 2


class RolledBack(Exception):  # noqa: N818 - the condition is the point
    """Nothing of it stays in the file."""


Own = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def own_labels(file: LabelFile) -> Own:
    """Each honest person's current labels by the sightings that they named, and their events in force."""
    of_honest = "annotator NOT IN (?, ?)"
    labels = file.rows(
        f"""SELECT e.photo_sha256, coalesce(j.sighting_id, e.sighting_id), e.annotator, e.id, e.kind, e.card_id
        FROM labels_by_annotator AS e LEFT JOIN joined AS j ON j.id = e.id WHERE e.{of_honest} ORDER BY e.id""",
        [FORGER, MACHINE],
    )
    return labels, file.rows(
        f"SELECT id FROM events_in_force WHERE {of_honest} AND source <> 'merge' ORDER BY id", [FORGER, MACHINE]
    )


def ends(file: LabelFile, others: dict[str, OtherLabels], left: Sequence[str]) -> Iterator[Own]:
    """What stands after each order in which the rest is taken."""
    if not left:
        yield own_labels(file)
    for who in left:
        file.rows("SAVEPOINT before")
        brought = Brought()
        for _, take in portions(file, others[who], now=datetime.fromisoformat(file.now()), photos=None):
            take(brought)
        settle(file, brought)
        yield from ends(file, others, [one for one in left if one != who])
        file.rows("ROLLBACK TO before")
        file.rows("RELEASE before")


def states(file: LabelFile, others: dict[str, OtherLabels]) -> list[Own]:
    found: list[Own] = []
    try:
        # The queue is derived from what is asked here.
        with file.writing(), quiet_queue(file, ()):
            found = list(ends(file, others, list(others)))
            raise RolledBack
    except RolledBack:
        return found


@contextmanager
def opened(streams: Mapping[str, Sequence[str]]) -> Iterator[dict[str, OtherLabels]]:
    with ExitStack() as stack:
        lines = {who: (line.encode() for line in some) for who, some in streams.items()}
        yield {who: stack.enter_context(opened_lines(some, who)) for who, some in lines.items()}


def fit_alone(file: LabelFile, lines: Sequence[str]) -> list[str]:
    """Those that the server and a pull let through: each identifier once, as Karuta writes them."""
    columns = columns_of_rows(file)
    fit: dict[tuple[str, str], str] = {}
    for line in lines:
        ((table, values, _),) = read_line(line.encode(), 1, Path("team"))
        row = dict.fromkeys(columns[table]) | values
        is_later = waits(row["id"], row.get("time"), now=file.at_least_now())
        if not is_later and why_not_taken(table, tuple(row), tuple(row.values())) is None:
            fit.setdefault((table, values["id"]), line)
    return list(fit.values())


@pytest.fixture
def worlds(tmp_path: Path) -> list[World]:
    made = [honest_world(tmp_path / "worlds" / str(seed), seed) for seed in range(WORLDS)]
    set_right()
    return made


@pytest.mark.long(share=True)
def test_a_forged_stream_changes_nothing_of_what_the_others_said(worlds: list[World], tmp_path: Path) -> None:
    with LabelFile.open_writing(LibraryFolder(tmp_path)) as file:
        for number, world in enumerate(worlds):
            with opened(world.lines) as others:
                expected, *rest = states(file, others)
                assert all(expected)
                assert rest == [expected] * 5
                for seed in range(number, amount(STREAMS), WORLDS):
                    with opened({FORGER: fit_alone(file, Forger(world, seed).lines(ROWS))}) as forged:
                        assert states(file, others | forged) == [expected] * 24, f"seed {seed}"
