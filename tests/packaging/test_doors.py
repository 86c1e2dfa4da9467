"""What a stranger reads first is true: the two lines, the rooms, the commands, the dependencies."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.test_architecture import MAY_IMPORT

from karuta.cli.root import COMMANDS

# In two pieces, so that this file does not name what it forbids.
REGISTRIES = ("py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian.org")


def words(root: Path, file: str) -> str:
    return (root / file).read_text(encoding="utf-8")


def shell_blocks(text: str) -> list[list[str]]:
    return [block.strip().splitlines() for block in re.findall(r"^```(?:sh|bash)?\n(.*?)^```", text, re.DOTALL | re.M)]


def ci_lines(root: Path) -> list[str]:
    return [line for line in words(root, ".ci/run").splitlines() if line.startswith("python3 ")]


def test_ci_runs_the_two_lines_with_which_the_readme_opens_then_all_else(root: Path) -> None:
    first = shell_blocks(words(root, "README.md"))[0]
    assert len(first) == 2
    lines = [line.split("#")[0].strip() for line in first]
    more = ("start.py check", "start.py test --all -m long", "bare_debian.py --quick")
    assert ci_lines(root) == [*lines, *(f"python3 packaging/{line}" for line in more)]


def test_ci_stops_at_the_first_failure_and_has_no_display(root: Path) -> None:
    script = words(root, ".ci/run")
    assert "set -euo pipefail" in script
    assert "unset DISPLAY WAYLAND_DISPLAY" in script
    assert script.rstrip().endswith(ci_lines(root)[-1])


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_names_every_command(root: Path, name: str, language: str) -> None:
    assert f"`karuta {name}" in words(root, f"resources/help/{language}/5-commands.md")


PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "packaging/README.md", "tests/lab/README.md")


def pages(root: Path) -> list[Path]:
    return [root / page for page in PAGES] + sorted((root / "app" / "karuta").glob("*/README.md"))


# Words of the makers. In code they name commands, files and keys.
OF_THE_TRADE = re.compile(r"\b(?:reliefs?|siblings?|seal(?:s|ed)?|witness|exemplars?|fates|held[ -]out|golden)\b", re.I)
CODE = re.compile(r"^```.*?^```|`[^`]*`", re.DOTALL | re.M)


def test_a_stranger_knows_the_words_of_the_pages(root: Path) -> None:
    pages = [root / "README.md", root / "packaging" / "wheel.md", *(root / "resources" / "help" / "en").glob("*.md")]
    for page in pages:
        prose = CODE.sub("", page.read_text(encoding="utf-8"))
        assert not OF_THE_TRADE.findall(prose), page.name


def test_the_pages_that_everybody_reads_are_short(root: Path) -> None:
    assert len(words(root, "README.md").encode()) <= 7_000
    assert len(words(root, "CONTRIBUTING.md").encode()) <= 12_000


def test_every_link_of_a_page_leads_somewhere(root: Path) -> None:
    links = [
        (page, link) for page in pages(root) for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    ]
    assert links
    assert not [(page.name, link) for page, link in links if "://" not in link and not (page.parent / link).exists()]


def test_what_a_page_names_in_the_tree_is_there(root: Path) -> None:
    """Modules that CONTRIBUTING and the rooms' pages name by their path."""
    app, missing = root / "app" / "karuta", []
    for page in pages(root):
        if page.name == "CHANGELOG.md" or page.parent.name == "lab":
            continue
        places = (root, app, app / page.parent.name, page.parent)
        missing += [
            (page.relative_to(root).as_posix(), name)
            for name in re.findall(r"`([\w/]+/[\w/]*\.py)`", page.read_text(encoding="utf-8"))
            if not any((place / name).is_file() for place in places)
        ]
    assert not missing


def test_the_floor_plan_names_every_room(root: Path) -> None:
    plan = words(root, "CONTRIBUTING.md")
    for room in (path.parent.name for path in (root / "app" / "karuta").glob("*/__init__.py")):
        assert re.search(rf"^\s*{room}/ ", plan, re.M), room


def test_the_plan_tells_the_directions_that_are_held(root: Path) -> None:
    told: dict[str, set[str]] = {}
    for rooms, others in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (.+) \|$", words(root, "CONTRIBUTING.md"), re.M):
        for room in re.findall(r"`(\w+)`", rooms):
            if room in MAY_IMPORT:
                told[room] = set(re.findall(r"`(\w+)`", others))
    assert told == MAY_IMPORT


def test_every_dependency_has_its_reason(root: Path) -> None:
    project = tomllib.loads(words(root, "pyproject.toml"))["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    plan = words(root, "packaging/README.md")
    for name in {Requirement(line).name for line in asked}:
        assert f"`{name}`" in plan, name


def test_no_document_names_a_registry_or_a_folder_of_one_machine(root: Path) -> None:
    files = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "pyproject.toml", ".ci/run"]
    files += [
        path.relative_to(root).as_posix() for path in (root / "packaging").rglob("*") if path.suffix in (".py", ".txt")
    ]
    for file in files:
        text = words(root, file)
        for sign in (*REGISTRIES, "/root/", "/home/"):
            assert sign not in text, (file, sign)
