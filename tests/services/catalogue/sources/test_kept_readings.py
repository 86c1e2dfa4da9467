"""What each format gives of a card never changes: ids are in people's labels, codes and numbers in their lists.

`kept_readings.json` has what became of the rows of every source below, with what was left out and why, and its cards
as they were first read, one a line. Where a card is to be read
in another way on purpose, `python -m tests.services.catalogue.sources.test_kept_readings` writes the file anew.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from tests.amounts import amount
from tests.any_lists import marked_cards, numbered_cards, pitched_cards, pitched_printings, titled_cards, write_csv
from tests.packs import card as karuta_card
from tests.packs import write_pack
from tests.services.catalogue.sources.test_any_lists import COCKATRICE
from tests.services.catalogue.sources.test_lists_of_games import JSON_LISTS, NUMBERED, write_sheets
from tests.services.catalogue.sources.test_magic_and_pokemon import magic_card, monster, uuid, write_bulk
from tests.services.catalogue.sources.test_yugioh_lists import deck_card, yugi_card
from tests.sources import TOKEN, add_source, cdb_row, write_cdb, write_json, write_pictures

from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue

KEPT = Path(__file__).with_name("kept_readings.json")


def _ygoprodeck(folder: Path) -> Path:
    sets = [
        {"set_name": "First", "set_code": "lan-de001", "set_rarity": "Rare"},
        {"set_code": "LAN-005", "set_rarity": ""},
        {"set_name": "None"},
        {"set_name": "Promo", "set_code": "PROMO", "set_rarity": "Common"},
        {"set_name": "First again", "set_code": "LAN-DE001", "set_rarity": "Secret Rare"},
    ]
    cards = [
        deck_card(20001000, "Lantern", misc_info=[{"konami_id": 4321, "beta_id": 100001001}]),
        deck_card(10000, "Dragon of Ten", card_sets=None, typeline=None, atk="?", level=None),
        deck_card(30000000, "Two  Faces\n", card_images=[{"id": 30000000}, {"id": "30000001"}], konami_id=555),
        deck_card(300101001, "Look Away", type="Skill Card", race="Yami", frameType="skill", typeline=None),
        deck_card(41, "Quick Lamp", type="Spell Card", race="Quick-Play", typeline=None, atk=None, card_sets=sets),
        deck_card(42, "Snare", type="Trap Card", race="Counter", typeline=[], archetype=None, **{"def": None}),
        deck_card(43, "Spark", type="Link Monster", linkval=3, level=None, atk=0, typeline=["Cyberse", "Link"]),
        deck_card(44, "Lantern Token", type="Token", race="Zombie", card_images=None),
        deck_card(45, "白い灯とドラゴン", type="Normal Monster", typeline=["Dragon", "Normal"], atk=12.5),
        {"id": "46", "name": "Bare", "card_images": []},
        {"id": 47.0, "name": 47, "type": "Other", "card_images": [{"id": 0}, {"id": 48}, "none"]},
    ]
    write_json(folder / "cardinfo.json", {"data": cards, "meta": {"total_rows": len(cards)}})
    german = [deck_card(20001000, "Laterne"), deck_card(41, "Schnelle Lampe", misc_info=[{"konami_id": 88}])]
    write_json(folder / "cardinfo_de.json", {"data": [*german, deck_card(50, "Nur deutsch")]})
    write_json(folder / "cardinfo_fr.json", {"data": [deck_card(20001000, "Lanterne", card_sets=sets)]})
    write_pictures(folder / "images", ["20001000", "30000000", "30000001", "41", "48", "5"])
    return folder


def _yaml_yugi(folder: Path) -> Path:
    ruby = "<ruby>白龍<rt>はくりゅう</rt></ruby>の<ruby>灯<rt>ともしび</rt></ruby>"
    old_ruby = "<ruby><rb>灯</rb><rp>(</rp><rt>ランタン</rt><rp>)</rp></ruby><br/>弐"
    rush = {key: value for key, value in yugi_card(4321, None, "Rush Lantern").items() if key != "password"}
    codes = {"ja": [{"set_number": "RD/KP01-JP001", "set_name": "Rush", "rarities": ["Rush Rare"]}]}
    skill = yugi_card(None, None, "Skill", yugipedia_page_id=780, card_type=None, type_line="Skill / Yami", sets={})
    twice = {
        "en": [
            {"set_number": "LAN-EN001", "set_name": None, "rarities": ["Rare"]},
            {"set_number": "LAN-EN001", "set_name": "Other", "rarities": ["Rare", "Common"]},
            {"set_number": None, "set_name": "None"},
        ],
        "zh-CN": [{"set_number": "LAN-SC01", "set_name": "灯", "rarities": "Common"}],
    }
    spell = {"card_type": "Spell", "property": "Continuous", "monster_type_line": None, "attribute": None}
    cards = [
        yugi_card(4321, 20001000, "Lantern", names={"ja": ruby, "ja_romaji": "Hakuryū", "zh-CN": "白龙之灯"}),
        yugi_card(4322, None, "No Passcode", names={"ja": old_ruby}, fake_password=[100001001, 100002001]),
        yugi_card(None, None, "Not Yet", yugipedia_page_id=777),
        {**rush, "sets": codes},
        {**rush, "konami_id": 4330, "sets": {}},
        skill,
        yugi_card(4323, 30, "Long Lamp", sets=twice, **spell, level=None, atk=None, **{"def": None}),
        {**yugi_card(4324, 31, "Scale", rank=4, pendulum_scale=8, atk="X000", names={"ko": "등"}), "password": "0031"},
        yugi_card(
            None, 32, "No Number", fake_password=33, names={"ko": "<ruby>燈<rt>등</rt></ruby>", "ko_rr": "Deung"}
        ),
        yugi_card(4325, 34, "", names={"de": " Nur  deutsch "}, images=None, image_front="Front.png"),
    ]
    write_json(folder / "cards.json", cards)
    write_json(folder / "cards" / "20001000.json", cards[0])
    write_pictures(folder / "pics", ["20001000", "100002001", "32", "Lantern-LAN-EN-R", "Front", "rush4321"])
    return folder


def _scryfall(folder: Path) -> Path:
    faces = [{"object": "card_face", "name": "Day", "image_uris": {}}, {"object": "card_face", "name": "Night"}]
    german = [{**faces[0], "printed_name": "Tag"}, {**faces[1], "printed_name": "Nacht"}]
    both_sides = [{"name": "Crow", "oracle_id": uuid(900)}, {"name": "Crow", "oracle_id": uuid(900)}]
    reversible = magic_card(7, "Crow // Crow", layout="reversible_card", card_faces=both_sides, image_uris=None)
    del reversible["oracle_id"]
    of_shops = {"tcgplayer_id": 77, "cardmarket_id": "99"}
    cards = [
        magic_card(1, "Storm Lantern", oracle=901, **of_shops),
        magic_card(2, "Storm Lantern", oracle=901, lang="ja", printed_name="嵐の灯", set="stp", rarity="common"),
        magic_card(3, "Storm Lantern", oracle=901, lang="zhs", printed_name="风暴之灯"),
        magic_card(4, "Day // Night", oracle=902, layout="transform", card_faces=faces, image_uris=None),
        magic_card(5, "Day // Night", oracle=902, layout="transform", card_faces=german, lang="de"),
        magic_card(6, "Lantern", oracle=903, layout="token", type_line="Token Artifact", illustration_id=None),
        reversible,
        magic_card(8, "Only Here", digital=True, mana_cost=None, set_name=None, collector_number="8★"),
        magic_card(9, "Art // Art", layout="art_series", type_line="Card // Card", set=None),
        magic_card(1, "Storm Lantern", oracle=901, rarity="mythic"),
        magic_card(11, "Placeholder", image_status="placeholder"),
        magic_card(12, "Nowhere", image_status="missing"),
    ]
    write_bulk(folder / "all-cards.json", cards)
    faces = [f"{uuid(4)}_front", f"{uuid(4)}_back"]
    write_pictures(folder / "images", [uuid(1), *faces, uuid(5002), "lan-8★", uuid(11), uuid(12), "nobody"])
    return folder


def _pokemon(folder: Path) -> Path:
    cards = [
        monster("lan1", 1, "Lampfish"),
        {**monster("lan1", 2, "Crow", rarity=None, hp=None), "number": "TG02"},
        {**monster("lan1", 3, "Rain", types=None, subtypes=["Item", "", "Tool"], supertype="Trainer"), "number": None},
    ]
    write_json(folder / "cards" / "en" / "lan1.json", cards, indent=2)
    write_json(folder / "cards" / "de" / "lan1.json", [monster("lan1de", 1, "Lampenfisch")], indent=2)
    write_json(folder / "cards" / "en" / "new.json", [monster("new", 1, "Lampfish", images=None)])
    own = {"id": "own", "name": "Own Set", "ptcgoCode": "OW", "printedTotal": 9}
    write_json(folder / "cards" / "en" / "answer.json", {"data": [monster("own", 4, "Owl", set=own)]})
    odd = [{**monster("odd", 1, "Nameless Set"), "id": "odd"}]
    write_json(folder / "cards" / "en" / "oddset.json", odd)
    sets = [{"id": "lan1", "name": "Lanterns", "printedTotal": 102, "ptcgoCode": "LA"}, {"id": "new", "name": "Soon"}]
    lenient = json.dumps(sets).replace("},", ",},")
    write_json(folder / "sets" / "en.json", sets).write_text(lenient, encoding="utf-8")
    write_json(folder / "decks" / "en" / "d.json", [{"id": "d", "name": "Deck", "cards": [{"id": "lan1-1"}]}])
    write_pictures(folder / "images" / "lan1", ["1", "1_hires", "TG02"])
    write_pictures(folder / "images", ["own-4"])
    return folder


def _ygopro(folder: Path) -> Path:
    rows = [
        cdb_row(10000, "Dragon of Ten", atk=-2),
        cdb_row(20001000, "Lantern"),
        cdb_row(20001001, "Lantern", alias=20001000),
        cdb_row(70000000, "Lantern", alias=20001000),
        cdb_row(20001002, "Lantern Token", alias=20001000, type=TOKEN),
        cdb_row(30000000, "Lantern the Second", alias=20001000),
        cdb_row(160001000, "Rush Kite", type=0x10002, ot=0x200),
        cdb_row(51, "Spark", type=0x4000021, level=3, race=0x1000000, **{"def": 5}),
        cdb_row(52, "Star", type=0x800021, level=0x4000004, atk=0),
        cdb_row(53, "Snare", type=0x100004),
        cdb_row(54, "Look Away", type=0x8000000),
        cdb_row(56, "Artwork Alone", alias=55),
        cdb_row(58, "Seven", atk="1500", level="x", race=None, alias=None),
        cdb_row(59, None),
    ]
    write_cdb(folder / "cards.cdb", rows)
    write_cdb(folder / "expansions" / "new.cdb", [cdb_row(20001000, "Lantern", atk=5), cdb_row(57, "Late")])
    write_cdb(
        folder / "expansions" / "cards-de.cdb", [cdb_row(20001000, "Laterne"), cdb_row(70000000, "Laterne (alt)")]
    )
    write_cdb(folder / "expansions" / "japan.cdb", [cdb_row(20001002, "とどまる", type=TOKEN)])
    printed = [
        {"passcode": "99", "set code": "X-EN001", "set name": "None", "rarity": "Common"},
        {"passcode": "", "set code": "X-EN002", "set name": "None", "rarity": "Rare"},
        {"passcode": "20001000", "set code": "lan-en001", "set name": "Lanterns", "rarity": "Rare"},
        {"passcode": "20001000", "set code": "LAN-EN001", "set name": "Lanterns", "rarity": "Ultra Rare"},
        {"passcode": "20001001", "set code": "LAN-DE002", "set name": "", "rarity": ""},
        {"passcode": "00010000", "set code": "PROMO", "set name": "Promo", "rarity": "Common"},
    ]
    write_csv(folder / "sets.csv", printed)
    write_pictures(folder / "pics", ["10000", "20001000", "20001001", "70000000", "99999"])
    return folder


def _table(folder: Path) -> Path:
    (folder / "cards.csv").write_text(
        "Nr;Titel;Name JA;Lesung;Seltenheit;Set Code;Bild;Passcode;Typ;TCGplayer ID\n"
        "1;Laterne;灯;あかり;Rare;LAN-DE001;art/one.png;123;Geist;11\n"
        "1;Laterne;;;Common;LAN-DE900;;;;12\n"
        '2;"Zwei\nZeilen; und ""mehr""";;;;;two.png;;;\n'
        "3;Ohne Bild;;;;;gone.png;;;\n",
        encoding="utf-8-sig",
    )
    write_pictures(folder / "images" / "art", ["one"])
    write_pictures(folder, ["two"])
    return folder / "cards.csv"


