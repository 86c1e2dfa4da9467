"""What is written down names nobody: no folder, no file, no card, no person; and still says where a bug is."""

from __future__ import annotations

import errno
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta import files
from karuta.domain.errors import LibraryError
from karuta.log.shorten import Shortener, names_here

PLAIN = Shortener()
HOME = Shortener(frozenset({"hanako", "atelier-pc"}))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("'NoneType' object is not subscriptable", "'NoneType' object is not subscriptable"),
        ("unsupported operand type(s) for +: 'int' and 'str'", "unsupported operand type(s) for +: 'int' and 'str'"),
        ("shapes (3,256) and (128,) not aligned", "shapes (3,256) and (128,) not aligned"),
        ("invalid literal for int() with base 10: 'Hanako'", "invalid literal for int() with base 10: '…'"),
        ("cannot identify image file '/home/hanako/My Photos/party.JPG'", "cannot identify image file '….jpg'"),
        ("cannot open /home/hanako/My Photos/the party, again.jpg", "cannot open ….jpg"),
        (r"cannot open C:\Users\Hanako Sato\Bilder\IMG 1.png", "cannot open ….png"),
        (r"cannot open \\server\photos of Hanako\x.heic", "cannot open ….heic"),
        ("QFile: ~/Photos of Hanako is missing", "QFile: …"),
        ("no picture: Hanako at the fair.jpeg", "no picture:….jpeg"),
        ("Hanako at the fair.png is cut off", "….png is cut off"),
        ("the listing monday/hanako has none", "the listing … has none"),
        ("write to hanako.sato@example.org", "write to …"),
        ("ブラック・マジシャン is unknown", "… is unknown"),
        ("photo 0123456789abcdef0123456789abcdef", "photo 01234567…"),
        ("can't open 'Hanako's photo'", "can't open '…'"),
        ("can't open 'Hanako", "can't open '…'"),
        ("key b'Hanako' is not there", "key b'…' is not there"),
        ("an I/O error", "an I/O error"),
    ],
)
def test_a_message_keeps_what_is_the_programs(text: str, left: str) -> None:
    assert PLAIN.text(text) == left


def test_who_sits_here_is_named_nowhere() -> None:
    assert HOME.text("HANAKO at Atelier-PC has 'hanako'") == "… at … has '…'"
    assert HOME.text("hanakos") == "hanakos"
    assert {"somebody"} <= names_here("somebody", "")
    assert "" not in names_here("")


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def test_our_own_error_is_written_down_without_its_values() -> None:
    error = LibraryError("There is no {noun} at {path}.", noun="label file", path="/home/hanako/cards")
    assert PLAIN.error(error) == "karuta.domain.errors.LibraryError: There is no {noun} at {path}."


def test_the_systems_refusal_is_written_down_with_its_number_and_the_ending_of_a_file() -> None:
    error = PermissionError(errno.EACCES, "Zugriff verweigert", "/home/hanako/party.jpg")
    assert PLAIN.error(error) == "PermissionError: EACCES Permission denied ….jpg"


def test_a_traceback_names_our_code_and_nobodys_folder(tmp_path: Path) -> None:
    """A bug in what somebody gave in: our lines stand there, from the package on."""

    def write(path: Path) -> None:
        raise KeyError(str(tmp_path / "Hanako.jpg"))

    try:
        files.write_whole(tmp_path / "Hanako's cards.json", write)
    except KeyError as error:
        text = PLAIN.traceback(error)
    lines = text.splitlines()
    assert any(line.startswith("  karuta/files.py:") and line.endswith(" in write_whole") for line in lines)
    assert lines[-1] == "KeyError: '….jpg'"
    assert "Hanako" not in text
    assert str(tmp_path) not in text and Path(__file__).name not in text


def test_a_name_that_stands_in_the_code_stays() -> None:
    class Desk: ...

    try:
        Desk().photo  # type: ignore[attr-defined]  # noqa: B018
    except AttributeError as error:
        assert PLAIN.error(error) == "AttributeError: 'Desk' object has no attribute 'photo'"


def test_an_error_without_end_and_one_that_cannot_speak_are_written_down() -> None:
    def deeper() -> None:
        deeper()

    class MuteError(Exception):
        def __str__(self) -> str:
            raise ValueError

    try:
        deeper()
    except RecursionError as error:
        assert len(PLAIN.traceback(error).splitlines()) < 120
    assert PLAIN.error(raised(MuteError())).endswith("(it could not be written down)")
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    assert PLAIN.traceback(first).count("which led to") == 1


# A name as people have them, in letters that no message of a program is made of.
LETTERS = st.sampled_from("QXZJqxzj桜愛éñЖßø")
NAMES = st.lists(st.text(LETTERS, min_size=3, max_size=8), min_size=1, max_size=3).map(" ".join)


@given(name=NAMES, place=st.sampled_from(["key", "quoted", "path", "windows", "refused", "ours", "file", "value"]))
def test_whatever_somebody_is_called_it_is_not_written_down(name: str, place: str) -> None:
    error: BaseException = {
        "key": KeyError(name),
        "quoted": ValueError(f"no {name!r} among {[name]!r}"),
        "path": ValueError(f"not a file: /srv/{name}/cards of {name}.jpg"),
        "windows": ValueError(f"not a file: {PureWindowsPath('C:/Users') / name / 'x.png'}"),
        "refused": FileNotFoundError(errno.ENOENT, "nothing there", f"/srv/{name}.png"),
        "ours": LibraryError("There is none of {name}.", name=name),
        "file": ValueError(f"{name}.jpg is no picture"),
        "value": ValueError({name: 1}),
    }[place]
    text = PLAIN.traceback(raised(error))
    assert not [part for part in name.split() if part in text]
    assert not [part for part in name.split() if part in str(PLAIN.value(Path(f"/srv/{name}/{name}.jpg")))]
