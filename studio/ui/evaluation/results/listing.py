"""One line of the list of evaluations, in the words it is shown with."""

from dataclasses import dataclass
from pathlib import Path

from studio.core.evaluation import EvaluationJob
from studio.runs.evaluations import EvaluationSummary, list_evaluations
from studio.runs.folder import RunFolder, RunState
from studio.ui.evaluation.results.score_words import evaluation_title
from studio.ui.formats import examples, moment
from studio.words import ngettext


@dataclass(frozen=True)
class ListedEvaluation:
    """An evaluation with what the list and the header say of it; time in Unix seconds."""

    run: RunFolder
    state: RunState
    job: EvaluationJob | None = None
    started_at: float | None = None
    message: str = ""

    @property
    def title(self) -> str:
        """The evaluation as people call it: by its number."""
        return evaluation_title(self.run.name)

    @property
    def preset(self) -> str:
        """What it is about."""
        return self.job.title if self.job else ""

    @property
    def full_title(self) -> str:
        """Number and what it is about."""
        return " · ".join(filter(None, (self.title, self.preset)))

    def facts(self, now: float) -> str:
        """When, how many models, how many rows."""
        if self.job is None:
            return self.message
        parts = [] if self.started_at is None else [moment(self.started_at, now)]
        count = len(self.job.subjects)
        parts.append(ngettext("{count} model", "{count} models", count).format(count=count))
        parts.append(examples(self.job.rows))
        return " · ".join(parts)


def read_evaluations(project: Path) -> tuple[ListedEvaluation, ...]:
    """Newest first; reads files, so not for the GUI thread."""
    return tuple(map(listed, list_evaluations(project)))


def listed(summary: EvaluationSummary) -> ListedEvaluation:
    """The line of one evaluation."""
    return ListedEvaluation(summary.run, summary.state, summary.job, summary.started_at, summary.message)
