"""What each GGUF type of a model folder costs and keeps, held against transformers in 32 bits, prompt by prompt.

Two agreements are told apart. *Given*: at every token of transformers' own greedy answer the file is asked what it
would say there, so that each token counts once. *Alone*: the file answers by itself, and its answer is the same up to
where the two part for the first time. llama.cpp keeps its cache in 32 bits, without flash attention.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, get_args

from rich.console import Console
from rich.table import Table

from studio.core.export import GgufType
from studio.engine.parity.reader import Distribution

_PAPER = (
    "La patiente, âgée de 34 ans, décrit des céphalées apparues il y a trois jours, d’abord modérées, puis plus vives. "
    "Elle ne signale ni fièvre, ni vomissements, ni trouble de la vue ; l’examen neurologique est normal. "
)
_LETTER = (
    "The patient is a 51-year-old man who came to the emergency department with a headache of sudden onset. "
    "He has no fever, no neck stiffness and no visual symptoms; his blood pressure is 145/90 mmHg. "
)
PROMPTS = (
    "Une patiente de 34 ans consulte aux urgences pour des céphalées",
    "La migraine avec aura se distingue de la migraine sans aura par",
    "Compte rendu d’IRM cérébrale :",
    "Le patient a 51 ans. Depuis trois jours, fièvre à 39,2 °C et raideur de nuque.",
    "Les causes les plus fréquentes d’une céphalée brutale sont",
    "Il était une fois, dans un petit village au bord de la mer,",
    "Paris est la capitale de la France. Londres est",
    "Question : que faire devant une perte de connaissance ?\nRéponse :",
    "« Docteur, dit-elle, j’ai mal à la tête depuis ce matin",
    "TA 145/90 mmHg, FC 88/min, SpO2 97 %, température 38,5 °C. Conclusion :",
    "The patient reports a headache that started two days ago",
    "Migraine is a neurological disorder characterised by",
    "Once upon a time, in a small village by the sea,",
    "The three most common causes of a sudden headache are",
    "Q: What is the capital of Italy?\nA:",
    "def mean(values: list[float]) -> float:\n    ",
    "Translate into French: The patient has no fever.\n",
    "1, 1, 2, 3, 5, 8, 13,",
    # Longer than the window of 512 tokens that most layers of Gemma 3 look back over.
    _PAPER * 10,
    _LETTER * 11,
)
"""Ten in French, and ten in English or numbers or code."""
_TIE, _MARGIN, _TIMED, _LONG = 0.01, 8, 3, 64


@dataclass(frozen=True)
class Answered:
    """A prompt, transformers' greedy answer, and what it thought at each token of it."""

    text: str
    cut: tuple[int, ...]
    """The text alone, as transformers cuts it."""
    prompt: tuple[int, ...]
    """With what the model begins texts with, and no more than it holds."""
    answer: tuple[int, ...]
    told: tuple[Distribution, ...]


@dataclass(frozen=True)
class Written:
    """A file, and what writing it took: of the clock, and of all processors together."""

    file: Path
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True)
class TypeFacts:
    """One file; counts are over all prompts."""

    type: GgufType
    written: Written
    bytes: int
    prompts: int
    cut_alike: int
    """Prompts that llama.cpp cuts into the same tokens."""
    tokens: int
    """Of transformers' answers."""
    given_alike: int
    """*Given*: those that the file would have said there as well."""
    ties: int
    """Of the others, how many transformers finds as good as its own: less than a hundredth of a nat between them."""
    alone_alike: int
    """*Alone*: what the file says by itself before it first says another token."""
    whole: int
    """Answers that are the same to the last token."""
    worst_gap: float
    """How much likelier, in nats, transformers finds its own token where answers first part: 0 where none does."""
    kl: float
    tokens_per_second: float


