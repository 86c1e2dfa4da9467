"""What is kept of the queue's search is there again under its name, and what will not do is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from karuta.domain.errors import KarutaError
from karuta.domain.queue import KeptQuery
from karuta.paths import LibraryFolder
from karuta.services.lookups.read_queue import forget_query, keep_query, kept_queries


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    return LibraryFolder(tmp_path)


def test_a_query_is_kept_under_its_name_until_it_is_removed(library: LibraryFolder) -> None:
    assert kept_queries(library) == []
    hard, mine = KeptQuery("Hard ones", 'is:unsure batch:"two words"'), KeptQuery("花子の分", "作業者:花子")
    assert keep_query(library, hard) == [hard]
    assert keep_query(library, mine) == [hard, mine] == kept_queries(library)
    assert forget_query(library, "hard ones") == [mine] == kept_queries(library)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (KeptQuery("  ", "is:sure"), "A kept search needs a name of 1 to 60 letters."),
        (KeptQuery("x" * 61, "is:sure"), "A kept search needs a name of 1 to 60 letters."),
        (KeptQuery("a\nb", "is:sure"), "A kept search needs a name of 1 to 60 letters."),
        (KeptQuery("hard", "is:sure"), "There is a kept search hard already; remove it first, or take another name."),
        (KeptQuery("none", " "), "There is nothing to keep as none: the search box is empty."),
    ],
)
def test_a_name_that_will_not_do_is_refused(library: LibraryFolder, query: KeptQuery, sentence: str) -> None:
    keep_query(library, KeptQuery("Hard", "is:unsure"))
    with pytest.raises(KarutaError) as refused:
        keep_query(library, query)
    assert str(refused.value) == sentence
    assert [one.name for one in kept_queries(library)] == ["Hard"]


def test_what_is_not_there_cannot_be_removed_and_a_damaged_file_is_not_written_over(library: LibraryFolder) -> None:
    with pytest.raises(KarutaError, match="There is no kept search hard"):
        forget_query(library, "hard")
    library.kept_queries.write_text("{", encoding="utf-8")
    assert kept_queries(library) == []
    with pytest.raises(KarutaError, match="is damaged"):
        keep_query(library, KeptQuery("hard", "is:unsure"))
    assert library.kept_queries.read_text(encoding="utf-8") == "{"
