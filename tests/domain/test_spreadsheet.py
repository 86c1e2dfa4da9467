"""No cell that a person typed is run as a formula, and each comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.file_names import guarded, unguarded


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠x", "'quoted", "　=1"],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "Dark Magician", "白龍", "a=b", "3-1", "  a", "LOB-EN005", "-5", "+3.50", "-1,234.5"]
)
def test_plain_text_and_numbers_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text
