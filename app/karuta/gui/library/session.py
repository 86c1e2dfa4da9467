"""One open library: its lanes with what each owns, who labels, and one long task at a time. Shows nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from karuta.domain.cancel import CancelToken
from karuta.domain.desk import LiveSighting
from karuta.domain.errors import Known
from karuta.domain.label import Origin, Source
from karuta.domain.printing.answer import BatchSet
from karuta.gui.kit.failures import report_to
from karuta.gui.kit.translate import error_words
from karuta.jobs.lane import Job, Lane
from karuta.jobs.postbox import Postbox
from karuta.log.log import Log
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import LabelsAstray, why_read_only
from karuta.services.catalogue.search_cards import CardSearch
from karuta.services.labels.open_labels import LabelFile, labels_at_hand, origin_of
from karuta.services.library.open_library import OpenLibrary, bring_up_to_date
from karuta.services.lookups.exemplars import open_for_answers
from karuta.services.lookups.read_desk_print import DeskPrint, open_desk_prints
from karuta.services.lookups.same_shots import ShotBook
from karuta.settings import Settings


class OpenEngine(Protocol):
    """Opens a library for lookups; with `exemplars` its confirmed crops answer too, with `exact` without an index."""

    def __call__(self, folder: LibraryFolder, resources: Path, *, exemplars: bool, exact: bool) -> OpenLibrary: ...


class PrintReads(Protocol):
    """Reads the small print of a card on the desk; one thread's."""

    def read(self, photo: Path, size: tuple[int, int], sighting: LiveSighting) -> DeskPrint | None:
        """None where nothing can be read of such a card. `size`: the photo's. Raises `PictureError`."""
        ...

    def within(self, print_read: DeskPrint | None, batch: BatchSet | None) -> DeskPrint | None:
        """The print with its printings in the order in which the set of its batch has them."""
        ...


@dataclass(frozen=True)
class WindowContext:
    """Everything from outside. Tests replace `open_engine` by a recogniser with given answers, `open_prints` by a
    reader with given ones.
    """

    library: LibraryFolder
    demo_library: LibraryFolder
    resources: Path
    settings_file: Path
    log: Log
    open_engine: OpenEngine = open_for_answers
    open_prints: Callable[[LibraryFolder, Path], PrintReads] = open_desk_prints


# Usually longer than from a key to the next photo, and too short for anybody to notice that lookups pause.
_STEP_BACK_SECONDS = 0.08


def _nothing(resource: object) -> None:
    del resource


