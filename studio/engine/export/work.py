"""A whole export: what cannot be done is refused, the rest written piece by piece, sealed, and compared."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.core.events import Notice
from studio.core.export import OLLAMA, Artefact, ExportJob, WantedArtefact
from studio.core.parity import PARITY
from studio.engine.desk import ExportDesk
from studio.engine.export.gguf.adapter import AdapterType, write_gguf_adapter
from studio.engine.export.gguf.writing import write_gguf
from studio.engine.export.merging import write_merged
from studio.engine.export.ollama import create_in_ollama, find_ollama, modelfile, spoken_of
from studio.engine.export.onnx import write_onnx
from studio.engine.export.plan import expect_possible, needs_whole
from studio.engine.export.quantised import write_quantised
from studio.engine.export.sealing import seal_export
from studio.engine.export.source import Source, find_source
from studio.engine.export.watch import Watch
from studio.engine.parity.reading import FILES, FOLDERS
from studio.engine.parity.work import Telling, check_all
from studio.errors import ExportFailed
from studio.placing import placed, writing
from studio.runs.durable import copy_folder, remove_partial, replace_text
from studio.runs.exports import read_calibration_rows, read_export_rows
from studio.runs.target import claim_target, is_made_by, release_target
from studio.words import _

_STAGED = ".merged.partial"
_PER_CENT = 100


def run_export(desk: ExportDesk) -> None:
    """Do what the job asks; raises what failures.py knows, and StoppedNow. What is there already is not made again."""
    if desk.job.wanted:
        _write_all(desk)
    if desk.job.rows:
        _compare(desk)


def _write_all(desk: ExportDesk) -> None:
    job, target = desk.job, Path(desk.job.target)
    desk.enter("load", detail=job.subject.title)
    source = find_source(job.subject)
    _take(desk, source, target)
    left = [each for each in job.wanted if not (target / each.name(job.stem)).exists()]
    with _whole(desk, source, left) as whole:
        for each in left:
            if each.format != "merged":
                _write(desk, source, each, whole)
    with writing(target):
        # What was sealed before keeps its hashes: new ones would vouch for files that were changed since.
        if left or not is_made_by(target, job):
            desk.enter("save")
            seal_export(desk, source)
        release_target(target)
    if job.create_in_ollama:
        _create(desk)


def _take(desk: ExportDesk, source: Source, target: Path) -> None:
    """The folder is this export's from now on; where nothing can be done, it is left as it was."""
    try:
        is_new = claim_target(target, desk.run, desk.job)
    except OSError as error:
        raise ExportFailed(
            _("The folder {path} cannot be made.").format(path=target), hint=error.strerror or str(error)
        ) from error
    try:
        expect_possible(desk.job, source)
    except ExportFailed:
        if is_new:
            release_target(target)
            target.rmdir()
        raise


@contextmanager
def _whole(desk: ExportDesk, source: Source, left: list[WantedArtefact]) -> Iterator[Path]:
    """The folder of the whole model that the others are made of; gone afterwards where nobody wants it for itself."""
    target = Path(desk.job.target)
    merged, staged = target / "merged", target / _STAGED
    watch = Watch(obey=desk.wishes.obey_stop_now)
    if not needs_whole(left):
        yield source.base.folder
    elif WantedArtefact(format="merged") in desk.job.wanted:
        if not merged.exists():
            desk.enter("merge", detail=merged.name)
            with placed(merged) as partial:
                partial.mkdir()
                write_merged(source, partial, watch)
        yield merged
    elif source.adapter is None and source.labels is None:
        yield source.base.folder
    else:
        desk.enter("merge")
        try:
            with writing(target):
                remove_partial(staged)
                staged.mkdir()
                write_merged(source, staged, watch)
            yield staged
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def _write(desk: ExportDesk, source: Source, wanted: WantedArtefact, whole: Path) -> None:
    job = desk.job
    name = wanted.name(job.stem)
    target, watch = Path(job.target) / name, _watch(desk, name)
    if wanted.format == "gguf":
        write_gguf(whole, target, wanted.quant, watch, source.words, job.stem)
        return
    if wanted.format == "gguf_base":
        # With the words of the result: an adapter in GGUF has none of its own.
        write_gguf(source.base.folder, target, wanted.quant, watch, source.words, Path(job.subject.base).name)
        return
    if wanted.format == "gguf_adapter" and source.adapter is not None:
        kind: AdapterType = "f32" if wanted.quant == "f32" else "f16"
        write_gguf_adapter(source.adapter, source.base.folder, target, watch, kind, job.stem)
        return
    with placed(target) as partial:
        if wanted.format == "adapter" and source.adapter is not None:
            copy_folder(source.adapter, partial)
        elif wanted.format in OLLAMA:
            files = {each.format: f"./{each.name(job.stem)}" for each in wanted.stands_on}
            adapter = files.pop("gguf_adapter", "")
            (weights,) = files.values()
            text = modelfile(spoken_of(source, job.system, job.decoding), weights, adapter)
            partial.write_text(text, "utf-8")
        elif wanted.format == "onnx":
            write_onnx(source, whole, partial)
        elif wanted.format in ("gptq", "awq"):
            partial.mkdir()
            write_quantised(source, whole, partial, wanted.format, read_calibration_rows(desk.run, job), watch)


