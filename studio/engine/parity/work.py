"""The whole check: what the application answers, then each artefact, one model in memory at a time."""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
import torch

from studio.core.evaluation import EvaluatedRow
from studio.core.example import Message
from studio.core.export import OLLAMA, Artefact, ExportJob, titles_of
from studio.core.parity import ArtefactParity, Kept, Measured, Parity
from studio.engine.encode import stop_ids
from studio.engine.evaluating.asking import Asked, ask, manner_of
from studio.engine.evaluating.speakers import Speakers
from studio.engine.export.ollama import own_address
from studio.engine.export.watch import Watch
from studio.engine.model import kept_bits
from studio.engine.parity.by_ollama import Ollama, check_ollama
from studio.engine.parity.by_transformers import TransformersReader
from studio.engine.parity.comparing import check_parity
from studio.engine.parity.observing import Observation, observe
from studio.engine.parity.reader import Reader
from studio.engine.parity.reading import FILES, FOLDERS, reading_file, reading_folder
from studio.errors import ModelFailed, StudioError
from studio.runs.exports import last_change
from studio.words import _

_KEPT: dict[int, Kept] = {4: "4", 8: "8"}


@dataclass(frozen=True)
class Telling:
    """Whom the check tells what it is at, and asks whether to go on; progress is in prompts."""

    watch: Watch = field(default_factory=Watch)
    entered: Callable[[str], object] = lambda _title: None
    """Takes the title of the model that is loaded next."""


def check_all(
    job: ExportJob,
    folder: Path,
    artefacts: Sequence[Artefact],
    rows: Sequence[EvaluatedRow],
    telling: Telling | None = None,
) -> Parity:
    """Every artefact against the job's subject on these rows; one that cannot be read is told as unchecked.

    `folder` is what relative paths of artefacts begin at. Raises what stops the reference (ModelFailed, ModelUnsafe,
    TemplateFailed) and StoppedNow.
    """
    telling = telling or Telling()
    manner = manner_of(rows, job.decoding.system)
    asked = [ask(row, manner) for row in rows]
    wanted = dict(enumerate(_found(each, folder) for each in artefacts))
    changes = {at: last_change(Path(each.path)) for at, each in wanted.items()}
    observation, measured, found = _by_transformers(job, asked, wanted, telling)
    # What transformers has read is gone by now, so that never two models are in memory.
    gc.collect()
    for at, artefact in wanted.items():
        if at not in found:
            found[at] = _by_others(artefact, observation, telling)
    return Parity(
        reference=job.subject.title,
        compared_tokens=job.compared_tokens,
        measured=measured,
        left_out=observation.left_out,
        artefacts=tuple(
            found[at].model_copy(update={"artefact": artefact, "title": title, "modified_ns": changes[at]})
            for at, (artefact, title) in enumerate(zip(artefacts, titles_of(artefacts), strict=True))
        ),
    )


def title_of(artefact: Artefact) -> str:
    """The name of its file or folder."""
    return Path(artefact.path).name


def bytes_of(path: Path) -> int:
    """Of a file, or of all files of a folder."""
    return sum(each.stat().st_size for each in ([path] if path.is_file() else path.rglob("*")) if each.is_file())


class _Memory:
    """What the process takes more than before, at most: on the machine, and on the graphics card through PyTorch."""

    def __init__(self, watch: Watch) -> None:
        self._watch, self._process = watch, psutil.Process()
        self._before, self._most = self._held(), 0

    def watching(self, total: int) -> Watch:
        """The same watch, which looks at the memory and counts prompts whenever it is asked to go on."""
        done = 0

        def obey() -> None:
            nonlocal done
            self._watch.obey()
            self._watch.progress(min(done, total), total)
            done += 1
            self.most()

        return replace(self._watch, obey=obey)

    def most(self) -> int:
        self._most = max(self._most, self._held() - self._before)
        return self._most

    def _held(self) -> int:
        return int(self._process.memory_info().rss) + torch.cuda.memory_allocated()


