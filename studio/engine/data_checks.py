"""What would be wrong with training on these rows, found on the tokens that training would see."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    return [] if base.trusted else [*_unlike_family(base, tokenizer), *_unknown_end(base, tokenizer, layout)]


def _unlike_family(base: BaseModel, tokenizer: PreTrainedTokenizerBase) -> list[Fault]:
    described = json.loads((base.folder / "config.json").read_text("utf-8"))
    tokens = {name: str(value) for name, value in tokenizer.special_tokens_map.items()}
    family = family_of(str(described.get("model_type", "")), len(tokenizer), tokens)
    if not family:
        return []
    report = compare_template(str(tokenizer.chat_template), tokens, family)
    if report.resembles in ("", family):
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


def _unknown_end(base: BaseModel, tokenizer: PreTrainedTokenizerBase, layout: Layout) -> list[Fault]:
    """Whether other programs would stop at the token that answers are taught to end with; Atelier does in any case."""
    taught = next(label for label in reversed(layout.labels) if label != IGNORED)
    known = {tokenizer.eos_token_id}
    for name in ("config.json", "generation_config.json"):
        file = base.folder / name
        ends = json.loads(file.read_text("utf-8")).get("eos_token_id") if file.is_file() else None
        known |= set(ends if isinstance(ends, list) else [ends])
    if taught in known:
        return []
    token = str(tokenizer.convert_ids_to_tokens(taught))
    return [
        Fault(
            "unknown_end",
            _("The chat template ends answers with {token}, which the model’s files do not name as an end.").format(
                token=token
            ),
            _("Atelier stops there all the same. Elsewhere, name {token} as a stop token, or answers go on.").format(
                token=token
            ),
            (),
            blocking=False,
        )
    ]


class Findings:
    """Rows by what is wrong with them, and the extremes of all that were looked at."""

    def __init__(self) -> None:
        self._found: dict[FaultKind, list[int]] = defaultdict(list)
        self.rows = 0
        self.seen = Seen()

    def note(self, row: int, *kinds: FaultKind) -> None:
        """Note what is wrong with a row."""
        for kind in kinds:
            self._found[kind].append(row)

    def measure(self, row: int, length: int, learned: int) -> None:
        """Note the sizes of a row as far as it is trained."""
        if length > self.seen.longest:
            self.seen = replace(self.seen, longest=length, longest_row=row)
        if learned and (not self.seen.shortest or learned < self.seen.shortest):
            self.seen = replace(self.seen, shortest=learned, shortest_row=row)

    def silent(self, kinds: Iterable[FaultKind]) -> bool:
        """Whether each row looked at has one of these faults."""
        return sum(len(self._found[kind]) for kind in kinds) == self.rows

    def all(self) -> list[tuple[FaultKind, tuple[int, ...]]]:
        """Each fault with its rows, in the order in which they were met."""
        return [(kind, tuple(ids)) for kind, ids in self._found.items() if ids]


class RowChecks:
    """Looks at one row after the other as it would be trained."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, max_length: int, learn: Learn) -> None:
        self._tokenizer, self._max_length, self._learn = tokenizer, max_length, learn
        self._reason = ""
        self.findings = Findings()

    def look(self, row: Row) -> None:
        """Note what is wrong with a row."""
        self.findings.rows += 1
        try:
            layout = lay_out(self._tokenizer, row.messages, self._learn)
        except TemplateFailed as error:
            self._reason = self._reason or error.message
            self.findings.note(row.id, "refused")
            return
        learned = sum(label != IGNORED for label in layout.labels[: self._max_length])
        self.findings.measure(row.id, min(len(layout.ids), self._max_length), learned)
        self.findings.note(row.id, *_kinds(self._tokenizer, layout, self._max_length))

    def faults(self) -> list[Fault]:
        """What was found; blocking where no row would teach anything."""
        silent = self.findings.silent(_SILENCING)
        end = str(self._tokenizer.eos_token)
        return [
            Fault(
                kind,
                *(refused_words(self._reason) if kind == "refused" else _words(kind, self._max_length, end)),
                ids,
                blocking=silent and kind in _SILENCING,
            )
            for kind, ids in self.findings.all()
        ]


_SILENCING: tuple[FaultKind, ...] = ("refused", "nothing_to_learn")


def _kinds(tokenizer: PreTrainedTokenizerBase, layout: Layout, max_length: int) -> list[FaultKind]:
    kinds: list[FaultKind] = []
    learned = [at for at, label in enumerate(layout.labels) if label != IGNORED]
    if not learned or learned[0] >= max_length:
        kinds.append("nothing_to_learn")
    elif learned[-1] >= max_length:
        kinds.append("cut_answer")
    if layout.added_end:
        kinds.append("missing_end")
    if starts_twice(tokenizer, layout.ids):
        kinds.append("double_start")
    return kinds


def starts_twice(tokenizer: PreTrainedTokenizerBase, ids: Sequence[int]) -> bool:
    """Whether a text begins with two beginning-of-sequence tokens."""
    start = tokenizer.bos_token_id
    return start is not None and tuple(ids[:2]) == (start, start)


def refused_words(reason: str) -> tuple[str, str]:
    """Of rows that the template does not take."""
    return reason, _("These rows are left out. Mend their turns in the Data tab, or choose the ChatML template.")


def missing_end_words(end: str) -> tuple[str, str]:
    """Of answers that the template leaves open."""
    return (
        _("The chat template does not end answers: Atelier adds {token} behind the last one of each example.").format(
            token=end
        ),
        _("Without it the model would not learn where to stop. See that the template is the model’s own."),
    )


def double_start_words() -> tuple[str, str]:
    """Of texts that begin twice."""
    return (
        _("The text begins with two beginning-of-sequence tokens."),
        _("The template writes one and the text holds another: remove it from the text."),
    )


def _words(kind: FaultKind, max_length: int, end: str) -> tuple[str, str]:
    if kind == "missing_end":
        return missing_end_words(end)
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
    return double_start_words()
