"""What a person can set: frozen values, the one table that describes them, and their file; knows no screen."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from karuta.files import write_whole


@dataclass(frozen=True)
class Setting:
    """One line of the table. `choices` empty: free text."""

    name: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """`annotator` empty: the login name. `language` and `theme` `auto`: as the system has them."""

    annotator: str = ""
    language: str = "auto"
    theme: str = "auto"


TABLE = (
    Setting("annotator"),
    Setting("language", ("auto", "en", "ja")),
    Setting("theme", ("auto", "light", "dark")),
)


def read_settings(path: Path) -> Settings:
    """The settings in a file; what is missing, damaged or no choice has its default."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(said, dict):
        return Settings()
    known = {setting.name: setting for setting in TABLE}
    good = {
        field.name: said[field.name]
        for field in fields(Settings)
        if isinstance(said.get(field.name), str)
        and (not known[field.name].choices or said[field.name] in known[field.name].choices)
    }
    return Settings(**good)


def write_settings(path: Path, settings: Settings) -> None:
    """Raises `OSError`; the file is then as it was."""
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=2)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))
