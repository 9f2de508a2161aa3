"""What would be wrong with training on classified texts, found on the tokens and labels that training would see."""

from collections.abc import Sequence

from transformers import PreTrainedTokenizerBase

from studio.core.tokens import Fault, FaultKind
from studio.engine.data_checks import Findings, double_start_words, starts_twice
from studio.engine.failures import DataFailed
from studio.engine.labelled_rows import Labelled, Labels, encode_text, find_labels
from studio.words import _


class LabelChecks:
    """Looks at one text after the other as it would be trained; the labels are those of all `rows`."""

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        max_length: int,
        rows: Sequence[Labelled],
        held_out: Sequence[Labelled],
    ) -> None:
        self._tokenizer, self._max_length = tokenizer, max_length
        self._rows, self._held_out = rows, held_out
        self.findings = Findings()

    def look(self, row: Labelled) -> None:
        """Note what is wrong with a text."""
        self.findings.rows += 1
        if not row.text.strip():
            self.findings.note(row.id, "nothing_to_learn")
            return
        ids, truncated = encode_text(self._tokenizer, row.text, self._max_length)
        self.findings.measure(row.id, len(ids), len(ids))
        found: dict[FaultKind, bool] = {"cut_text": truncated, "double_start": starts_twice(self._tokenizer, ids)}
        self.findings.note(row.id, *(kind for kind, there in found.items() if there))

    def faults(self) -> list[Fault]:
        """What was found; blocking where nothing can be learned."""
        silent = self.findings.silent(("nothing_to_learn",))
        texts = [
            Fault(kind, *self._words(kind), ids, blocking=silent and kind == "nothing_to_learn")
            for kind, ids in self.findings.all()
        ]
        try:
            labels = find_labels(self._rows)
        except DataFailed as error:
            return [Fault("few_labels", error.message, error.hint, (), blocking=True), *texts]
        return [*self._unusual(labels), *self._unknown(labels), *texts]

    def _unusual(self, labels: Labels) -> list[Fault]:
        """Where nearly every text has one label, the few that have not decide how all are trained."""
        others = tuple(row.id for row in self._rows if len(row.labels) != 1)
        if not labels.several or 2 * len(others) >= len(self._rows):
            return []
        return [
            Fault(
                "several_labels",
                _("These texts have no label or more than one, so each label is learned as a yes or no of its own."),
                _("Where each text should have exactly one label, label them, or leave them out."),
                others,
                blocking=False,
            )
        ]

    def _unknown(self, labels: Labels) -> list[Fault]:
        known = frozenset(labels.names)
        rows = [row for row in self._held_out if not known.issuperset(row.labels)]
        if not rows:
            return []
        names = sorted({name for row in rows for name in row.labels} - known)
        return [
            Fault(
                "unknown_label",
                _("No example to learn from has the label that is to be found here: {labels}.").format(
                    labels=", ".join(names)
                ),
                _("Rows for validation and test with such labels can only be missed. Learn from some of them."),
                tuple(row.id for row in rows),
                blocking=False,
            )
        ]

    def _words(self, kind: FaultKind) -> tuple[str, str]:
        if kind == "double_start":
            return double_start_words()
        if kind == "nothing_to_learn":
            return _("There is no text."), _("These rows are left out. Write their texts in the Data tab.")
        return (
            _("The text is cut at {length} tokens; what follows has no influence.").format(length=self._max_length),
            _("Raise the longest example as far as the model allows, or shorten these texts."),
        )
