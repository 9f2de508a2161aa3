"""Answers to the questions of a benchmark: the letter that is said, and how likely each letter and each text is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import torch

from studio.core.benchmark import BENCHMARKS, OWN
from studio.core.evaluation import Answer, BenchmarkFile, Decoding, EvaluatedRow
from studio.core.example import Choice
from studio.engine.benchmarks.likelihoods import likelihoods
from studio.engine.benchmarks.weighing import Answers, Asking, Likelihoods
from studio.engine.encode import encode_prompt
from studio.engine.evaluating.asking import Asked
from studio.engine.evaluating.speakers import Speaker
from studio.engine.generate import Answerer
from studio.engine.wishes import Wishes

# Rows whose answers are written to the disk at once: what a crash can lose.
_TOGETHER = 64


class BenchmarkAsker:
    """Puts the rows of one benchmark to any model, in the benchmark's own words."""

    def __init__(self, benchmark: BenchmarkFile, rows: Sequence[EvaluatedRow], decoding: Decoding) -> None:
        known = BENCHMARKS.get(benchmark.name, BENCHMARKS[OWN])
        self._questions = {row.id: row.content for row in rows if isinstance(row.content, Choice)}
        several = known.several or any(len(each.answers) > 1 for each in self._questions.values())
        self._asking = Asking(known.language, several, decoding.system)
        self._decoding = decoding

    def asked(self) -> list[Asked]:
        """The questions as they are put."""
        return [Asked(id, self._asking.turns(each), (), len(each.options)) for id, each in self._questions.items()]

    def answers(self, speaker: Speaker, asked: Sequence[Asked], wishes: Wishes) -> Iterator[Answer]:
        """One for each question; raises StoppedNow, TemplateFailed, torch.OutOfMemoryError."""
        torch.manual_seed(self._decoding.seed)
        answerer = Answerer(
            speaker.model, speaker.tokenizer, self._decoding.max_new_tokens, wishes, self._decoding.temperature
        )
        for start in range(0, len(asked), _TOGETHER):
            part = asked[start : start + _TOGETHER]
            told = dict(answerer.stream([encode_prompt(speaker.tokenizer, each.turns) for each in part]))
            letters = self._weighed(speaker, part, wishes, "letters")
            # Of several right answers no text can be the likeliest: weighing them would take five times as long.
            texts = [()] * len(part) if self._asking.several else self._weighed(speaker, part, wishes, "texts")
            for at, each in enumerate(part):
                yield Answer(
                    id=each.id,
                    asked=each.key,
                    text=told[at].text,
                    tokens=told[at].tokens,
                    ended=told[at].ended,
                    likelihoods=letters[at],
                    text_likelihoods=texts[at],
                )

    def _weighed(self, speaker: Speaker, asked: Sequence[Asked], wishes: Wishes, answers: Answers) -> list[Likelihoods]:
        def obey(_done: int) -> None:
            wishes.obey_stop_now()

        questions = [self._questions[each.id] for each in asked]
        return likelihoods(speaker.model, speaker.tokenizer, questions, replace(self._asking, answers=answers), obey)
