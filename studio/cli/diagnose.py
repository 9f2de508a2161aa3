"""`studio diagnose`: what is wrong with a run, going on or over, and what to try."""

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from studio.assess.diagnosis.diagnosis import Diagnosis
from studio.assess.diagnosis.doctor import diagnose as examine
from studio.assess.diagnosis.facts import FactsBook
from studio.cli.output import command_line, print_json
from studio.cli.runs import AsJson, RunPath
from studio.core.job import Job
from studio.core.recipe import differences, with_changes
from studio.data.frozen_answers import answer_counts
from studio.runs.folder import RunFolder, readable
from studio.runs.journal import JournalReader
from studio.runs.presets import list_presets
from studio.runs.run import open_run, read_job
from studio.runs.supervisor import run_state
from studio.ui.training.doctor.remedy import change_lines, severity_words
from studio.words import _

_STYLES = {"problem": "bold red", "warning": "bold yellow", "information": "bold"}
_INDENT = (0, 0, 0, 2)


def register(app: typer.Typer) -> None:
    app.command("diagnose", help=_("Say what is wrong with a run, with evidence, and what to try."))(diagnose)


def diagnose(run: RunPath, as_json: AsJson = False) -> None:
    folder = open_run(run)
    # Where the project lies now: it may have been moved, or unpacked from an archive.
    job = read_job(folder).model_copy(update={"project": str(folder.path.parent.parent)})
    state = run_state(folder)
    found = examine(_book(folder, job).facts(died=state == "died"))
    if as_json:
        print_json({"run": str(folder.path), "state": state, "findings": [_for_machines(each) for each in found]})
        return
    console = Console()
    if not found:
        console.print(_("Nothing is wrong with this run as far as its numbers tell."))
    for each in found:
        _tell(console, each, job)


def _book(run: RunFolder, job: Job) -> FactsBook:
    train = run.data / job.snapshot.train.file
    book = FactsBook(job, answer_counts(train, job.contract) if train.is_file() else {})
    reader = JournalReader(run.events)
    with readable(run):
        while events := reader.read_new():
            book.take(events)
    return book


def _for_machines(found: Diagnosis) -> dict[str, object]:
    return {
        "key": found.key,
        "severity": found.severity,
        "title": _(found.title),
        "evidence": found.evidence.text(),
        "advice": found.advice.text(),
        "remedy": dict(found.remedy),
    }


def _tell(console: Console, found: Diagnosis, job: Job) -> None:
    title = Text(f"{severity_words(found.severity)} · ", _STYLES[found.severity]).append(_(found.title), "bold")
    console.print(title)
    for text in (found.evidence.text(), found.advice.text(), *change_lines(job.recipe, found.remedy)):
        console.print(Padding(Text(text), _INDENT))
    if found.remedy and (command := _command(job, found)):
        # Never broken into lines: it is there to be copied.
        console.print(Text(f"  {command}", "dim"), soft_wrap=True)


def _command(job: Job, found: Diagnosis) -> str:
    """What starts the mended run; empty when the preset it came from is there no more."""
    known = {each.name: each.preset.recipe for each in list_presets()}
    if job.preset not in known:
        return ""
    changes = differences(known[job.preset], with_changes(job.recipe, found.remedy))
    words = ["studio", "train", "--project", job.project, "--dataset", job.snapshot.dataset, "--preset", job.preset]
    for each in changes:
        words += ["--set", f"{each.name}={_typed(each.after)}"]
    return command_line(*words)


def _typed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
