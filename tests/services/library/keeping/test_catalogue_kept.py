"""A damaged catalogue: never is all well where an answer is another one, and what is lost names its source."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.damaged_catalogue import whole_folder
from tests.damaged_library import damaged_bytes
from tests.kept import RESOURCES
from tests.lab.replay import logged_states
from tests.packs import add, small_pack

from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.beside_catalogue import known_sources
from karuta.services.library.doctor import CHECKS, look
from karuta.services.library.keeping.catalogue_kept import mend_artworks, mend_catalogue
from karuta.services.library.keeping.checking import REPAIR, Finding, RepairContext
from karuta.store.cards import Catalogue

SEEDS = 40
CARD = CardKey("ohajiki", "1")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("catalogue")
    library = LibraryFolder(place / "library")
    add(whole_folder(place / "whole"), library)
    add(small_pack(place / "small", 2), library)
    return place


@pytest.fixture
def library(made: Path, tmp_path: Path) -> LibraryFolder:
    shutil.copytree(made / "library", tmp_path / "library")
    return LibraryFolder(tmp_path / "library")


def looked(library: LibraryFolder) -> list[Finding]:
    """What doctor says of it, or of its absence."""
    context = RepairContext(library, RESOURCES)
    return [
        finding for name in ("library", "catalogue") for finding in look(context, name, CHECKS[name]) if not finding.ok
    ]


def mend(library: LibraryFolder) -> list[str]:
    return list(mend_catalogue(RepairContext(library, RESOURCES)))


def answers(library: LibraryFolder) -> object:
    """All that commands read of it, but its vectors, dates and sources."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        cards = sorted(catalogue.card_hashes())
        return (
            catalogue.view().artworks,
            [catalogue.details(card) for card in cards],
            [catalogue.search(text) for text in ("card", "札", "SET-EN003", "1004")],
            sorted(catalogue.names(), key=str),
            catalogue.for_titles(),
            sorted(catalogue.known_cards(), key=str),
            sorted((pack.name, pack.cards, pack.artworks) for pack in catalogue.packs()),
            [state.pictures_sha256 for state in logged_states(library.catalogue_db)],
        )


def change(library: LibraryFolder, sql: str) -> None:
    """As a disk would: no index follows."""
    with closing(sqlite3.connect(library.catalogue_db)) as database, database:
        database.execute("PRAGMA writable_schema=ON")
        database.execute(sql)


def test_of_flips_cuts_and_zeros_none_is_well_that_answers_otherwise(made: Path, library: LibraryFolder) -> None:
    sound = library.catalogue_db.read_bytes()
    before = answers(library)
    named = 0
    for seed in range(SEEDS):
        lot = random.Random(f"catalogue kept {seed}")
        way = lot.choice(["flips", "flips", "cut", "zeros"])
        library.catalogue_db.write_bytes(damaged_bytes(sound, way, lot))
        if not looked(library):
            assert answers(library) == before, (seed, way)
        mend(library)
        left = looked(library)
        if left:
            assert all(f"{made}/" in (finding.advice or "") for finding in left), (seed, way, left)
            named += 1
        else:
            assert answers(library) == before, (seed, way, "mended")
    assert named, "some can only be made again"


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE card_details SET names = \'{"en": "Cart 5"}\' WHERE row = 5',
        "UPDATE card_details SET facts = '{' WHERE row = 5",
        "UPDATE card_details SET kind = x'01' WHERE row = 5",
        "UPDATE printings SET set_code = 'SET-EN101' WHERE row = 5",
        "UPDATE printings SET rarities = x'ff' WHERE row = 5",
        "DELETE FROM card_details WHERE row = 5",
    ],
)
def test_a_card_that_is_not_as_it_was_written_comes_back_with_its_source(
    made: Path, library: LibraryFolder, sql: str
) -> None:
    before = answers(library)
    change(library, sql)
    assert [(finding.check, finding.advice, finding.rows) for finding in looked(library)] == [
        ("cards", REPAIR, ("ohajiki:5",))
    ]
    mend(library)
    [left] = looked(library)
    assert left.advice == f"run `karuta catalogue add {made / 'whole'} --pack whole`"
    add(made / "whole", library)
    assert looked(library) == []
    assert answers(library) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE search_terms SET squeezed = 'x' WHERE row = 2",
        "DELETE FROM search_terms WHERE row = 2",
        "UPDATE card_rows SET name = 'x' WHERE row = 2",
    ],
)
def test_what_is_derived_is_derived_again(library: LibraryFolder, sql: str) -> None:
    before = answers(library)
    change(library, sql)
    assert [finding.advice for finding in looked(library)] == [REPAIR]
    assert mend(library) == ["The search terms of 1 card were derived again."]
    assert looked(library) == []
    assert answers(library) == before


