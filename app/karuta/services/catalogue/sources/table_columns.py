"""Which column of a table holds what: the possible fields, a guess by the columns' names, and what a person chose."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import commas
from karuta.domain.text import fold, squeeze
from karuta.files import write_whole
from karuta.json_files import put_aside, read_kept
from karuta.paths import LibraryFolder

LANGUAGES = ("en", "ja", "de", "fr", "it", "es", "pt", "ko", "zh-CN", "zh-TW")
FIELDS = (
    *("id", "name", "reading", "game", "kind", "passcode"),
    *("set_code", "set_name", "lang", "rarity", "picture"),
    *(f"name.{language}" for language in LANGUAGES),
    *(f"reading.{language}" for language in LANGUAGES),
)
"""What a column can hold. `id` and `picture` may be missing: then the name is the id, and pictures are named by it."""

_GUESSES: dict[str, tuple[str, ...]] = {
    "id": (
        "id",
        "card id",
        "card number",
        "number",
        "no",
        "nr",
        "kartennummer",
        "nummer",
        "numero",
        "番号",
        "カード番号",
    ),
    "name": (
        *("name", "card name", "card", "title", "titel", "kartenname", "karte", "bezeichnung", "nom", "nombre"),
        *("nome", "名前", "名称", "カード名", "カード", "이름"),
    ),
    "reading": ("reading", "kana", "furigana", "lesung", "読み", "よみ", "フリガナ", "ふりがな"),
    "game": ("game", "spiel", "jeu", "juego", "gioco", "ゲーム"),
    "kind": ("kind", "type", "card type", "typ", "art", "種類", "カード種別"),
    "passcode": ("passcode", "password", "kartencode", "パスワード"),
    "set_code": ("set code", "set number", "code", "setcode", "printing", "型番", "セットコード", "カードコード"),
    "set_name": ("set name", "set", "edition", "expansion", "serie", "series", "パック", "セット"),
    "lang": ("lang", "language", "sprache", "langue", "idioma", "lingua", "言語"),
    "rarity": ("rarity", "seltenheit", "rarete", "rareza", "rarita", "レアリティ"),
    "picture": ("picture", "image", "file", "filename", "bild", "datei", "image file", "img", "画像", "ファイル"),
}
_MOST_NAMED, _MOST_SHOWN = 20, 40
_NAME_AFTER_LANGUAGE = "名"
_WORDS_OF_LANGUAGES = {
    "en": ("en", "english", "englisch", "英語"),
    "ja": ("ja", "jp", "japanese", "japanisch", "日本語"),
    "de": ("de", "german", "deutsch", "ドイツ語"),
    "fr": ("fr", "french", "francais"),
    "it": ("it", "italian", "italiano"),
    "es": ("es", "sp", "spanish", "espanol"),
    "pt": ("pt", "portuguese", "portugues"),
    "ko": ("ko", "kr", "korean"),
    "zh-CN": ("zh cn", "chinese", "cn"),
    "zh-TW": ("zh tw", "tw"),
}


@dataclass(frozen=True)
class AssignedColumns:
    """A table's columns, and which of them holds each field: field -> column."""

    columns: tuple[str, ...]
    fields: Mapping[str, str]

    def value(self, cells: Sequence[str], field: str) -> str:
        column = self.fields.get(field)
        if column is None:
            return ""
        at = self.columns.index(column)
        return cells[at] if at < len(cells) else ""

    @property
    def fault(self) -> CatalogueError | None:
        """Why no card can be read with this assignment."""
        if any(field == "name" or field.startswith("name.") for field in self.fields):
            return None
        return CatalogueError(
            "No column of the table looks like a card's name; say which one it is with name=COLUMN. It has {columns}.",
            columns=_some_of(self.columns),
        )


def _some_of(columns: Sequence[str]) -> str:
    """The first columns by name, each shortened: nobody reads hundreds."""
    first = ", ".join(name if len(name) <= _MOST_SHOWN else f"{name[:_MOST_SHOWN]}…" for name in columns[:_MOST_NAMED])
    return first if len(columns) <= _MOST_NAMED else f"{first}, …"


