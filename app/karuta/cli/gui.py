"""`karuta gui`: opens the window, once there is one."""

from __future__ import annotations

import click

from karuta.cli import output


@click.command(short_help="Open the window.")
@click.argument("photos", metavar="[PHOTO]...", nargs=-1)
@click.pass_context
def gui(context: click.Context, /, *, photos: tuple[str, ...] = ()) -> int:
    """Open the window; with photos, the first of them on the desk."""
    del context
    asked = " ".join(photos) or "PHOTO"
    output.say(f"This version of Karuta has no window yet; `karuta lookup {asked}` answers in the terminal.")
    return 1
