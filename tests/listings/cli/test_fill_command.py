"""`karuta fill` through the real command line: a line a photo, what is known of each card, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import Run
from tests.packs import card, library_with, write_pack
from tests.window import photograph

from karuta import paths
from karuta.paths import LibraryFolder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    place = tmp_path_factory.mktemp("made")
    printings = [{"set_code": "A-3", "rarities": ["Rare"]}]
    cards = [card(str(n)) for n in (1, 2, 4, 5)]
    cards.append(card("3", "Rain Fox", kind="Monster", printings=printings))
    cards[-1]["names"]["ja"] = "雨狐"
    return library_with(place, write_pack(place / "pack", cards, drawn={str(n): n for n in range(1, 6)}))


def test_a_photo_is_filled_in_and_one_that_is_missing_is_an_error_line(
    run: Run, library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.json")
    sales = tmp_path / "sold.csv"
    sales.write_text(
        "card_id,price,currency\n" + "".join(f"3,{p},USD\n" for p in (10, 11, 12, 13, 14)), encoding="utf-8"
    )
    photo = photograph(tmp_path / "3.png", 3)
    before = {path: path.stat().st_mtime_ns for path in library.root.rglob("*")}
    told = run("fill", photo, tmp_path / "gone.png", "--sales", sales, "--json")
    first, second = told.json
    assert (told.code, second["error"]["code"], second["cards"]) == (1, "missing", [])
    (found,) = first["cards"]
    assert (found["card_id"], found["game"], found["set_code"], found["rarity"], found["kind"]) == (
        *("3", "ohajiki", "A-3", "Rare"),
        "Monster",
    )
    assert found["names"] == {"en": "Rain Fox", "ja": "雨狐"}
    assert found["titles"]["en"] == "Rain Fox A-3 Rare trading card"
    assert (found["price"]["median"], found["price"]["currency"]) == (12, "USD")
    assert found["price"]["widened"] == ["other_printings"]
    assert {path: path.stat().st_mtime_ns for path in library.root.rglob("*")} == before
    code, out, _ = run("fill", photo)
    assert code == 0 and "    title (ja)  雨狐 A-3 Rare トレーディングカード" in out.splitlines()
