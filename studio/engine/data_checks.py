"""What would be wrong with training on these rows, found on the tokens that training would see."""

import json
import re
from collections import defaultdict
from dataclasses import replace

from transformers import PreTrainedTokenizerBase

from studio.core.example import Message
from studio.core.tokens import Fault, FaultKind, Seen
from studio.engine.base_model import BaseModel
from studio.engine.encode import IGNORED, Layout, Learn, lay_out
from studio.engine.failures import TemplateFailed
from studio.engine.rows import Row
from studio.models.templates import TITLES, compare_template, family_of
from studio.words import _

# How the makers of models write what is no text: <|eot_id|>, <start_of_turn>.
_CONTROL = re.compile(r"<\|[a-zA-Z0-9_]+\|>|<(?:start|end)_of_turn>|<(?:bos|eos)>")
_TURNS = (Message(role="user", content="a"), Message(role="assistant", content="b"))


def check_template(base: BaseModel, tokenizer: PreTrainedTokenizerBase, template: str) -> list[Fault]:
    """Whether the template belongs to the model; `template` is the recipe's choice. Raises TemplateFailed.

    A token that only another model knows would be learned as a string of letters: no answer would ever end.
    """
    if template == "chatml":
        return []
    layout = lay_out(tokenizer, _TURNS)
    words = tokenizer.get_vocab()
    foreign = sorted({found[0] for found in _CONTROL.finditer(layout.text) if found[0] not in words})
    if foreign:
        return [
            Fault(
                "foreign_template",
                _("The chat template belongs to another model: it writes {tokens}, unknown to “{name}”.").format(
                    tokens=", ".join(foreign), name=base.name
                ),
                _("Restore the template that came with the model, or set the option data.template to chatml."),
                (),
                blocking=True,
            )
        ]
    return [] if base.trusted else _unlike_family(base, tokenizer)


def _unlike_family(base: BaseModel, tokenizer: PreTrainedTokenizerBase) -> list[Fault]:
    described = json.loads((base.folder / "config.json").read_text("utf-8"))
    tokens = {name: str(value) for name, value in tokenizer.special_tokens_map.items()}
    family = family_of(str(described.get("model_type", "")), len(tokenizer), tokens)
    report = compare_template(str(tokenizer.chat_template), tokens, family)
    if not report.resembles or not family or report.resembles == family:
        return []
    return [
        Fault(
            "unlike_family",
            _("The chat template is that of {theirs}, but the model is of the family {family}.").format(
                theirs=TITLES[report.resembles], family=TITLES[family]
            ),
            _("Where the model was not tuned with this template, answers will be worse; see the model’s card."),
            (),
            blocking=False,
        )
    ]


class RowChecks:
    """Looks at one row after the other as it would be trained."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, max_length: int, learn: Learn) -> None:
        self._tokenizer, self._max_length, self._learn = tokenizer, max_length, learn
        self._found: dict[FaultKind, list[int]] = defaultdict(list)
        self._reason = ""
        self._rows = 0
        self.seen = Seen()

    def look(self, row: Row) -> None:
        """Note what is wrong with a row."""
        self._rows += 1
        try:
            layout = lay_out(self._tokenizer, row.messages, self._learn)
        except TemplateFailed as error:
            self._reason = self._reason or error.message
            self._found["refused"].append(row.id)
            return
        self._measure(row.id, layout)
        for kind in _kinds(self._tokenizer, layout, self._max_length):
            self._found[kind].append(row.id)

    def _measure(self, row: int, layout: Layout) -> None:
        length = min(len(layout.ids), self._max_length)
        learned = sum(label != IGNORED for label in layout.labels[: self._max_length])
        if length > self.seen.longest:
            self.seen = replace(self.seen, longest=length, longest_row=row)
        if learned and (not self.seen.shortest or learned < self.seen.shortest):
            self.seen = replace(self.seen, shortest=learned, shortest_row=row)

    def faults(self) -> list[Fault]:
        """What was found; blocking where no row would teach anything."""
        silent = sum(len(self._found[kind]) for kind in _SILENCING) == self._rows
        return [
            Fault(
                kind, *_words(kind, self._max_length, self._reason), tuple(ids), blocking=silent and kind in _SILENCING
            )
            for kind, ids in self._found.items()
            if ids
        ]


_SILENCING: tuple[FaultKind, ...] = ("refused", "nothing_to_learn")


def _kinds(tokenizer: PreTrainedTokenizerBase, layout: Layout, max_length: int) -> list[FaultKind]:
    kinds: list[FaultKind] = []
    learned = [at for at, label in enumerate(layout.labels) if label != IGNORED]
    if not learned or learned[0] >= max_length:
        kinds.append("nothing_to_learn")
    elif learned[-1] >= max_length:
        kinds.append("cut_answer")
    start = tokenizer.bos_token_id
    if start is not None and layout.ids[:2] == (start, start):
        kinds.append("double_start")
    return kinds


def _words(kind: FaultKind, max_length: int, reason: str) -> tuple[str, str]:
    if kind == "refused":
        return reason, _("These rows are left out. Mend their turns in the Data tab, or choose the ChatML template.")
    if kind == "nothing_to_learn":
        return (
            _("There is nothing to learn: no answer, or a question that alone fills {length} tokens.").format(
                length=max_length
            ),
            _("These rows are left out. Write answers, or raise the longest example."),
        )
    if kind == "cut_answer":
        return (
            _("The answer is cut at {length} tokens, so its end is not learned.").format(length=max_length),
            _("Raise the longest example, or shorten these rows."),
        )
    return (
        _("The text begins with two beginning-of-sequence tokens."),
        _("The template writes one and the text holds another: remove it from the text."),
    )
