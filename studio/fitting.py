"""A few real steps with the longest rows, before the run itself: what it will take, measured."""

import math
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from studio.core.events import Event, Failed, Finished, Memory, Metric, Phase, Planned, Started
from studio.core.forecast import Forecast
from studio.core.job import Job, SnapshotPart
from studio.core.recipe import Recipe
from studio.data.child import ChildCancelled
from studio.data.contract_file import read_contract
from studio.data.reader import ProjectReader
from studio.data.snapshot import freeze_dataset
from studio.errors import ProjectFailed, RunFailed
from studio.runs.control import request
from studio.runs.folder import LIVING, RunFolder
from studio.runs.journal import JournalReader
from studio.runs.run import commit_job
from studio.runs.state import has_worker
from studio.runs.supervisor import kill_worker, run_state, start_run
from studio.words import Language, _

STEPS = 4
_PREFIX, _NAME = ".probe-", "probe"
# Between the folder and its worker lies the freezing of the data.
_ABANDONED_S = 3600.0
_HELD_OUT_ROWS, _ANSWER_TOKENS = 64, 8
_GLANCE_S = 0.1
_PARTS = {
    "load_bytes": ("import", "load"),
    "train_bytes": ("tokenise", "train"),
    "evaluate_bytes": ("score_base", "evaluate", "score_tuned"),
    "save_bytes": ("save",),
}
# The two newest checkpoints and the best one.
_CHECKPOINTS = 3


@dataclass(frozen=True)
class _Cut:
    """How the rows of the probe compare with those of the run."""

    rows: int
    share: float
    """Mean length of all training rows over that of the probe's."""
    validation: int
    kept_validation: int


class _Memory:
    """The most in each phase: of the card as far as the worker tells, else of its process, looked at while it works."""

    def __init__(self) -> None:
        self._worker: psutil.Process | None = None
        self._phase = ""
        self._process, self._device = dict[str, int](), dict[str, int]()

    def take(self, event: Event) -> None:
        """What the worker tells."""
        match event:
            case Started(pid=pid):
                with suppress(psutil.Error):
                    self._worker = psutil.Process(pid)
            case Phase(name=name):
                self._phase = name
            case Memory(device_bytes=device, process_bytes=process):
                self._note(self._device, device)
                self._note(self._process, process)

    def look(self) -> None:
        """How much its process holds now."""
        if self._worker is not None:
            with suppress(psutil.Error):
                self._note(self._process, self._worker.memory_info().rss)

    def parts(self, finished: Finished) -> dict[str, int]:
        """By the fields of a forecast; the greatest is the peak, which falls between two looks."""
        noted = self._device if finished.peak_device_bytes else self._process
        most, before = dict[str, int](), 0
        for part, phases in _PARTS.items():
            # What was over between two looks took about what stood there before it.
            most[part] = before = max(noted.get(phase, 0) for phase in phases) or before
        peak = finished.peak_device_bytes or finished.peak_process_bytes or max(most.values())
        return {**most, max(most, key=lambda part: most[part]): peak, "peak_bytes": peak}

    def _note(self, most: dict[str, int], amount: int) -> None:
        most[self._phase] = max(amount, most.get(self._phase, 0))


def probe(
    project: Path,
    dataset_id: int,
    recipe: Recipe,
    language: Language,
    *,
    told: Callable[[Event], None] = lambda _event: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Forecast:
    """Train for four steps on the longest rows, evaluate, answer and save, in a folder that is then removed.

    Raises RunFailed with what the worker said when it does not fit, ChildCancelled, and ProjectFailed.
    """
    try:
        # In the project, not where others keep their temporary files: these are its texts.
        _clear_abandoned(project)
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=project, ignore_cleanup_errors=True) as folder:
            run = RunFolder(Path(folder) / _NAME)
            run.path.mkdir()
            cut = _prepare(project, dataset_id, recipe, run, language)
            memory = _Memory()
            events = _work(run, memory, told, cancelled)
            return _forecast(recipe, run, events, cut, memory)
    except OSError as error:
        raise ProjectFailed(
            _("The trial could not be made in {path}.").format(path=project), hint=str(error)
        ) from error


def _clear_abandoned(project: Path) -> None:
    """A window that was killed in a trial left the texts behind."""
    for folder in project.glob(f"{_PREFIX}*"):
        old = time.time() - folder.stat().st_mtime > _ABANDONED_S
        if old and not has_worker(RunFolder(folder / _NAME)):
            shutil.rmtree(folder, ignore_errors=True)


