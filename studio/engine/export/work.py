"""A whole export: what cannot be done is refused, the rest written piece by piece, sealed, and compared."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.core.events import Notice
from studio.core.export import Artefact, WantedArtefact
from studio.engine.desk import ExportDesk
from studio.engine.export.gguf.writing import write_gguf
from studio.engine.export.merging import write_merged
from studio.engine.export.ollama import create_in_ollama, find_ollama, modelfile, spoken_of
from studio.engine.export.onnx import write_onnx
from studio.engine.export.plan import expect_possible, needs_whole
from studio.engine.export.sealing import seal_export
from studio.engine.export.source import Source, find_source
from studio.engine.export.watch import Watch
from studio.errors import ExportFailed
from studio.placing import placed
from studio.runs.durable import remove_partial
from studio.words import _

_STAGED = ".merged.partial"
_PER_CENT = 100


def run_export(desk: ExportDesk) -> None:
    """Do what the job asks; raises what failures.py knows, and StoppedNow. What is there already is not made again."""
    if desk.job.wanted:
        _write_all(desk)


def _write_all(desk: ExportDesk) -> None:
    job, target = desk.job, Path(desk.job.target)
    desk.enter("load", detail=job.subject.title)
    source = find_source(job.subject)
    _make_folder(target)
    expect_possible(job, source)
    left = [each for each in job.wanted if not (target / each.name(job.stem)).exists()]
    with _whole(desk, source, left) as whole:
        for each in left:
            if each.format != "merged":
                _write(desk, source, each, whole)
    desk.enter("save")
    seal_export(desk, source)
    if job.create_in_ollama:
        _create(desk)


def _make_folder(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportFailed(
            _("The folder {path} cannot be made.").format(path=target), hint=error.strerror or str(error)
        ) from error


@contextmanager
def _whole(desk: ExportDesk, source: Source, left: list[WantedArtefact]) -> Iterator[Path]:
    """The folder of the whole model that the others are made of; gone afterwards where nobody wants it for itself."""
    target = Path(desk.job.target)
    merged, staged = target / "merged", target / _STAGED
    if not needs_whole(left):
        yield source.base.folder
    elif WantedArtefact(format="merged") in desk.job.wanted:
        if not merged.exists():
            desk.enter("merge", detail=merged.name)
            with placed(merged) as partial:
                partial.mkdir()
                write_merged(source, partial)
        yield merged
    elif source.adapter is None and source.labels is None:
        yield source.base.folder
    else:
        desk.enter("merge")
        try:
            remove_partial(staged)
            staged.mkdir()
            write_merged(source, staged)
            yield staged
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def _write(desk: ExportDesk, source: Source, wanted: WantedArtefact, whole: Path) -> None:
    job = desk.job
    name = wanted.name(job.stem)
    target, watch = Path(job.target) / name, _watch(desk, name)
    if wanted.format == "gguf":
        write_gguf(whole, target, wanted.quant, watch)
        return
    with placed(target) as partial:
        if wanted.format == "adapter" and source.adapter is not None:
            shutil.copytree(source.adapter, partial)
        elif wanted.format == "ollama":
            weights = WantedArtefact(format="gguf", quant=wanted.quant).name(job.stem)
            text = modelfile(spoken_of(source, job.system, job.decoding), f"./{weights}")
            partial.write_text(text, "utf-8")
        elif wanted.format == "onnx":
            write_onnx(source, whole, partial)


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
        if each.format == "ollama" and program is not None:
            name = f"{job.stem}-{each.quant}"
            try:
                create_in_ollama(program, Path(job.target) / each.name(job.stem), name)
            except ExportFailed as error:
                desk.tell(Notice(message=error.message, hint=error.hint))
            else:
                desk.remark(_("Ollama has the model now: ollama run {name}").format(name=name))


def artefacts_of(desk: ExportDesk) -> tuple[Artefact, ...]:
    """What the job has made, and what it was given to compare."""
    job = desk.job
    made = [
        Artefact(
            format=each.format,
            path=each.name(job.stem),
            base=job.subject.base if each.format == "adapter" else "",
            quant=each.quant if each.format in ("gguf", "gguf_adapter", "ollama") else None,
        )
        for each in job.wanted
    ]
    return (*made, *job.given)