def _lackey(folder: Path) -> Path:
    for code, names in (("LAN", ["Crow", "Rain"]), ("STP", ["Crow", "Owl"])):
        rows = [{"Name": name, "Set": code, "ImageFile": f"{code}{at}", "Type": "A"} for at, name in enumerate(names)]
        (folder / "sets").mkdir(parents=True, exist_ok=True)
        write_csv(folder / "sets" / f"{code}.txt", rows, delimiter="\t")
    write_pictures(folder / "sets" / "setimages" / "LAN", ["LAN0", "LAN1"])
    return folder


def _cockatrice(folder: Path) -> Path:
    (folder / "cards.xml").write_text(COCKATRICE, encoding="utf-8")
    write_pictures(folder / "images" / "LAN", ["Rain"])
    return folder / "cards.xml"


def _pictures(folder: Path) -> Path:
    write_pictures(
        folder, ["Storm_Crow", "白龍", "OP01-001", "OP01-001_p1", "Kite 0f8fad5b-d9cd-469f-a165-70867728950e"]
    )
    write_pictures(folder / "winter", ["Snow Lantern"], suffix=".PNG")
    return folder


def _karuta(folder: Path) -> Path:
    cards = [
        karuta_card("4321", "Lantern", game="yugioh", codes={"passcode": "20001000"}, kind="Monster", facts={"atk": 0}),
        karuta_card("2", printings=[{"set_code": "A-1", "set_name": "A", "lang": "en", "rarities": ["Rare"]}]),
    ]
    return write_pack(folder, cards, images=[("a.png", "4321", "main")], pictures={"a.png": 9})


