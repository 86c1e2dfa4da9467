"""Every command of the window, one row each: id, text, keys, icon, menu, what it needs. Does nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from karuta.gui.kit.translate import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Command:
    """`keys`: as Qt writes them; the first is shown, and a person may change them. `menu` empty: by its key, and found
    by its words. `group`: where the sheet of keys has it.

    `gap`: a separator before it. `switch`: it is on or off. `needs`: facts of `NEEDS`; it is enabled while all of them
    hold. `absent`: it is in no menu while they do not. `repeats`: holding the key down repeats it; never for what
    decides about a card.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    menu: str = ""
    group: str = ""
    gap: bool = False
    switch: bool = False
    needs: tuple[str, ...] = ()
    absent: bool = False
    repeats: bool = False


MENUS: Mapping[str, str] = {
    "file": QT_TRANSLATE_NOOP("Commands", "&File"),
    "library": QT_TRANSLATE_NOOP("Commands", "Li&brary"),
    "cards": QT_TRANSLATE_NOOP("Commands", "&Cards"),
    "label": QT_TRANSLATE_NOOP("Commands", "&Label"),
    "photo": QT_TRANSLATE_NOOP("Commands", "&Photo"),
    "review": QT_TRANSLATE_NOOP("Commands", "&Review"),
    "listings": QT_TRANSLATE_NOOP("Commands", "L&istings"),
    "view": QT_TRANSLATE_NOOP("Commands", "&View"),
    "help": QT_TRANSLATE_NOOP("Commands", "&Help"),
}

GROUPS: Mapping[str, str] = {
    "decide": QT_TRANSLATE_NOOP("Commands", "Decide"),
    "move": QT_TRANSLATE_NOOP("Commands", "Move"),
    "look": QT_TRANSLATE_NOOP("Commands", "Look"),
    "queue": QT_TRANSLATE_NOOP("Commands", "Queue"),
    "library": QT_TRANSLATE_NOOP("Commands", "Library"),
}

_GROUP_OF_MENU = {"label": "decide", "review": "decide", "photo": "look", "view": "look"}


def _row(
    id: str,
    text: str,
    keys: str = "",
    icon: str = "",
    menu: str = "",
    *,
    group: str = "",
    needs: str = "",
    **flags: bool,
) -> Command:
    """`keys`: with a space between two. `group`: else that of its menu."""
    of_sheet = group or _GROUP_OF_MENU.get(menu, "library")
    return Command(id, text, tuple(keys.split()), icon, menu, of_sheet, needs=(needs,) if needs else (), **flags)


def _in_no_menu(group: str, *rows: Command) -> tuple[Command, ...]:
    return tuple(replace(row, group=group) for row in rows)


MATCH_KEYS = tuple(f"confirm-{number}" for number in range(1, 10))

PRINTING_KEYS = tuple(f"printing-{number}" for number in range(1, 4))

NEEDS = frozenset(
    (
        "photo",
        "something to decide",
        "return",
        "sighting",
        "several sightings",
        "match or label",
        *(f"match {number}" for number in range(1, 10)),
        *(f"printing {number}" for number in range(1, 4)),
        "decided",
        "undo",
        "redo",
        "unsaved",
        "filter",
        "grid",
        "watched folder",
        "newer list",
        "printed card",
        "camera",
        "team",
        "unknown cards",
    )
)
"""What commands may need: something on the desk, something to take back, a filter that is on, a folder, a camera."""

