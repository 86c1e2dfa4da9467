"""`karuta catalogue` and `karuta index`: adds packs of cards, searches and shows them; rebuilds the index."""

from __future__ import annotations

import os
from dataclasses import asdict
from inspect import cleandoc
from pathlib import Path

import click

from karuta.cli import card_text, output
from karuta.cli.fetch import fetch
from karuta.cli.root import Invocation
from karuta.cli.scheduler import on_cluster, scheduler_option
from karuta.cli.table_path import TablePath, map_option
from karuta.cli.writing import writes_library
from karuta.domain.cancel import CancelToken
from karuta.domain.catalogue import Closeness
from karuta.domain.sentence import counted
from karuta.services.catalogue.browse_cards import (
    card_result,
    catalogue_info,
    describe_catalogue,
    search_result,
    show_card,
)
from karuta.services.catalogue.rebuild_index import describe_index, rebuild_library_index
from karuta.services.catalogue.search_cards import CardSearch
from karuta.services.catalogue.sources.card_source import SourceOptions
from karuta.services.catalogue.sources.column_names import FIELDS
from karuta.services.catalogue.sources.list_map import ListMap, read_map
from karuta.services.catalogue.sources.recognise import AUTO
from karuta.services.catalogue.sources.source_formats import FORMATS

_STEP = "testing itself"
OFFER = "`karuta train --without-labels` learns from simulated photos of these cards, and may do better."