def _sheets(folder: Path) -> Path:
    sheets: dict[str, list[list[object]]] = {
        title: [["No", "Name"], *([number, f"{name} {title}"] for number, name in NUMBERED)] for title in ("LX1", "LX2")
    }
    return write_sheets(folder / "cards.xlsx", sheets)


def _marked(folder: Path) -> Path:
    write_pictures(folder / "images", ["LN-003_p1", "LN-003", "LN-001_p1", "nobody"])
    write_json(folder / "cards.json", marked_cards())
    return folder


def _written(rows: Callable[[], Any], name: str = "list.json") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        made = rows()
        return write_json(folder / name, made) if name.endswith(".json") else write_csv(folder / name, made)

    return write


SOURCES: dict[str, Callable[[Path], Path]] = {
    **{"karuta": _karuta, "ygopro": _ygopro, "yaml-yugi": _yaml_yugi, "ygoprodeck": _ygoprodeck},
    **{"scryfall": _scryfall, "pokemon-tcg-data": _pokemon, "cockatrice": _cockatrice, "lackey": _lackey},
    **{"table": _table, "workbook": _sheets, "pictures": _pictures},
    "pitched": _written(pitched_cards, "card.csv"),
    "pitched printings": _written(pitched_printings, "printing.csv"),
    "marked": _marked,
    "numbered": _written(numbered_cards),
    "titled": _written(titled_cards),
    **{name: _written(rows) for name, rows in JSON_LISTS.items()},
}