def _prepare(project: Path, dataset_id: int, recipe: Recipe, run: RunFolder, language: Language) -> _Cut:
    with ProjectReader(project) as reader:
        snapshot = freeze_dataset(reader, dataset_id, run.data, only_approved=recipe.data.only_approved)
    lengths = _lengths(run.data / snapshot.train.file)
    kept = min(len(lengths), recipe.training.batch * STEPS)
    parts = {
        "train": _keep_longest(run, snapshot.train, kept),
        "validation": _keep_longest(run, snapshot.validation, _HELD_OUT_ROWS),
        "test": _keep_longest(run, snapshot.test, _HELD_OUT_ROWS),
    }
    job = Job(
        name="probe",
        project=str(project),
        preset="",
        language=language,
        created_at=time.time(),
        recipe=_short(recipe),
        snapshot=snapshot.model_copy(update=parts),
        contract=read_contract(project),
    )
    commit_job(run, job)
    longest = sorted(lengths)[-kept:]
    share = (sum(lengths) / len(lengths)) / max(1.0, sum(longest) / len(longest))
    return _Cut(len(lengths), share, snapshot.validation.rows, parts["validation"].rows)


def _short(recipe: Recipe) -> Recipe:
    training = recipe.training.model_copy(update={"max_steps": STEPS, "warmup_steps": 0})
    evaluation = recipe.evaluation.model_copy(
        update={"every_steps": STEPS, "patience": 0, "max_new_tokens": _ANSWER_TOKENS, "compare_rows": _HELD_OUT_ROWS}
    )
    return recipe.model_copy(update={"training": training, "evaluation": evaluation})


def _lengths(file: Path) -> list[int]:
    column = pq.read_table(file, columns=["content"]).column("content")
    return [int(each) for each in pc.utf8_length(column).to_pylist()]


def _keep_longest(run: RunFolder, part: SnapshotPart, rows: int) -> SnapshotPart:
    file = run.data / part.file
    table = pq.read_table(file)
    order = pc.sort_indices(pc.utf8_length(table.column("content")), sort_keys=[("", "descending")])
    kept: pa.Table = table.take(order[:rows])
    pq.write_table(kept, file)
    return part.model_copy(update={"rows": kept.num_rows})


def _work(run: RunFolder, memory: _Memory, told: Callable[[Event], None], cancelled: Callable[[], bool]) -> list[Event]:
    start_run(run, None)
    reader, events = JournalReader(run.events), list[Event]()
    while True:
        living = run_state(run) in LIVING
        for event in reader.read_new():
            events.append(event)
            memory.take(event)
            told(event)
        memory.look()
        if not living:
            break
        if cancelled():
            request(run, "stop_now")
            kill_worker(run)
            raise ChildCancelled(_("The work was cancelled."))
        time.sleep(_GLANCE_S)
    last = events[-1] if events else None
    if isinstance(last, Failed):
        raise RunFailed(last.message, hint=last.hint)
    if not isinstance(last, Finished):
        raise RunFailed(
            _("The trial ended before its time; the computer’s memory may not have been enough."),
            hint=_("Choose a smaller model, shorter examples, or QLoRA."),
        )
    return events


def _forecast(recipe: Recipe, run: RunFolder, events: Sequence[Event], cut: _Cut, memory: _Memory) -> Forecast:
    planned = next(event for event in events if isinstance(event, Planned))
    finished = next(event for event in events if isinstance(event, Finished))
    started = next(event for event in events if isinstance(event, Started))
    step_s, steps = _step_seconds(events), _steps(recipe, cut.rows)
    looks = steps / recipe.evaluation.every_steps + 1
    look_s = _phase_seconds(events, "evaluate") / 2 * cut.validation / max(1, cut.kept_validation)
    before = _phase_seconds(events, "import") + _phase_seconds(events, "load")
    checkpoint, result = _size(run.checkpoints), _size(run.adapter)
    return Forecast(
        source="probe",
        device=started.device,
        **memory.parts(finished),
        step_s=step_s,
        total_s=before + steps * step_s * cut.share + looks * (look_s + _phase_seconds(events, "save")),
        steps=steps,
        disk_bytes=checkpoint * _CHECKPOINTS + result,
        micro_batch=planned.micro_batch,
        accumulation=planned.accumulation,
        checkpointed_layers=planned.checkpointed_layers,
    )


def _steps(recipe: Recipe, rows: int) -> int:
    training = recipe.training
    return training.max_steps or max(1, math.ceil(training.epochs * math.ceil(rows / training.batch)))


def _step_seconds(events: Sequence[Event]) -> float:
    """Without the first step, in which everything is done for the first time and the untrained model is looked at."""
    times = [event.mono or event.at for event in events if isinstance(event, Metric) and event.name == "loss"]
    later = [after - before for before, after in pairwise(times[1:])]
    return sum(later) / len(later) if later else 0.0


def _phase_seconds(events: Sequence[Event], name: str) -> float:
    phases = [event for event in events if isinstance(event, Phase | Finished)]
    return sum(
        (after.mono or after.at) - (before.mono or before.at)
        for before, after in pairwise(phases)
        if isinstance(before, Phase) and before.name == name
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
