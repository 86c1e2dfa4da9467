"""Brings the window's texts up to date: collects them into .ts files (lupdate) and makes the .qm files (lrelease).

The sentences that other rooms give the window are among them (sentences.py). English stands in the code; its .ts holds
singular and plural of the texts that say a number: `self.tr("{count} cards", "", count)`.

    python packaging/translate.py          # after a text changed: then translate what is unfinished, and run again
    python packaging/translate.py --check  # changes nothing; exit 1 where a text is untranslated or a file is old

The tools come with pyside6-essentials.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path

import PySide6

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sentences

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app" / "karuta"
SOURCES = (APP / "gui", APP / "listings" / "gui")
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("en", "ja")
_LANGUAGE = re.compile('language="[a-z]+"')


def tool(name: str) -> str:
    """Where PySide6 keeps lupdate and lrelease."""
    package = Path(PySide6.__file__).parent
    for place in (package / name, package / f"{name}.exe", package / "Qt" / "libexec" / name):
        if place.is_file():
            return str(place)
    raise SystemExit(f"{name} is not in {package}; install pyside6-essentials again.")


def collect(ts: Path, language: str, places: Sequence[sentences.Found]) -> None:
    """Brings one language's texts up to date. `places`: where other rooms make sentences."""
    files = sorted(str(path.relative_to(ROOT)) for source in SOURCES for path in source.rglob("*.py"))
    with tempfile.TemporaryDirectory() as name:
        errors = Path(name) / "errors.py"
        errors.write_text(sentences.as_source(places), encoding="utf-8")
        # How many forms a number has hangs on it, and a merge may lose it.
        ts.write_text(_LANGUAGE.sub(f'language="{language}"', ts.read_text(encoding="utf-8")), encoding="utf-8")
        options = ["-no-obsolete", "-locations", "none", "-target-language", language]
        if language == "en":
            options.append("-pluralonly")
        command = [tool("lupdate"), *options, *files, str(errors), "-ts", str(ts)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    if language == "en":
        say_plurals(ts)


def say_plurals(ts: Path) -> None:
    """The English plural is the text in the code; only the singular is written by hand."""
    tree = ElementTree.parse(ts)
    for message in tree.getroot().iter("message"):
        translation = message.find("translation")
        if translation is not None and len(forms := translation.findall("numerusform")) == 2:
            forms[1].text = message.findtext("source")
            if (forms[0].text or "").strip():
                translation.attrib.pop("type", None)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    ts.write_text(f"{head}{ElementTree.tostring(tree.getroot(), encoding='unicode')}\n", encoding="utf-8")


def release(ts: Path, qm: Path) -> None:
    subprocess.run([tool("lrelease"), "-silent", str(ts), "-qm", str(qm)], check=True)


def untranslated(ts: Path) -> list[str]:
    """The texts that have no finished translation."""
    texts = []
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished" or not _is_said(translation):
                texts.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return texts


def _is_said(translation: ElementTree.Element) -> bool:
    """In all its forms, where it has several."""
    forms = translation.findall("numerusform") or [translation]
    return all((form.text or "").strip() for form in forms)


def complaints() -> list[str]:
    """What is not as it should be: untranslated or forgotten texts, a .qm older than its .ts."""
    places = sentences.made_sentences()
    lines = [f"cannot be translated, for it is no literal template: {place}" for place in sentences.loose(places)]
    for language in LANGUAGES:
        ts, qm = FOLDER / f"karuta_{language}.ts", FOLDER / f"karuta_{language}.qm"
        # Its language says how many forms a number has; a merge once took the other one's.
        if ElementTree.parse(ts).getroot().get("language") != language:
            lines.append(f"{language}: {ts.name} says that it is in another language")
        with tempfile.TemporaryDirectory() as name:
            fresh = Path(name) / ts.name
            fresh.write_bytes(ts.read_bytes())
            collect(fresh, language, places)
            lines += [f"{language}: not translated: {text}" for text in untranslated(fresh)]
            if texts(fresh) != texts(ts):
                lines.append(f"{language}: {ts.name} is not up to date")
            release(ts, Path(name) / qm.name)
            if not qm.is_file() or (Path(name) / qm.name).read_bytes() != qm.read_bytes():
                lines.append(f"{language}: {qm.name} is not up to date")
    return lines


def texts(ts: Path) -> set[tuple[str, str]]:
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in ElementTree.parse(ts).getroot().iter("context")
        for message in context.iter("message")
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        FOLDER.mkdir(parents=True, exist_ok=True)
        places = sentences.made_sentences()
        for language in LANGUAGES:
            ts = FOLDER / f"karuta_{language}.ts"
            if not ts.is_file():
                head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
                ts.write_text(f'{head}<TS version="2.1" language="{language}"/>\n', encoding="utf-8")
            collect(ts, language, places)
            release(ts, FOLDER / f"karuta_{language}.qm")
    lines = complaints()
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
