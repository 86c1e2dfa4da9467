"""Marks of photos that are being opened: made and taken away, left behind by who died, and then in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from karuta.domain.errors import PictureError
from karuta.paths import LibraryFolder
from karuta.services.lookups.look_up import Look
from karuta.services.lookups.set_aside import (
    SetAside,
    ended_in_order,
    look_unless_aside,
    opening,
    photos_set_aside,
    set_leftovers_aside,
    take_up_again,
    tried_once_more,
)

PHOTO, OTHER = "a" * 64, "b" * 64


def test_a_mark_is_there_while_a_photo_is_opened_and_gone_whatever_comes_of_it(library: LibraryFolder) -> None:
    with opening(library, PHOTO, Path("one.jpg")), opening(library, PHOTO, Path("one.jpg")):
        assert len(list(library.opening.iterdir())) == 2
    with pytest.raises(ZeroDivisionError), opening(library, PHOTO, Path("one.jpg")):
        raise ZeroDivisionError
    assert not list(library.opening.iterdir())
    assert set_leftovers_aside(library) == []


def die(library: LibraryFolder, photo: str = PHOTO, name: str = "one.jpg", *, times: int = 1) -> list[SetAside]:
    """The program dies while it opens a photo, in two lanes at once; what the next start says of it."""
    said = []
    for _ in range(times):
        dead = [opening(library, photo, Path(name)) for _ in range(2)]
        for lane in dead:
            lane.__enter__()
        said = set_leftovers_aside(library)
    return said


def test_what_a_program_left_is_tried_once_more_and_then_not_opened_until_it_is_taken_up(
    library: LibraryFolder,
) -> None:
    assert die(library, name="日本\udcff.jpg") == []
    assert not photos_set_aside(library) and tried_once_more(library) == [PHOTO]
    assert set_leftovers_aside(library) == [], "a start that does not come to it changes nothing"
    assert die(library, OTHER) == [], "each photo has its own count"
    assert die(library, name="日本\udcff.jpg") == [SetAside(PHOTO, "日本\\udcff.jpg")]
    assert tried_once_more(library) == [OTHER]
    assert set_leftovers_aside(library) == []
    assert set(photos_set_aside(library)) == {PHOTO}
    with pytest.raises(PictureError) as refused, opening(library, PHOTO, Path("one.jpg")):
        pytest.fail("opened")
    assert refused.value.code == "internal" and "set aside" in str(refused.value)
    with opening(library, OTHER, Path("other.jpg")):
        pass
    take_up_again(library, PHOTO)
    with opening(library, PHOTO, Path("one.jpg")):
        pass
    # That was the one more time.
    assert die(library) == [SetAside(PHOTO, "one.jpg")]


def test_an_orderly_end_is_no_photos_fault(library: LibraryFolder) -> None:
    assert not die(library)
    dead = opening(library, OTHER, Path("other.jpg"))
    dead.__enter__()
    ended_in_order(library)
    assert set_leftovers_aside(library) == [] and tried_once_more(library) == []
    # Neither counts any more; what was set aside stays so.
    assert die(library, times=2) == [SetAside(PHOTO, "one.jpg")]
    ended_in_order(library)
    assert set(photos_set_aside(library)) == {PHOTO}


def test_that_it_is_set_aside_is_the_answer_of_a_look(library: LibraryFolder) -> None:
    seen = Look(None, None)
    assert look_unless_aside(library, PHOTO, Path("one.jpg"), lambda: seen) is seen
    die(library, times=2)
    answer = look_unless_aside(library, PHOTO, Path("one.jpg"), lambda: pytest.fail("looked"))
    assert answer.error is not None and answer.error.code == "internal"


@pytest.mark.parametrize("text", [b"", b"\0\0\0\0", b"[]", b'{"name": 3}', b"\xff", b"[" * 100_000])
def test_a_mark_that_a_power_cut_left_without_its_name_counts(library: LibraryFolder, text: bytes) -> None:
    library.opening.mkdir(parents=True)
    for _ in range(2):
        (library.opening / f"{PHOTO}.0000").write_bytes(text)
        said = set_leftovers_aside(library)
    assert said == [SetAside(PHOTO, "")]
