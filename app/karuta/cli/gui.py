"""`karuta gui`: opens the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.paths import check_target


@click.command(short_help="Open the window.")
@click.argument("photos", metavar="[PHOTO]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--screenshot",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Save a picture of the window as PNG and exit; works without a display.",
)
@click.option("--stalls", hidden=True, type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def gui(
    invocation: Invocation,
    /,
    *,
    photos: tuple[Path, ...] = (),
    screenshot: Path | None = None,
    stalls: Path | None = None,
) -> int:
    """Open the window; with photos or folders: add them, the first on the desk."""
    for place in (screenshot, stalls):
        if place is not None:
            check_target(place, force=True, reads=photos)
    if screenshot is None and stalls is None and not can_open():
        output.say("There is no display to open the window on; `karuta lookup PHOTO` answers in the terminal.")
        return 1
    return invocation.open_window(
        invocation.library, photos=[photo.absolute() for photo in photos], screenshot=screenshot, stalls=stalls
    )


def can_open() -> bool:
    """Whether Qt finds a screen, or was told to draw off-screen (as in tests)."""
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return True
    return _is_there(os.environ.get("DISPLAY", "")) or bool(os.environ.get("WAYLAND_DISPLAY"))


def _is_there(display: str) -> bool:
    """A display of this machine has a socket file; without it Qt would abort. A remote one is trusted."""
    host, _, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True
    return bool(number) and Path(f"/tmp/.X11-unix/X{number.split('.')[0]}").exists()
