"""The window's Japanese for a report: whole sentences with the same places for values, or none."""

from __future__ import annotations

import json
from pathlib import Path

from karuta.listings.domain.check.words import VERDICTS
from karuta.listings.domain.listing_words import Buried
from karuta.listings.domain.prices import STEPS
from karuta.listings.services.check.check_report import COLUMNS, FILE, japanese_words
from karuta.paths import resources_folder
from karuta.services.evaluation.report_template import page_text


def written(folder: Path, messages: str) -> Path:
    (folder / FILE).parent.mkdir(parents=True)
    (folder / FILE).write_text(f"<TS>{messages}</TS>", encoding="utf-8")
    return folder


def test_a_report_has_words_for_all_that_stands_in_it_and_the_windows_names_of_verdicts() -> None:
    japanese = japanese_words(resources_folder())
    words = json.loads(page_text("check/words.html", _=lambda text: (text, japanese[text])))
    assert {*COLUMNS, *Buried, *(name for name, _ in STEPS)} <= words.keys()
    assert {verdict: [name, japanese[name]] for verdict, name in VERDICTS.items()}.items() <= words.items()


def test_a_translation_with_a_place_that_the_sentence_lacks_or_of_another_room_is_left_out(tmp_path: Path) -> None:
    one = "<message><source>{a} b</source><translation>{c}</translation></message>"
    two = "<message><source>{a}</source><translation>甲{a}</translation></message>"
    other = "<context><name>Desk</name><message><source>x</source><translation>乙</translation></message></context>"
    folder = written(tmp_path, f"{other}<context><name>Errors</name>{one}{two}</context>")
    assert japanese_words(folder) == {"{a}": "甲{a}"}
