"""The columns of a list: which of them holds each field, by their names, by values, and by what a person chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import commas
from karuta.domain.text import fold, squeeze
from karuta.services.catalogue.sources.artwork_marks import NO_MARKS, Variants, found_variants
from karuta.services.catalogue.sources.column_names import (
    BOTH,
    FIELDS,
    LATIN,
    PRINTING_FIELDS,
    field_of,
    guessed,
    has_word,
    is_card_code,
    is_name,
    some_of,
)
from karuta.services.catalogue.sources.column_values import Values
from karuta.services.catalogue.sources.list_rows import ListRow


@dataclass(frozen=True)
class AssignedColumns:
    """A list's columns, and which of them holds each field: field -> column.

    `other_id`: a column that tells cards apart as well, where a person chose another. `traits`: columns in which rows
    of one card must agree here, of `all_traits`. `translations`: columns of languages and of the names in them, side by
    side. `fault`: why no card can be read with this assignment.
    """

    columns: tuple[str, ...]
    fields: Mapping[str, str]
    other_id: str = ""
    traits: tuple[str, ...] = ()
    all_traits: tuple[str, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    variants: Variants = NO_MARKS
    fault: CatalogueError | None = None

    def texts(self, row: ListRow, field: str) -> tuple[str, ...]:
        # Most lists lack most fields, and each row is asked for all of them.
        column = self.fields.get(field)
        return row.of(column, mark=" - " if is_name(field) else "-") if column else ()

    def value(self, row: ListRow, field: str) -> str:
        return (self.texts(row, field) or ("",))[0]


@dataclass(frozen=True)
class PreviewedRow:
    """A row of a list and what it would become. `fault`: why it is unusable; `picture`: whether one was found."""

    cells: tuple[str, ...]
    name: str
    fault: str | None
    picture: bool


@dataclass(frozen=True)
class TablePreview:
    """A list's columns, what each holds (field -> column), and its first rows."""

    columns: tuple[str, ...]
    fields: Mapping[str, str]
    rows: tuple[PreviewedRow, ...]


def assigned(
    columns: Sequence[str],
    choices: Mapping[str, str],
    rows: Sequence[ListRow] = (),
    variants: Variants | None = None,
) -> AssignedColumns:
    """The columns as a person said, and a guess for the other fields, by names and by what stands in some rows.

    Raises `CatalogueError` for a column that does not exist.
    """
    chosen = _chosen(columns, choices)
    said_columns = {part for column in chosen.values() for part in (column, *column.split(BOTH))}
    free = [column for column in columns if column and column not in said_columns]
    seen = Values(free, rows)
    own = {**guessed(free, seen.refuses), **chosen}
    if (named := field_of(chosen.get("id", ""))[0]) and is_name(named):
        # A name may be the id too.
        own.setdefault(named, chosen["id"])
    guesses_name = "name" not in chosen and not any(map(is_name, own))
    if guesses_name and rows and (name := seen.name(set(own.values()))):
        own["name"] = name
    traits = tuple(
        column
        for column in columns
        if has_word(column, "trait") and not has_word(column, "no_trait") and not seen.is_key(column)
    )
    other = ""
    if rows and (names := _names(own)):
        others = {column for told, column in own.items() if told != "id"}
        best = seen.best_id(names[0], [column for column in free if column not in others], traits)
        if "id" not in chosen:
            own.update(_told_apart(own, seen, names[0], traits, best, is_free="name" not in chosen))
        elif chosen["id"] and not seen.tells_cards_apart(chosen["id"], (names[0], *traits)):
            other = best
        taken = set(own.values())
        number = seen.number(free, taken)
        if not number and "set_code" not in own:
            number = seen.number_in_text(taken)
        if number:
            own.setdefault("number", number)
    if "picture" not in own and (picture := seen.picture(free, set(own.values()))):
        own["picture"] = picture
    fields = {told: own[told] for told in FIELDS if own.get(told)}
    if variants is None:
        variants = found_variants(fields.get("id", ""), _names(own), traits, rows)
    return AssignedColumns(
        columns=tuple(columns),
        fields=fields,
        other_id=other,
        traits=_compared(columns, fields, traits, has_variants=bool(variants.marks)),
        all_traits=traits,
        translations=_translations(columns),
        variants=variants,
        fault=_fault(columns, fields, seen, chosen),
    )


def _names(own: Mapping[str, str]) -> list[str]:
    return [column for field, column in own.items() if column and is_name(field)]


