"""A merge while somebody labels: the same as in one, and what a stop, an undo or a refusal leaves of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.labelling import ANNA, BEN, confirmed
from tests.merging import exported, laptop, merged, places, said

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import KarutaError
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.services.labels.merge import Merged, merge_meanwhile
from karuta.services.labels.undo import redo, undo
from karuta.store.label_file import LabelFile

PHOTOS = 3

Pair = tuple[LibraryFolder, LibraryFolder]


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Two laptops, two models; each portion of a merge is a row."""
    monkeypatch.setattr("karuta.store.other_labels._AT_ONCE", 1)
    one = laptop(tmp_path, "one", photos=PHOTOS)
    other = laptop(tmp_path, "other", photos=PHOTOS)
    for library, who in ((one, ANNA), (other, BEN)):
        with LabelFile.open_writing(library) as file:
            for card, place in enumerate(places(file), start=1):
                decide(file, [confirmed(*place, card if who is ANNA else 3)], who)
    return one, other


def _unheard(read: int) -> None:
    del read


def _merge(
    one: LibraryFolder, other: LibraryFolder, at: Callable[[int], object] = _unheard, *, by: CancelToken | None = None
) -> Merged:
    return merge_meanwhile(one, other.root, ANNA, cancel=by or CancelToken(), told=lambda read, of: at(read))


def _labels_of(library: LibraryFolder) -> object:
    with LabelFile.open_reading(library) as file:
        return file.rows("SELECT * FROM events WHERE source <> 'merge' ORDER BY id")


def test_in_parts_it_is_the_same_as_in_one_and_is_undone_in_one(pair: Pair, tmp_path: Path) -> None:
    one, other = pair
    before = said(one)
    done = _merge(one, other)
    merged(other, one.root)
    assert (done.new, done.same, done.is_whole, done.conflicts) == (2 * PHOTOS, 0, True, 2 * PHOTOS - 1)
    assert said(one) == said(other)
    assert exported(one, tmp_path / "a") == exported(other, tmp_path / "b")
    after, data = said(one), one.labels_db.read_bytes()
    assert (merged(one, other.root), one.labels_db.read_bytes()) == (0, data)
    with LabelFile.open_writing(one) as file:
        assert undo(file, ANNA).events == 2 * PHOTOS
        assert file.rows("SELECT count(*) FROM merges") == [(1,)]
    assert said(one) == before
    with LabelFile.open_writing(one) as file:
        redo(file, ANNA)
    assert said(one) == after


@pytest.mark.parametrize("rows", [1, 5, 8, 12])
def test_a_stop_leaves_what_was_taken_and_the_same_merge_takes_the_rest(pair: Pair, rows: int) -> None:
    one, other = pair
    before, token = said(one), CancelToken()
    done = _merge(one, other, lambda read: token.cancel() if read >= rows else None, by=token)
    assert not done.is_whole
    assert said(one)
    if done.action is not None:
        with LabelFile.open_writing(one) as file:
            assert undo(file, ANNA).action_id == done.action.action_id
        assert said(one) == before
        with LabelFile.open_writing(one) as file:
            redo(file, ANNA)
    rest = _merge(one, other)
    assert (rest.is_whole, rest.new + done.new) == (True, 2 * PHOTOS)
    merged(other, one.root)
    assert said(one) == said(other)


def test_what_is_undone_while_it_is_merged_stays_undone(pair: Pair) -> None:
    one, other = pair
    before = said(one)
    with LabelFile.open_writing(one) as file:

        def undone(read: int) -> None:
            if read == PHOTOS * 2 + 2:
                undo(file, ANNA)

        done = _merge(one, other, undone)
    assert (done.new, done.action, done.is_whole) == (0, None, False)
    assert said(one) == before
    assert merged(one, other.root) == 2 * PHOTOS


def test_where_a_row_is_refused_after_others_were_taken_nothing_is(pair: Pair) -> None:
    one, other = pair
    before, labels = said(one), _labels_of(one)
    with closing(sqlite3.connect(other.labels_db, isolation_level=None)) as connection:
        connection.execute("UPDATE events SET card_id = '9' WHERE id = (SELECT max(id) FROM events)")
    with pytest.raises(KarutaError, match=r"Nothing was taken from .* hash does not match"):
        _merge(one, other)
    assert (said(one), _labels_of(one)) == (before, labels)
    with LabelFile.open_reading(one) as file:
        for table in ("merges", "set_aside"):
            assert file.rows(f"SELECT count(*) FROM {table}") == [(0,)]
        assert file.rows("SELECT count(*) FROM events WHERE source = 'merge'") == [(0,)]
