"""A test that fails says so at once, however much it compared, on a CI machine too."""

from __future__ import annotations

import pytest

from tests.comparison import MUCH

COUNT = 3 * MUCH


@pytest.fixture(autouse=True)
def on_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """There pytest compares everything line by line."""
    monkeypatch.setenv("CI", "true")


def test_two_long_lists_differ_first_somewhere() -> None:
    left = [f"photo {number:04}.png" for number in range(COUNT)]
    with pytest.raises(AssertionError, match=r"300 items == 301 items\n.*differ first at 0: 'photo 0000.png'"):
        assert left == ["one", *left]
    with pytest.raises(AssertionError, match="differ first at 300: nothing and 'one more'"):
        assert left == [*left, "one more"]


def test_two_long_texts_differ_first_in_a_line() -> None:
    left = "\n".join(f"line {number}" for number in range(COUNT))
    with pytest.raises(AssertionError, match=r"300 lines == 300 lines\n.*differ first at 7: 'line 7' and 'Line 7'"):
        assert left == left.replace("line 7\n", "Line 7\n")


def test_of_sets_and_tables_it_says_what_is_only_in_one() -> None:
    left = {number: number % 7 for number in range(COUNT)}
    with pytest.raises(AssertionError, match=r"only left: 1, \(5, 5\)\n.*only right: 1, \(5, 6\)"):
        assert left == left | {5: 6}
    with pytest.raises(AssertionError, match=r"only left: 1, 299\n.*only right: 0"):
        assert set(left) == set(range(COUNT - 1))


def test_of_little_pytest_tells_itself() -> None:
    with pytest.raises(AssertionError, match="Right contains one more item"):
        assert [1] == [1, 2]
