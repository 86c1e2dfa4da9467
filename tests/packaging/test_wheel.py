"""What a package says of itself: addresses come from one row, man page and completions from the commands."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path

import pytest

import bundle
import manual
from bundle_parts import addresses, bill, stores
from bundle_parts.addresses import Addresses
from karuta.cli.root import COMMANDS

HOSTED = Addresses(
    "https://karuta.test", "https://pictures.test/", "test.karuta.karuta", "a@karuta.test", "https://files.test/"
)
# Of winget's JSON schemas 1.9.0, what they require and what they ask of it.
_NAMED = {
    "PackageIdentifier": r"[^.\s\\/:*?\"<>|]{1,32}(\.[^.\s\\/:*?\"<>|]{1,32}){1,7}",
    "PackageVersion": r"[^\\/:*?\"<>|]{1,128}",
    "ManifestType": "version|installer|defaultLocale",
    "ManifestVersion": r"\d+\.\d+\.\d+",
}
WINGET = {
    "": _NAMED | {"DefaultLocale": "en-US"},
    ".installer": _NAMED
    | {"InstallerType": "inno", "Installers": "", "- Architecture": "x64", "InstallerSha256": "[0-9a-f]{64}"}
    | {"InstallerUrl": "https://files[.]test/karuta-setup[.]exe", "Scope": "user", "ReleaseDate": r"\d{4}-\d\d-\d\d"},
    ".locale.en-US": _NAMED
    | {"PackageLocale": "en-US", "Publisher": ".{2,256}", "PackageName": ".{2,256}", "License": ".{3,512}"}
    | {"ShortDescription": ".{3,256}", "Description": "[^:]{3,10000}", "PublisherUrl": "https://karuta[.]test"},
}


def test_without_a_host_no_address_is_invented_and_what_is_left_out_is_named(root: Path) -> None:
    known = addresses.addresses()
    empty = [name for name, value in vars(known).items() if not value]
    assert [line.partition("`")[2].partition("`")[0] for line in known.left_out()] == empty
    assert list(HOSTED.left_out()) == []
    page = (root / "packaging" / "wheel.md").read_text(encoding="utf-8")
    assert "packaging/screenshots" in page
    assert "packaging/screenshots" not in Addresses().page(page)
    assert "](https://pictures.test/window-en-light.webp)" in HOSTED.page(page)


def test_the_wheels_page_needs_no_checkout(root: Path) -> None:
    """No link into the tree, no program that only the tree has, and of Karuta's commands only such as there are."""
    page = Addresses().page((root / "packaging" / "wheel.md").read_text(encoding="utf-8"))
    assert not re.findall(r"\]\((?!https?:)", page) and "packaging/" not in page
    named = set(re.findall(r"\bkaruta ([a-z]+)\b", page.partition("```sh")[2]))
    assert named and named <= {*COMMANDS, "help"}, named


def test_the_metainfo_has_id_page_and_picture_where_there_is_a_host() -> None:
    text = (bundle.PARTS / "karuta.metainfo.xml").read_text(encoding="utf-8")
    bare, hosted = (ET.fromstring(known.metainfo(text)) for known in (Addresses(), HOSTED))
    assert (bare.findtext("id"), bare.find("url"), bare.find("screenshots")) == ("karuta", None, None)
    assert (hosted.findtext("id"), hosted.findtext("url")) == ("test.karuta.karuta", "https://karuta.test")
    assert hosted.findtext("screenshots/screenshot/image") == "https://pictures.test/window-en-light.webp"


@pytest.mark.parametrize("known", [Addresses(), Addresses(HOSTED.project), Addresses(app_id=HOSTED.app_id), HOSTED])
def test_of_the_metainfo_only_what_waits_for_a_host_is_passed_over(known: Addresses, tmp_path: Path) -> None:
    if shutil.which("appstreamcli") is None:
        return
    file = tmp_path / "karuta.metainfo.xml"
    validate = partial(bundle.validate, ["appstreamcli", "validate", "--no-net"], file, passed_over=known.waiting())
    sound = known.metainfo((bundle.PARTS / file.name).read_text(encoding="utf-8"))
    sound = sound.replace("@VERSION@", "1.0").replace("@DATE@", "2026-01-01")
    file.write_text(sound, encoding="utf-8")
    validate()
    file.write_text(re.sub("<summary.*</summary>", "", sound), encoding="utf-8")
    with pytest.raises(bundle.Failed, match="component-summary-missing"):
        validate()


