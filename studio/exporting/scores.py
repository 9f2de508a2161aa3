"""What an export costs in the scores of the project: an evaluation of the artefacts beside what they were made of."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from studio.assess.paired import Paired
from studio.assess.parity import with_costs
from studio.core.evaluation import Subject
from studio.core.export import QUANTISED, ExportJob, titles_of
from studio.core.method_options import MethodOptions
from studio.core.parity import PARITY, Parity
from studio.data.reader import ProjectReader
from studio.errors import RunFailed
from studio.evaluating.creating import Wanted, prepare_evaluation
from studio.evaluating.primary import PRIMARY
from studio.evaluating.results import read_results
from studio.evaluating.scoring import score_results
from studio.runs.durable import replace_text
from studio.runs.evaluations import EVALUATIONS
from studio.runs.exports import read_export
from studio.runs.folder import RunFolder
from studio.runs.state import run_state
from studio.words import Language, _

_FILE = "evaluation"
"""In the folder of an export: the name of the evaluation that scores its artefacts."""
_ANSWERING = ("adapter", "merged", "gguf", "gguf_adapter", *QUANTISED)
_MOST_ROWS = 300


def read_parity(run: RunFolder) -> Parity | None:
    """What was compared, with what artefacts cost in scores once they are known; None before. Raises RunFailed."""
    parity = stored_parity(run)
    if parity is None:
        return None
    titles, costs = titles_of([each.artefact for each in parity.artefacts]), _costs(run)
    named = [each.model_copy(update={"title": title}) for title, each in zip(titles, parity.artefacts, strict=True)]
    judged = [with_costs(each, costs[each.title]) if each.title in costs else each for each in named]
    return parity.model_copy(update={"artefacts": tuple(judged)})


def stored_parity(run: RunFolder) -> Parity | None:
    """What was compared, token by token alone; None before. Raises RunFailed."""
    try:
        return Parity.model_validate_json((run.path / PARITY).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise RunFailed(
            _("The comparison of the export {run} is not readable.").format(run=run.name), hint=_("Export again.")
        ) from error


def scored_in(run: RunFolder) -> RunFolder | None:
    """The evaluation of an export's artefacts; None where there is none any more, or yet."""
    try:
        name = (run.path / _FILE).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    found = RunFolder(run.path.parents[1] / EVALUATIONS / name)
    return found if found.job_file.is_file() else None


def prepare_scores(run: RunFolder, language: Language) -> RunFolder:
    """Freeze an evaluation of what an export was made of and its artefacts; raises StudioError, also without rows."""
    project, job = run.path.parents[1], read_export(run)
    with ProjectReader(project) as reader:
        dataset = next((each for each in reader.datasets() if each.name == job.dataset), None)
    if dataset is None:
        raise RunFailed(
            _("The data set “{name}” is gone: the artefacts cannot be scored.").format(name=job.dataset),
            hint=_("The comparison token by token still holds."),
        )
    made = prepare_evaluation(
        project,
        Wanted(
            dataset_id=dataset.id,
            split="test",
            subjects=(job.subject, *_subjects(run, job)),
            title=job.title,
            most_rows=_MOST_ROWS,
            timed_rows=0,
        ),
        language,
    )
    replace_text(run.path / _FILE, made.name + "\n")
    return made


def _subjects(run: RunFolder, job: ExportJob) -> Iterator[Subject]:
    """What was compared and can answer in words by itself, called as in the comparison."""
    parity = stored_parity(run)
    compared = [each.artefact for each in parity.artefacts] if parity else []
    for title, artefact in zip(titles_of(compared), compared, strict=True):
        path, base = Path(job.target) / artefact.path, Path(job.target) / artefact.base
        if artefact.format not in _ANSWERING or not path.exists():
            continue
        if artefact.format == "adapter":
            sixteen = MethodOptions(name="lora", bits="16")
            yield Subject(title=title, base=job.subject.base, result=str(path), method=sixteen)
        elif artefact.format == "gguf_adapter":
            if base.is_file():
                yield Subject(title=title, base=str(base), result=str(path))
        else:
            yield Subject(title=title, base=str(path))


def _costs(run: RunFolder) -> Mapping[str, Mapping[str, Paired]]:
    """By the name of the artefact, the metrics that are judged in words; nothing before the evaluation has ended."""
    evaluation = scored_in(run)
    if evaluation is None or run_state(evaluation) != "finished":
        return {}
    results = read_results(evaluation)
    paired = score_results(results).paired
    return {
        results.subjects[at].subject.title: {name: each for name, each in found.items() if name in PRIMARY}
        for at, found in paired.items()
    }
