"""The cost of one key: how many jobs and letters it takes from a confirmed photo to the settled window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from tests.window import Hand, Steps, photograph, play

from karuta.jobs.lane import Job, Lane
from karuta.jobs.postbox import Postbox
from karuta.paths import LibraryFolder

MOST_JOBS, MOST_POSTS = 15, 15


class Counted:
    """Jobs that were handed to lanes, and letters that came back from them, since `begin`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.jobs: list[str] = []
        self.posts = 0
        self._lanes: set[Lane[Any]] = set()
        add, post = Lane._add, Postbox.post

        def counted_add(lane: Lane[Any], job: Job) -> Job:
            self._lanes.add(lane)
            self.jobs.append(f"{lane.name}: {job.key}")
            return add(lane, job)

        def counted_post(box: Postbox, letter: Callable[[], None]) -> None:
            self.posts += 1
            post(box, letter)

        monkeypatch.setattr(Lane, "_add", counted_add)
        monkeypatch.setattr(Postbox, "post", counted_post)

    def begin(self) -> None:
        self.jobs, self.posts = [], 0

    @property
    def is_idle(self) -> bool:
        return all(lane.is_idle for lane in self._lanes)


def test_one_confirmed_photo_takes_few_jobs_and_posts(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the first photo too, whose successor brings cards and pictures that nothing has shown yet."""
    photos = [photograph(tmp_path / f"{number}.png", number) for number in range(1, 7)]
    counted = Counted(monkeypatch)
    found: list[tuple[list[str], int]] = []

    def walk(hand: Hand) -> Steps:
        work = hand.work

        def is_quiet() -> bool:
            return counted.is_idle and work.session.box.is_empty and hand.is_settled

        yield hand.looked_up(len(photos))
        yield lambda: work.lookup_queue.is_idle and work.same_shots.is_idle and is_quiet()
        # It looks once a second, whatever a person does.
        work.outside_changes.stop()
        yield is_quiet
        for decided in range(1, 4):
            counted.begin()
            hand.press(Qt.Key.Key_1)
            yield (
                lambda decided=decided: (
                    work.counts is not None
                    and work.counts.decided == decided
                    and work.queue_model.row(decided - 1).decided == 1
                    and is_quiet()
                )
            )
            found.append((counted.jobs, counted.posts))

    assert play(["--library", library.root, "gui", *photos], walk) == 0
    assert all(len(jobs) <= MOST_JOBS and posts <= MOST_POSTS for jobs, posts in found), found