def test_the_manifests_name_the_hosted_files_and_have_all_that_their_schemas_require(tmp_path: Path) -> None:
    for name in ("karuta-setup.exe", "karuta_1_amd64.deb"):
        (tmp_path / name).write_bytes(b"a package")
    made = partial(stores.manifests, tmp_path, version="1.0", date="2026-01-01")
    assert not [*made(Addresses())] and not [*made(Addresses(app_id=HOSTED.app_id))]
    texts = {str(place.relative_to(tmp_path)): text for place, text in made(HOSTED)}
    assert "@" not in "".join(texts.values())
    for end, wanted in WINGET.items():
        text = texts.pop(f"winget/{HOSTED.app_id}{end}.yaml")
        said = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in text.splitlines())}
        assert [key for key, value in wanted.items() if not re.fullmatch(value, said.get(key, "none"))] == []
    assert "PublisherUrl" not in "".join(text for _, text in made(replace(HOSTED, project="")))
    ((place, text),) = texts.items()
    (source,) = json.loads(text)["modules"][0]["sources"]
    assert (place, json.loads(text)["id"]) == (f"flatpak/{HOSTED.app_id}.json", HOSTED.app_id)
    assert source["url"] == "https://files.test/karuta_1_amd64.deb"
    assert source["sha256"] == hashlib.sha256(b"a package").hexdigest()
    if shutil.which("flatpak-builder"):
        (tmp_path / "its.json").write_text(text, encoding="utf-8")
        shown = ["flatpak-builder", "--show-manifest", str(tmp_path / "its.json")]
        process = subprocess.run(shown, capture_output=True, text=True, check=True, cwd=tmp_path)
        assert "nknown" not in process.stderr, process.stderr


def test_man_page_and_completions_are_what_the_commands_say(root: Path) -> None:
    made = manual.files()
    kept = {str(path.relative_to(manual.SHARED)): path for path in manual.SHARED.rglob("*") if path.is_file()}
    assert {name: path.read_text(encoding="utf-8") for name, path in kept.items()} == made, "packaging/manual.py"
    assert ".SS labels export\n" in made["karuta.1"] and "_KARUTA_COMPLETE=bash_complete" in made["bash/karuta"]
    wheel = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert {f"packaging/shared/{name}" for name in made} == set(wheel["wheel"]["shared-data"])
    assert set(made) == set(bundle.SHARED)


def test_the_bill_names_all_that_is_inside_once_and_is_the_same_again() -> None:
    said = json.loads(bill.bill(()))
    assert (said["bomFormat"], said["specVersion"], said["version"]) == ("CycloneDX", "1.6", 1)
    refs = [component["bom-ref"] for component in said["components"]]
    assert len(set(refs)) == len(refs)
    named = {component["name"]: component for component in said["components"]}
    assert {"numpy", "onnxruntime", "click"} <= set(named)
    assert named["numpy"]["purl"].startswith("pkg:pypi/numpy@") and named["numpy"]["licenses"]
    assert named["numpy"]["licenses"] == [{"expression": metadata.metadata("numpy")["License-Expression"]}]
    models = [component for component in said["components"] if component["type"] == "machine-learning-model"]
    shipped = {file.name for file in (bill.ROOT / "resources" / "models").rglob("*.onnx")}
    assert {network["name"] for model in models for network in model["components"]} == shipped
    needed = {row["ref"]: row["dependsOn"] for row in said["dependencies"]}
    assert named["numpy"]["bom-ref"] in needed[named["onnxruntime"]["bom-ref"]]
    assert {ref for refs in needed.values() for ref in refs} <= set(refs)
    assert json.loads(bill.bill(())) == said


def test_a_library_that_came_inside_a_package_is_named_in_it_and_what_is_not_named_is_found(tmp_path: Path) -> None:
    library, *_ = (file for file in metadata.files("pi-heif") or () if bill.is_native(Path(file.name)))
    source = Path(str(library.locate()))
    text = bill.bill([source])
    (package,) = (component for component in json.loads(text)["components"] if component["name"] == "pi_heif")
    assert [file["name"] for file in package["components"]] == [source.name]
    assert package["components"][0]["hashes"][0]["content"] == hashlib.sha256(source.read_bytes()).hexdigest()
    for name in (source.name, "embedder.onnx", "libstranger.so.3", "page.txt"):
        (tmp_path / name).touch()
    assert bill.missing(text, tmp_path) == ["libstranger.so.3"]
