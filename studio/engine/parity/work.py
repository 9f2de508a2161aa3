"""The whole check: what the application answers, then each artefact, one model in memory at a time."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
import torch

from studio.core.evaluation import EvaluatedRow
from studio.core.example import Message
from studio.core.export import Artefact, ExportJob
from studio.core.parity import ArtefactParity, Kept, Measured, Parity
from studio.engine.encode import stop_ids
from studio.engine.evaluating.asking import Asked, ask, manner_of
from studio.engine.evaluating.speakers import Speakers
from studio.engine.export.watch import Watch
from studio.engine.model import kept_bits
from studio.engine.parity.by_transformers import TransformersReader
from studio.engine.parity.comparing import check_parity
from studio.engine.parity.observing import Observation, observe
from studio.engine.parity.reading import READ, reading
from studio.errors import StudioError
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

    `folder` is what relative paths of artefacts begin at. Raises what stops the reference: ModelFailed, ModelUnsafe, TemplateFailed; and StoppedNow.
    """
    telling = telling or Telling()
    speakers = Speakers()
    manner = manner_of(rows, job.decoding.system)
    asked = [ask(row, manner) for row in rows]
    telling.entered(job.subject.title)
    observation, measured = _observed(job, asked, speakers, telling.watch)
    found = []
    for artefact in artefacts:
        telling.entered(title_of(artefact))
        checked = _checked(_found(artefact, folder), observation, speakers, telling.watch)
        found.append(checked.model_copy(update={"artefact": artefact}))
    return Parity(
        reference=job.subject.title,
        compared_tokens=job.compared_tokens,
        measured=measured,
        left_out=observation.left_out,
        artefacts=tuple(found),
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
        gc.collect()
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


def _observed(job: ExportJob, asked: Sequence[Asked], speakers: Speakers, watch: Watch) -> tuple[Observation, Measured]:
    memory = _Memory(watch)
    with speakers.speaking(job.subject, job.decoding, _trial(asked)) as speaker:
        stops = stop_ids(speaker.tokenizer)
        observation = observe(
            TransformersReader(speaker.model, speaker.tokenizer, stops),
            asked,
            job.compared_tokens,
            memory.watching(len(asked)),
            kept=_KEPT.get(kept_bits(job.subject.kept), "16"),
        )
    held = memory.most()
    return observation, Measured(memory_bytes=held, tokens_per_second=observation.tokens_per_second)


def _checked(artefact: Artefact, observation: Observation, speakers: Speakers, watch: Watch) -> ArtefactParity:
    title, size = title_of(artefact), bytes_of(Path(artefact.path))
    bare = ArtefactParity(artefact=artefact, title=title, measured=Measured(size_bytes=size))
    if artefact.format not in READ:
        return bare.model_copy(update={"reason": _("Models of this format are not compared token by token.")})
    memory = _Memory(watch)
    trial = [each.asked.turns for each in observation.prompts[:1]]
    try:
        with reading(artefact, observation.context, speakers, trial) as reader:
            found = check_parity(observation, reader, artefact, title, memory.watching(len(observation.prompts)))
    except StudioError as failure:
        return bare.model_copy(update={"reason": failure.message})
    measured = found.measured.model_copy(update={"size_bytes": size, "memory_bytes": memory.most()})
    return found.model_copy(update={"measured": measured})


def _found(artefact: Artefact, folder: Path) -> Artefact:
    """With paths that hold wherever the process runs; the base of a folder is named as in a recipe."""
    base = str(folder / artefact.base) if artefact.format == "gguf_adapter" else artefact.base
    return artefact.model_copy(update={"path": str(folder / artefact.path), "base": base})


def _trial(asked: Sequence[Asked]) -> list[tuple[Message, ...]]:
    return [max((each.turns for each in asked), key=lambda turns: sum(len(turn.content) for turn in turns))]