@click.command("self-test", short_help="Test the catalogue on simulated photos of its own cards.")
@click.option("--anew", is_flag=True, help="From the beginning, also where the test is finished.")
@click.option("--unhurried", is_flag=True, hidden=True, help="Give way to everything else on this computer.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library()
def self_test(invocation: Invocation, /, *, anew: bool, unhurried: bool, as_json: bool) -> int:
    """Test the catalogue: 200 simulated photos of its own cards are looked up, with their card in it and without.

    It says what to expect, and corrects the probabilities of this catalogue by it. `catalogue add` and the window do
    the same by themselves; it takes about a minute. Stopped at any point, it goes on from there. Where cards were added
    or taken back, the test is another one; until it is finished, the shipped figures hold.

    \b
    karuta catalogue self-test
    karuta catalogue self-test --anew --json
    """
    from karuta.services.catalogue.self_test import self_test as test  # these load the engine
    from karuta.services.catalogue.tested import state_of_test

    if unhurried and hasattr(os, "nice"):
        os.nice(15)
    tested = test(
        invocation.library, invocation.resources, cancel=CancelToken(), progress=output.PacedLine(_STEP), anew=anew
    )
    if as_json:
        output.json_line({"self_test": None if tested is None else tested.as_json()})
    else:
        output.line(state_of_test(invocation.library).sentence)
        if tested is not None and tested.expected.is_short:
            output.say(OFFER)
    return 0


def told_of_own_test(invocation: Invocation) -> None:
    """After a pack: the test, and what it found, as a message; nothing where the catalogue is too small for it."""
    from karuta.services.catalogue.self_test import self_test_if_possible

    tested = self_test_if_possible(
        invocation.library, invocation.resources, cancel=CancelToken(), progress=output.PacedLine(_STEP)
    )
    if tested is not None:
        output.say(tested.sentence)
        if tested.expected.is_short:
            output.say(OFFER)


def add_back(invocation: Invocation, source: Path, *, game: str | None, as_json: bool) -> int:
    """Raises `click.UsageError` without a game, `PictureError` for what is no picture."""
    if game is None:
        raise click.UsageError("Say with --game which game's cards have this back.")
    # These load the engine, which wrong usage does without.
    from karuta.services.catalogue.add_by_hand import add_back_by_hand, picture_at

    report = add_back_by_hand(
        invocation.library,
        invocation.resources,
        game=game,
        picture=picture_at(source),
        cancel=CancelToken(),
        progress=output.Steps(),
    )
    return output.answer(card_text.as_values(report), card_text.added(report), as_json=as_json)


_MOST_TROUBLES = 3


@click.group(short_help="Add packs of cards, search and show them.")
def catalogue() -> None:
    """The catalogue is all cards that Karuta can answer with. It grows by packs: folders of cards and pictures."""


@catalogue.command(short_help="Add cards and pictures: a folder, a file or a zip.")
@click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice([AUTO, *(source_format.name for source_format in FORMATS)]),
    default=AUTO,
    show_default=True,
    help="What kind of source it is, where Karuta does not see it.",
)
@click.option("--pictures", metavar="DIR", type=click.Path(path_type=Path), help="A folder with its pictures.")
@click.option("--game", metavar="G", help="The game of the cards (else the source's own, else the pack's name).")
@map_option(
    "columns",
    metavar="FIELD=COLUMN",
    says="Which column of a table holds what: name=Title; id= means none.",
    fields=FIELDS,
    may_be_empty=True,
)
@click.option("--map-file", metavar="FILE", type=TablePath(), help="The same, from a file.")
@click.option("--save-map", metavar="FILE", type=click.Path(path_type=Path), help="Write how the columns were taken.")
@click.option("--pack", metavar="NAME", help="What to call the pack (else the source's name).")
@click.option("--back", "is_back", is_flag=True, help="SOURCE is a picture of the back of the cards of --game.")
@click.option("--rehearse", is_flag=True, help="Change nothing: say what would be added, and what it would do.")
@click.option(
    "--no-self-test", "no_test", is_flag=True, help="Do not test the catalogue on simulated photos afterwards."
)
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library()
def add(
    invocation: Invocation,
    /,
    *,
    source: Path,
    format_: str,
    pictures: Path | None,
    game: str | None,
    columns: dict[str, str],
    map_file: Path | None,
    save_map: Path | None,
    pack: str | None,
    is_back: bool,
    rehearse: bool,
    no_test: bool,
    scheduler: str | None,
    as_json: bool,
) -> int:
    """Add the cards and pictures of SOURCE; what is there already stays as it is.

    SOURCE is a folder, a file, or a zip of either. Karuta sees by itself what it is:

    \b
    FORMATS_HERE

    A card that another source brought already is not doubled: names, readings and printings are added to it. Of a list
    of any game Karuta guesses which column holds what, by names and values, and asks where it cannot: rehearse it, say
    it with --map, keep it with --save-map game.karuta-map.toml. Rows that share an id and differ are named, not joined.

    \b
    Karuta's own folder holds
      cards.jsonl  one card a line, at least
                   {"game": "mygame", "card_id": "1", "names": {"en": "First Card"}}
      images.csv   file,card_id,artwork[,game]   (artwork: main or alternate)
      images/      the pictures that images.csv names

    With --back SOURCE is one picture instead: the back of the cards of --game.

    Rows that cannot be used are skipped and listed. Stopped at any point, the same command goes on from there.

    Once the cards are live, the catalogue tests itself on simulated photos (see `karuta catalogue self-test`).
    """
    if is_back:
        others = (pictures, columns, map_file, save_map, pack, rehearse, scheduler)
        if format_ != AUTO or any(others):
            raise click.UsageError("--back goes with --game and --json alone; the pack is By hand.")
        return add_back(invocation, source, game=_game(game), as_json=as_json)
    kept = read_map(map_file) if map_file is not None else ListMap()
    options = SourceOptions(
        pictures=pictures,
        game=_game(game or kept.game),
        columns={**kept.fields, **columns},
        variants=kept.variants,
        save_map=save_map,
    )
    if format_ == AUTO and kept.format in (source_format.name for source_format in FORMATS):
        format_ = kept.format
    if rehearse:
        return _rehearse(invocation, source, pack=pack, format_=format_, options=options, as_json=as_json)
    # These load the engine, which the other commands do without.
    from karuta.services.catalogue.add_folder import add_folder
    from karuta.services.catalogue.kept_pictures import keep_all, keep_missing_contrasts, keep_missing_siblings

    report = add_folder(
        source,
        format=format_,
        options=options,
        pack=pack,
        library=invocation.library,
        resources=invocation.resources,
        cancel=CancelToken(),
        progress=output.Steps(),
        cluster=None if scheduler is None else on_cluster(scheduler),
    )
    output.answer(card_text.as_values(report), card_text.added(report), as_json=as_json)
    # The pack is live: what follows only makes lookups faster, and says how good they are.
    for keep, doing in ((keep_missing_contrasts, "storing contrasts"), (keep_missing_siblings, "comparing artworks")):
        keep_all(keep, invocation.library, cancel=CancelToken(), progress=output.PacedLine(doing))
    if not no_test:
        told_of_own_test(invocation)
    return 0


# From the table of sources, so that help and program always agree.
add.help = cleandoc(add.help or "").replace(
    "FORMATS_HERE", "\n".join(f"  {source_format.name:<17}{source_format.reads}" for source_format in FORMATS)
)


def _game(text: str | None) -> str | None:
    game = (text or "").strip()
    if ":" in game or not game.isprintable():
        raise click.UsageError("A game's name may hold no colon, which parts it from the card id.")
    return game or None


def _rehearse(
    invocation: Invocation, source: Path, *, pack: str | None, format_: str, options: SourceOptions, as_json: bool
) -> int:
    from karuta.services.catalogue.add_folder import rehearse_folder  # loads the engine

    rehearsal = rehearse_folder(
        source,
        format=format_,
        options=options,
        pack=pack,
        library=invocation.library,
        resources=invocation.resources,
        cancel=CancelToken(),
        progress=output.Steps(),
    )
    value = {**card_text.as_values(rehearsal.report), "rehearsal": card_text.rehearsal_json(rehearsal)}
    return output.answer(value, card_text.rehearsed(rehearsal), as_json=as_json)


