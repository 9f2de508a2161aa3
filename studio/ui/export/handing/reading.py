"""What can be handed over, read from files: not for the GUI thread."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.archives.likeness import comparisons
from studio.core.parity import Verdict
from studio.data.contract_file import CONTRACT_FILE
from studio.data.prompts import read_prompts
from studio.errors import RunFailed
from studio.exporting.made import Made, made_by
from studio.runs.evaluations import list_evaluations
from studio.runs.exports import list_exports
from studio.runs.folder import RunFolder
from studio.ui.evaluation.results.listing import ListedEvaluation, listed
from studio.ui.export.handing.wish import DeliverableExport, deliverables
from studio.ui.export.making.presenter import export_title, job_title


@dataclass(frozen=True)
class Deliverables:
    """The exports, the newest first, and what the project has that goes along."""

    exports: tuple[DeliverableExport, ...]
    prompts: int
    contract: bool


@dataclass(frozen=True)
class Verdicts:
    """How the artefacts of an export compare, by name, as far as that is known."""

    run: RunFolder
    found: dict[str, Verdict]


def read_deliverables(project: Path) -> Deliverables:
    """Raises RunFailed and ProjectFailed."""
    contract = (project / CONTRACT_FILE).is_file()
    return Deliverables(tuple(_exports(project)), len(read_prompts(project)), contract)


def read_verdicts(project: Path, export: DeliverableExport) -> Verdicts:
    """Scores what the artefacts cost, which takes its time; raises RunFailed."""
    known = comparisons(project, [each.path for each in export.artefacts])
    return Verdicts(export.run, {place.name: found.artefact.verdict for place, found in known.items()})


def _exports(project: Path) -> Iterator[DeliverableExport]:
    evaluations = [listed(each) for each in list_evaluations(project) if each.state == "finished"]
    for each in list_exports(project):
        made = _made(each.run) if each.job and each.job.wanted and each.state == "finished" else None
        if each.job is None or made is None:
            continue
        reports = tuple(_reports(evaluations, each.job.subject.run))
        title = f"{export_title(each.run.name)} · {job_title(each.job)}"
        yield DeliverableExport(each.run, title, each.job.stem, deliverables(each.job, made), reports)


def _reports(evaluations: list[ListedEvaluation], run: str) -> Iterator[tuple[str, RunFolder]]:
    for each in evaluations:
        if each.job and run in [subject.run for subject in each.job.subjects]:
            yield each.full_title, each.run


def _made(run: RunFolder) -> Made | None:
    """None where its files were moved or changed: the Exports section says so."""
    try:
        return made_by(run)
    except RunFailed:
        return None
