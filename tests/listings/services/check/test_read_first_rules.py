"""The rules of what is shown first: those that ship are sound, own ones take their place, bad rows are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from karuta.listings.domain.popularity import SHIPPED_CAP, SHIPPED_NAMES, Condition, FirstCap, FirstOrder, FirstRules
from karuta.listings.services.popularity.demand_files import read_first_rules
from karuta.paths import LibraryFolder, resources_folder


def read(tmp_path: Path, text: str | bytes) -> FirstRules:
    (tmp_path / "shown-first.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_first_rules(LibraryFolder(tmp_path), resources_folder())


def test_the_rules_that_ship_are_sound_and_have_names_in_both_languages(tmp_path: Path) -> None:
    found = read_first_rules(LibraryFolder(tmp_path), resources_folder())
    assert found.troubles == ()
    assert [rule.name for rule in found.rules] == [str(name) for name in SHIPPED_NAMES]
    assert found.cap == SHIPPED_CAP


def test_own_rules_take_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    found = read(tmp_path, "# mine\nrule,when,rows,order\nMine,Looked_For + never_listed,3,\ncap,cap,3 of 30,\n")
    assert found.troubles == ()
    (rule,) = found.rules
    assert (rule.name, rule.rows, rule.order) == ("Mine", 3, FirstOrder.LOOKED_FOR)
    assert rule.when == (Condition.LOOKED_FOR, Condition.NEVER_LISTED)
    assert found.cap == FirstCap(3, 30)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("a,looked_for,3", "three|3 cells and not four"),
        ("a,popular,3,", "popular is not a condition; known are looked_for_often"),
        ("a,looked_for+,3,", "– is not a condition"),
        ("a,looked_for,0,", "0 is not a number of rows"),
        ("a,looked_for,2000,", "2000 is not a number of rows"),
        ("a,looked_for,３,", "is not a number of rows"),
        ("a,looked_for,3,price", "price is not an order; known are looked_for, listed, buried, name"),
        ("a,cap,2,", "2 is not a cap; write it like 2 of 20"),
        ("a,cap,10 of 20,", "10 of 20 would let the commonest cards fill the page"),
        ("a,cap,1 of 5,", "a cap of 5 rows is too short"),
        ('a,"looked_for,3,', "its quotation marks do not match"),
    ],
)
def test_a_bad_row_is_a_sentence_with_its_line_and_the_rest_counts(tmp_path: Path, row: str, says: str) -> None:
    found = read(tmp_path, f"rule,when,rows,order\n{row}\nMine,listed,5,listed\n")
    (trouble,) = found.troubles
    assert trouble.startswith("shown-first.csv line 2 is left out: ")
    assert any(part in trouble for part in says.split("|"))
    assert [rule.name for rule in found.rules] == ["Mine"] and found.cap == SHIPPED_CAP


@settings(max_examples=150, deadline=None)
@given(some.binary(max_size=300) | some.text(alphabet='cap, of0123456789+"\n#_listed', max_size=120))
def test_no_file_lifts_the_cap(tmp_path_factory: pytest.TempPathFactory, text: str | bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "rules"
    folder.mkdir(exist_ok=True)
    found = read(folder, text)
    assert found.cap.trouble is None and found.rules
