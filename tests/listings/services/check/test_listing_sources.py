"""Listings come from a table, a folder of folders or a pasted text; replies from a table that a person may edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from karuta.domain.errors import KarutaError
from karuta.listings.domain.check.checked import (
    ABOUT,
    LANGUAGES,
    CheckOutcome,
    ListingDecision,
    ReplyTemplate,
    ReplyTemplates,
    about,
    language_of,
)
from karuta.listings.domain.check.listing import (
    Described,
    FieldFinding,
    ListingFinding,
    ListingVerdict,
    SoldListing,
)
from karuta.listings.domain.listing_words import TitleTemplate, TitleTemplates
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.services.check import listing_sources
from karuta.listings.services.check.listing_sources import QueuedListing, listings_at
from karuta.listings.services.check.listing_templates import read_replies
from karuta.paths import LibraryFolder, resources_folder


def test_a_table_without_its_columns_is_refused_in_words_of_the_window(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("id,headline,pictures\n1,Storm,1.jpg\n", encoding="utf-8")
    with pytest.raises(KarutaError, match=r"mine\.csv has no column `listing_id`; rename") as refused:
        listings_at(tmp_path / "mine.csv")
    assert "--" not in str(refused.value)


def test_each_folder_is_a_listing_with_the_first_line_as_its_title(tmp_path: Path) -> None:
    for name, text, photos in (
        ("b 2", "\ufeff\n Storm NM \r\nas new\r\nships today\r\n", ("2.jpg", "1.png")),
        ("a 1", "", ("x.jpeg",)),
        (".hidden", "no", ()),
        ("empty", None, ()),
    ):
        (tmp_path / name).mkdir()
        if text is not None:
            (tmp_path / name / "listing.txt").write_text(text, encoding="utf-8")
        for photo in photos:
            (tmp_path / name / photo).write_bytes(b"x")
    found = listings_at(tmp_path).listings
    assert [(listing.listing.listing_id, listing.listing.title, listing.listing.photos) for listing in found] == [
        ("a 1", "", ("x.jpeg",)),
        ("b 2", "Storm NM", ("1.png", "2.jpg")),
    ]
    assert found[1].listing.description.split() == ["as", "new", "ships", "today"]
    assert found[1].folder == tmp_path / "b 2" and found[0].source == tmp_path.name
    alone = listings_at(tmp_path / "b 2").listings
    assert [listing.listing.listing_id for listing in alone] == ["b 2"]


def test_a_photo_that_a_listing_names_twice_is_one_photo(tmp_path: Path) -> None:
    """Else the cards in it would count twice, against the count in the title."""
    table = tmp_path / "monday.csv"
    table.write_text("listing_id,title,photos\nL1,Storm x1,b.jpg| a.jpg |b.jpg||./a.jpg\n", encoding="utf-8")
    assert listings_at(table).listings[0].listing.photos == ("b.jpg", "a.jpg")


def test_a_table_is_read_as_the_command_reads_it_and_never_more_than_so_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "monday.csv"
    table.write_text("listing_id,title,photos\nL1,Storm,a.jpg|b.jpg\n,none,a.jpg\nL3,Fine,c.jpg\n", encoding="utf-8")
    found = listings_at(table)
    assert [listing.listing.trouble != "" for listing in found.listings] == [False, True, False] and not found.more
    assert found.listings[0].listing.photos == ("a.jpg", "b.jpg") and found.listings[0].source == "monday.csv"
    monkeypatch.setattr(listing_sources, "MOST", 2)
    assert len(listings_at(table).listings) == 2 and listings_at(table).more
    (tmp_path / "none").mkdir()
    with pytest.raises(KarutaError):
        listings_at(tmp_path / "none")


def test_photos_that_a_table_names_elsewhere_are_known_by_whatever_way_they_are_named(tmp_path: Path) -> None:
    own, theirs = tmp_path / "listings", tmp_path / "private"
    for folder in (own / "shots", theirs):
        folder.mkdir(parents=True)
        (folder / "a.jpg").write_bytes(b"x")
    for name, target in (("link.jpg", theirs / "a.jpg"), ("way", theirs), ("near.jpg", own / "shots" / "a.jpg")):
        (own / name).symlink_to(target)
    far = (
        "../private/a.jpg",
        str(theirs / "a.jpg"),
        "link.jpg",
        "way/a.jpg",
        "shots/../../private/gone.jpg",
    )
    near = ("shots/a.jpg", str(own / "shots" / "a.jpg"), "near.jpg", "shots/../shots/a.jpg", "gone.jpg")
    listing = SoldListing(1, "L1", "", (*far, *near), ())
    assert QueuedListing(listing, own, "", near=(own,)).far_photos == far
    assert not {*near} & {*QueuedListing(listing, own, "", near=(own,)).far_photos}
    assert not {*far} & {*QueuedListing(listing, own, "", near=(own, theirs)).far_photos}
    assert QueuedListing(listing, own, "").far_photos == (), "a person chose each of a pasted listing"
    (own / "monday.csv").write_text("listing_id,photos\nL1,../private/a.jpg|near.jpg\n", encoding="utf-8")
    assert listings_at(own / "monday.csv").listings[0].far_photos == ("../private/a.jpg",)


def test_there_is_a_reply_about_everything_in_both_languages(tmp_path: Path) -> None:
    read = read_replies(LibraryFolder(tmp_path), resources_folder())
    assert read.troubles == ()
    words = {"listing": "L1", "title": "Storm", "says": "Storm", "shows": "Fine", "reason": ""}
    for language in LANGUAGES:
        for what in ABOUT:
            text = read.templates.reply(what, language, words)
            assert text and "L1" in text and "{" not in text and "\\n" not in text
    card = read.templates.reply("card", "en", words)
    assert card and "Title: Storm\nPhotos: Fine\nCould you" in card, "a line of which nothing is known is left out"
    finding = found("Storm", ListingVerdict.CANNOT_TELL)
    assert about(ListingDecision(CheckOutcome.DIFFERS, "count"), finding) == "count"
    assert about(ListingDecision(CheckOutcome.MATCH), finding) == "match"
    assert [language_of(title) for title in ("Storm x3", "嵐 3枚", "レリーフ Storm")] == ["en", "ja", "ja"]


def found(title: str, verdict: ListingVerdict, *fields: FieldFinding) -> ListingFinding:
    reading = TitleReading(title)
    return ListingFinding(verdict, fields, Described(reading, reading), ())


def test_a_row_of_ones_own_takes_the_place_of_a_shipped_one_and_bad_ones_are_said(tmp_path: Path) -> None:
    library = LibraryFolder(tmp_path)
    library.replies_csv.write_text(
        "about,language,template\nmatch,en,All well with {listing}.\nmatch,fr,Bonjour\n"
        "price,en,Hm\ncard,en,{seller}\nx,y\n",
        encoding="utf-8",
    )
    read = read_replies(library, resources_folder())
    assert read.templates.reply("match", "en", {"listing": "L1"}) == "All well with L1."
    assert [text.partition(" line ")[2][:1] for text in read.troubles] == ["3", "4", "5", "6"]


@pytest.mark.parametrize("words", ["{reason}", "{0} {x.__class__}", "\\1 \\g<0>", "\\n", "%n"])
def test_what_a_seller_wrote_is_filled_into_a_reply_and_a_title_once(words: str) -> None:
    reply = ReplyTemplates([ReplyTemplate("match", "en", "{title}: {reason} {title:>9}{title.x}")])
    said = reply.reply("match", "en", {"title": words, "reason": "<b>no</b>"})
    assert said == words + ": <b>no</b> {title:>9}{title.x}"
    title = TitleTemplates([TitleTemplate("*", "en", "{name} {rarity}")])
    assert title.title("g", "en", {"name": words, "rarity": "R"}) == f"{words} R"