class Session(QObject):
    """Starts the lanes; `close` stops them, after what must be kept is on the disk.

    `store_lane` owns the label file, `engine_lane` the model and the index. `pictures_lane` decodes for the eye,
    `files_lane` walks folders and hashes, `cards_lane` reads the catalogue, `search_lane` searches it, `task_lane` does
    what a person waits for (each task opens what it needs), `shots_lane` compares photos with each other, `prints_lane`
    reads the small print of the card on the desk, `team_lane` waits for the team's server.
    `read_only`: why nothing can be written into the library, None if it can.
    """

    def __init__(
        self,
        context: WindowContext,
        library: LibraryFolder,
        settings: Settings,
        *,
        lost: Callable[[LabelsAstray], None] = _nothing,
        stopped: Callable[[], object] = lambda: None,
    ) -> None:
        """`lost`: told when the label file is not what it was. `stopped`: when nothing is begun any more; what runs may
        take a while to hear of it.
        """
        super().__init__()
        self._lost, self._stopped = lost, stopped
        self.context = context
        self.settings = settings
        self.read_only = why_read_only(library)
        self._made = None if self.read_only is None else TemporaryDirectory(prefix="karuta-look-")
        if self._made is not None:
            library = replace(library, made=Path(self._made.name))
        self.library = library
        self.box = Postbox(self)
        self._lanes: list[Lane[Any]] = []
        self.store_lane: Lane[LabelFile] = self._lane("store", self._open_labels, LabelFile.close, LabelFile.interrupt)
        self.engine_lane: Lane[OpenLibrary] = self._lane("engine", self._open_engine)
        self.pictures_lane: Lane[LibraryFolder] = self._lane("pictures", lambda: library)
        self.files_lane: Lane[LibraryFolder] = self._lane("files", lambda: library)
        self.cards_lane: Lane[LibraryFolder] = self._lane("cards", self._open_cards)
        self.search_lane: Lane[CardSearch] = self._lane("search", lambda: CardSearch(library, context.resources))
        self.task_lane: Lane[LibraryFolder] = self._lane("tasks", lambda: library)
        self.shots_lane: Lane[ShotBook] = self._lane("shots", lambda: ShotBook(library), ShotBook.close)
        self.team_lane: Lane[LibraryFolder] = self._lane("team", lambda: library)
        self.prints_lane: Lane[PrintReads] = self._lane(
            "prints", lambda: context.open_prints(library, context.resources)
        )

    def _lane(
        self,
        name: str,
        opened: Callable[[], Any],
        closed: Callable[[Any], None] = _nothing,
        interrupt: Callable[[Any], None] = _nothing,
    ) -> Lane[Any]:
        lane: Lane[Any] = Lane(name, opened=opened, deliver=self.box.post, closed=closed, interrupt=interrupt)
        self._lanes.append(lane)
        return lane

    def _open_labels(self) -> LabelFile:
        """In the lane's thread."""
        try:
            return labels_at_hand(self.library)
        except LabelsAstray as error:
            self.tell_if_lost(error)
            raise

    def tell_if_lost(self, error: Exception) -> None:
        """May be called from any thread that finds out that the label file is not what it was."""
        if isinstance(error, LabelsAstray):
            self.box.post(lambda: self._lost(error))

    def _open_cards(self) -> LibraryFolder:
        bring_up_to_date(self.library)
        return self.library

    def _open_engine(self) -> OpenLibrary:
        bring_up_to_date(self.library)
        exemplars = self.settings.exemplars == "on"
        exact = self.settings.index == "exact"
        return self.context.open_engine(self.library, self.context.resources, exemplars=exemplars, exact=exact)

    @property
    def resources(self) -> Path:
        return self.context.resources

    @property
    def is_demo(self) -> bool:
        return self.library.root == self.context.demo_library.root

    @property
    def origin(self) -> Origin:
        """Who labels here. Raises `LabelError` if the settings hold no usable name."""
        return origin_of(self.settings.annotator or None, Source.WINDOW)

    def step_back(self, seconds: float = _STEP_BACK_SECONDS) -> None:
        """A person has pressed a key and waits: work done ahead pauses in all lanes for a moment."""
        for lane in self._lanes:
            lane.hold(seconds)

    def close(self) -> None:
        """Stops the lanes and waits for them; decisions already handed in are stored first."""
        for lane in self._lanes:
            lane.stop()
        self._stopped()
        for lane in self._lanes:
            lane.join()
        self.box.close()
        if self._made is not None:
            self._made.cleanup()


def sentence(error: Known) -> str:
    """An error as one sentence for a person, in the window's language."""
    return error_words(error)


Result = TypeVar("Result")
Tell = Callable[[int, int], None]
Work = Callable[[LibraryFolder, CancelToken, Tell], Result]
"""What a task does, in the lane's thread."""


class Tasks(QObject):
    """A second task waits for the first. `failed`: its title, which stands for it, and why.

    `adding`: how many of them add cards to the catalogue. `title`: of what is done now.
    """

    began = Signal(str)
    renamed = Signal(str)
    """What is done now has another title."""
    told = Signal(int, int)
    ended = Signal()
    failed = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._jobs: list[Job] = []
        self.adding = 0
        self.title = ""

    @property
    def is_idle(self) -> bool:
        return not self._jobs

    def start(
        self,
        title: str,
        work: Work[Result],
        done: Callable[[Result], None],
        *,
        undone: Callable[[], object] = lambda: None,
        adds_cards: bool = False,
    ) -> None:
        """`undone`: called if it failed or was stopped, after that was said."""
        box = self._session.box

        def tell(at: int, total: int) -> None:
            box.post(lambda: self.told.emit(at, total))

        def ended(result: Result) -> None:
            self.adding -= adds_cards
            self._end(job)
            done(result)

        def failed(error: Known) -> None:
            self.adding -= adds_cards
            self._end(job)
            report_to(lambda why: self.failed.emit(title, why))(error)
            undone()

        job = self._session.task_lane.submit(
            lambda library, token: work(library, token, tell), done=ended, failed=failed
        )
        self._jobs.append(job)
        self.adding += adds_cards
        self.title = title
        self.began.emit(title)

    def rename(self, title: str) -> None:
        """Give what is done now another title, which says how far it is."""
        self.title = title
        self.renamed.emit(title)

    def stop(self) -> None:
        for job in self._jobs:
            job.stop()

    def _end(self, job: Job) -> None:
        self._jobs.remove(job)
        if not self._jobs:
            self.ended.emit()
