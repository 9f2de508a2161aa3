"""One line of the list of exports, in the words it is shown with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studio.core.export import ExportJob
from studio.core.parity import Parity
from studio.errors import RunFailed
from studio.evaluating.subjects import title_of_run
from studio.exporting.scores import read_parity, scored_in
from studio.runs.evaluations import EVALUATIONS
from studio.runs.exports import EXPORTS, ExportSummary, list_exports
from studio.runs.folder import RUNS, RunFolder, RunState
from studio.runs.queue import busy_with
from studio.runs.state import run_state
from studio.ui.evaluation.results.score_words import evaluation_title
from studio.ui.export.making.presenter import Overall, export_title, job_title, overall, overall_sign
from studio.ui.formats import moment
from studio.ui.training.standing import Standing, standing_of_state
from studio.words import _


@dataclass(frozen=True)
class ListedExport:
    """An export with what the list and the header say of it."""

    run: RunFolder
    state: RunState
    job: ExportJob | None = None
    message: str = ""
    verdict: Overall | None = None
    """Of all its artefacts; None where nothing was compared."""
    scores: RunState | None = None
    """How the evaluation of its artefacts stands; None where there is none."""
    waits_for: str = ""
    """What must end first, in words, where it waits."""

    @property
    def title(self) -> str:
        """The export as people call it: by its number."""
        return export_title(self.run.name)

    @property
    def preset(self) -> str:
        """None: what it is of stands among its facts."""
        return ""

    @property
    def full_title(self) -> str:
        """The number alone: the rest is too long to stand beside the verdict."""
        return self.title

    @property
    def about(self) -> str:
        """What it is of."""
        return job_title(self.job) if self.job else ""

    @property
    def standing(self) -> Standing:
        """How it turned out, where that is known; else how it stands."""
        if self.state == "finished" and self.verdict is not None:
            return overall_sign(self.verdict)
        return standing_of_state(self.state)

    def facts(self, now: float) -> str:
        """When, and what of."""
        if self.job is None:
            return self.message
        only = "" if self.job.wanted else _("compared only")
        return " · ".join(filter(None, (moment(self.job.created_at, now), self.about, only)))


def read_exports(project: Path, known: Mapping[RunFolder, ListedExport] | None = None) -> tuple[ListedExport, ...]:
    """Newest first; reads files, so not for the GUI thread.

    What was `known` to have been compared and scored is not read again: scoring takes its time.
    """
    known = known or {}
    found = [_listed(each, known.get(each.run)) for each in list_exports(project)]
    if any(each.state == "waiting" for each in found):
        words = _waits_for(project, found)
        found = [replace(each, waits_for=words) if each.state == "waiting" else each for each in found]
    return tuple(found)


def _waits_for(project: Path, found: Sequence[ListedExport]) -> str:
    busy = busy_with(project)
    # It may have begun since the list was read.
    if busy is None or any(each.run == busy and each.state == "waiting" for each in found):
        return ""
    titles = {RUNS: title_of_run, EVALUATIONS: evaluation_title, EXPORTS: export_title}
    return _("Starts when this has ended: {what}").format(what=titles[busy.path.parent.name](busy.name))


def _listed(summary: ExportSummary, before: ListedExport | None) -> ListedExport:
    if before is not None and before.state == summary.state == "finished" and before.scores == "finished":
        return before
    evaluation = scored_in(summary.run)
    scores = run_state(evaluation) if evaluation else None
    parity = _parity(summary.run) if summary.state == "finished" else None
    verdict = overall(parity) if parity else None
    return ListedExport(summary.run, summary.state, summary.job, summary.message, verdict, scores)


def _parity(run: RunFolder) -> Parity | None:
    """One that cannot be read is told of when it is opened, and hides none of the others."""
    try:
        return read_parity(run)
    except RunFailed:
        return None