def guessed(columns: Sequence[str]) -> dict[str, str]:
    """Field -> column by name, ignoring case and punctuation."""
    found: dict[str, str] = {}
    for column in columns:
        field = _field_of(column)
        if field is not None:
            found.setdefault(field, column)
    return found


def names_a_card(columns: Sequence[str]) -> bool:
    """Whether one of these is called as a column of names is."""
    return any(field == "name" or field.startswith("name.") for field in guessed(columns))


def assigned(columns: Sequence[str], said: Mapping[str, str]) -> AssignedColumns:
    """What a person said, and a guess for the other fields.

    Raises `CatalogueError` for a column that does not exist.
    """
    plain = {squeeze(fold(column)): column for column in reversed(columns) if column}
    chosen: dict[str, str] = {}
    for field, column in said.items():
        if field not in FIELDS:
            raise CatalogueError(
                "There is no field {field}; there are {fields}.", field=field, fields=commas(FIELDS[:12])
            )
        if column and column not in columns and squeeze(fold(column)) not in plain:
            raise CatalogueError(
                "The table has no column {column}; it has {columns}.", column=column, columns=_some_of(columns)
            )
        chosen[field] = column if column in columns else plain.get(squeeze(fold(column)), "")
    taken = set(chosen.values())
    for field, column in guessed(columns).items():
        if column not in taken:
            chosen.setdefault(field, column)
    return AssignedColumns(tuple(columns), {field: column for field, column in chosen.items() if column})


def _field_of(column: str) -> str | None:
    words = fold(column)
    if words.replace(" ", "_") in FIELDS:
        return words.replace(" ", "_")
    for field, names in _GUESSES.items():
        if words in {fold(name) for name in names}:
            return field
    for field in ("name", "reading"):
        for language, names in _WORDS_OF_LANGUAGES.items():
            if words in _in_language(field, names):
                return f"{field}.{language}"
    return None


def _in_language(field: str, languages: Sequence[str]) -> set[str]:
    """What a column of names or readings in one language may be called, folded: `Name (DE)`, `日本語名`.

    Japanese writes the two without a space between them, and says 名 alone for a name then.
    """
    called = [fold(text) for text in _GUESSES[field]]
    found = set()
    for language in map(fold, languages):
        found |= {f"{text} {language}" for text in called} | {f"{language} {item}" for item in called}
        if not language.isascii():
            found |= {language + text for text in called if not text.isascii()}
            found |= {language + _NAME_AFTER_LANGUAGE} if field == "name" else set()
    return found


_MOST = 200


@dataclass(frozen=True)
class RememberedTable:
    """`columns`: those of the table. `fields`: field -> column, as the person chose."""

    columns: tuple[str, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True)
class RememberedTables:
    """The newest first."""

    tables: tuple[RememberedTable, ...] = ()


def recall(library: LibraryFolder, columns: Sequence[str]) -> Mapping[str, str]:
    """The fields chosen for a table with these columns; empty if there are none."""
    kept = read_kept(library.tables_json, RememberedTables, instead=RememberedTables()).value
    return next((table.fields for table in kept.tables if table.columns == tuple(columns)), {})


def remember(library: LibraryFolder, columns: Sequence[str], fields: Mapping[str, str]) -> None:
    """Raises `OSError`."""
    kept = read_kept(library.tables_json, RememberedTables, instead=RememberedTables())
    if kept.fault is not None:
        put_aside(library.tables_json)
    others = [table for table in kept.value.tables if table.columns != tuple(columns)]
    tables = RememberedTables((RememberedTable(tuple(columns), dict(fields)), *others)[:_MOST])
    text = json.dumps(asdict(tables), ensure_ascii=False, indent=1)
    write_whole(library.tables_json, lambda path: path.write_text(text, encoding="utf-8"))
