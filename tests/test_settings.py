"""Settings come back as they were written; a damaged file is as good as none."""

from __future__ import annotations

from pathlib import Path

import pytest

from karuta.settings import TABLE, Settings, read_settings, write_settings


def test_settings_come_back_as_they_were_written(tmp_path: Path) -> None:
    settings = Settings(annotator="知恵", language="ja", theme="dark", advance=False, keys={"skip": ("X",)})
    write_settings(tmp_path / "new" / "settings.json", settings)
    assert read_settings(tmp_path / "new" / "settings.json") == settings


@pytest.mark.parametrize(
    "text", ["", "no json", "[1]", '{"theme": "pink", "language": 3}', '{"unknown": "x"}', '{"advance": 1, "keys": 3}']
)
def test_a_damaged_file_and_values_that_are_no_choice_are_the_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    assert read_settings(path) == Settings()


def test_the_table_describes_every_setting() -> None:
    assert [setting.name for setting in TABLE] == list(Settings.__dataclass_fields__)
