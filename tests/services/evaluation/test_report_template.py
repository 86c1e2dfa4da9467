"""Templates escape what they are given, miss nothing silently, and are the only markup of the program."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError, nodes

from karuta.paths import resources_folder
from karuta.services.evaluation.report_template import templates

APP = Path(__file__).resolve().parents[3] / "app" / "karuta"
PAGES = sorted((resources_folder() / "templates").rglob("*.html"))


@given(st.text(), st.text())
def test_text_never_becomes_markup(text: str, attribute: str) -> None:
    template = templates().from_string('<p title="{{ attribute }}">{{ text }}<b>{{ text }}</b></p>')
    made = template.render(text=text, attribute=attribute)
    assert re.fullmatch(r'<p title="[^"<>]*">[^<>]*<b>[^<>]*</b></p>', made, re.DOTALL)


@given(
    st.recursive(st.text() | st.none() | st.integers(), lambda some: st.lists(some) | st.dictionaries(st.text(), some))
)
def test_no_value_ends_the_script_that_holds_it(value: object) -> None:
    made = templates().from_string("{{ value|tojson }}").render(value=value)
    assert "<" not in made and json.loads(made) == value


def test_numbers_are_written_short_and_a_fact_that_is_missing_is_an_error() -> None:
    assert templates().from_string("{{ a }} {{ b }} {{ c }}").render(a=3.0, b=1 / 3, c=7) == "3 0.33 7"
    for missing in ("{{ a }}", "{% if a %}{% endif %}", "{{ b.c }}", "{% for one in a %}{% endfor %}"):
        with pytest.raises(UndefinedError):
            templates().from_string(missing).render(b="text")


def test_no_page_lets_anything_through_as_it_is() -> None:
    """Every value of ours is text, a number or JSON: a picture's address too is text, in an attribute."""
    assert len(PAGES) > 5
    for page in PAGES:
        read = templates().parse(page.read_text(encoding="utf-8"))
        assert not {node.name for node in read.find_all(nodes.Filter)} & {"safe", "xmlattr", "urlize"}, page
        assert not list(read.find_all((nodes.MarkSafe, nodes.ScopedEvalContextModifier))), page


def test_no_module_writes_markup_itself() -> None:
    tags = re.compile(r"<(?:html|head|body|table|tr|td|th|div|span|p|h\d|script|style)\b[^>]*>")
    wrong = [path.name for path in APP.rglob("*.py") if tags.search(path.read_text(encoding="utf-8"))]
    assert not wrong