def answered(folder: Path, prompts: Sequence[str], tokens: int) -> list[Answered]:
    """Transformers in 32 bits: it answers in batches, and is then shown each prompt with its answer alone."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from studio.engine.parity.by_transformers import TransformersReader, own_stops

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    reader = TransformersReader(model.eval(), tokenizer, own_stops(model))
    room = (reader.context or 2**20) - tokens - _MARGIN
    asked = [tuple(tokenizer(text)["input_ids"][:room]) for text in prompts]
    said: dict[int, tuple[int, ...]] = {}
    # Short ones together, and long ones.
    for is_long in (False, True):
        batch = {at: list(each) for at, each in enumerate(asked) if (len(each) > _LONG) == is_long}
        if batch:
            padded = tokenizer.pad({"input_ids": list(batch.values())}, padding_side="left", return_tensors="pt")
            out = model.generate(**padded, do_sample=False, max_new_tokens=tokens)
            new = out[:, padded["input_ids"].shape[1] :].tolist()
            said |= {at: _ended(ids, reader.stops) for at, ids in zip(batch, new, strict=True)}
    return [
        Answered(text, reader.tokens(text), prompt, said[at], reader.follow(prompt, said[at]))
        for at, (text, prompt) in enumerate(zip(prompts, asked, strict=True))
    ]


def _ended(ids: Sequence[int], stops: Sequence[int]) -> tuple[int, ...]:
    """Up to the first end; what follows in a batch is padding."""
    end = next((at for at, each in enumerate(ids, 1) if each in stops), len(ids))
    return tuple(ids[:end])


def write_each(folder: Path, target: Path) -> dict[GgufType, Written]:
    """A file of each type; the first pays for loading the libraries and is written twice."""
    from studio.engine.export.gguf.writing import write_gguf
    from studio.engine.export.watch import Watch

    found: dict[GgufType, Written] = {}
    for kind in ("f32", *get_args(GgufType)):
        file, began, before = target / f"{kind}.gguf", time.perf_counter(), time.process_time()
        write_gguf(folder, file, kind, Watch())
        found[kind] = Written(file, time.perf_counter() - began, time.process_time() - before)
    return found


def compared(kind: GgufType, written: Written, references: Sequence[Answered]) -> TypeFacts:
    """A file held against the answers."""
    from studio.core.export import Artefact
    from studio.engine.parity.by_llama import reading_gguf
    from studio.engine.parity.distance import divergence, gap

    context = max(len(each.prompt) + len(each.answer) for each in references) + _MARGIN
    with reading_gguf(Artefact(format="gguf", path=str(written.file), quant=kind), context) as reader:
        cut = sum(reader.tokens(each.text) == each.cut for each in references)
        # It answers by itself as long as it says what is given, and is asked again behind each other token.
        told = [reader.follow(each.prompt, each.answer) for each in references]
        timed = [reader.answer(each.prompt, len(each.answer)) for each in references[:_TIMED]]
    gaps: list[float] = []
    kls: list[float] = []
    alone: list[int] = []
    firsts = [0.0]
    for each, there in zip(references, told, strict=True):
        others = [at for at, own in enumerate(each.answer) if there[at].ids[0] != own]
        gaps += [gap(each.told[at], there[at].ids[0]) for at in others]
        firsts += [gap(each.told[at], there[at].ids[0]) for at in others[:1]]
        alone += others[:1] or [len(each.answer)]
        kls += [divergence(*pair) or 0.0 for pair in zip(each.told, there, strict=True)]
    return TypeFacts(
        type=kind,
        written=written,
        bytes=written.file.stat().st_size,
        prompts=len(references),
        cut_alike=cut,
        tokens=len(kls),
        given_alike=len(kls) - len(gaps),
        ties=sum(each <= _TIE for each in gaps),
        alone_alike=sum(alone),
        whole=len(references) - len(firsts) + 1,
        worst_gap=max(firsts),
        kl=fmean(kls),
        tokens_per_second=sum(len(each.ids) for each in timed) / sum(each.seconds for each in timed),
    )


def held(folder: Path, files: Mapping[GgufType, Written], tokens: int) -> Iterator[TypeFacts]:
    """Each file of a model folder against what transformers makes of it."""
    references = answered(folder, PROMPTS, tokens)
    for kind, written in files.items():
        yield compared(kind, written, references)


def print_types(title: str, facts: Sequence[TypeFacts], console: Console) -> None:
    """A line for each type."""
    columns = (
        "type",
        "seconds",
        "MB",
        "cut alike",
        "given: alike",
        "others: ties",
        "alone: alike",
        "whole",
        "gap",
        "KL",
        "tokens/s",
    )
    table = Table(*columns, title=f"{title}: {facts[0].tokens:,} tokens of transformers in 32 bits")
    for each in facts:
        table.add_row(
            each.type,
            f"{each.written.seconds:.1f} ({each.written.cpu_seconds:.1f})",
            f"{each.bytes / 1e6:.1f}",
            f"{each.cut_alike} of {each.prompts}",
            f"{each.given_alike / each.tokens:.2%}",
            f"{each.tokens - each.given_alike}: {each.ties}",
            f"{each.alone_alike / each.tokens:.1%}",
            str(each.whole),
            f"{each.worst_gap:.2g}",
            f"{each.kl:.1e}",
            f"{each.tokens_per_second:.0f}",
        )
    console.print(table)


def as_json(facts: Sequence[TypeFacts]) -> dict[str, object]:
    """By type."""
    return {
        each.type: {**asdict(each), "written": asdict(each.written) | {"file": str(each.written.file)}}
        for each in facts
    }