OF_A_GAME = ("karuta", "ygopro", "yaml-yugi", "ygoprodeck", "scryfall", "pokemon-tcg-data")


def read_again(name: str, place: Path) -> Iterator[str]:
    """How the columns were taken and what became of the rows, then each card with its pictures in the catalogue."""
    folder, library = place / "source", LibraryFolder(place / "library")
    folder.mkdir(parents=True)
    report = add_source(SOURCES[name](folder), library, game=None if name in OF_A_GAME else "other")
    assert report.fates is not None
    taken = {"format": report.format, "map": report.map, "fates": asdict(report.fates)}
    left_out = [f"{row.place}: {row.reason}" for row in report.skipped]
    yield json.dumps({**taken, "left out": left_out, "unpaired": asdict(report.unpaired)}, ensure_ascii=False)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        for key in sorted(catalogue.card_hashes()):
            pictures = [(stored.artwork.file, stored.artwork.artwork) for stored in catalogue.artworks(key)]
            card = {"id": str(key), **asdict(catalogue.card(key)), "pictures": pictures}
            del card["key"]
            yield json.dumps(card, ensure_ascii=False)


@pytest.mark.parametrize("name", SOURCES)
def test_cards_have_the_ids_names_codes_and_facts_that_they_always_had(tmp_path: Path, name: str) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert list(map(json.loads, read_again(name, tmp_path))) == kept[name]


