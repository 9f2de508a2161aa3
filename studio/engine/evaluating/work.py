"""A whole evaluation: every model answers every row once, whatever was interrupted or answered before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from pydantic import BaseModel

from studio.core.evaluation import Answer, AnswersHead, Decoding, EvaluatedRow, Subject, Timing
from studio.core.example import Classification
from studio.engine.benchmarks.answering import BenchmarkAsker
from studio.engine.desk import EvaluationDesk
from studio.engine.evaluating.answering import answers_of
from studio.engine.evaluating.asking import Asked, Manner, ask, manner_of
from studio.engine.evaluating.gguf import gguf_answers, gguf_timings, is_for_llama, load_gguf
from studio.engine.evaluating.labelling import Classifier, labelled, labels_of, load_classifier_of
from studio.engine.evaluating.speakers import Speaker, Speakers
from studio.engine.evaluating.timing import time_answers
from studio.engine.failures import DataFailed
from studio.engine.wishes import Wishes
from studio.runs.evaluations import (
    answers_file,
    answers_like,
    read_answers,
    read_answers_head,
    read_evaluated_rows,
    read_timings,
    timings_file,
)
from studio.runs.folder import RUNS, RunFolder
from studio.runs.lines import LineAppender
from studio.words import _, ngettext

_TRIED = 1


def run_evaluation(desk: EvaluationDesk) -> None:
    """Do what the job asks; raises what failures.py knows, and StoppedNow."""
    desk.enter("import")
    rows = read_evaluated_rows(desk.run)
    speakers = Speakers(lambda: desk.enter("load"))
    for at in _order(desk.job.subjects):
        _Sitting(desk, speakers, at, rows).hold()


def _order(subjects: Sequence[Subject]) -> list[int]:
    """Those on the same base one after the other, the base alone first."""
    bases = list(dict.fromkeys(each.weights for each in subjects))
    return sorted(
        range(len(subjects)), key=lambda at: (bases.index(subjects[at].weights), bool(subjects[at].result), at)
    )


def _here(subject: Subject, project: Path) -> Subject:
    """The run's result where it lies now: projects are renamed and moved."""
    result = RunFolder(project / RUNS / subject.run).adapter
    return subject.model_copy(update={"result": str(result)}) if subject.run and result.is_dir() else subject


@dataclass(frozen=True)
class _RowAsker:
    """Puts the rows of a data set, each as its kind wants it."""

    rows: Sequence[EvaluatedRow]
    decoding: Decoding

    def asked(self) -> list[Asked]:
        manner = manner_of(self.rows, self.decoding.system)
        return [ask(row, manner) for row in self.rows]

    def answers(self, speaker: Speaker, asked: Sequence[Asked], wishes: Wishes) -> Iterator[Answer]:
        return answers_of(speaker, self.decoding, asked, wishes)


