"""What a person can set: frozen values, the one table that describes them, and their file; knows no screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from karuta.files import write_whole

Keys = Mapping[str, tuple[str, ...]]


class SettingKind(StrEnum):
    """What a setting's value is, and with what it is set."""

    TEXT = "text"
    CHOICE = "choice"
    SWITCH = "switch"
    KEYS = "keys"


@dataclass(frozen=True)
class Setting:
    """One line of the table. `choices`: of a choice, the first is the default."""

    name: str
    kind: SettingKind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """`annotator` empty: the login name. `language` and `theme` `auto`: as the system has them.

    `advance`: after a decision the next photo comes by itself. `keys`: those of commands that differ from the table of
    commands; they have a dialog of their own.
    `exemplars` `on`: lookups answer from confirmed crops too.
    """

    annotator: str = ""
    language: str = "auto"
    theme: str = "auto"
    advance: bool = True
    keys: Keys = field(default_factory=dict)
    exemplars: str = "on"


TABLE = (
    Setting("annotator", SettingKind.TEXT),
    Setting("language", SettingKind.CHOICE, ("auto", "en", "ja")),
    Setting("theme", SettingKind.CHOICE, ("auto", "light", "dark")),
    Setting("advance", SettingKind.SWITCH),
    Setting("keys", SettingKind.KEYS),
    Setting("exemplars", SettingKind.CHOICE, ("on", "off")),
)


def read_settings(path: Path) -> Settings:
    """The settings in a file; what is missing, damaged or no choice has its default."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(said, dict):
        return Settings()
    values = {setting.name: _value(setting, said.get(setting.name)) for setting in TABLE}
    return Settings(**{name: value for name, value in values.items() if value is not None})


def write_settings(path: Path, settings: Settings) -> None:
    """Raises `OSError`; the file is then as it was."""
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=2)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))


def _value(setting: Setting, said: object) -> Any:
    """What a file says about a setting, None where that cannot be its value."""
    if setting.kind is SettingKind.SWITCH:
        return said if isinstance(said, bool) else None
    if setting.kind is SettingKind.KEYS:
        return _keys(said)
    if not isinstance(said, str) or (setting.kind is SettingKind.CHOICE and said not in setting.choices):
        return None
    return said


def _keys(said: object) -> dict[str, tuple[str, ...]] | None:
    if not isinstance(said, dict):
        return None
    return {
        name: tuple(keys)
        for name, keys in said.items()
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys)
    }