def damaged(path: Path, dice: random.Random) -> None:
    """Bytes of a file, of a part of it where it is packed, or any value of any key."""
    if zipfile.is_zipfile(path) and dice.random() < 0.7:
        with zipfile.ZipFile(path) as packed:
            parts = {name: bytearray(packed.read(name)) for name in packed.namelist()}
        _spoil(parts[dice.choice(sorted(parts))], dice)
        with zipfile.ZipFile(path, "w") as packed:
            for name, part in parts.items():
                packed.writestr(name, bytes(part))
        return
    if path.suffix == ".json" and dice.random() < 0.5:
        said = json.loads(path.read_text(encoding="utf-8").replace(",}", "}"))
        _replace_values(said, dice)
        write_json(path, said)
        return
    data = bytearray(path.read_bytes())
    _spoil(data, dice)
    path.write_bytes(data[: dice.choice((len(data), len(data), dice.randrange(len(data) + 1)))])


def _spoil(data: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randrange(1, 20) if data else 0):
        data[dice.randrange(len(data))] = dice.choice((dice.randrange(256), *b'<>"&/x0'))


def _replace_values(said: Any, dice: random.Random) -> None:
    for key in list(said) if isinstance(said, dict) else range(len(said)):
        if dice.random() < 0.1:
            said[key] = dice.choice((None, [], {}, "x", -1, 1.5, True, [None], {"en": 1}, [[]], "9" * 400, "\x1f\n"))
        elif isinstance(said[key], dict | list):
            _replace_values(said[key], dice)


def zipped(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder / "packed"), "zip", _karuta(folder / "pack")))


@pytest.mark.long(share=True)
@pytest.mark.parametrize("name", [*OF_A_GAME, "table", "workbook", "cockatrice", "lackey", "marked", "zip"])
def test_whatever_is_damaged_ends_in_rows_or_in_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "sound").mkdir()
    sound = SOURCES.get(name, zipped)(tmp_path / "sound")
    texts = {".json", ".jsonl", ".csv", ".txt", ".xml", ".cdb", ".xlsx", ".zip"}
    dice = random.Random(name)
    for number in range(amount(40, least=6)):
        folder = Path(shutil.copytree(tmp_path / "sound", tmp_path / str(number)))
        path = folder / sound.relative_to(tmp_path / "sound")
        files = [path] if path.is_file() else [each for each in path.rglob("*") if each.suffix in texts]
        damaged(dice.choice(sorted(files)), dice)
        try:
            report = add_source(path, LibraryFolder(tmp_path / f"library-{number}"), game="other")
        except CatalogueError as error:
            assert str(error).endswith(".")
        else:
            fates = report.fates
            assert fates.rows == fates.cards + fates.printings + fates.same + fates.shared_ids + fates.skipped


def _write_kept() -> None:
    parts = []
    with tempfile.TemporaryDirectory() as place:
        for name in SOURCES:
            lines = ",\n".join(read_again(name, Path(place, name)))
            parts.append(f"{json.dumps(name)}: [\n{lines}\n]")
    KEPT.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    _write_kept()
