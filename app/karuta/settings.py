"""The settings: frozen values, the one table that describes them, and their file; knows no screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen, shaped
from karuta.files import make_folder, write_whole
from karuta.json_files import DamagedFile, KeptFile, read_kept

Keys = Mapping[str, tuple[str, ...]]


class SettingKind(StrEnum):
    """The kind of a setting's value, and how it is set."""

    TEXT = "text"
    CHOICE = "choice"
    SWITCH = "switch"
    KEYS = "keys"
    FOLDER = "folder"
    NAMES = "names"


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
    `exemplars` `on`: lookups answer from confirmed crops too. `backup_folder` empty: none; it is chosen where backups
    are listed. `lens`: where two cards are close, it opens by itself. `index` `exact`: lookups compare every artwork.
    `wall_first`: a session begins with the wall where several cards are sure. `batch_set`: where most cards of a batch
    are of one set, its printings stand first. `sheet_titles`: evidence sheets name the titles of sales.
    `downloads`: sources from which a person allowed downloads.
    """

    annotator: str = ""
    language: str = "auto"
    theme: str = "auto"
    advance: bool = True
    keys: Keys = field(default_factory=dict)
    exemplars: str = "on"
    backup_folder: str = ""
    lens: bool = True
    index: str = "annoy"
    wall_first: bool = False
    batch_set: bool = True
    sheet_titles: bool = False
    downloads: tuple[str, ...] = ()


TABLE = (
    Setting("annotator", SettingKind.TEXT),
    Setting("language", SettingKind.CHOICE, ("auto", "en", "ja")),
    Setting("theme", SettingKind.CHOICE, ("auto", "light", "dark")),
    Setting("advance", SettingKind.SWITCH),
    Setting("keys", SettingKind.KEYS),
    Setting("exemplars", SettingKind.CHOICE, ("on", "off")),
    Setting("backup_folder", SettingKind.FOLDER),
    Setting("lens", SettingKind.SWITCH),
    Setting("index", SettingKind.CHOICE, ("annoy", "exact")),
    Setting("wall_first", SettingKind.SWITCH),
    Setting("batch_set", SettingKind.SWITCH),
    Setting("sheet_titles", SettingKind.SWITCH),
    Setting("downloads", SettingKind.NAMES),
)


def read_settings(path: Path) -> Settings:
    """The settings in a file; what is missing, damaged or no choice has its default."""
    return examine_settings(path).value


def examine_settings(path: Path) -> KeptFile[Settings]:
    """The settings, and what is wrong with the file. A choice that is not known may be a newer Karuta's: no fault."""
    nothing: dict[str, Any] = {}
    kept = read_kept(path, dict[str, Any], instead=nothing)
    fault = kept.fault
    values: dict[str, Any] = {}
    for setting in TABLE:
        if setting.name not in kept.value:
            continue
        try:
            values[setting.name] = _value(setting, kept.value[setting.name])
        except Misshapen as error:
            fault = fault or error.sentence
    return KeptFile(Settings(**{name: value for name, value in values.items() if value is not None}), path, fault)


def write_settings(path: Path, settings: Settings) -> None:
    """Raises `OSError`; the file is then as it was."""
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=2)
    make_folder(path.parent)
    write_whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))


# Of a setting under its name, so that a complaint names it.
_SHAPES: dict[SettingKind, Any] = {
    SettingKind.TEXT: dict[str, str],
    SettingKind.CHOICE: dict[str, str],
    SettingKind.FOLDER: dict[str, str],
    SettingKind.SWITCH: dict[str, bool],
    SettingKind.NAMES: dict[str, tuple[str, ...]],
    SettingKind.KEYS: dict[str, dict[str, tuple[str, ...]]],
}


def _value(setting: Setting, written: Any) -> Any:
    """The file's value of a setting, None for a choice that is none. Raises `Misshapen`."""
    value = shaped({setting.name: written}, _SHAPES[setting.kind])[setting.name]
    return value if setting.kind is not SettingKind.CHOICE or value in setting.choices else None


def damaged_settings(path: Path) -> DamagedFile | None:
    """The faults of the settings' file. Changes nothing."""
    kept = examine_settings(path)
    return None if kept.fault is None else DamagedFile(Sentence("The settings file"), path, kept.fault)


def put_damaged_settings_aside(path: Path) -> Sentence | None:
    """A sentence about a damaged settings' file; its sound parts stay in use. Raises `OSError`."""
    damaged = damaged_settings(path)
    if damaged is None:
        return None
    sound = examine_settings(path).value
    message = damaged.put_aside()
    if not path.exists():
        write_settings(path, sound)
    return message