@pytest.mark.parametrize("said", ["CAST(x'2fff' AS TEXT)", "x'2f61'"])
@pytest.mark.parametrize("column", ["added", "format", "source"])
def test_where_a_pack_came_from_is_a_text_again(library: LibraryFolder, column: str, said: str) -> None:
    before = answers(library)
    change(library, f"UPDATE additions SET {column} = {said} WHERE addition = 1")
    assert [finding.advice for finding in looked(library)] == [REPAIR]
    mend(library)
    assert looked(library) == []
    assert answers(library) == before
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert getattr(catalogue.additions()[-1], column) in ("/\ufffd", "/a")


@pytest.mark.parametrize(
    ("kind", "name", "was", "now"),
    [
        ("table", "card_details", "readings", "readinfs"),
        ("table", "printings", "lang", "lanf"),
        ("view", "shown_cards", "max(since)", "min(since)"),
    ],
)
def test_tables_that_damage_named_otherwise_are_a_catalogues_again(
    library: LibraryFolder, kind: str, name: str, was: str, now: str
) -> None:
    before = answers(library)
    change(
        library,
        f"UPDATE sqlite_master SET sql = replace(sql, '{was}', '{now}') WHERE type = '{kind}' AND name = '{name}'",
    )
    assert [finding.advice for finding in looked(library)] == [REPAIR]
    mend(library)
    assert looked(library) == []
    assert answers(library) == before


@pytest.mark.parametrize("byte", ["ff", "00"])
def test_a_vector_under_what_is_no_hash_is_dropped_so_that_it_is_made_again(library: LibraryFolder, byte: str) -> None:
    before = answers(library)
    change(
        library,
        f"UPDATE embeddings SET picture_sha256 = substr(picture_sha256, 1, 9) || CAST(x'{byte}' AS TEXT) "
        "|| substr(picture_sha256, 11) WHERE rowid = 1",
    )
    assert [finding.advice for finding in looked(library)] == [REPAIR]
    mend(library)
    assert looked(library) == []
    assert answers(library) == before
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert len(catalogue.missing_vectors(sorted(catalogue.view().by_picture), "f" * 64)) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE artworks SET until = 2 WHERE artwork = 1",
        "UPDATE artworks SET pack = 2 WHERE artwork = 1",
        "UPDATE additions SET state = 'back' WHERE addition = 1",
        "UPDATE artworks SET card = 99 WHERE artwork = 1",
    ],
)
def test_rows_that_contradict_each_other_are_put_aside_and_both_sources_named(
    made: Path, library: LibraryFolder, sql: str
) -> None:
    change(library, sql)
    assert [(finding.check, finding.advice) for finding in looked(library)] == [("catalogue", REPAIR)]
    mend(library)
    [gone] = looked(library)
    commands = [f"`karuta catalogue add {made / name} --pack {name}`" for name in ("whole", "small")]
    assert gone.advice == f"run {commands[0]}, then {commands[1]}"
    assert next(library.damaged.rglob("catalogue.db")).is_file()


def test_where_a_source_is_gone_what_can_be_read_goes_on_answering(made: Path, library: LibraryFolder) -> None:
    change(library, f"UPDATE additions SET source = '{made / 'gone'}' WHERE addition = 2")
    change(library, "UPDATE artworks SET pack = 2 WHERE artwork = 1")
    mend(library)
    assert len(looked(library)) == 1
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert catalogue.details(CARD).card.name == "Card 1"


def test_where_the_catalogue_is_gone_its_sources_are_still_known(made: Path, library: LibraryFolder) -> None:
    before = known_sources(library)
    assert [(source.pack, source.source) for source in before] == [
        (name, str(made / name)) for name in ("whole", "small")
    ]
    library.catalogue_db.unlink()
    assert known_sources(library) == before
    [gone] = looked(library)
    assert f"{made / 'whole'} --pack whole`, then" in str(gone.advice)
    library.sources_json.write_text("[", encoding="utf-8")
    [gone] = looked(library)
    assert "`karuta catalogue add FOLDER`" in str(gone.advice)
    with pytest.raises(KarutaError):
        answers(library)


def test_a_picture_whose_row_says_another_ending_is_found_again_by_its_hash(library: LibraryFolder) -> None:
    change(library, "UPDATE artworks SET suffix = '>png' WHERE artwork = 3")
    context = RepairContext(library, RESOURCES)
    assert [finding.ok for finding in look(context, "artworks", CHECKS["artworks"])] == [False]
    assert list(mend_artworks(context)) == ["1 artwork found again under another file ending."]
    assert [finding.ok for finding in look(context, "artworks", CHECKS["artworks"])] == [True]
