"""A truth file is read as people's programs write it, and what is wrong is said with the file and the line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.truth import Truth, TruthError
from karuta.services.evaluation.read_truth import read_truth


def read(folder: Path, content: str | bytes) -> Truth:
    file = folder / "truth.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_truth(file)


def test_rows_photos_conditions_and_corners_are_read(tmp_path: Path) -> None:
    truth = read(
        tmp_path,
        "photo,card_id,corners,lang,light\na.jpg,1|g:2,0 0 10 0 10 14 0 14,FR,dark\nb.jpg,,,EN,\na.jpg,3,,,\n",
    )
    first, second = truth.photos
    assert (first.name, second.name) == ("a.jpg", "b.jpg")
    assert [card.ids for card in first.cards] == [("1", "g:2"), ("3",)]
    assert first.cards[0].corners is not None
    assert np.array_equal(first.cards[0].corners, [[0, 0], [10, 0], [10, 14], [0, 14]])
    assert second.cards[0].ids == ()
    assert truth.conditions == ("lang", "light")
    assert first.cards[0].conditions == {"lang": "FR", "light": "dark"}
    assert [card.line for card in truth.cards] == [2, 4, 3]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfphoto,card_id\r\na.jpg,1\r\n",
        b"photo,card_id\ra.jpg,1\r",
        b"\n\n photo , card_id \n\n a.jpg , 1 \n,\n",
        b"card_id,photo\n1,a.jpg",
        b'"photo","card_id"\n"a.jpg","1"\n',
        b"photo,card_id,,\na.jpg,1,,\n",
    ],
    ids=["bom and crlf", "old mac", "blanks", "other order", "quotes", "columns without a name"],
)
def test_it_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    (photo,) = read(tmp_path, content).photos
    assert (photo.name, photo.cards[0].ids) == ("a.jpg", ("1",))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "truth.csv is empty"),
        (b"\xef\xbb\xbf", "truth.csv line 1 has no column `photo`"),
        (b" \n", "truth.csv is empty"),
        (b",,\n", "line 1 has no column `photo`"),
        (b"photo,card_id\n", "truth.csv has no rows"),
        (b"photo,name\na.jpg,x\n", "line 1 has no column `card_id`"),
        (b"a.jpg,1\n", "line 1 has no column `photo`"),
        (b"photo;card_id\na.jpg;1\n", "separated by commas"),
        (b"photo,card_id,lang,lang\na,b,c,d\n", "the column `lang` twice"),
        (b"photo,card_id\na.jpg,1\n,2\n", "line 3 names no photo"),
        (b"photo,card_id\na.jpg\n", "line 2 has no cell for `card_id`"),
        (b"photo,card_id,name\na.jpg,1,Gizmek, the Immobile\n", "line 2 has 4 cells for 3 columns"),
        (b"photo,card_id\na.jpg,|\n", "line 2: the card id `|` names no card"),
        (b"photo,card_id\na.jpg,\xe9\n", "line 2 is not UTF-8"),
        ("photo,card_id\na.jpg,1\n".encode("utf-16"), "line 1 is not UTF-8"),
        (b"photo,card_id\na.jpg,1\x00\n", "line 2 has a NUL"),
        (b'photo,card_id\n"a.jpg,1\n', "line 2 is not CSV"),
        (b'photo,card_id\n"a"b.jpg,1\n', "line 2 is not CSV"),
        (b"photo,card_id\na.jpg," + b"1" * 200_000 + b"\n", "line 2 is not CSV"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_its_line(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(TruthError) as caught:
        read(tmp_path, content)
    assert sentence in str(caught.value)
    assert "truth.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("corners", "why"),
    [
        ("1 2 3", "3 numbers"),
        ("0 0 10 0 10 14 0 14 9", "9 numbers"),
        ("0 0 10 0 10 14 0 x", "not all of them are numbers"),
        ("0 0 10 0 10 14 0 nan", "finite"),
        ("0 0 10 0 0 14 10 14", "clockwise"),
        ("0 0 0 14 10 14 10 0", "clockwise"),
        ("0 0 0 0 0 0 0 0", "clockwise"),
    ],
)
def test_bad_corners_are_refused_with_their_line(tmp_path: Path, corners: str, why: str) -> None:
    with pytest.raises(TruthError, match=r"truth.csv line 3: corners must be eight numbers") as caught:
        read(tmp_path, f"photo,card_id,corners\na.jpg,1,\na.jpg,1,{corners}\n")
    assert why in str(caught.value)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_end_in_anything_but_a_truth_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for content in (data, b"photo,card_id,corners\n" + data):
        try:
            truth = read(folder, content)
        except TruthError as error:
            assert "truth.csv" in str(error)
        else:
            assert truth.photos


def test_of_an_export_persons_words_are_truth_and_a_machines_are_none(tmp_path: Path) -> None:
    header = "photo,photo_sha256,sighting,corners,kind,game,card_id,name,printing,annotator,time,batch,listing,model"
    rows = [
        f"'=a.png,{'a' * 64},1,,confirm,shapes,1,Rain,,anna,t,spring,,m@1",
        f"b.png,{'b' * 64},1,,auto_confirm,shapes,2,Snow,,karuta,t,spring,,m@1",
        f"c.png,{'c' * 64},1,,unreadable,,,,,anna,t,autumn,,m@1",
        f"d.png,{'d' * 64},,,no_card,,,,,ben,t,autumn,,m@1",
    ]
    (tmp_path / "labels.csv").write_text("\n".join([header, *rows]), encoding="utf-8-sig")
    truth = read_truth(tmp_path / "labels.csv")
    assert [(photo.name, photo.cards[0].ids) for photo in truth.photos] == [("=a.png", ("1",)), ("d.png", ())]
    assert truth.conditions == ("kind", "game", "annotator", "batch", "listing", "model")
    (tmp_path / "labels.csv").write_text("\n".join([header, rows[1]]), encoding="utf-8")
    with pytest.raises(TruthError, match="no label of a person"):
        read_truth(tmp_path / "labels.csv")
