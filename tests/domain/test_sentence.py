"""Sentences that remember what they were made of, and errors that carry them."""

from __future__ import annotations

import ast
import errno
import json
import re
from contextlib import suppress
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.errors import KarutaError, not_written, reason_of, refused_by_system
from karuta.domain.sentence import Sentence, as_values, commas, from_values, listed, of_texts


@given(st.text(), st.integers())
def test_values_stand_in_the_text_as_they_are(name: str, count: int) -> None:
    said = Sentence("{name} has {count} {{}}", name=name, count=count)
    assert said == f"{name} has {count} {{}}"
    assert dict(said.values) == {"name": name, "count": count}


def test_several_things_are_listed_with_commas_and_a_last_and() -> None:
    assert [listed(list("ABCDE")[:count]) for count in range(5)] == ["", "A", "A and B", "A, B and C", "A, B, C and D"]
    many = listed([str(number) for number in range(2_000)])
    assert many == ", ".join(map(str, range(1_999))) + " and 1999"
    assert isinstance(many, Sentence) and from_values(json.loads(json.dumps(as_values(many)))) == many


def test_a_sentence_in_a_list_stays_one() -> None:
    games = [Sentence("{count} cards", count=count) for count in (2, 3)]
    both = [said for said in (listed(games), commas(games)) if isinstance(said, Sentence)]
    within = [value for said in both for value in said.values.values()]
    assert [listed(games[:1]), commas(games[:1]), *within] == [*games[:1] * 2, *games * 2]
    assert all(isinstance(said, Sentence) for said in (listed(games[:1]), commas(games[:1]), *within))


def test_a_sentence_within_a_sentence_stays_one() -> None:
    inner = KarutaError("{file} is damaged", file="a.db")
    outer = KarutaError("{fault}; mend it.", fault=inner)
    assert str(outer) == "a.db is damaged; mend it."
    fault = outer.sentence.values["fault"]
    assert isinstance(fault, Sentence)
    assert fault.template == "{file} is damaged"


def test_why_the_system_refused_has_words_that_are_known() -> None:
    assert reason_of(OSError(errno.ENOSPC, "voller Datenträger")) == "No space left on device"
    assert reason_of(OSError(12345, "something")) == "something"
    assert reason_of(OSError("plain")) == "plain"


def test_a_full_disk_is_named_and_nothing_was_lost() -> None:
    for number in (errno.ENOSPC, errno.EDQUOT):
        told = OSError(number, "voll", "out.csv")
        said = "The disk with out.csv is full; free some space and try again. Nothing was lost."
        assert refused_by_system(told) == said
        assert str(not_written("out.csv", OSError(number, "voll"))) == said
        assert refused_by_system(OSError(number, "voll")).startswith("The disk is full; ")
    assert str(not_written("a.webp", OSError(errno.EIO, "x"))) == (
        "a.webp could not be written (Input/output error); fix that and try again. Nothing was lost."
    )


def test_a_sentence_goes_to_another_process_with_all_that_it_was_made_of() -> None:
    said = Sentence("{fault}; {count} times", fault=Sentence("the loss was {loss}", loss="1.5"), count=3)
    again = from_values(json.loads(json.dumps(as_values(said))))
    assert (again, again.template, dict(again.values)) == (said, said.template, dict(said.values))
    assert isinstance(again.values["fault"], Sentence)
    assert again.values["fault"].template == "the loss was {loss}"


def test_what_was_written_down_before_sentences_were_is_read_as_text() -> None:
    said = (Sentence("{count} were {what}.", count=2, what=Sentence("left out")), Sentence("{no values}"))
    written = json.loads(json.dumps([as_values(sentence) for sentence in said]))
    read = of_texts([str(sentence) for sentence in said], written)
    assert read == said and [sentence.template for sentence in read] == [sentence.template for sentence in said]
    assert of_texts(["2 were {left} out."], None) == ("2 were {left} out.",)


@pytest.mark.parametrize(
    "template", ["{a:>9999999}", "{a.__class__}", "{a[0]}", "{a!r}", "{0}", "{}", "{b}", "{a:{a}}", "{a", "a}"]
)
def test_a_sentence_of_another_file_may_ask_for_nothing_but_its_values(template: str) -> None:
    with pytest.raises(ValueError):
        from_values({"template": template, "values": {"a": "x"}})
    with pytest.raises(ValueError):
        from_values({"template": "{a}", "values": {"a": {"template": template, "values": {"a": "x"}}}})


@given(st.text())
def test_a_text_in_a_text_is_filled_in_once(text: str) -> None:
    inner = Sentence("{what} was left", what="{what} {0} {what.__class__}" + text)
    assert Sentence("{first}; {what}", first=inner, what=text) == (
        "{what} {0} {what.__class__}" + text + " was left; " + text
    )


APP = Path(__file__).resolve().parents[2] / "app" / "karuta"


@cache
def texts_in_code() -> tuple[tuple[str, ast.JoinedStr | ast.Constant], ...]:
    return tuple(
        (f"{path.relative_to(APP).as_posix()} {node.lineno}", node)
        for path in sorted(APP.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    )


def test_no_template_ends_with_two_full_stops_whatever_is_filled_in() -> None:
    reasons = ("The disk is full.", "no room (it said).", "読めません。", "is `x.csv`.")
    constants = (str(node.value) for _, node in texts_in_code() if isinstance(node, ast.Constant))
    templates = {text for text in constants if "}." in text}
    assert len(templates) > 100
    for template, reason in product(templates, reasons):
        with suppress(ValueError, IndexError, KeyError):  # no template of a sentence
            names = {name: reason for _, name, _, _ in Formatter().parse(template) if name}
            said = Sentence(template, **names)
            assert not re.search(r"[.。][.。;](\s|$)", said), said


def test_what_is_said_of_an_error_is_filled_into_a_template() -> None:
    """An f-string would set its own full stop behind the error's."""
    words = re.compile(r"error|reason|fault|\bwhy\b")
    glued = [
        place
        for place, node in texts_in_code()
        if isinstance(node, ast.JoinedStr)
        for value, after in pairwise(node.values)
        if isinstance(value, ast.FormattedValue) and words.search(ast.unparse(value.value))
        if isinstance(after, ast.Constant) and re.match(r"[.;](\s|$)", str(after.value))
    ]
    assert [place for place in glued if not place.startswith("cli/model.py")] == []
