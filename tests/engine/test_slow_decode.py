"""A decode has a bound of work that is the same on every computer, one of processor time, and can be stopped."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, PictureError
from karuta.engine import opened, picture_head
from karuta.engine.decode import decode, open_picture
from karuta.engine.picture_head import facts_of


def progressive(size: tuple[int, int], *, scans: int = 0, mode: str = "L") -> bytes:
    """A progressive JPEG whose last scan stands there so many times more: a few bytes each, and all pixels of work."""
    file = io.BytesIO()
    Image.new(mode, size, "grey").save(file, "JPEG", progressive=True)
    data = file.getvalue()
    return data[:-2] + scans * data[data.rfind(b"\xff\xda") : -2] + data[-2:]


@pytest.mark.parametrize("piece", [5, 64, 1 << 20])
@pytest.mark.parametrize(("mode", "scans"), [("L", 0), ("RGB", 0), ("L", 37), ("CMYK", 5)])
def test_scans_are_counted_wherever_the_pieces_that_are_read_end(
    monkeypatch: pytest.MonkeyPatch, mode: str, scans: int, piece: int
) -> None:
    monkeypatch.setattr(picture_head, "_PIECE", piece)
    data = progressive((40, 30), scans=scans, mode=mode)
    assert facts_of(io.BytesIO(data)).scans == data.count(b"\xff\xda") > scans
    for end in range(20, len(data), 7):
        assert facts_of(io.BytesIO(data[:end])).scans <= data.count(b"\xff\xda")
    plain = io.BytesIO()
    Image.new("RGB", (40, 30)).save(plain, "JPEG")
    assert facts_of(plain).scans == 1


def test_what_stands_in_a_comment_between_scans_is_no_scan() -> None:
    data = progressive((40, 30))
    last = data.rfind(b"\xff\xda")
    comment = b"\xff\xfe" + (2 + 4000).to_bytes(2, "big") + b"\xff\xda" * 2000
    assert facts_of(io.BytesIO(data[:last] + comment + data[last:])).scans == facts_of(io.BytesIO(data)).scans


def test_endless_segments_count_as_endless_scans() -> None:
    data = progressive((40, 30))
    last = data.rfind(b"\xff\xda")
    assert facts_of(io.BytesIO(data[:last] + b"\xff\xfe\x00\x02" * 20_000 + data[last:])).scans >= 10_000


def test_hundreds_of_scans_of_a_large_picture_are_refused_before_one_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "layers.jpg").write_bytes(progressive((4000, 3000), scans=300))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))
    with pytest.raises(PictureError) as refused:
        open_picture(tmp_path / "layers.jpg")
    assert refused.value.code == "too_slow" and "306 layers" in str(refused.value)


class Clock:
    """A processor's clock on which a second passes each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def thread_time(self) -> float:
        self.now += 1.0
        return self.now


def test_a_decode_ends_after_so_many_seconds_of_a_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow.jpg").write_bytes(progressive((300, 200), scans=2000))
    monkeypatch.setattr(opened, "_READ_SLOWLY", 0)
    decode(tmp_path / "slow.jpg")
    monkeypatch.setattr(opened, "time", Clock())
    with pytest.raises(PictureError) as refused:
        open_picture(tmp_path / "slow.jpg").pixels()
    assert refused.value.code == "too_slow" and "20 seconds of a processor" in str(refused.value)


class StoppedSoon(CancelToken):
    """Somebody stops it when it was asked so often."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.asked, self._after = 0, after

    def check(self) -> None:
        self.asked += 1
        if self.asked > self._after:
            self.cancel()
        super().check()


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_decode_stops_while_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    if suffix == ".jpg":
        path.write_bytes(progressive((300, 200), scans=2000))
    else:
        Image.effect_noise((600, 600), 80).save(path)
    monkeypatch.setattr(opened, "_READ_SLOWLY", 0)
    counted = StoppedSoon(after=10**9)
    open_picture(path, cancel=counted).pixels()
    token = StoppedSoon(after=counted.asked - 2)
    with pytest.raises(Cancelled):
        open_picture(path, cancel=token).pixels()
    assert token.asked == counted.asked - 1, "it stopped when it was asked to"
