"""The worker: claims a run, does what its job asks, tells everything in the journal, and ends with one last word."""

import gc
import importlib
import logging
import os
import time
import warnings
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from studio.core.control import ControlAction
from studio.core.evaluation import EvaluationJob
from studio.core.events import Failed, Finished, FinishReason, Notice, Started
from studio.core.export import ExportJob
from studio.core.job import Job
from studio.engine.clock import CpuClock
from studio.engine.desk import Desk, EvaluationDesk, ExportDesk, Post
from studio.engine.manifest import library_versions
from studio.engine.processor import peak_of_process
from studio.engine.pulse import Pulse
from studio.engine.resources import energy_so_far
from studio.engine.room import Room
from studio.engine.stopping import StoppedNow
from studio.engine.wishes import Wishes
from studio.errors import StudioError
from studio.runs.cards import cards
from studio.runs.claim import claim_run
from studio.runs.evaluations import read_evaluation
from studio.runs.exports import read_export
from studio.runs.folder import RunFolder
from studio.runs.forecasts import record_outcome
from studio.runs.handover import receive_run
from studio.runs.journal import JournalWriter
from studio.runs.run import kind_of_job, read_job
from studio.runs.sleep import inhibit_sleep
from studio.words import N_, _, use_language

AnyDesk = Desk | EvaluationDesk | ExportDesk

_log = logging.getLogger(__name__)
_READERS: dict[str, Callable[[RunFolder], Job | EvaluationJob | ExportJob]] = {
    "evaluation": read_evaluation,
    "export": read_export,
}
_WHY_AWAKE: dict[type, str] = {
    Job: N_("A training run is going on."),
    EvaluationJob: N_("An evaluation is going on."),
    ExportJob: N_("An export is going on."),
}
_ENDINGS: dict[ControlAction | None, FinishReason] = {
    "stop_now": "stopped_now",
    "stop_and_save": "stopped_and_saved",
    "pause": "paused",
}
_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TQDM_DISABLE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # Idle threads that spin take the processor from everyone else: 7,100 against 2,260 tokens/s on a busy machine.
    "OMP_WAIT_POLICY": "PASSIVE",
    # Nothing is compiled here, but bitsandbytes would have the compiler loaded: a fifth of what all libraries take.
    "TORCHDYNAMO_DISABLE": "1",
    # NVML numbers cards like this: what is measured is the card that trains.
    "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
}


def work(run_path: Path) -> int:
    """Do one run to its end; 0 when it ended as asked. Raises RunFailed when the run is not there to be taken."""
    _prepare_process()
    run = RunFolder(run_path.resolve())
    job = _READERS.get(kind_of_job(run), read_job)(run)
    use_language(job.language)
    wishes = Wishes(run)
    room = Room(run, wishes)
    with (
        claim_run(run),
        JournalWriter(run.events, room.await_line) as journal,
        inhibit_sleep(_(_WHY_AWAKE[type(job)])),
        suppress(StoppedNow),
    ):
        room.tell = journal.append
        room.reserve()
        try:
            with closing(Pulse(journal, spent_wh=energy_so_far(run))) as pulse:
                last_word = _do(_desk(job, Post(run, journal, wishes, pulse, room)))
        finally:
            room.release()
        journal.append(last_word)
        if isinstance(last_word, Finished) and isinstance(job, Job):
            record_outcome(run, last_word)
    return 0 if isinstance(last_word, Finished) else 1


def _desk(job: Job | EvaluationJob | ExportJob, post: Post) -> AnyDesk:
    parts = post.run, post.journal, post.wishes, post.pulse, post.room
    if isinstance(job, Job):
        return Desk(*parts, job)
    return EvaluationDesk(*parts, job) if isinstance(job, EvaluationJob) else ExportDesk(*parts, job)


def wait_for_run() -> int:
    """Be a warm worker: import everything, wait for one run, do it; 0 when the window went away before giving one."""
    become_warm()
    run = receive_run()
    if run is None:
        return 0
    try:
        return work(run.path)
    except StudioError as error:
        _log.error("%s %s", error.message, error.hint)
        return 1


def become_warm() -> None:
    """Import everything and rehearse a step, so that a run begins at once."""
    _prepare_process()
    _import_libraries()
    from studio.engine.warming import warm_up

    warm_up()


def _prepare_process() -> None:
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    # Libraries warn their own developers of coming changes; worker.log is read by users.
    warnings.simplefilter("ignore", FutureWarning)
    # TRL refuses to train when it sees several cards; a run uses one.
    os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]


def _import_libraries() -> None:
    """Without the garbage collector, which would search again and again what stays anyway: 4.5 instead of 6.8 s."""
    gc.disable()
    try:
        importlib.import_module("studio.engine.training")
        gc.freeze()
    finally:
        gc.enable()


def _do(desk: AnyDesk) -> Finished | Failed:
    began, clock = time.monotonic(), CpuClock()
    desk.wishes.listen_to_signals()
    try:
        desk.pulse.start()
        _introduce(desk)
        desk.enter("import")
        reason = _obey(desk, clock)
    except StoppedNow:
        reason = _ENDINGS[desk.wishes.latest()]
    except Exception as error:
        return _explain(error)
    return Finished(
        reason=reason,
        steps=desk.pulse.step,
        wall_s=time.monotonic() - began,
        train_cpu_s=clock.cpu_s,
        adapter=desk.run.adapter.name if desk.run.adapter.is_dir() else "",
        peak_process_bytes=peak_of_process(),
        peak_device_bytes=_peak_of_device(),
    )


def _obey(desk: AnyDesk, clock: CpuClock) -> FinishReason:
    if isinstance(desk, Desk):
        return _train(desk, clock)
    return _evaluate(desk) if isinstance(desk, EvaluationDesk) else _export(desk)


def _train(desk: Desk, clock: CpuClock) -> FinishReason:
    _import_libraries()
    from studio.engine.training import run_training

    return run_training(desk, clock)


def _evaluate(desk: EvaluationDesk) -> FinishReason:
    from studio.engine.evaluating.work import run_evaluation

    run_evaluation(desk)
    return "completed"


def _export(desk: ExportDesk) -> FinishReason:
    from studio.engine.export.work import run_export

    run_export(desk)
    return "completed"


def _peak_of_device() -> int:
    import torch

    return torch.cuda.max_memory_reserved() if torch.cuda.is_available() else 0


def _introduce(desk: Post) -> None:
    gpus, versions = cards().gpus, library_versions()
    desk.tell(Started(pid=os.getpid(), device=gpus[0].name if gpus else "CPU", versions=versions))
    if gpus and "+cpu" in versions["torch"]:
        desk.tell(
            Notice(
                message=_("The graphics card is not used: PyTorch was installed without support for it."),
                hint=_("“studio doctor” says what to install."),
            )
        )


def _explain(error: Exception) -> Failed:
    """A foreseen failure in the user's words; of a bug the traceback goes to worker.log alone."""
    if isinstance(error, ImportError):
        _log.exception("A library cannot be imported")
        return Failed(
            kind="bug",
            message=_("The training libraries cannot be loaded ({name}).").format(name=error.name or str(error)),
            hint=_("“studio doctor” says what is missing."),
        )
    from studio.engine.failures import describe_failure

    failed = describe_failure(error)
    if failed.kind in ("bug", "out_of_memory", "disk_full"):
        _log.error("The run failed", exc_info=error)
    return failed
