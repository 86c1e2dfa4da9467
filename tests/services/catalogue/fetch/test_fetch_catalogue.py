"""A source is fetched whole from hosts that break off, lie and say no; and nothing lands where it may not."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests import published
from tests.fetching import PrintSays, TurnedClock, fetch, files_of, plan_of
from tests.loopback import Instead, Loopback, Published
from tests.sources import add_source

from karuta import __version__
from karuta.domain.errors import CatalogueError
from karuta.domain.fetch_progress import FetchBegun, FetchCounted, FetchWaits
from karuta.paths import LibraryFolder
from karuta.services.catalogue.fetch import fetched_folder
from karuta.services.catalogue.fetch.fetch_list import KEPT_SECONDS

DECK, DECK_PICTURES = published.DECK, published.DECK_PICTURES


@contextmanager
def serving(source: str) -> Iterator[Loopback]:
    with Loopback(published.ALL[source]()).serving() as server:
        yield server


@pytest.fixture
def deck() -> Iterator[Loopback]:
    with serving("ygoprodeck") as server:
        yield server


def pictures_asked(server: Loopback) -> list[str]:
    return [path for path in server.paths() if path.endswith((".jpg", ".png"))]


@pytest.mark.parametrize(
    ("source", "cards", "pictures"),
    [
        ("ygoprodeck", 12, 13),
        ("yaml-yugi", 12, 0),
        ("scryfall", 11, 12),
        ("pokemon-tcg-data", 12, 12),
    ],
)
def test_what_was_fetched_is_added_as_it_lies(tmp_path: Path, source: str, cards: int, pictures: int) -> None:
    folder = tmp_path / source
    with serving(source) as server:
        ended = fetch(source, folder, server)
    assert (ended.pictures.new, ended.pictures.missing) == (pictures, 0)
    report = add_source(folder, LibraryFolder(tmp_path / "library"))
    assert (report.format, report.pack, report.cards.added, report.artworks.added) == (source, source, cards, pictures)
    assert report.skipped == ()
    assert report.unpaired.pictures == 0


@pytest.mark.parametrize("source", published.ALL)
def test_each_host_is_asked_one_thing_at_a_time_no_oftener_than_it_wishes(tmp_path: Path, source: str) -> None:
    clock, said = TurnedClock(is_still=True), PrintSays()
    with serving(source) as server:
        fetch(source, tmp_path, server, clock=clock, said=said)
    assert server.open_at_once == 1
    plan = plan_of(source)
    assert clock.waits == pytest.approx([plan.interval] * (len(server.asked) - 1))
    assert {request.headers["User-Agent"] for request in server.asked} == {
        f"Karuta/{__version__} (trading card catalogue)"
    }
    assert all("Accept" in request.headers and "Cookie" not in request.headers for request in server.asked)
    assert {path.split("/")[0] for path in server.paths()} == set(plan.hosts)
    (begun,) = (progress for progress in said.heard if isinstance(progress, FetchBegun))
    assert begun.hosts == plan.hosts


@pytest.mark.parametrize("source", ["scryfall", "pokemon-tcg-data"])
def test_broken_at_random_bytes_it_is_the_same_to_the_byte(tmp_path: Path, source: str) -> None:
    with serving(source) as server:
        fetch(source, tmp_path / "unbroken", server)
        sent = server.sent
    whole, dice, runs = files_of(tmp_path / "unbroken"), random.Random(source), 0
    with serving(source) as server:
        server.breaks = sorted(dice.sample(range(1, sent), 8))
        is_done = False
        while not is_done:
            runs += 1
            server.comes_back()
            with suppress(CatalogueError):
                is_done = not fetch(source, tmp_path / "broken", server).pictures.missing
    assert (runs, server.breaks) == (9, [])
    assert files_of(tmp_path / "broken") == whole


def test_a_list_goes_on_at_the_byte_where_it_broke_off(tmp_path: Path) -> None:
    with serving("yaml-yugi") as server:
        server.misbehave = lambda path, before: Instead(breaks_at=100) if before < 3 else None
        fetch("yaml-yugi", tmp_path, server)
        body = server.files[published.YUGI].body
    assert [request.headers.get("Range") for request in server.asked] == [
        None,
        "bytes=100-",
        "bytes=200-",
        "bytes=300-",
    ]
    assert (tmp_path / "cards.json").read_bytes() == body


def test_a_list_that_is_another_by_then_is_taken_anew(tmp_path: Path) -> None:
    newer = published.yaml_yugi(20)
    with serving("yaml-yugi") as server:

        def misbehave(path: str, before: int) -> Instead | None:
            if before == 1:
                server.files.update(newer)
            return Instead(breaks_at=200) if before == 0 else None

        server.misbehave = misbehave
        fetch("yaml-yugi", tmp_path, server)
    assert (tmp_path / "cards.json").read_bytes() == newer[published.YUGI].body


def test_one_picture_that_is_missing_ends_nothing_and_is_asked_for_again(tmp_path: Path, deck: Loopback) -> None:
    gone = f"{DECK_PICTURES}/{published.passcode(5)}.jpg"
    there = deck.files.pop(gone)
    ended = fetch("ygoprodeck", tmp_path, deck)
    assert ended.pictures == FetchCounted(new=12, same=0, missing=1)
    assert [(picture.file, picture.reason) for picture in ended.missing] == [
        (f"images/{published.passcode(5)}.jpg", "127.0.0.1 does not have it (404)")
    ]
    deck.files[gone] = there
    deck.asked.clear()
    ended = fetch("ygoprodeck", tmp_path, deck)
    assert ended.pictures == FetchCounted(new=1, same=12)
    assert deck.paths() == [gone]


def test_what_is_there_is_not_asked_for_again_within_a_day(tmp_path: Path, deck: Loopback) -> None:
    fetch("ygoprodeck", tmp_path, deck)
    deck.asked.clear()
    ended = fetch("ygoprodeck", tmp_path, deck)
    assert (deck.paths(), ended.lists, ended.pictures) == ([], FetchCounted(0, 5), FetchCounted(0, 13))
    fetch("ygoprodeck", tmp_path, deck, clock=TurnedClock(turned=KEPT_SECONDS + 60))
    assert len(deck.paths()) == 5


def test_after_a_day_a_list_comes_only_where_it_is_another(tmp_path: Path) -> None:
    with serving("yaml-yugi") as server:
        fetch("yaml-yugi", tmp_path, server)
        sent = server.sent
        ended = fetch("yaml-yugi", tmp_path, server, clock=TurnedClock(turned=KEPT_SECONDS + 60))
    assert ended.lists == FetchCounted(new=0, same=1)
    assert (len(server.asked), server.sent) == (2, sent)


def test_a_picture_that_a_disk_changed_is_fetched_again(tmp_path: Path, deck: Loopback) -> None:
    fetch("ygoprodeck", tmp_path, deck)
    whole = files_of(tmp_path)
    (tmp_path / "images" / f"{published.passcode(3)}.jpg").write_bytes(b"\xff\xd8\xff other \xff\xd9")
    assert fetch("ygoprodeck", tmp_path, deck).pictures == FetchCounted(new=1, same=12)
    assert files_of(tmp_path) == whole


@pytest.mark.parametrize("status", [408, 429, 503])
def test_a_host_that_cannot_just_now_is_asked_later_and_later(tmp_path: Path, deck: Loopback, status: int) -> None:
    deck.misbehave = lambda path, before: Instead(status=status, body=b"no") if path == DECK and before < 4 else None
    clock, said = TurnedClock(), PrintSays()
    fetch("ygoprodeck", tmp_path, deck, clock=clock, said=said, pictures=False, languages=("en",))
    pauses = [wait for wait in clock.waits if wait >= 1]
    assert pauses == ([30.0] * 4 if status == 429 else [1.0, 2.0, 4.0, 8.0])
    reason = f"127.0.0.1 is busy ({status})"
    assert [progress for progress in said.heard if isinstance(progress, FetchWaits)] == [
        FetchWaits(reason, wait) for wait in pauses
    ]


@pytest.mark.parametrize("said", ["seconds", "date"])
def test_a_host_that_says_how_long_is_left_alone_as_long(tmp_path: Path, deck: Loopback, said: str) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)
    when = until if said == "date" else "120"
    busy = Instead(status=429, body=b"", headers={"Retry-After": when})
    deck.misbehave = lambda path, before: busy if path == DECK and before == 0 else None
    clock = TurnedClock()
    fetch("ygoprodeck", tmp_path, deck, clock=clock, pictures=False, languages=("en",))
    assert 115 < max(clock.waits) <= 120


def test_a_host_that_wants_an_hour_is_not_asked_again(tmp_path: Path, deck: Loopback) -> None:
    busy = Instead(status=429, body=b"", headers={"Retry-After": "3600"})
    deck.misbehave = lambda path, before: busy if path.startswith(DECK_PICTURES) else None
    clock = TurnedClock()
    with pytest.raises(CatalogueError, match="asks to wait 60 minutes"):
        fetch("ygoprodeck", tmp_path, deck, clock=clock)
    assert len(pictures_asked(deck)) == 1
    assert max(clock.waits) < 3600


def test_pictures_that_all_fail_end_the_run_instead_of_asking_for_them_all(tmp_path: Path) -> None:
    with Loopback(published.ygoprodeck(60)).serving() as server:
        no = Instead(status=403, body=b"blocked")
        server.misbehave = lambda path, before: no if path.startswith(DECK_PICTURES) else None
        with pytest.raises(CatalogueError, match="refuses it"):
            fetch("ygoprodeck", tmp_path, server)
        assert len(pictures_asked(server)) == 20


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>Log in</title>",
        b'{"error": "No card matching"}',
        b"",
        b"\x1f\x8b\x08\x00broken",
        b"[1, 2]",
    ],
)
def test_rubbish_in_place_of_a_list_is_no_list(tmp_path: Path, deck: Loopback, body: bytes) -> None:
    deck.misbehave = lambda path, before: Instead(body=body)
    with pytest.raises(CatalogueError, match=r"cardinfo\.json could not be downloaded: .*an incomplete list of cards"):
        fetch("ygoprodeck", tmp_path, deck)
    assert len(deck.asked) == 3
    assert list(files_of(tmp_path)) == [".fetch/checksums"]


def test_a_packed_list_that_is_cut_is_asked_for_again(tmp_path: Path) -> None:
    with serving("scryfall") as server:
        body = server.files[published.BULK_FILE].body
        cut = Instead(body=body[: len(body) // 2])
        server.misbehave = lambda path, before: cut if path == published.BULK_FILE and before == 0 else None
        ended = fetch("scryfall", tmp_path, server, pictures=False)
    assert ended.lists == FetchCounted(new=1, same=0)
    assert (tmp_path / "default-cards.json").read_bytes().count(b"\n") == published.CARDS


@pytest.mark.parametrize("body", [b"<html>Not today</html>", published.picture(1)[:2000], b""])
def test_rubbish_in_place_of_a_picture_is_missing(tmp_path: Path, deck: Loopback, body: bytes) -> None:
    bad = f"{DECK_PICTURES}/{published.passcode(2)}.jpg"
    deck.misbehave = lambda path, before: Instead(body=body) if path == bad else None
    ended = fetch("ygoprodeck", tmp_path, deck)
    assert ended.pictures == FetchCounted(new=12, same=0, missing=1)
    assert not (tmp_path / "images" / f"{published.passcode(2)}.jpg").exists()


@pytest.mark.parametrize("length", [10, 10_000_000])
def test_a_wrong_length_is_no_whole_picture(tmp_path: Path, deck: Loopback, length: int) -> None:
    bad = f"{DECK_PICTURES}/{published.passcode(2)}.jpg"
    deck.misbehave = lambda path, before: Instead(says_length=length) if path == bad and before < 1 else None
    ended = fetch("ygoprodeck", tmp_path, deck)
    assert ended.pictures == FetchCounted(new=13, same=0)


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:9/x.jpg", "https://elsewhere.invalid/x.jpg", "file:///etc/passwd", "//["]
)
def test_a_host_that_passes_us_on_to_another_is_not_followed(tmp_path: Path, deck: Loopback, to: str) -> None:
    bad = f"{DECK_PICTURES}/{published.passcode(2)}.jpg"
    deck.misbehave = lambda path, before: (
        Instead(status=302, body=b"", headers={"Location": to}) if path == bad else None
    )
    ended = fetch("ygoprodeck", tmp_path, deck)
    assert ended.pictures == FetchCounted(new=12, same=0, missing=1)
    assert "not an address of this source" in ended.missing[0].reason


def test_a_host_may_pass_us_on_within_its_own(tmp_path: Path, deck: Loopback) -> None:
    bad, other = (f"{DECK_PICTURES}/{published.passcode(number)}.jpg" for number in (2, 3))
    onward = Instead(status=301, body=b"", headers={"Location": f"/{other}"})
    deck.misbehave = lambda path, before: onward if path == bad else None
    assert fetch("ygoprodeck", tmp_path, deck).pictures.missing == 0
    ring = Instead(status=301, body=b"", headers={"Location": f"/{bad}"})
    deck.misbehave = lambda path, before: ring if path == bad else None
    ended = fetch("ygoprodeck", tmp_path / "ring", deck)
    assert "without end" in ended.missing[0].reason


def test_of_its_surroundings_it_takes_proxies_but_no_password_and_no_cookie(
    tmp_path: Path, deck: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login anna password secret\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # never asked for what is on this computer
    busy = Instead(status=503, body=b"", headers={"Set-Cookie": "who=anna"})
    deck.misbehave = lambda path, before: busy if before == 0 else None
    assert fetch("ygoprodeck", tmp_path / "deck", deck).pictures == FetchCounted(new=13, same=0)
    assert not [request for request in deck.asked if {"Authorization", "Cookie"} & set(request.headers)]


def test_a_proxy_that_is_none_for_http_is_named(
    tmp_path: Path, deck: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(CatalogueError, match=r"the proxy .* is not an HTTP proxy"):
        fetch("ygoprodeck", tmp_path, deck)
    assert not deck.asked


def test_a_body_without_end_is_refused(tmp_path: Path, deck: Loopback) -> None:
    bad = f"{DECK_PICTURES}/{published.passcode(2)}.jpg"
    deck.files[bad] = Published(b"\xff\xd8\xff" + bytes(21_000_000))
    ended = fetch("ygoprodeck", tmp_path, deck)
    assert [picture.reason for picture in ended.missing] == ["127.0.0.1 sends a file that is too large"]


def test_a_list_that_says_to_be_endless_is_not_begun(tmp_path: Path, deck: Loopback) -> None:
    deck.misbehave = lambda path, before: Instead(says_length=10**12)
    with pytest.raises(CatalogueError, match="a file that is too large"):
        fetch("ygoprodeck", tmp_path, deck)
    assert len(deck.asked) == 1


@pytest.mark.parametrize(
    "number", ["../../../outside", "/etc/passwd", "..", "a/b", "con", "a\\b", ".hidden", "x" * 200, "é"]
)
def test_a_name_that_leads_elsewhere_writes_nothing_and_is_counted(tmp_path: Path, number: str) -> None:
    files = published.pokemon()
    bad = published._pokemon_card("base1", 1) | {"number": number, "id": "base1-1"}
    with_bad = published.pokemon(more={"pokemon-tcg-data-master/cards/en/evil.json": published.as_json([bad])})
    with Loopback({**files, **with_bad}).serving() as server:
        ended = fetch("pokemon-tcg-data", tmp_path / "inner" / "folder", server)
    assert ended.pictures == FetchCounted(new=12, same=0, missing=1)
    assert "a name that no file may have" in ended.missing[0].reason
    assert {path.parts[0] for path in (file.relative_to(tmp_path) for file in tmp_path.rglob("*"))} == {"inner"}
    assert [path.name for path in (tmp_path / "inner").iterdir()] == ["folder"]


def test_an_archive_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    evil = published.pokemon(more={"pokemon-tcg-data-master/../../cards/en/evil.json": b"[]"})
    with Loopback(evil).serving() as server, pytest.raises(CatalogueError, match="leads out of its folder"):
        fetch("pokemon-tcg-data", tmp_path / "folder", server)
    assert list(files_of(tmp_path)) == ["folder/.fetch/checksums"]


def test_an_address_in_a_list_that_is_no_host_of_the_source_is_not_asked(tmp_path: Path, deck: Loopback) -> None:
    card = published._deck_card(2, "en")
    card["card_images"] = [
        {"id": 77, "image_url": "https://evil.invalid/77.jpg"},
        {"id": 78, "image_url": "http://images.ygoprodeck.com/images/cards/78.jpg"},
        {"id": 79, "image_url": "https://images.ygoprodeck.com@evil.invalid/79.jpg"},
        {"id": 80, "image_url": "https://images.ygoprodeck.com:81/80.jpg"},
        {"id": 81, "image_url": "https://images.ygoprodeck.com/a\r\nHost: evil.invalid/81.jpg"},
    ]
    deck.files[DECK] = Published(published.as_json({"data": [card]}))
    ended = fetch("ygoprodeck", tmp_path, deck, languages=("en",))
    assert ended.pictures.missing == 5
    assert not [path for path in deck.paths() if "evil" in path.split("/")[0] or path.startswith("evil")]


def test_pictures_of_one_set_alone(tmp_path: Path, deck: Loopback) -> None:
    ended = fetch("ygoprodeck", tmp_path, deck, only=frozenset({"MOO"}))
    assert ended.pictures == FetchCounted(new=6, same=0)
    with pytest.raises(CatalogueError, match="No card of ygoprodeck is in the set NONE"):
        fetch("ygoprodeck", tmp_path, deck, only=frozenset({"NONE"}))


def test_a_full_disk_is_told_before_anything_is_asked(
    tmp_path: Path, deck: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(fetched_folder.shutil, "disk_usage", lambda path: usage._replace(free=300_000_000))
    with pytest.raises(CatalogueError, match=r"About 320 MB are needed at .* 300 MB are free"):
        fetch("ygoprodeck", tmp_path, deck)
    assert not deck.asked


def test_two_runs_into_one_folder_do_not_meet(tmp_path: Path, deck: Loopback) -> None:
    with fetched_folder.FetchedFolder(tmp_path).held(), pytest.raises(CatalogueError, match="Another command"):
        fetch("ygoprodeck", tmp_path, deck)
    assert not deck.asked


def test_a_line_of_checksums_that_a_kill_cut_costs_no_file(tmp_path: Path, deck: Loopback) -> None:
    fetch("ygoprodeck", tmp_path, deck)
    whole, sums = files_of(tmp_path), tmp_path / ".fetch" / "checksums"
    sums.write_text(sums.read_text()[:-40])
    deck.asked.clear()
    fetch("ygoprodeck", tmp_path, deck)
    assert not deck.asked
    assert files_of(tmp_path) == whole


def test_what_a_kill_left_half_written_goes(tmp_path: Path, deck: Loopback) -> None:
    fetch("ygoprodeck", tmp_path, deck)
    whole = files_of(tmp_path)
    for name in ("images/.1.jpg.77-0a1b2c3d.part", ".cardinfo.json.77-0a1b2c3d.part", ".fetch/cardinfo.json.part"):
        (tmp_path / name).write_bytes(b"half of it")
    assert fetch("ygoprodeck", tmp_path, deck).lists == FetchCounted(new=0, same=5)
    assert files_of(tmp_path) == whole


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, deck: Loopback) -> None:
    (tmp_path / ".mine.12-0a1b2c3d.part").write_text("mine")
    with pytest.raises(CatalogueError, match="holds other files already"):
        fetch("ygoprodeck", tmp_path, deck)
    assert [path.name for path in tmp_path.iterdir()] == [".mine.12-0a1b2c3d.part"]
    assert not deck.asked


def test_a_slow_host_is_waited_for_and_a_silent_one_is_not(tmp_path: Path, deck: Loopback) -> None:
    slow, silent = (f"{DECK_PICTURES}/{published.passcode(number)}.jpg" for number in (2, 3))

    def misbehave(path: str, before: int) -> Instead | None:
        return Instead(pause=0.02) if path == slow else Instead(pause=8.0) if path == silent and not before else None

    deck.misbehave = misbehave
    ended = fetch("ygoprodeck", tmp_path, deck, patience=2.0)
    assert ended.pictures == FetchCounted(new=13, same=0)
    assert deck.paths().count(slow) == 1
    assert deck.paths().count(silent) == 2
