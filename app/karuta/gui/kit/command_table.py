"""Every command of the window, one row each: id, text, keys, icon, menu, what it needs. Does nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from karuta.gui.kit.translate import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Command:
    """`keys`: as Qt writes them; the first is shown, and a person may change them. `menu` empty: only by its key.

    `gap`: a separator before it. `switch`: it is on or off. `needs`: facts of `NEEDS`; it is enabled while all of them
    hold. `repeats`: holding the key down repeats it; never for what decides about a card.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    menu: str = ""
    gap: bool = False
    switch: bool = False
    needs: tuple[str, ...] = ()
    repeats: bool = False


def _row(
    id: str, text: str, keys: str = "", icon: str = "", menu: str = "", *, needs: str = "", **is_so: bool
) -> Command:
    """`keys`: with a space between two."""
    return Command(id, text, tuple(keys.split()), icon, menu, needs=(needs,) if needs else (), **is_so)


MENUS: Mapping[str, str] = {
    "file": QT_TRANSLATE_NOOP("Commands", "&File"),
    "cards": QT_TRANSLATE_NOOP("Commands", "&Cards"),
    "label": QT_TRANSLATE_NOOP("Commands", "&Label"),
    "photo": QT_TRANSLATE_NOOP("Commands", "&Photo"),
    "review": QT_TRANSLATE_NOOP("Commands", "&Review"),
    "listings": QT_TRANSLATE_NOOP("Commands", "L&istings"),
    "learn": QT_TRANSLATE_NOOP("Commands", "L&earn"),
    "view": QT_TRANSLATE_NOOP("Commands", "&View"),
    "help": QT_TRANSLATE_NOOP("Commands", "&Help"),
}

MATCH_KEYS = tuple(f"confirm-{number}" for number in range(1, 10))

PRINTING_KEYS = tuple(f"printing-{number}" for number in range(1, 4))

