"""`karuta demo`: the demo library, in the window or, where there is no display, in the terminal."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import click

from karuta import system_libraries
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.writing import second_folder
from karuta.domain.cancel import CancelToken
from karuta.domain.demo_wish import DemoWish
from karuta.domain.errors import LibraryError
from karuta.domain.judging import CardOutcome, PhotoOutcome
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import LabelsAstray, refuse_where_astray
from karuta.services.library.demo import demo_photos, look_demo_up, ready_demo, throw_demo_away
from karuta.services.library.open_library import open_for_reading


@click.command(short_help="Try Karuta on the bundled demo cards and photos.")
@click.option("--fresh", is_flag=True, help="Create the demo library anew; its labels are discarded.")
@click.option("--booth", is_flag=True, help="Present mode for passers-by: full screen, large text; keys label nothing.")
@click.pass_obj
def demo(invocation: Invocation, /, *, fresh: bool, booth: bool) -> int:
    """Open the demo library with its photos; without a display, look them up here and print what came out."""
    library = invocation.demo_library
    if has_display():
        # The window makes the library, and shows the progress.
        return invocation.open_window(library, photos=demo_photos(invocation.resources), demo=DemoWish(fresh, booth))
    if booth:
        output.say("There is no display to open present mode on; `karuta demo` answers in the terminal.")
        return 1
    if fresh:
        throw_demo_away(library)
    _refuse_where_astray(library)
    made = ready_demo(library, invocation.resources, cancel=CancelToken(), progress=output.Steps())
    return _in_the_terminal(invocation, library, made=made)


def _refuse_where_astray(library: LibraryFolder) -> None:
    """Like every command that writes. The repair command names this library, which other commands do not use."""
    try:
        refuse_where_astray(library, second_folder(library))
    except LabelsAstray as error:
        raise LibraryError(
            "{fault}. `karuta --library {folder} backups` lists what can be restored; `karuta demo --fresh` "
            "starts anew.",
            fault=error.fault,
            folder=_quoted(library.root),
        ) from error


def _in_the_terminal(invocation: Invocation, library: LibraryFolder, *, made: bool) -> int:
    """Look the photos up here, print each beside its truth, and say how many are right."""
    opened = open_for_reading(library, invocation.resources)
    if opened.warning:
        output.say(opened.warning)
    output.line(_ROW.format("photo", "verdict", "score", "first match", "", "truth"))
    right = cards = 0
    for answer in look_demo_up(
        invocation.resources, lambda path: opened.recogniser.recognise(path, k=5), cancel=CancelToken()
    ):
        for text in _rows(answer):
            output.line(text)
        right += sum(card.right for card in answer.cards)
        cards += len(answer.cards)
    output.line()
    output.line(f"{right} of {cards} right (a card that is not in the catalogue is right when no match is offered).")
    output.line(f"The demo library {'was created' if made else 'is'} at {library.root}")
    output.line(f"Try it: karuta --library {_quoted(library.root)} lookup PHOTO")
    return 0


_ROW = "{:<22} {:<10} {:>5}  {:<28} {:<5} {}"


def _rows(answer: PhotoOutcome) -> list[str]:
    name = answer.photo.name
    if answer.error is not None:
        return [f"{name:<22} {answer.error}"]
    return [_row(name if place == 0 else "", card) for place, card in enumerate(answer.cards)]


def _row(photo: str, card: CardOutcome) -> str:
    first = card.first
    offered = first if first is not None and card.sighting is not None else None
    return _ROW.format(
        photo,
        card.verdict.value if card.verdict else "-",
        f"{offered.score:.2f}" if offered else "",
        offered.name[:28] if offered else "no card found",
        "right" if card.right else "WRONG",
        card.card.written or "(none)",
    ).rstrip()


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text


def has_display() -> bool:
    """Whether a window could be shown: see help, *Commands and files*, `karuta demo`."""
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal"):
        return False
    on_linux = platform.system() == "Linux"
    return not on_linux or system_libraries.has_display()
