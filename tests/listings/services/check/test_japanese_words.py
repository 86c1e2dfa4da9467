"""The window's Japanese for a report: whole sentences with the same places for values, or none."""

from __future__ import annotations

from pathlib import Path

from karuta.listings.domain.check.words import VERDICTS
from karuta.listings.services.check.check_report import FILE, WORDS, japanese_words
from karuta.paths import resources_folder


def written(folder: Path, messages: str) -> Path:
    (folder / FILE).parent.mkdir(parents=True)
    (folder / FILE).write_text(f"<TS>{messages}</TS>", encoding="utf-8")
    return folder


def test_the_shipped_file_has_the_sentences_of_other_rooms() -> None:
    assert japanese_words(resources_folder())["{name}: {said}"] == "{name}：{said}"


def test_a_verdict_has_one_name_in_the_window_and_in_a_report() -> None:
    japanese = japanese_words(resources_folder())
    for verdict, name in VERDICTS.items():
        assert WORDS[verdict.value] == (name, japanese[name])


def test_a_translation_with_a_place_that_the_sentence_lacks_or_of_another_room_is_left_out(tmp_path: Path) -> None:
    one = "<message><source>{a} b</source><translation>{c}</translation></message>"
    two = "<message><source>{a}</source><translation>甲{a}</translation></message>"
    other = "<context><name>Desk</name><message><source>x</source><translation>乙</translation></message></context>"
    folder = written(tmp_path, f"{other}<context><name>Errors</name>{one}{two}</context>")
    assert japanese_words(folder) == {"{a}": "甲{a}"}


def test_without_the_file_or_with_a_damaged_one_the_report_stays_english(tmp_path: Path) -> None:
    assert japanese_words(tmp_path) == {}
    assert japanese_words(written(tmp_path, "<context>")) == {}
