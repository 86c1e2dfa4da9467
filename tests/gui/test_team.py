"""A library in a team, in the real window: the quiet line, and File > Send and fetch labels."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.labelling import ANNA, BEN
from tests.postgres import SQL, postgres, why_no_postgres
from tests.window import Hand, Steps, photograph, walked

from karuta.bootstrap import run
from karuta.gui.features.team import TeamCommands
from karuta.paths import LibraryFolder
from karuta.services.labels import team, team_events
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.labels.second_look import conflicts
from karuta.settings import Settings, write_settings
from karuta.store.label_file import LabelFile


@pytest.mark.long
@pytest.mark.skipif(bool(why_no_postgres()), reason=why_no_postgres())
def test_the_line_says_how_many_wait_and_a_command_sends_and_fetches_them(
    library: LibraryFolder, tmp_path: Path
) -> None:
    write_settings(tmp_path / "settings.json", Settings(language="en", annotator="anna"))
    photo = photograph(tmp_path / "3.png", 3)
    other = LibraryFolder(tmp_path / "other")
    shutil.copytree(library.root, other.root)
    with postgres() as server:
        team.init_team(server.url("boss", "postgres"), SQL, ["anna", "ben"])
        for folder, by, card in ((library, ANNA, "3"), (other, BEN, "4")):
            who = by.annotator
            assert run(["--library", str(folder.root), "confirm", str(photo), card, "--annotator", who]) == 0
            with LabelFile.open_writing(folder) as file:
                team.join_team(file, server.url(who, "postgres"), by, annotator=who)
                if by is BEN:
                    team_events.push(file, team.team_url(file), by)
        said: list[str] = []

        def walk(hand: Hand) -> Steps:
            hand.work.voice.info.connect(said.append)
            hand.work.voice.trouble.connect(said.append)

            team_commands = hand.window.findChild(TeamCommands)
            line = team_commands.line

            yield lambda: line.text() == "1 to send, 1 new"
            assert line.toolTip().endswith("\nanna: 1 label")
            hand.window.commands["team"].trigger()
            yield lambda: line.text() == "0 to send, 0 new"
            assert said == ["1 sent, 1 fetched, 1 in conflict: Review > Disagreements"]
            with labels_for_reading(library) as file:
                assert len(conflicts(file)) == 1
            # Ben works on photos without a batch, and this is one.
            hand.drop(photograph(tmp_path / "5.png", 5))
            yield lambda: line.text() == "ben works on this batch · 0 to send, 0 new"
            server.kill()
            hand.window.commands["team"].trigger()
            yield lambda: "cannot be reached" in said[-1]
            assert line.text() == "0 to send, team not reached"
            yield lambda: hand.is_settled

        walked(library, walk)