def _by_transformers(
    job: ExportJob, asked: Sequence[Asked], wanted: Mapping[int, Artefact], telling: Telling
) -> tuple[Observation, Measured, dict[int, ArtefactParity]]:
    """The reference, and the artefacts that are folders by their places."""
    speakers, found = Speakers(), {}
    telling.entered(job.subject.title)
    observation, measured = _observed(job, asked, speakers, telling.watch)
    trial = _longest(each.asked for each in observation.prompts)
    for at, artefact in wanted.items():
        if artefact.format in FOLDERS:
            telling.entered(title_of(artefact))
            found[at] = _checked(artefact, observation, reading_folder(artefact, speakers, trial), telling.watch)
    return observation, measured, found


def _by_others(artefact: Artefact, observation: Observation, telling: Telling) -> ArtefactParity:
    if artefact.format in OLLAMA and observation.prompts:
        telling.entered(title_of(artefact))
        return _by_ollama(artefact, observation, telling.watch)
    if artefact.format not in (*FILES, *OLLAMA):
        return _unchecked(artefact, _("Models of this format are not compared token by token."))
    telling.entered(title_of(artefact))
    return _checked(artefact, observation, reading_file(artefact, observation), telling.watch)


def _by_ollama(artefact: Artefact, observation: Observation, watch: Watch) -> ArtefactParity:
    """Its memory is another process's, and its size that of the files it was made from."""
    try:
        return check_ollama(observation, artefact, Ollama(own_address()), watch)
    except (ModelFailed, OSError) as failure:
        return _unchecked(artefact, str(failure))


def _observed(job: ExportJob, asked: Sequence[Asked], speakers: Speakers, watch: Watch) -> tuple[Observation, Measured]:
    memory = _Memory(watch)
    with speakers.speaking(job.subject, job.decoding, _longest(asked)) as speaker:
        observation = observe(
            TransformersReader(speaker.model, speaker.tokenizer, stop_ids(speaker.tokenizer)),
            asked,
            job.compared_tokens,
            memory.watching(len(asked)),
            kept=_KEPT.get(kept_bits(job.subject.kept), "16"),
        )
    return observation, Measured(memory_bytes=memory.most(), tokens_per_second=observation.tokens_per_second)


def _checked(
    artefact: Artefact, observation: Observation, reading: AbstractContextManager[Reader], watch: Watch
) -> ArtefactParity:
    if not observation.prompts:
        return _unchecked(artefact, _("There is no row to compare answers on."))
    memory = _Memory(watch)
    try:
        with reading as reader:
            watched = memory.watching(len(observation.prompts))
            found = check_parity(observation, reader, artefact, title_of(artefact), watched)
            measured = {"size_bytes": bytes_of(Path(artefact.path)), "memory_bytes": memory.most()}
    except StudioError as failure:
        return _unchecked(artefact, failure.message)
    return found.model_copy(update={"measured": found.measured.model_copy(update=measured)})


def _unchecked(artefact: Artefact, reason: str) -> ArtefactParity:
    size = Measured(size_bytes=bytes_of(Path(artefact.path)))
    return ArtefactParity(artefact=artefact, title=title_of(artefact), reason=reason, measured=size)


def _found(artefact: Artefact, folder: Path) -> Artefact:
    """With paths that hold wherever the process runs; the base of a folder is named as in a recipe."""
    base = str(folder / artefact.base) if artefact.format == "gguf_adapter" else artefact.base
    return artefact.model_copy(update={"path": str(folder / artefact.path), "base": base})


def _longest(asked: Iterable[Asked]) -> list[tuple[Message, ...]]:
    """The longest conversation, for whoever tries a template; none where nothing is asked."""
    return sorted((each.turns for each in asked), key=lambda turns: -sum(len(turn.content) for turn in turns))[:1]