def _told_apart(
    own: Mapping[str, str], seen: Values, name: str, traits: Sequence[str], best: str, *, is_free: bool
) -> Mapping[str, str]:
    """The columns of ids, by `best` if there is one; `is_free`: the name's column is a guess too."""
    called_id = own.get("id", "")
    code_field = next((field for field in ("set_code", "number") if is_card_code(own.get(field, ""))), "")
    code = own.get(code_field, "")
    if variant := own.get("variant_of", ""):
        # It names cards by one of these; another column would tear them from their variants.
        are_reprints = seen.lacks(name, variant)
        ids = (column for column in (best, called_id, code) if column)
        id_column = next((column for column in ids if are_reprints or seen.names(column, variant)), "")
        return (
            {"id": id_column, code_field: ""}
            if id_column and id_column == code
            else {"id": id_column or best, **_without(id_column)}
        )
    counts_in_set = bool({"set_code", "set_name"} & set(own)) and seen.counts(best)
    if best and not counts_in_set and (best == called_id or has_word(best, "id")):
        return {"id": best}
    if code and seen.best_id(name, [code], traits) == code:
        return {"id": code, code_field: ""}
    both = seen.both(own, name, traits) if counts_in_set or not best else {}
    if both and (is_free or "name" not in both):
        return both
    if best:
        return {"id": best}
    return {"id": called_id if not seen.is_number_in_set(own, name) else ""}


def _without(id_column: str) -> Mapping[str, str]:
    """A column of other cards' ids is of no use where no column has these ids."""
    return {} if id_column else {"variant_of": ""}


def _translations(columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Of a list of objects within each row, such as `foreignData[].language` and `foreignData[].name`."""
    groups: dict[str, dict[str, str]] = {}
    for column in columns:
        group, _, last = column.rpartition("[].")
        if group:
            groups.setdefault(group, {}).setdefault(field_of(last)[0], column)
    return tuple((held["lang"], held["name"]) for held in groups.values() if {"lang", "name"} <= held.keys())


def _compared(
    columns: Sequence[str], fields: Mapping[str, str], traits: Sequence[str], *, has_variants: bool
) -> tuple[str, ...]:
    """The columns in which rows with one id may not differ. An id that is a name promises least."""
    has_printings = has_variants or any(told in fields for told in PRINTING_FIELDS)
    is_name_ = fields.get("id", "") in ("", fields.get("name"))
    if has_printings:
        compared: Sequence[str] = traits if is_name_ else ()
    else:
        compared = [column for column in columns if not has_word(column, "own", "no_card")] if is_name_ else traits
    assigned_columns = {
        part for told, column in fields.items() if told != "kind" for part in (column, *column.split(BOTH))
    }
    return tuple(column for column in compared if column and column not in assigned_columns)


def _chosen(columns: Sequence[str], choices: Mapping[str, str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for told, column in choices.items():
        if told not in FIELDS:
            raise CatalogueError(
                "There is no field {field}; there are {fields}.", field=told, fields=commas(FIELDS[:14])
            )
        match = _column(columns, column)
        if column and not match:
            parts = [_column(columns, part) for part in column.split(BOTH)]
            match = BOTH.join(parts) if len(parts) > 1 and all(parts) else ""
        if column and not match:
            raise CatalogueError(
                "The table has no column {column}; it has {columns}.", column=column, columns=some_of(columns)
            )
        chosen[told] = match
    return chosen


def _column(columns: Sequence[str], called: str) -> str:
    """The column of this name, however it is written; "" for none."""
    if called in columns:
        return called
    return next((column for column in columns if column and squeeze(fold(column)) == squeeze(fold(called))), "")


def _fault(
    columns: Sequence[str], fields: Mapping[str, str], seen: Values, chosen: Mapping[str, str]
) -> CatalogueError | None:
    if not any(map(is_name, fields)):
        return CatalogueError(
            "No column of the table looks like a card's name; say which one it is with name=COLUMN. It has {columns}.",
            columns=some_of(columns),
        )
    doubtful = [(told, column) for told, column in fields.items() if is_name(told) and told not in chosen]
    for told, column in doubtful:
        if (ids := fields.get("id", "")) and seen.has_few(column, ids):
            return CatalogueError(
                "The column {column} holds few different names for the cards of the column {ids}; say which column "
                "holds the name with {field}=COLUMN, or with {field}={column} that it is so.",
                column=column,
                ids=ids,
                field=told,
            )
        is_id = fields.get("id", "") in ("", column)
        others = [other for other in columns if other != column and field_of(other)[0] == told]
        whole = seen.whole_of(column, tells_more=is_id) if is_id or others else ""
        # Beside ids of their own it matters where it is made of two names.
        if whole and (is_id or any(seen.holds(whole, other) for other in others)):
            return CatalogueError(
                "The column {whole} holds what {column} does and more; say which of them "
                "holds the name with {field}={whole} or {field}={column}.",
                whole=whole,
                column=column,
                field=told,
            )
        if told.partition(".")[2] in LATIN and seen.is_eastern(column):
            return CatalogueError(
                "Most names in the column {column} are in other letters than its language; say which column holds them "
                "with {field}=COLUMN, or with {field}={column} that it is meant so.",
                column=column,
                field=told,
            )
    doubtful += [("id", column) for column in columns if "id" not in chosen and field_of(column)[0] == "id"]
    for told, column in doubtful:
        if seen.is_merged(column, is_id=told == "id"):
            return CatalogueError(
                "The column {column} seems to hold two things at once, such as a name and a number; split it into two "
                "columns, or say with {field}={column} that it is meant so.",
                column=column,
                field=told,
            )
    return None
