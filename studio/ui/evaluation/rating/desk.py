"""Does what is asked of rating sessions: lists, makes, opens, stores, sums up, writes packets and takes answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from studio.core.rating import Rating, RatingSession, is_whole
from studio.errors import StudioError
from studio.evaluating.ratings import (
    RatingFolder,
    SessionWishes,
    add_rating,
    rater_name,
    rating_folders,
    read_ratings,
    read_reveals,
    read_session,
    reveal,
)
from studio.runs.evaluations import list_evaluations, read_answers, read_answers_head, read_evaluation
from studio.runs.folder import RunFolder
from studio.ui.background import Background
from studio.ui.evaluation.rating.presenter import Opened
from studio.ui.project_context import Made, ProjectContext, make_step
from studio.words import current_language

if TYPE_CHECKING:
    from studio.assess.human import HumanSummary
    from studio.data.project import Changes, Project
    from studio.evaluating.preferences import PreferencePlan

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """An evaluation with answers to read."""

    run: RunFolder
    title: str
    models: tuple[str, ...]


@dataclass(frozen=True)
class SourceFacts:
    """What can be drawn from an evaluation: rows answered by each model, and the sizes of groups by their kind."""

    run: RunFolder
    answered: tuple[int, ...]
    groups: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class ListedSession:
    """A session, and how many rows each rater has finished."""

    folder: RatingFolder
    session: RatingSession
    source: str
    raters: tuple[tuple[str, int], ...]
    revealed: bool


@dataclass(frozen=True)
class Listing:
    """What there is: evaluations to read from, and sessions, newest first; `problems` are what could not be read."""

    sources: tuple[Source, ...]
    sessions: tuple[ListedSession, ...]
    problems: tuple[StudioError, ...] = ()


@dataclass(frozen=True)
class SummedUp:
    """A session's results; `names` are the models' titles in the order of the session, shown only once revealed."""

    folder: RatingFolder
    session: RatingSession
    names: tuple[str, ...]
    revealed: bool
    finished: bool
    summary: "HumanSummary"


@dataclass(frozen=True)
class Planned:
    """What preferences a session gives, and the split that the rows are of."""

    folder: RatingFolder
    plan: "PreferencePlan"
    split: str


@dataclass(frozen=True)
class PreferencesMade:
    """The step, how many examples it added, and how many were there already."""

    made: Made
    added: int
    known: int


class RatingDesk(QObject):
    """What comes of an order is told by signals, on the GUI thread.

    Whatever reads ratings does so after those that are still being stored, on the same thread.
    """

    listed = Signal(object)  # Listing
    described = Signal(object)  # SourceFacts
    created = Signal(object)  # RatingFolder
    opened = Signal(object, object)  # RatingFolder, Opened
    summed_up = Signal(object)  # SummedUp
    packet_written = Signal(object)  # Path
    imported = Signal(object)  # evaluating.rating_import.ImportedRatings
    planned = Signal(object)  # Planned
    preferences_made = Signal(object)  # PreferencesMade
    failed = Signal(object)  # StudioError

    def __init__(self, project: ProjectContext, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._background = project, background

    def list_sessions(self) -> None:
        """Read what there is."""
        path = self._project.path
        self._in_turn(lambda: _listing(path), self.listed.emit)

    def describe(self, run: RunFolder) -> None:
        """Look at the rows of an evaluation; `described` follows."""
        self._run(lambda: _facts(run), self.described.emit)

    def create(self, run: RunFolder, wishes: SessionWishes) -> None:
        """Make a session; `created` follows."""
        self._run(lambda: _created(run, wishes), self.created.emit)

    def open(self, folder: RatingFolder, rater: str) -> None:
        """Read a session as a rater sees it."""
        self._in_turn(lambda: (folder, _opened(folder, rater)), self._on_opened)

    def store(self, folder: RatingFolder, rater: str, rating: Rating) -> None:
        """Put a rating, by the sides as this rater sees them, on the disk, in the order in which they were given."""
        self._in_turn(lambda: _stored(folder, rater, rating), _ignore)

    def sum_up(self, folder: RatingFolder, *, reveal_by: str = "") -> None:
        """Work the results out; with `reveal_by`, record that this person wants to see the names."""
        self._in_turn(lambda: _summed_up(folder, reveal_by), self.summed_up.emit)

    def write_packet(self, folder: RatingFolder, target: Path) -> None:
        """Write the file for experts without Atelier."""
        language = current_language()

        def work() -> Path:
            from studio.evaluating.packet import write_packet

            return write_packet(folder, target, language)

        self._run(work, self.packet_written.emit)

    def take_answers(self, file: Path) -> None:
        """Take the answers that a packet saved."""
        path = self._project.path

        def work() -> object:
            from studio.evaluating.rating_import import import_ratings

            return import_ratings(path, file)

        self._in_turn(work, self.imported.emit)

    def plan_preferences(self, folder: RatingFolder) -> None:
        """Work out what preferences a session gives."""
        self._in_turn(lambda: _planned(folder), self.planned.emit)

    def make_preferences(self, planned: Planned, dataset: str) -> None:
        """Add them to a data set, as one step."""
        self._project.write(lambda writer: _added(writer, planned, dataset), self._on_made, self.failed.emit)

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, done, self.failed.emit)

    def _in_turn(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.write(work, done, self.failed.emit)

    def _on_opened(self, found: tuple[RatingFolder, Opened]) -> None:
        self.opened.emit(*found)

    def _on_made(self, found: PreferencesMade) -> None:
        self._project.announce(found.made.changes)
        self.preferences_made.emit(found)


def _listing(project: Path) -> Listing:
    sources: list[Source] = []
    sessions: list[ListedSession] = []
    problems: list[StudioError] = []
    for each in list_evaluations(project):
        # One damaged folder must not hide the others; the list of evaluations tells what is wrong with such a job.
        if each.job is None:
            continue
        try:
            sessions += [_listed(folder, each.job.title) for folder in rating_folders(each.run)]
            if any(read_answers_head(each.run, at) for at in range(len(each.job.subjects))):
                models = tuple(subject.title for subject in each.job.subjects)
                sources.append(Source(each.run, f"{each.run.name[:4]} · {each.job.title}", models))
        except StudioError as error:
            problems.append(error)
    sessions.sort(key=lambda found: found.session.created_at, reverse=True)
    return Listing(tuple(sources), tuple(sessions), tuple(problems))


def _created(run: RunFolder, wishes: SessionWishes) -> RatingFolder:
    from studio.evaluating.rating_sessions import create_session

    return create_session(run, wishes)


def _facts(run: RunFolder) -> SourceFacts:
    from studio.evaluating.rating_sessions import readable_rows

    groups: dict[str, dict[str, int]] = {}
    for row in readable_rows(run, ())[0]:
        for kind, name in row.groups.items():
            sizes = groups.setdefault(kind, {})
            sizes[name] = sizes.get(name, 0) + 1
    models = range(len(read_evaluation(run).subjects))
    return SourceFacts(run, tuple(len(read_answers(run, at)) for at in models), groups)


def _listed(folder: RatingFolder, source: str) -> ListedSession:
    session = read_session(folder)
    raters = tuple(
        (rater, sum(is_whole(session, each) for each in said.values())) for rater, said in read_ratings(folder).items()
    )
    return ListedSession(folder, session, source, raters, bool(read_reveals(folder)))


def _opened(folder: RatingFolder, rater: str) -> Opened:
    from studio.evaluating.rating_sessions import read_blind

    session, name = read_session(folder), rater_name(rater)
    turned = session.turned_for(name)
    rows = tuple(row.exchanged if row.id in turned else row for row in read_blind(folder, session))
    said = read_ratings(folder).get(name, {})
    return Opened(session, rows, name, {row: each.exchanged if row in turned else each for row, each in said.items()})


def _stored(folder: RatingFolder, rater: str, rating: Rating) -> None:
    turned = read_session(folder).turned_for(rater_name(rater))
    add_rating(folder, rater, rating.exchanged if rating.row in turned else rating)


def _summed_up(folder: RatingFolder, reveal_by: str) -> SummedUp:
    from studio.assess.human import summarise
    from studio.evaluating.ratings import all_finished

    if reveal_by:
        reveal(folder, reveal_by)
    session, ratings = read_session(folder), read_ratings(folder)
    subjects = read_evaluation(folder.run).subjects
    return SummedUp(
        folder,
        session,
        tuple(subjects[at].title for at in session.models),
        bool(read_reveals(folder)),
        all_finished(session, ratings),
        summarise(session, ratings),
    )


def _planned(folder: RatingFolder) -> Planned:
    from studio.evaluating.preferences import plan_preferences
    from studio.evaluating.rating_sessions import read_shown

    session = read_session(folder)
    plan = plan_preferences(session, read_shown(folder, session), read_ratings(folder))
    return Planned(folder, plan, read_evaluation(folder.run).split)


def _added(writer: "Project", planned: Planned, dataset: str) -> PreferencesMade:
    from studio.data.preferring import Preferring, add_preferred

    found: list[Preferring] = []

    def add(project: "Project") -> "Changes":
        found.append(add_preferred(project, dataset, planned.plan.rows, source=planned.folder.run.name))
        return found[0].changes

    made = make_step(writer, add)
    return PreferencesMade(made, found[0].added, found[0].known)


def _ignore(_nothing: None) -> None:
    pass