catalogue.add_command(fetch)
catalogue.add_command(self_test)


@catalogue.command(short_help="Find cards by name, reading, passcode or set code.")
@click.argument("text", metavar="TEXT...", nargs=-1, required=True)
@click.option("-k", "count", type=click.IntRange(min=1), default=10, show_default=True, help="Most cards to list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per card, one per line.")
@click.pass_obj
def search(invocation: Invocation, /, *, text: tuple[str, ...], count: int, as_json: bool) -> int:
    """Find cards by TEXT: a name in any language, a reading, a nickname, a passcode or a set code, or a part of one.

    Capitals, accents, spaces, punctuation and the kind of kana do not matter, nor does the order of words. Typing
    errors are forgiven, and Japanese names may be typed in Latin letters. Nicknames of your own stand in nicknames.csv
    in the library: a row is game,nickname,card.

    \b
    karuta catalogue search blue eyes
    karuta catalogue search drak magicain
    karuta catalogue search burakku majishan
    karuta catalogue search LOB-EN005
    """
    query = " ".join(text).strip()
    if not query:
        raise click.UsageError("TEXT is empty; give a name, a reading, a passcode or a set code.")
    finder = CardSearch(invocation.library, invocation.resources)
    cards = finder.find(query, limit=count)
    for trouble in finder.troubles[:_MOST_TROUBLES]:
        output.say(trouble)
    if not cards:
        output.say(f"No card matches {query}.")
    elif cards[0].matched.closeness is Closeness.SIMILAR and not as_json:
        output.say(f"No card matches {query}; similar names:")
    width = max((len(str(card.card)) for card in cards), default=0)
    for card in cards:
        line = search_result(card, invocation.library).to_dict()
        output.answer(line, [card_text.found_line(card, width=width)], as_json=as_json)
    return 0


@catalogue.command(short_help="Show one card.")
@click.argument("card_id", metavar="CARD_ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(invocation: Invocation, /, *, card_id: str, as_json: bool) -> int:
    """Show all that the catalogue says of the card CARD_ID: names, codes, printings, artworks.

    CARD_ID is `game:card_id`, or the card id alone where only one game has it.
    """
    card = show_card(invocation.library, card_id)
    lines = card_text.shown(card, invocation.library)
    return output.answer(card_result(card, invocation.library).to_dict(), lines, as_json=as_json)


@catalogue.command(short_help="Summarise the catalogue.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def info(invocation: Invocation, /, *, as_json: bool) -> int:
    """Say what the catalogue holds: packs, cards, artworks, languages."""
    from karuta.services.catalogue.tested import state_of_test  # loads the engine

    summary = describe_catalogue(invocation.library)
    test = state_of_test(invocation.library)
    own = None if test.tested is None else test.tested.as_json()
    value = catalogue_info(invocation.library, summary, own).to_dict()
    lines = (*card_text.described(summary, invocation.library), card_text.own_test(test.sentence))
    return output.answer(value, lines, as_json=as_json)


@click.group(short_help="Rebuild or describe the index.")
def index() -> None:
    """The index finds the nearest artworks; it can be rebuilt at any time from the catalogue."""


@index.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library()
def rebuild(invocation: Invocation, *, as_json: bool) -> int:
    """Build the index anew from the catalogue.

    Pictures without a vector are embedded. Nothing is lost if it is stopped.
    """
    report = rebuild_library_index(
        invocation.library, invocation.resources, cancel=CancelToken(), progress=output.PacedLine("embedding")
    )
    if as_json:
        output.result_line(file=invocation.library.index)
    say = output.say if as_json else output.line
    say(f"The index {report.name}@{report.index_hash[:12]} holds {counted(report.pictures, 'artwork')}.")
    if report.missing:
        output.say(
            f"No usable picture file for {counted(len(report.missing), 'artwork')}; add the catalogue folder again, "
            "then run `karuta index rebuild`."
        )
    return 1 if report.missing else 0


@index.command("info")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def describe(invocation: Invocation, *, as_json: bool) -> int:
    """Show what the index holds, and whether it is intact and current."""
    state = describe_index(invocation.library)
    if as_json:
        output.json_line(asdict(state))
    elif state.damage:
        output.line(f"{state.damage}; exact search answers, `karuta index rebuild` repairs it.")
    else:
        name = f"{state.name}@{(state.index_hash or '')[:12]}"
        output.line(f"{name}: {counted(state.pictures, 'artwork')}, {state.trees} trees, model {state.model}")
        if state.behind:
            output.line(
                f"{counted(state.behind, 'newer artwork')} searched beside it; `karuta index rebuild` merges them."
            )
    return 0