NEEDS = frozenset(
    (
        *("photo", "something to decide", "return", "sighting", "several sightings", "match or label"),
        *(f"match {number}" for number in range(1, 10)),
        *(f"printing {number}" for number in range(1, 4)),
        *("whole page", "decided", "undo", "redo", "unsaved", "filter", "grid", "watched folder", "newer list"),
        "printed card",
    )
)
"""What commands may need: something on the desk, something to take back, a filter that is on, a folder."""

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
    _row("camera", QT_TRANSLATE_NOOP("Commands", "Camera…"), "Ctrl+Shift+C", "camera", "file"),
    _row("look-only", QT_TRANSLATE_NOOP("Commands", "Look up only…"), "Ctrl+L", "scan-search", "file"),
    _row("check-listings", QT_TRANSLATE_NOOP("Commands", "Check listings…"), "Ctrl+K", "circle-check", "listings"),
    _row("listed", QT_TRANSLATE_NOOP("Commands", "Supply and demand…"), "Ctrl+Shift+K", "", "listings"),
    _row("open-library", QT_TRANSLATE_NOOP("Commands", "Open library…"), "", "library", "file", gap=True),
    _row("new-library", QT_TRANSLATE_NOOP("Commands", "New library…"), "Ctrl+N", "", "file"),
    _row("move-library", QT_TRANSLATE_NOOP("Commands", "Move library…"), "", "", "file"),
    _row("open-demo", QT_TRANSLATE_NOOP("Commands", "Open the demo library"), "", "sparkles", "help"),
    _row("add-catalogue", QT_TRANSLATE_NOOP("Commands", "Add cards…"), "", "package-plus", "cards"),
    _row("browse", QT_TRANSLATE_NOOP("Commands", "Browse cards…"), "Ctrl+B", "layout-grid", "cards"),
    _row("packs", QT_TRANSLATE_NOOP("Commands", "Packs…"), "", "layers", "cards"),
    _row("inventory", QT_TRANSLATE_NOOP("Commands", "List for a shop…"), "", "", "cards"),
    _row("export", QT_TRANSLATE_NOOP("Commands", "Export labels…"), "Ctrl+E", "download", "file", gap=True),
    _row("merge", QT_TRANSLATE_NOOP("Commands", "Merge labels…"), "", "", "file"),
    _row("team", QT_TRANSLATE_NOOP("Commands", "Send and fetch labels"), "", "", "review"),
    _row("locate", QT_TRANSLATE_NOOP("Commands", "Locate moved photos…"), "", "folder-search", "file"),
    _row("backups", QT_TRANSLATE_NOOP("Commands", "Backups…"), "", "clock", "file"),
    _row("settings", QT_TRANSLATE_NOOP("Commands", "Settings…"), "Ctrl+,", "settings", "file", gap=True),
    _row("quit", QT_TRANSLATE_NOOP("Commands", "Quit"), "Ctrl+Q", "log-out", "file"),
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
    *(_row(id, QT_TRANSLATE_NOOP("Commands", "Confirm match"), id[-1], needs=f"match {id[-1]}") for id in MATCH_KEYS),
    _row(
        PRINTING_KEYS[0],
        QT_TRANSLATE_NOOP("Commands", "Confirm with the printing"),
        "G Ctrl+1",
        "",
        "label",
        needs="printing 1",
    ),
    *(
        _row(id, QT_TRANSLATE_NOOP("Commands", "Confirm with printing"), f"Ctrl+{id[-1]}", needs=f"printing {id[-1]}")
        for id in PRINTING_KEYS[1:]
    ),
    _row(
        "printed-card",
        QT_TRANSLATE_NOOP("Commands", "Go to the card that the print names"),
        "J",
        "",
        "label",
        needs="printed card",
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
    _row("relabel", QT_TRANSLATE_NOOP("Commands", "Change the label"), "L", "", "label", needs="decided"),
    _row("skip", QT_TRANSLATE_NOOP("Commands", "Skip for now"), "S", "skip-forward", "label", needs="photo"),
    _row("wall", QT_TRANSLATE_NOOP("Commands", "Confirm in bulk…"), "W", "layout-grid", "label", gap=True),
    _row(
        "confirm-page",
        QT_TRANSLATE_NOOP("Commands", "Confirm all cards in the photo"),
        "P",
        "",
        "label",
        needs="whole page",
    ),
    _row("unknowns", QT_TRANSLATE_NOOP("Commands", "Unknown cards…"), "I", "circle-dashed", "cards"),
    # Without a photo too: what is typed after it must not act as commands.
    _row("search", QT_TRANSLATE_NOOP("Commands", "Find another card…"), "/", "search", "cards", gap=True),
    _row(
        "copy",
        QT_TRANSLATE_NOOP("Commands", "Copy name and set code"),
        "Ctrl+C",
        "copy",
        "cards",
        needs="match or label",
    ),
    _row("corners", QT_TRANSLATE_NOOP("Commands", "Adjust corners"), "E", "scan", "photo", needs="photo"),
    _row("draw", QT_TRANSLATE_NOOP("Commands", "Draw a card"), "Shift+E", "square-dashed", "photo", needs="photo"),
    _row("turn", QT_TRANSLATE_NOOP("Commands", "Rotate card 90°"), "T", "rotate-cw", "photo", needs="sighting"),
    _row("history", QT_TRANSLATE_NOOP("Commands", "Card history…"), "H", "clock", "review", needs="photo"),
    _row("flag", QT_TRANSLATE_NOOP("Commands", "Flag or unflag the photo"), "X", "flag", "label", needs="photo"),
    _row("note", QT_TRANSLATE_NOOP("Commands", "Note on the photo…"), "M", "sticky-note", "label", needs="photo"),
    _row("second-look", QT_TRANSLATE_NOOP("Commands", "Blind review…"), "Ctrl+Shift+L", "", "review"),
    _row("agreement", QT_TRANSLATE_NOOP("Commands", "Consistency…"), "", "", "review"),
    _row("retry", QT_TRANSLATE_NOOP("Commands", "Retry saving"), "Ctrl+R", "", "label", gap=True, needs="unsaved"),
    _row(
        "next", QT_TRANSLATE_NOOP("Commands", "Next photo"), "Right", "chevron-right", "photo", gap=True, repeats=True
    ),
    _row("previous", QT_TRANSLATE_NOOP("Commands", "Previous photo"), "Left", "chevron-left", "photo", repeats=True),
    _row("next-sighting", QT_TRANSLATE_NOOP("Commands", "Next card"), "Tab", "", "photo", needs="several sightings"),
    _row(
        "previous-sighting",
        QT_TRANSLATE_NOOP("Commands", "Previous card"),
        "Shift+Tab",
        "",
        "photo",
        needs="several sightings",
    ),
    _row("next-of-shot", QT_TRANSLATE_NOOP("Commands", "Next copy of this shot"), "D", "copy", "photo", needs="photo"),
    _row(
        "select-shot",
        QT_TRANSLATE_NOOP("Commands", "Select all copies of this shot"),
        "Shift+D",
        "",
        "photo",
        needs="photo",
    ),
    _row("next-match", QT_TRANSLATE_NOOP("Commands", "Next match"), "Down", "", "photo", repeats=True),
    _row("previous-match", QT_TRANSLATE_NOOP("Commands", "Previous match"), "Up", "", "photo", repeats=True),
    _row(
        "remove",
        QT_TRANSLATE_NOOP("Commands", "Remove from the queue"),
        "Del",
        "trash-2",
        "photo",
        gap=True,
        needs="photo",
    ),
    _row(
        "newer-list", QT_TRANSLATE_NOOP("Commands", "Show the newer matches"), "Space", "", "photo", needs="newer list"
    ),
    _row("look-again", QT_TRANSLATE_NOOP("Commands", "Look up again"), "", "", "photo", needs="photo"),
    _row("advance", QT_TRANSLATE_NOOP("Commands", "Advance automatically"), "A", "", "photo", switch=True),
    _row("reveal", QT_TRANSLATE_NOOP("Commands", "Show in folder"), "Ctrl+Shift+R", "map-pin", "photo", needs="photo"),
    _row("train", QT_TRANSLATE_NOOP("Commands", "Models and training…"), "Ctrl+T", "layers", "learn"),
    # The same page, its models first; a person may have given it a key.
    _row("models", QT_TRANSLATE_NOOP("Commands", "Models…")),
    _row(
        "zoom-in",
        QT_TRANSLATE_NOOP("Commands", "Zoom in"),
        "+ Ctrl++ =",
        "zoom-in",
        "view",
        needs="photo",
        repeats=True,
    ),
    _row(
        "zoom-out",
        QT_TRANSLATE_NOOP("Commands", "Zoom out"),
        "- Ctrl+-",
        "zoom-out",
        "view",
        needs="photo",
        repeats=True,
    ),
    _row("zoom-fit", QT_TRANSLATE_NOOP("Commands", "Whole photo"), "0 Ctrl+0", "maximize", "view", needs="photo"),
    _row("zoom-card", QT_TRANSLATE_NOOP("Commands", "Zoom to the card"), "Z", "", "view", needs="sighting"),
    _row(
        "upright",
        QT_TRANSLATE_NOOP("Commands", "Show the card upright"),
        "V",
        "",
        "view",
        switch=True,
        needs="sighting",
    ),
    _row("show", QT_TRANSLATE_NOOP("Commands", "Filter the queue…"), "F", "list-filter", "view", gap=True),
    _row("filter-text", QT_TRANSLATE_NOOP("Commands", "Filter by text"), "Ctrl+F", "search", "view"),
    _row("batch", QT_TRANSLATE_NOOP("Commands", "Batch or listing…"), "Shift+F", "folder", "view"),
    _row("order", QT_TRANSLATE_NOOP("Commands", "Sort the queue…"), "O", "arrow-down-wide-narrow", "view"),
    _row("show-all", QT_TRANSLATE_NOOP("Commands", "Show all photos"), "Backspace", "", "view", needs="filter"),
    _row(
        "grid",
        QT_TRANSLATE_NOOP("Commands", "Show the queue as a grid"),
        "Ctrl+G",
        "layout-grid",
        "view",
        gap=True,
        switch=True,
    ),
    _row("larger", QT_TRANSLATE_NOOP("Commands", "Larger thumbnails"), ">", "", "view", needs="grid"),
    _row("smaller", QT_TRANSLATE_NOOP("Commands", "Smaller thumbnails"), "<", "", "view", needs="grid"),
    _row(
        "compare",
        QT_TRANSLATE_NOOP("Commands", "Compare with the match"),
        "C",
        "columns-2",
        "view",
        gap=True,
        needs="photo",
    ),
    _row("blink", QT_TRANSLATE_NOOP("Commands", "Blink between the two (hold)"), "B", "", "view", needs="photo"),
    _row("full-screen", QT_TRANSLATE_NOOP("Commands", "Full screen"), "F11", "", "view", gap=True, switch=True),
    _row("next-control", QT_TRANSLATE_NOOP("Commands", "Next part of the window"), "F6"),
    _row("previous-control", QT_TRANSLATE_NOOP("Commands", "Previous part of the window"), "Shift+F6"),
    _row("help", QT_TRANSLATE_NOOP("Commands", "Help"), "F1", "circle-help", "help"),
    _row("find-command", QT_TRANSLATE_NOOP("Commands", "Find a command…"), "Ctrl+P", "search", "help"),
    _row("keys", QT_TRANSLATE_NOOP("Commands", "Keys"), "?", "keyboard", "help"),
    _row("change-keys", QT_TRANSLATE_NOOP("Commands", "Change keys…"), "", "", "help"),
    _row("doctor", QT_TRANSLATE_NOOP("Commands", "Check the library…"), "", "circle-check", "help"),
    _row("about", QT_TRANSLATE_NOOP("Commands", "About Karuta"), "", "info", "help"),
)