COMMANDS: tuple[Command, ...] = (
    _row("open", QT_TRANSLATE_NOOP("Commands", "Add photos…"), "Ctrl+O", "images", "file"),
    _row("open-folder", QT_TRANSLATE_NOOP("Commands", "Add a folder…"), "Ctrl+Shift+O", "folder-plus", "file"),
    _row("watch-folder", QT_TRANSLATE_NOOP("Commands", "Watch a folder…"), "", "folder-search", "file"),
    _row(
        "stop-watching",
        QT_TRANSLATE_NOOP("Commands", "Stop watching the folder"),
        "",
        "",
        "file",
        needs="watched folder",
    ),
    _row("paste", QT_TRANSLATE_NOOP("Commands", "Paste a picture"), "Ctrl+V", "clipboard-paste", "file"),
    _row(
        "camera",
        QT_TRANSLATE_NOOP("Commands", "Camera…"),
        "Ctrl+Shift+C",
        "camera",
        "file",
        needs="camera",
        absent=True,
    ),
    _row("look-only", QT_TRANSLATE_NOOP("Commands", "Look up only…"), "Ctrl+L", "scan-search", "file"),
    _row("export", QT_TRANSLATE_NOOP("Commands", "Export labels…"), "Ctrl+E", "download", "file", gap=True),
    _row("settings", QT_TRANSLATE_NOOP("Commands", "Settings…"), "Ctrl+,", "settings", "file", gap=True),
    _row("quit", QT_TRANSLATE_NOOP("Commands", "Quit"), "Ctrl+Q", "log-out", "file"),
    _row("open-library", QT_TRANSLATE_NOOP("Commands", "Open library…"), "", "library", "library"),
    _row("new-library", QT_TRANSLATE_NOOP("Commands", "New library…"), "Ctrl+N", "", "library"),
    _row("move-library", QT_TRANSLATE_NOOP("Commands", "Move library…"), "", "", "library"),
    _row("merge", QT_TRANSLATE_NOOP("Commands", "Merge labels…"), "", "", "library", gap=True),
    _row("locate", QT_TRANSLATE_NOOP("Commands", "Locate moved photos…"), "", "folder-search", "library"),
    _row("backups", QT_TRANSLATE_NOOP("Commands", "Backups…"), "", "clock", "library"),
    _row("train", QT_TRANSLATE_NOOP("Commands", "Models and training…"), "Ctrl+T", "layers", "library", gap=True),
    _row("add-catalogue", QT_TRANSLATE_NOOP("Commands", "Add cards…"), "", "package-plus", "cards"),
    _row("browse", QT_TRANSLATE_NOOP("Commands", "Browse cards…"), "Ctrl+B", "layout-grid", "cards"),
    _row("packs", QT_TRANSLATE_NOOP("Commands", "Packs…"), "", "layers", "cards"),
    _row("inventory", QT_TRANSLATE_NOOP("Commands", "List for a shop…"), "", "", "cards"),
    _row("unknowns", QT_TRANSLATE_NOOP("Commands", "Unknown cards"), "I", "circle-dashed", "cards"),
    # Without a photo too: what is typed after it must not act as commands.
    _row(
        "search", QT_TRANSLATE_NOOP("Commands", "Find another card…"), "/", "search", "cards", group="decide", gap=True
    ),
    _row(
        "copy",
        QT_TRANSLATE_NOOP("Commands", "Copy name and set code"),
        "Ctrl+C",
        "copy",
        "cards",
        needs="match or label",
    ),
    _row("undo", QT_TRANSLATE_NOOP("Commands", "Undo"), "Ctrl+Z", "undo-2", "label", needs="undo"),
    _row("redo", QT_TRANSLATE_NOOP("Commands", "Redo"), "Ctrl+Y Ctrl+Shift+Z", "redo-2", "label", needs="redo"),
    _row(
        "confirm",
        QT_TRANSLATE_NOOP("Commands", "Confirm the match"),
        "Enter Return",
        "check",
        "label",
        gap=True,
        needs="return",
    ),
    _row(
        "unknown",
        QT_TRANSLATE_NOOP("Commands", "Not in the catalogue"),
        "U",
        "circle-help",
        "label",
        needs="something to decide",
    ),
    _row(
        "unreadable", QT_TRANSLATE_NOOP("Commands", "Unreadable"), "R", "eye-off", "label", needs="something to decide"
    ),
    _row("no-card", QT_TRANSLATE_NOOP("Commands", "No card here"), "N", "ban", "label", needs="something to decide"),
    _row(
        "back", QT_TRANSLATE_NOOP("Commands", "Back of a card"), "K", "card-back", "label", needs="something to decide"
    ),
    _row("skip", QT_TRANSLATE_NOOP("Commands", "Skip for now"), "S", "skip-forward", "label", needs="photo"),
    _row("wall", QT_TRANSLATE_NOOP("Commands", "Confirm in bulk…"), "W", "layout-grid", "label", gap=True),
    _row(
        "confirm-page",
        QT_TRANSLATE_NOOP("Commands", "Confirm all cards in the photo"),
        "P",
        "",
        "label",
        needs="several sightings",
    ),
    _row("corners", QT_TRANSLATE_NOOP("Commands", "Adjust corners"), "E", "scan", "photo", needs="photo"),
    _row("draw", QT_TRANSLATE_NOOP("Commands", "Draw a card"), "Shift+E", "square-dashed", "photo", needs="photo"),
    _row("turn", QT_TRANSLATE_NOOP("Commands", "Rotate card 90°"), "T", "rotate-cw", "photo", needs="sighting"),
    _row(
        "flag",
        QT_TRANSLATE_NOOP("Commands", "Flag or unflag the photo"),
        "X",
        "flag",
        "photo",
        group="decide",
        gap=True,
        needs="photo",
    ),
    _row(
        "note",
        QT_TRANSLATE_NOOP("Commands", "Note on the photo…"),
        "M",
        "sticky-note",
        "photo",
        group="decide",
        needs="photo",
    ),
    _row(
        "look-again",
        QT_TRANSLATE_NOOP("Commands", "Look up again"),
        "",
        "",
        "photo",
        group="queue",
        gap=True,
        needs="photo",
    ),
    _row("reveal", QT_TRANSLATE_NOOP("Commands", "Show in folder"), "Ctrl+Shift+R", "map-pin", "photo", needs="photo"),
    _row(
        "remove",
        QT_TRANSLATE_NOOP("Commands", "Remove from the queue"),
        "Del",
        "trash-2",
        "photo",
        group="queue",
        needs="photo",
    ),
    _row("relabel", QT_TRANSLATE_NOOP("Commands", "Change the label"), "L", "", "review", needs="decided"),
    _row("history", QT_TRANSLATE_NOOP("Commands", "Card history…"), "H", "clock", "review", needs="photo"),
    _row("second-look", QT_TRANSLATE_NOOP("Commands", "Blind review"), "Ctrl+Shift+L", "", "review", gap=True),
    _row("agreement", QT_TRANSLATE_NOOP("Commands", "Disagreements"), "", "", "review"),
    _row("consistency", QT_TRANSLATE_NOOP("Commands", "Consistency…"), "", "", "review"),
    _row(
        "team",
        QT_TRANSLATE_NOOP("Commands", "Send and fetch labels"),
        "",
        "",
        "review",
        gap=True,
        needs="team",
        absent=True,
    ),
    _row("check-listings", QT_TRANSLATE_NOOP("Commands", "Check listings"), "Ctrl+K", "circle-check", "listings"),
    _row("listed", QT_TRANSLATE_NOOP("Commands", "Supply and demand…"), "Ctrl+Shift+K", "", "listings"),
    _row("queue", QT_TRANSLATE_NOOP("Commands", "Change the queue…"), "Q", "list-filter", "view", group="queue"),
    _row("show", QT_TRANSLATE_NOOP("Commands", "Filter the queue…"), "F", "list-filter", "view", group="queue"),
    _row("batch", QT_TRANSLATE_NOOP("Commands", "Batch or listing…"), "Shift+F", "folder", "view", group="queue"),
    _row(
        "grid",
        QT_TRANSLATE_NOOP("Commands", "Show the queue as thumbnails"),
        "Ctrl+G",
        "layout-grid",
        "view",
        group="queue",
        switch=True,
    ),
    _row(
        "upright",
        QT_TRANSLATE_NOOP("Commands", "Show the card upright"),
        "V",
        "",
        "view",
        gap=True,
        switch=True,
        needs="sighting",
    ),
    _row("compare", QT_TRANSLATE_NOOP("Commands", "Compare with the match"), "C", "columns-2", "view", needs="photo"),
    _row("full-screen", QT_TRANSLATE_NOOP("Commands", "Full screen"), "F11", "", "view", gap=True, switch=True),
    _row("help", QT_TRANSLATE_NOOP("Commands", "Help"), "F1", "circle-help", "help"),
    _row("find-command", QT_TRANSLATE_NOOP("Commands", "Find a command…"), "Ctrl+P", "search", "help"),
    _row("keys", QT_TRANSLATE_NOOP("Commands", "Keys"), "?", "keyboard", "help"),
    _row("change-keys", QT_TRANSLATE_NOOP("Commands", "Change keys…")),
    _row("doctor", QT_TRANSLATE_NOOP("Commands", "Check the library…"), "", "circle-check", "help", gap=True),
    _row("open-demo", QT_TRANSLATE_NOOP("Commands", "Open the demo library"), "", "sparkles", "help"),
    _row("about", QT_TRANSLATE_NOOP("Commands", "About Karuta"), "", "info", "help"),
    *_in_no_menu(
        "decide",
        *(
            _row(id, QT_TRANSLATE_NOOP("Commands", "Confirm match"), id[-1], needs=f"match {id[-1]}")
            for id in MATCH_KEYS
        ),
        _row(
            PRINTING_KEYS[0], QT_TRANSLATE_NOOP("Commands", "Confirm with the printing"), "G Ctrl+1", needs="printing 1"
        ),
        *(
            _row(
                id, QT_TRANSLATE_NOOP("Commands", "Confirm with printing"), f"Ctrl+{id[-1]}", needs=f"printing {id[-1]}"
            )
            for id in PRINTING_KEYS[1:]
        ),
        _row("newer-list", QT_TRANSLATE_NOOP("Commands", "Show the newer matches"), "Space", needs="newer list"),
        _row("retry", QT_TRANSLATE_NOOP("Commands", "Retry saving"), "Ctrl+R", needs="unsaved"),
    ),
    *_in_no_menu(
        "move",
        _row("next", QT_TRANSLATE_NOOP("Commands", "Next photo"), "Right", "chevron-right", repeats=True),
        _row("previous", QT_TRANSLATE_NOOP("Commands", "Previous photo"), "Left", "chevron-left", repeats=True),
        _row("next-sighting", QT_TRANSLATE_NOOP("Commands", "Next card"), "Tab", needs="several sightings"),
        _row(
            "previous-sighting", QT_TRANSLATE_NOOP("Commands", "Previous card"), "Shift+Tab", needs="several sightings"
        ),
        _row("next-match", QT_TRANSLATE_NOOP("Commands", "Next match"), "Down", repeats=True),
        _row("previous-match", QT_TRANSLATE_NOOP("Commands", "Previous match"), "Up", repeats=True),
        _row("next-of-shot", QT_TRANSLATE_NOOP("Commands", "Next copy of this shot"), "D", "copy", needs="photo"),
        _row(
            "printed-card",
            QT_TRANSLATE_NOOP("Commands", "Go to the card whose number is printed"),
            "J",
            needs="printed card",
        ),
        _row(
            "add-unknown",
            QT_TRANSLATE_NOOP("Commands", "Add this card…"),
            "Ctrl+I",
            "package-plus",
            needs="unknown cards",
        ),
        _row("next-control", QT_TRANSLATE_NOOP("Commands", "Next part of the window"), "F6"),
        _row("previous-control", QT_TRANSLATE_NOOP("Commands", "Previous part of the window"), "Shift+F6"),
    ),
    *_in_no_menu(
        "queue",
        _row("select-shot", QT_TRANSLATE_NOOP("Commands", "Select all copies of this shot"), "Shift+D", needs="photo"),
        _row("advance", QT_TRANSLATE_NOOP("Commands", "Advance automatically"), "A", switch=True),
        _row("order", QT_TRANSLATE_NOOP("Commands", "Sort the queue…"), "O", "arrow-down-wide-narrow"),
        _row("rapid-entry", QT_TRANSLATE_NOOP("Commands", "Rapid entry"), "Ctrl+Shift+E"),
        _row("filter-text", QT_TRANSLATE_NOOP("Commands", "Filter by text"), "Ctrl+F", "search"),
        _row("show-all", QT_TRANSLATE_NOOP("Commands", "Show all photos"), "Backspace", needs="filter"),
        _row("export-unknowns", QT_TRANSLATE_NOOP("Commands", "List of unknown cards as a table…"), "Ctrl+Shift+I"),
        _row("larger", QT_TRANSLATE_NOOP("Commands", "Larger thumbnails"), ">", needs="grid"),
        _row("smaller", QT_TRANSLATE_NOOP("Commands", "Smaller thumbnails"), "<", needs="grid"),
    ),
    *_in_no_menu(
        "look",
        _row(
            "whole-printing",
            QT_TRANSLATE_NOOP("Commands", "The printing in full, or in one line"),
            "Y",
            needs="sighting",
        ),
        _row("finish", QT_TRANSLATE_NOOP("Commands", "Foil, reverse foil, not foil"), "Shift+Y", needs="sighting"),
        _row("blink", QT_TRANSLATE_NOOP("Commands", "Blink between the two (hold)"), "B", needs="photo"),
        _row("zoom-in", QT_TRANSLATE_NOOP("Commands", "Zoom in"), "+ Ctrl++ =", "zoom-in", needs="photo", repeats=True),
        _row(
            "zoom-out", QT_TRANSLATE_NOOP("Commands", "Zoom out"), "- Ctrl+-", "zoom-out", needs="photo", repeats=True
        ),
        _row("zoom-fit", QT_TRANSLATE_NOOP("Commands", "Whole photo"), "0 Ctrl+0", "maximize", needs="photo"),
        _row("zoom-card", QT_TRANSLATE_NOOP("Commands", "Zoom to the card"), "Z", needs="sighting"),
        _row("present", QT_TRANSLATE_NOOP("Commands", "Present mode"), "Ctrl+Shift+P"),
    ),
)

_ELSEWHERE = frozenset(("undo", "redo", "unsaved", "filter", "grid", "watched folder", "camera", "team"))
AT_THE_DESK = frozenset(
    (
        *(command.id for command in COMMANDS if not _ELSEWHERE.issuperset(command.needs)),
        "search",
        "next",
        "previous",
        "next-match",
        "previous-match",
        "grid",
        "larger",
        "smaller",
    )
)
"""The commands about what lies on the desk: they need it, bring something else there, or take the room of it."""

DAILY = ("confirm", MATCH_KEYS[0], "unknown", "unreadable", "no-card", "skip", "search", "undo")
"""The commands of every day, large on the sheet of keys. The first key of matches stands for all nine."""

FORMER: Mapping[str, str] = {"models": "train"}
"""What took the place of a command, so that a person's key for it goes on working."""