class _Sitting:
    """One model and all rows."""

    def __init__(self, desk: EvaluationDesk, speakers: Speakers, at: int, rows: Sequence[EvaluatedRow]) -> None:
        self._desk, self._speakers, self._at, self._rows = desk, speakers, at, rows
        self._subject = _here(desk.job.subjects[at], desk.run.path.parent.parent)

    @property
    def _decoding(self) -> Decoding:
        return self._desk.job.decoding

    def hold(self) -> None:
        """Answer what is not answered yet, then time some answers; says where rows cannot be asked."""
        if labels := labels_of(self._subject):
            self._desk.enter("load", detail=self._subject.title)
            self._hold_labels(load_classifier_of(self._subject, labels))
        elif is_for_llama(self._subject) and self._desk.job.benchmark is None:
            self._hold_gguf()
        else:
            self._hold_words()

    def _hold_words(self) -> None:
        asker = self._asker()
        asked = asker.asked()
        longest = sorted(asked, key=lambda each: -sum(len(turn.content) for turn in each.turns))[:_TRIED]
        trial = [each.turns for each in longest if each.turns]
        with self._speakers.speaking(self._subject, self._decoding, trial) as speaker:
            head = AnswersHead(fingerprint=speaker.fingerprint)
            wanted = self._wanted(head, asked)
            self._write(head, wanted, lambda left: asker.answers(speaker, left, self._desk.wishes))
            self._time(asked, lambda timed: time_answers(speaker, self._decoding, timed, self._desk.wishes))

    def _hold_gguf(self) -> None:
        self._desk.enter("load", detail=self._subject.title)
        asked = _RowAsker(self._rows, self._decoding).asked()
        speaker, wishes = load_gguf(self._subject, self._decoding, asked), self._desk.wishes
        head = AnswersHead(fingerprint=speaker.fingerprint)
        wanted = self._wanted(head, asked)
        self._write(head, wanted, lambda left: gguf_answers(speaker, self._decoding, left, wishes))
        self._tell_unasked(len(asked))
        self._time(asked, lambda timed: gguf_timings(speaker, self._decoding, timed, wishes))

    def _tell_unasked(self, wanted: int) -> None:
        left = wanted - len(read_answers(self._desk.run, self._at))
        if left:
            message = ngettext(
                "{count} row could not be put to “{name}”: it is longer than the model’s context, or asks nothing.",
                "{count} rows could not be put to “{name}”: they are longer than the model’s context, or ask nothing.",
                left,
            )
            self._desk.remark(message.format(count=left, name=self._subject.title))

    def _time(self, asked: Sequence[Asked], time: Callable[[Sequence[Asked]], Sequence[Timing]]) -> None:
        timed = asked[: self._desk.job.timed_rows]
        if timed and not read_timings(self._desk.run, self._at):
            self._desk.enter("time", len(timed), self._subject.title)
            self._write_timings(time(timed))

    def _asker(self) -> "BenchmarkAsker | _RowAsker":
        if benchmark := self._desk.job.benchmark:
            return BenchmarkAsker(benchmark, self._rows, self._decoding)
        return _RowAsker(self._rows, self._decoding)

    def _hold_labels(self, classifier: Classifier) -> None:
        texts = {row.id: row.content.text for row in self._rows if isinstance(row.content, Classification)}
        if not texts:
            raise DataFailed(
                _("“{name}” chooses labels, and these rows have none.").format(name=self._subject.title),
                hint=_("Choose a data set of classified texts for it."),
            )
        asked = [ask(row, Manner()) for row in self._rows if row.id in texts]
        head = AnswersHead(
            fingerprint=classifier.fingerprint,
            labels=classifier.labels.names,
            several=classifier.labels.several,
        )
        wanted = self._wanted(head, asked)
        self._write(
            head,
            wanted,
            lambda left: labelled(classifier, [(each, texts[each.id]) for each in left], self._desk.wishes),
        )

    def _wanted(self, head: AnswersHead, asked: Sequence[Asked]) -> list[Asked]:
        """What has no answer in this folder; a head of another fingerprint means that the model has changed since."""
        if read_answers_head(self._desk.run, self._at) != head:
            answers_file(self._desk.run, self._at).unlink(missing_ok=True)
            timings_file(self._desk.run, self._at).unlink(missing_ok=True)
        done = read_answers(self._desk.run, self._at)
        return [each for each in asked if each.id not in done or done[each.id].asked != each.key]

    def _write(
        self, head: AnswersHead, wanted: Sequence[Asked], answer: Callable[[Sequence[Asked]], Iterator[Answer]]
    ) -> None:
        """Append answers as they come, one for all rows that ask the same; those given elsewhere first."""
        total = len(self._rows)
        progressed = self._desk.enter("answer", total, self._subject.title)
        asking: dict[str, list[Asked]] = {}
        for each in wanted:
            asking.setdefault(each.key, []).append(each)
        with closing(_appender(answers_file(self._desk.run, self._at), head)) as file:
            done = total - len(wanted)
            progressed(done)
            for given in chain(self._known(head, asking), _now(asking, answer)):
                for row in asking.pop(given.asked):
                    line = _line(given.model_copy(update={"id": row.id}))
                    self._desk.room.save(len(line), partial(file.append, line))
                    done += 1
                progressed(done)
            file.sync()

    def _known(self, head: AnswersHead, asking: Mapping[str, object]) -> Iterator[Answer]:
        """What the same model has answered elsewhere in the project to what is still asked."""
        project, own = self._desk.run.path.parent.parent, answers_file(self._desk.run, self._at)
        for each in answers_like(project, head.fingerprint, own) if asking else ():
            if each.asked in asking:
                yield each

    def _write_timings(self, timings: Sequence[Timing]) -> None:
        path = timings_file(self._desk.run, self._at)
        path.parent.mkdir(exist_ok=True)
        with closing(LineAppender(path)) as file:
            for each in timings:
                file.append(_line(each))
            file.sync()


def _now(asking: Mapping[str, list[Asked]], answer: Callable[[Sequence[Asked]], Iterator[Answer]]) -> Iterator[Answer]:
    """The answers to what is still asked when the first of them is wanted."""
    yield from answer([rows[0] for rows in asking.values()])


def _appender(path: Path, head: AnswersHead) -> LineAppender:
    path.parent.mkdir(exist_ok=True)
    new = not path.exists() or not path.stat().st_size
    file = LineAppender(path)
    if new:
        file.append(_line(head))
    return file


def _line(each: BaseModel) -> bytes:
    return each.model_dump_json().encode()