def _watch(desk: ExportDesk, name: str) -> Watch:
    return Watch(_by_per_cent(desk.enter("write", _PER_CENT, name)), desk.wishes.obey_stop_now)


def _by_per_cent(progressed: Callable[[int], None]) -> Callable[[int, int], None]:
    """Once for every per cent, however often it is called."""
    told = -1

    def tell(done: int, total: int) -> None:
        nonlocal told
        share = _PER_CENT * done // max(1, total)
        if share > told:
            told = share
            progressed(share)

    return tell


def _create(desk: ExportDesk) -> None:
    """What is written stays, whatever Ollama says."""
    job, program = desk.job, find_ollama()
    for each in job.wanted:
        if each.format in OLLAMA and program is not None:
            file = Path(job.target) / each.name(job.stem)
            # Parity asks for it by this name.
            name = file.stem
            try:
                create_in_ollama(program, file, name, desk.wishes.obey_stop_now)
            except ExportFailed as error:
                desk.tell(Notice(message=error.message, hint=error.hint))
            else:
                desk.remark(_("Ollama has the model now: ollama run {name}").format(name=name))


def _compare(desk: ExportDesk) -> None:
    """What was made, and what was given, held against what the application answers; told in parity.json."""
    job = desk.job
    rows = read_export_rows(desk.run, job)
    progress: list[Callable[[int, int], None]] = []

    def entered(title: str) -> None:
        progress.append(_by_per_cent(desk.enter("compare", _PER_CENT, title)))

    def progressed(done: int, total: int) -> None:
        progress[-1](done, total)

    watch = Watch(progressed, desk.wishes.obey_stop_now)
    parity = check_all(job, Path(job.target), artefacts_of(job), rows, Telling(watch, entered))
    replace_text(desk.run.path / PARITY, parity.model_dump_json(indent=1) + "\n")


def artefacts_of(job: ExportJob) -> tuple[Artefact, ...]:
    """What the job makes that can be compared, and what it was given to compare."""
    # Without Ollama on this machine there is nobody to ask.
    compared = (*FOLDERS, *FILES, *(OLLAMA if find_ollama() else ()))
    made = [found for each in job.wanted if each.format in compared for found in _to_compare(job, each)]
    return (*made, *job.given)


def _to_compare(job: ExportJob, wanted: WantedArtefact) -> list[Artefact]:
    """An adapter once on each base that it was written for: how far it may differ is told by the base's type."""
    name = wanted.name(job.stem)
    if wanted.format == "gguf_adapter":
        bases = [each for each in job.wanted if each.format == "gguf_base" and wanted in _adapters_for(each)]
        return [
            Artefact(format="gguf_adapter", path=name, base=base.name(job.stem), quant=base.quant) for base in bases
        ]
    base = job.subject.base if wanted.format == "adapter" else ""
    return [Artefact(format=wanted.format, path=name, base=base, quant=wanted.quant if wanted.is_typed else None)]


def _adapters_for(base: WantedArtefact) -> tuple[WantedArtefact, ...]:
    return WantedArtefact(format="gguf_adapter", quant=base.quant).stands_on
