"""What would be wrong with training on pairs of answers, found on the tokens that training would see."""

from collections.abc import Callable, Sequence

from transformers import PreTrainedTokenizerBase

from studio.core.recipe import Recipe
from studio.core.tokens import Fault, FaultKind
from studio.engine.data_checks import Findings, double_start_words, missing_end_words, refused_words, starts_twice
from studio.engine.encode import IGNORED, Layout
from studio.engine.failures import TemplateFailed
from studio.engine.preference_rows import Judged, cut_pair, lay_out_pair, why_left_out
from studio.words import _

_OMITTING: tuple[FaultKind, ...] = ("refused", "nothing_to_learn", "unpaired")


class JudgedChecks:
    """Looks at one row after the other as its prompt and answers would be trained."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, recipe: Recipe) -> None:
        self._tokenizer, self._max_length = tokenizer, recipe.data.max_length
        self._pairs_only = recipe.goal.objective != "kto"
        self._reason = ""
        self._answers: set[tuple[int, ...]] = set()
        self.findings = Findings()

    def look(self, row: Judged) -> None:
        """Note what is wrong with a row."""
        self.findings.rows += 1
        try:
            pair = lay_out_pair(self._tokenizer, row)
        except TemplateFailed as error:
            self._reason = self._reason or error.message
            self.findings.note(row.id, "refused")
            return
        tokens = cut_pair(row, pair, self._max_length)
        answers = [each for each in (tokens.chosen, tokens.rejected) if each]
        omission = why_left_out(tokens, pairs_only=self._pairs_only)
        if omission is not None:
            self.findings.note(row.id, "nothing_to_learn" if omission == "cut" else "unpaired")
            return
        self._answers.update(answers)
        self.findings.measure(row.id, tokens.longest, min(map(len, answers)))
        self.findings.note(row.id, *self._kinds([each for each in pair if each], answers))

    def _kinds(self, layouts: Sequence[Layout], answers: Sequence[tuple[int, ...]]) -> list[FaultKind]:
        kinds: list[FaultKind] = []
        if any(label != IGNORED for layout in layouts for label in layout.labels[self._max_length :]):
            kinds.append("cut_answer")
        if len(answers) > 1 and len(set(answers)) == 1:
            kinds.append("same_answers")
        if any(layout.added_end for layout in layouts):
            kinds.append("missing_end")
        if any(starts_twice(self._tokenizer, layout.ids) for layout in layouts):
            kinds.append("double_start")
        return kinds

    def faults(self) -> list[Fault]:
        """What was found; blocking where nothing is left to compare."""
        nothing = self.findings.silent(_OMITTING)
        alike = self.findings.silent((*_OMITTING, "same_answers")) or len(self._answers) == 1
        found = [
            Fault(
                kind,
                *self._words(kind),
                ids,
                blocking=(nothing and kind in _OMITTING) or (not nothing and alike and kind == "same_answers"),
            )
            for kind, ids in self.findings.all()
        ]
        if len(self._answers) == 1 and not any(fault.kind == "same_answers" for fault in found):
            found.append(_one_answer())
        return found

    def _words(self, kind: FaultKind) -> tuple[str, str]:
        if kind == "refused":
            return refused_words(self._reason)
        return _WORDS[kind](self._max_length, str(self._tokenizer.eos_token))


def _one_answer() -> Fault:
    return Fault(
        "same_answers",
        _("All examples have one and the same answer, so there is nothing to compare."),
        _("Add judged examples with other answers."),
        (),
        blocking=True,
    )


def _nothing_words(length: int, _end: str) -> tuple[str, str]:
    return (
        _("There is nothing to compare: no answer, or one of which nothing is left within {length} tokens.").format(
            length=length
        ),
        _("These rows are left out. Write both answers, or raise the longest example."),
    )


def _unpaired_words(_length: int, _end: str) -> tuple[str, str]:
    return (
        _("Only one of the two answers was judged, which KTO alone can use."),
        _("These rows are left out. Write the other answer, or choose the objective KTO."),
    )


def _cut_words(length: int, _end: str) -> tuple[str, str]:
    return (
        _("The better or the worse answer is cut at {length} tokens, so its end is not learned.").format(length=length),
        _("Raise the longest example, or shorten these rows."),
    )


def _same_words(length: int, _end: str) -> tuple[str, str]:
    return (
        _("The two answers are the same as far as they are trained ({length} tokens), so nothing is learned.").format(
            length=length
        ),
        _("Make the worse answer differ, raise the longest example, or leave these rows out."),
    )


_WORDS: dict[FaultKind, Callable[[int, str], tuple[str, str]]] = {
    "nothing_to_learn": _nothing_words,
    "unpaired": _unpaired_words,
    "cut_answer": _cut_words,
    "same_answers": _same_words,
    "missing_end": lambda _length, end: missing_end_words(end),
    "double_start": lambda _length, _end: double_start_words(),
}
