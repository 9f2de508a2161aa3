"""What a language model is asked to draft, and its replies as rows: judged by the gates, by nothing stored yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import apsw

from studio.core.augmentation import AugmentationPlan, Drafting
from studio.core.contract import contract_text
from studio.core.example import Chat, Classification, Content, Instruction, Message, Text
from studio.core.sentence import Sentence
from studio.data.augmenting.grouping import EVERYTHING
from studio.data.augmenting.lineage import NO_PARENT
from studio.data.augmenting.novelty import Novelty
from studio.data.augmenting.parents import Parent, read_training_rows
from studio.data.augmenting.planning import named_dataset
from studio.data.augmenting.unanswered import read_unanswered
from studio.data.augmenting.variant import Variant
from studio.data.contract_file import read_contract
from studio.data.languages import languages_of
from studio.data.overview import labels_of
from studio.data.reader import ProjectReader
from studio.errors import PlanWrong
from studio.text.augment.case import Case, case_of, with_case
from studio.text.augment.figures import changed_figures
from studio.text.augment.gates import Gates, is_urgent
from studio.text.augment.identifying import introduced
from studio.text.augment.signs import Signs
from studio.text.augment.transformation import Changed
from studio.text.findings.engine import engine_for
from studio.words import N_, _

_EXAMPLES = 3
_SHORTEST_CASE = 20
_EMPTY = Sentence(N_("The model answered nothing."))
_SHORT = Sentence(N_("The text is too short for a case."))
_WRITTEN = Sentence(N_("Written by the model {model}."))
_NOT_URGENT = N_("The answer is not urgent, yet “{sign}” is present.")
_FALSE_ALARM = Sentence(N_("The answer is urgent, yet no warning sign is present."))


@dataclass(frozen=True)
class Ask:
    """One draft to be asked for: what fills the places of the prompt, and the row it is about."""

    number: int
    words: Mapping[str, str]
    parent: Parent | None


class DraftTable:
    """The rows a plan's drafting is about, as they are at one moment; replies become variants, accepted or not."""

    def __init__(self, reader: ProjectReader, db: apsw.Connection, plan: AugmentationPlan, drafting: Drafting) -> None:
        """`db` as `ProjectReader.one_moment` gives it; raises PlanWrong where nothing can be drafted from this."""
        dataset = named_dataset(reader, plan.dataset)
        self._plan, self._drafting = plan, drafting
        self._contract = read_contract(reader.path)
        self._parents = read_training_rows(db, dataset.id, plan, EVERYTHING).parents
        if not self._parents:
            raise PlanWrong(
                _("The data set “{name}” has no training rows to draft from.").format(name=dataset.name),
                hint=_("Rows count when they are in training, whole and not rejected."),
            )
        self._blank = _blank(self._parents[0].content) if drafting.task == "new_cases" else None
        self._unanswered = read_unanswered(db, dataset.id) if drafting.task == "answers" else ()
        self._novelty = Novelty(db, dataset.id)
        engine = engine_for(reader.path)
        self._gates, self._signs = Gates(engine, self._contract, _language_of), Signs(engine)

    def asks(self) -> tuple[Ask, ...]:
        """As many as the plan wants and its cap allows."""
        match self._drafting.task:
            case "new_cases":
                return tuple(Ask(number, self._about_nothing(number), None) for number in range(self._drafting.count))
            case "answers":
                rows = self._unanswered[: self._drafting.count]
                return tuple(Ask(number, self._about(row), row) for number, row in enumerate(rows))
            case _rewriting:
                rows = tuple(islice(_rounds(self._parents, self._plan.per_parent), self._drafting.count))
                return tuple(Ask(number, self._about(row), row) for number, row in enumerate(rows))

    def variant(self, ask: Ask, reply: str) -> Variant:
        """The row a reply makes, with every reason against it; one that is accepted is known from then on."""
        seed = f"{self._plan.seed}:{ask.parent.digest if ask.parent else 'new'}:draft-{ask.number}"
        parent = ask.parent or Parent(NO_PARENT, 0, Text(text=""), "{}", "", 0, 0)
        notes = (replace(_WRITTEN, words={"model": self._drafting.model}),)
        made = Variant(parent.id, parent.digest, seed, "", (f"{self._drafting.task}: {self._drafting.model}",), notes)
        if not reply:
            return made.refused(_EMPTY)
        content = self._content(parent.content, reply)
        made = replace(made, content=content.model_dump_json())
        reasons = tuple(self._reasons(parent.content, content))
        if not reasons and self._drafting.task != "answers":
            objection = self._novelty.objection(content, parent.content)
            reasons = (objection,) if objection else ()
        return replace(made, reasons=reasons)

    def _content(self, parent: Content, reply: str) -> Content:
        if self._blank is not None:
            return with_case(self._blank, Case((reply,), ("",) * len(case_of(self._blank).answers)))
        case = case_of(parent)
        if self._drafting.task == "answers":
            return with_case(parent, Case(case.texts, (*case.answers[:-1], reply)))
        at = _longest(case.texts)
        return with_case(parent, Case((*case.texts[:at], reply, *case.texts[at + 1 :]), case.answers))

    def _reasons(self, parent: Content, content: Content) -> Iterator[Sentence]:
        case = case_of(content)
        match self._drafting.task:
            case "new_cases":
                if len(case.texts[0]) < _SHORTEST_CASE:
                    yield _SHORT
                yield from introduced("", case.texts[0])
            case "answers":
                yield from introduced("\n".join(case.texts), case.answers[-1])
                yield from self._wrong_answer(case)
            case _rewriting:
                labels = tuple(labels_of(parent))
                yield from self._gates.refusals(case_of(parent), Changed(case, ()), labels, strict=True)
                yield from changed_figures(*("\n".join(case_of(each).texts) for each in (parent, content)))

    def _wrong_answer(self, case: Case) -> Iterator[Sentence]:
        contract = self._contract
        if contract is None:
            return
        yield from contract.violations(case.answers[-1])
        if not contract.tells_urgency:
            return
        urgent = is_urgent(contract, case)
        if overlooked := self._signs.overlooked(case.texts, urgent=urgent):
            yield Sentence(_NOT_URGENT, {"sign": overlooked[0].name.model_dump()})
        elif not self._signs.bear_out(case.texts, urgent=urgent):
            yield _FALSE_ALARM

    def _about(self, row: Parent) -> dict[str, str]:
        texts = case_of(row.content).texts
        instruction = row.content.instruction if isinstance(row.content, Instruction) else ""
        return {
            "text": texts[_longest(texts)],
            "instruction": instruction if instruction not in texts else "",
            "contract": contract_text(self._contract) if self._contract else "",
            "examples": "\n\n".join(map(_with_answer, self._shown(row.digest))),
        }

    def _about_nothing(self, number: int) -> dict[str, str]:
        examples = "\n\n".join(case_of(each).texts[0] for each in self._shown(number * _EXAMPLES))
        return {"specification": self._drafting.specification, "examples": examples}

    def _shown(self, at: int) -> Sequence[Content]:
        """Other examples for each draft, so that a model does not tell one story over and over."""
        parents = self._parents
        return [parents[(at + step) % len(parents)].content for step in range(min(_EXAMPLES, len(parents)))]


def _rounds(parents: Sequence[Parent], cap: int) -> Iterator[Parent]:
    """One after the other, as often as the cap lets each; first those that have the fewest variants."""
    for level in range(cap):
        yield from (parent for parent in parents if parent.variants <= level)


def _blank(content: Content) -> Content:
    """An example of the same kind that asks the same, without a case and its answer."""
    match content:
        case Instruction():
            return content.model_copy(update={"input": "?", "response": ""})
        case Chat():
            system = tuple(each for each in content.messages if each.role == "system")
            turns = Message(role="user", content=""), Message(role="assistant", content="")
            return Chat(messages=(*system, *turns))
        case Classification():
            return Classification(text="", labels=())
        case Text():
            return content
        case _other:
            raise PlanWrong(
                _("New cases cannot be drafted for this kind of example."),
                hint=_("They can for instructions, conversations, classifications and texts."),
            )


def _with_answer(content: Content) -> str:
    case = case_of(content)
    return "\n".join((*case.texts, *case.answers[-1:]))


def _longest(texts: Sequence[str]) -> int:
    return max(range(len(texts)), key=lambda at: len(texts[at]))


def _language_of(text: str) -> str:
    return languages_of([text])[0]
