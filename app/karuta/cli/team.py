"""`karuta team`: a team works on one table, through a PostgreSQL database. No other command connects to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import wraps
from typing import Any

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.writing import writes_library
from karuta.domain.label import Source
from karuta.domain.sentence import counted, filled
from karuta.services.labels.merge import allow_places, said_of_clocks, said_of_places, team_places
from karuta.services.labels.open_labels import labels_for_reading, labels_for_writing, origin_of

UNREACHABLE = 3
"""Exit code where the server cannot be reached."""
_VARIABLE = "KARUTA_TEAM"
_SCHEMES = ("postgresql://", "postgres://")


@click.group(short_help="Work on one table with others, through PostgreSQL.")
def team() -> None:
    """Work on one table with others, through a PostgreSQL database that one of you keeps.

    Photos stay where they are. A seal finds damage, not lies: who is admitted can give wrong labels under their own
    name, and the database's owner can change anything. Needs the extra `team`: `pip install 'karuta[team]'`.
    """


def _address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    del context
    if value is not None and not value.startswith(_SCHEMES):
        raise click.BadParameter("an address begins with postgresql://", param=parameter)
    return value


_url = click.argument("url", metavar="URL", envvar=_VARIABLE, callback=_address)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def _reaches(function: Callable[..., int]) -> Callable[..., int]:
    """A server that cannot be reached is one sentence and an exit code of its own."""

    @wraps(function)
    def command(*arguments: Any, **options: Any) -> int:
        from karuta.services.labels.team import TeamAway

        try:
            return function(*arguments, **options)
        except TeamAway as error:
            output.say(error.sentence)
            return UNREACHABLE

    return command


@team.command("init", short_help="Make a team's store in an empty database.")
@_url
@click.option("--person", "people", metavar="ROLE", multiple=True, help="Admit this role, made where it is not there.")
@click.pass_obj
@_reaches
def init(invocation: Invocation, /, *, url: str, people: Sequence[str]) -> int:
    """Make the store of a team in the database at URL, as its owner, and admit people to it.

    Each person has a role of their own, which may only read and add. Run it again with --person to admit one more. A
    role that is made here has no password: set one in `psql` with `\\password ROLE`.
    """
    from karuta.services.labels.team import init_team

    sql = (invocation.resources / "team.sql").read_text(encoding="utf-8")
    is_new, made = init_team(url, sql, people)
    output.line("The team's store is made." if is_new else "The team's store was there already.")
    for person in people:
        output.line(f"{person} is admitted" + (", as a new role without a password." if person in made else "."))
    if not people:
        output.say(
            "Next: admit each person with `karuta team init URL --person ROLE`; they join with `karuta team join`."
        )
    return 0


@team.command("join", short_help="Make this library one of a team.")
@_url
@click.option(
    "--annotator", metavar="NAME", help="Your name in labels (default: who labelled here, else the login name)."
)
@click.pass_obj
@_reaches
@writes_library()
def join(invocation: Invocation, /, *, url: str, annotator: str | None) -> int:
    """Make this library one of the team at URL, and bind your name and this device to your role there.

    URL is kept in the library, without what may be secret, such as a password: libpq takes that from ~/.pgpass,
    PGPASSWORD or a service file.
    Connections to other computers use TLS unless `sslmode` in URL says otherwise; `sslmode=verify-full` checks who
    answers.
    """
    from karuta.services.labels.team import join_team

    origin = origin_of(annotator, Source.COMMAND)
    with labels_for_writing(invocation.library) as file:
        joined = join_team(file, url, origin, annotator=None if annotator is None else origin.annotator)
    with output.after_storing("The team is joined"):
        names = ", ".join(joined.names) or "nobody yet"
        output.line(f"Joined as {joined.role}; labels by {names} are yours. Next: `karuta team pull` and `team push`.")
        _say([*joined.sentences])
        if "password" in joined.left_out:
            output.say("The password in the address is not kept; put it into ~/.pgpass or PGPASSWORD.")
        if others := [name for name in joined.left_out if name != "password"]:
            output.say(
                f"Not kept of the address, because it may be secret: {', '.join(others)}. Put it into libpq's service "
                "file (~/.pg_service.conf), and `service=NAME` into the address."
            )
    return 0


def _say(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        output.say(sentence)


@contextmanager
def _own(invocation: Invocation, *, writing: bool) -> Any:
    """The label file and the address of its team."""
    from karuta.services.labels.team import team_url

    with (labels_for_writing if writing else labels_for_reading)(invocation.library) as file:
        url = os.environ.get(_VARIABLE) or team_url(file)
        if not url.startswith(_SCHEMES) and _VARIABLE in os.environ:
            raise click.UsageError(f"{_VARIABLE} is no address; it begins with postgresql://.")
        yield file, url


@team.command("push", short_help="Send what was decided here.")
@_json
@click.pass_obj
@_reaches
@writes_library()
def push(invocation: Invocation, /, *, as_json: bool) -> int:
    """Send the labels that were given in this library, with their history, to the team. The same again changes nothing.

    Labels of others that came by a file stay here and are counted. An event under your name from another's device, or
    the reverse, is refused; exit code 1 then. Exit code 3: the server cannot be reached; nothing is lost.
    """
    from karuta.services.labels.team_events import push as send

    with _own(invocation, writing=True) as (file, url):
        sent = send(file, url, origin_of(None, Source.COMMAND))
    with output.after_storing("The labels are sent"):
        if as_json:
            output.json_line({"sent": sent.events, "unsent": sent.unsent, "crops": sent.crops, "refused": sent.refused})
        else:
            crops = f", {counted(sent.crops, 'crop')}" if sent.crops else ""
            output.line(f"{counted(sent.events, 'event')}{crops} sent.")
        _say([*sent.sentences, *sent.stays, *(filled("Refused: {why}.", {"why": why}) for why in sent.refused)])
    return 1 if sent.refused else 0


@team.command("pull", short_help="Take what the others decided.")
@click.option(
    "--crops", "with_crops", is_flag=True, help="Take crops that are not here too, or ask the others for them."
)
@click.option(
    "--photos-anywhere",
    is_flag=True,
    help="Open photos at the places on this computer that the others name, from now on.",
)
@_json
@click.pass_obj
@_reaches
@writes_library()
def pull(invocation: Invocation, /, *, with_crops: bool, photos_anywhere: bool, as_json: bool) -> int:
    """Take the team's labels that are not here yet, as one merge, which `karuta undo` takes back in this library alone.

    Every event is verified: its seal, and that its name and device are those of the role that added it. Others are
    refused; exit code 1 then. Exit code 3: the server cannot be reached; what came before is kept. A crop that nobody
    has sent comes with a later `pull --crops`, once somebody who has it has pushed.
    """
    from karuta.services.labels.team import TeamAway
    from karuta.services.labels.team_crops import fetch_crops
    from karuta.services.labels.team_events import pull as take

    with _own(invocation, writing=True) as (file, url):
        pulled = take(file, url, origin_of(None, Source.MERGE))
        crops = None
        if with_crops and pulled.away is None:
            try:
                crops = fetch_crops(file, url)
            except TeamAway as error:
                pulled = replace(pulled, away=error)
        if photos_anywhere:
            allow_places(file, team_places(file))
        places = said_of_places(file, "`karuta team pull --photos-anywhere`")
    refused = [*pulled.refused, *(crops.refused if crops else ())]
    with output.after_storing("The labels are merged"):
        if as_json:
            asked = {"crops": crops.came, "crops_asked": crops.asked} if crops else {}
            output.json_line({"new": pulled.new, "conflicts": pulled.conflicts, "refused": refused, **asked})
        else:
            output.line(f"{counted(pulled.new, 'new event')}, {counted(pulled.conflicts, 'conflict')}.")
            if crops:
                output.line(f"{counted(crops.came, 'crop')} came, {crops.asked:,} asked for.")
        clocks = [sentence for merged in pulled.merged for sentence in said_of_clocks(merged)]
        told = (filled("Refused: {why}.", {"why": why}) for why in refused)
        _say([*pulled.sentences, *clocks, *([places] if places else []), *told])
        if pulled.away is not None:
            output.say(pulled.away.sentence)
            return UNREACHABLE
    return 1 if refused else 0


@team.command("status", short_help="Say how far you and the team are.")
@_json
@click.pass_obj
@_reaches
def status(invocation: Invocation, /, *, as_json: bool) -> int:
    """Say how many events there are to send and to take, who works on which batch, and about how much people disagree.

    Changes nothing. Exit code 3: the server cannot be reached.
    """
    from karuta.services.labels.team import said_of_person
    from karuta.services.labels.team import status as ask

    with _own(invocation, writing=False) as (file, url):
        state = ask(file, url)
    if as_json:
        people = [person._asdict() for person in state.people]
        output.json_line({**asdict(state), "people": people})
        return 0
    output.line(f"{state.to_send:,} to send, {state.new:,} new, {counted(state.conflicts, 'conflict')}.")
    for person in state.people:
        output.line(f"  {said_of_person(person)}")
    return 0
