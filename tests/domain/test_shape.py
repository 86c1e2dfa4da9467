"""JSON of ours is read as what it should hold, or one sentence says what is wrong with it; never anything else."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.damage import damaged

from karuta.domain.shape import MOST_NESTED, Misshapen, parsed, refuse_hash, refuse_name, shaped


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Inner:
    numbers: tuple[float, ...]
    pair: tuple[int, str] = (1, "one")


@dataclass(frozen=True)
class Outer:
    name: str
    count: int
    share: float
    is_on: bool
    colour: Colour
    layout: Literal["NCHW"]
    inner: Inner
    perhaps: Inner | None = None
    by_name: Mapping[str, tuple[str, ...]] | None = None
    names: frozenset[str] = frozenset()
    anything: Any = None

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("fewer than none")


WHOLE = Outer("n", 1, 0.5, is_on=True, colour=Colour.RED, layout="NCHW", inner=Inner((1.0, 2.0)))
INNERS = st.builds(Inner, st.lists(st.floats(-1e9, 1e9)).map(tuple), st.tuples(st.integers(-(10**9), 10**9), st.text()))
OUTERS = st.builds(
    Outer,
    name=st.text(),
    count=st.integers(0, 10**18),
    share=st.floats(-1e9, 1e9),
    is_on=st.booleans(),
    colour=st.sampled_from(Colour),
    layout=st.just("NCHW"),
    inner=INNERS,
    perhaps=st.none() | INNERS,
    by_name=st.none() | st.dictionaries(st.text(), st.lists(st.text()).map(tuple)),
    names=st.frozensets(st.text()),
    anything=st.none() | st.integers(0, 9) | st.lists(st.text()),
)


def written(value: Outer) -> str:
    return json.dumps({**asdict(value), "names": sorted(value.names)})


@given(OUTERS)
def test_what_was_written_comes_back(value: Outer) -> None:
    try:
        assert shaped(parsed(written(value)), Outer) == value
    except Misshapen:
        # Half a character, which no text of ours holds.
        with pytest.raises(UnicodeEncodeError):
            json.dumps(asdict(value), default=list, ensure_ascii=False).encode()


@given(OUTERS, st.integers(0, 2**32))
def test_damage_is_read_as_the_shape_or_refused_in_one_sentence(value: Outer, seed: int) -> None:
    text = damaged(written(value).encode("utf-8", "replace"), random.Random(seed))
    try:
        found = shaped(parsed(text), Outer)
    except Misshapen as error:
        said = str(error)
        assert said and said.isprintable() and len(said) < 400
    else:
        assert isinstance(found, Outer) and isinstance(found.count, int) and isinstance(found.inner, Inner)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "it is empty"),
        (b"  \n ", "it is empty"),
        (b"\xff\xfe{}", "it is not text"),
        (b"{", "it is not JSON (line 1)"),
        (b'{"a": 1}\n}', "it is not JSON (line 2)"),
        (b'{"a": 1, "a": 2}', "it has `a` twice"),
        (b'{"a": NaN}', "NaN in it is not a number"),
        (b'{"a": -Infinity}', "-Infinity in it is not a number"),
        (b'{"a": 1e999}', "a number in it is too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a number in it has too many digits"),
        (b"[" * 100_000, f"it is nested more than {MOST_NESTED} deep"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, f"it is nested more than {MOST_NESTED} deep"),
        (b'{"a": "\\ud800"}', "it contains an incomplete character"),
    ],
)
def test_text_that_is_no_sound_json_is_refused(text: bytes, says: str) -> None:
    with pytest.raises(Misshapen) as caught:
        parsed(text)
    assert str(caught.value) == says


def test_half_characters_are_let_through_where_file_names_are_read() -> None:
    assert shaped(parsed('{"a": "\\udcff.png"}', halves=True), dict[str, Path]) == {"a": Path("\udcff.png")}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": 3}, "`name` is not text"),
        ({"count": 1.5}, "`count` is not a whole number"),
        ({"count": True}, "`count` is not a whole number"),
        ({"count": -1}, "Outer: fewer than none"),
        ({"share": "0.5"}, "`share` is not a number"),
        ({"is_on": 1}, "`is_on` is not true or false"),
        ({"colour": "green"}, "`colour` is `green`, which is not known"),
        ({"colour": ["red"]}, "`colour` is `['red']`, which is not known"),
        ({"layout": "NHWC"}, "`layout` is `NHWC`, which is not known"),
        ({"inner": []}, "`inner` is not an object"),
        ({"inner": {}}, "`inner.numbers` is missing"),
        ({"inner": {"numbers": [1, "2"]}}, "`inner.numbers[1]` is not a number"),
        ({"inner": {"numbers": [], "pair": [1]}}, "`inner.pair` has 1 values instead of 2"),
        ({"perhaps": 3}, "`perhaps` is not an object"),
        ({"by_name": {"a\x1b[31m": 3}}, "`by_name.a?[31m` is not a list"),
        ({"names": "ab"}, "`names` is not a list"),
    ],
)
def test_a_value_of_another_kind_is_named(change: dict[str, Any], says: str) -> None:
    value = {**json.loads(written(WHOLE)), **change}
    with pytest.raises(Misshapen) as caught:
        shaped(value, Outer)
    assert str(caught.value) == says


def test_what_a_newer_karuta_added_is_left_out_and_what_is_missing_has_its_default() -> None:
    assert shaped({**json.loads(written(WHOLE)), "newer": 1}, Outer) == WHOLE
    assert shaped({"numbers": []}, Inner) == Inner(())


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/dev/zero", "a\\b", "C:x", "a\0b", "a\nb"])
def test_a_path_is_no_file_name(name: str) -> None:
    with pytest.raises(Misshapen):
        refuse_name(name)


def test_a_hash_has_64_digits() -> None:
    refuse_hash("0a" * 32)
    for text in ("", "0A" * 32, "0a" * 31, "0a" * 32 + "\n"):
        with pytest.raises(Misshapen):
            refuse_hash(text)
