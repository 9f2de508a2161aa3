"""The answer contract a project may carry: kinds of answer, what each must and must not say, and which is urgent."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from studio.core.bilingual import Bilingual
from studio.core.contract_errors import explain_field, explain_yaml
from studio.core.folding import folded, phrase_pattern
from studio.core.sentence import Sentence, Word
from studio.core.yaml_errors import read_yaml
from studio.words import N_, _

URGENT = "urgent"
"""The label of a kind of answer that asks for the urgent action."""
_RUN_OF_WORDS = 4
_WORD = re.compile(r"\w+")
_COMPILED = 256
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def _compiling(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        message = _("This is no regular expression: {problem}").format(problem=error)
        raise PydanticCustomError("pattern", "{message}", {"message": message}) from error
    return pattern


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_compiling)]
Phrase = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartForm(_Part):
    """What each part of an answer must be like, outer white space aside; lengths in characters."""

    shortest: int = Field(1, ge=1)
    longest: int = Field(400, ge=1)
    ends: str = ""

    def accepts(self, part: str) -> bool:
        """Whether a part is of this form."""
        return self.shortest <= len(part) <= self.longest and part.endswith(self.ends)


class AnswerFormat(_Part):
    """One kind of answer; an answer is of this kind when nothing in `violations` is said of it."""

    name: Bilingual
    label: str = ""
    """What an answer of this kind means, `urgent` for instance."""
    begins: str = ""
    """To the letter, as `ends` is."""
    ends: str = ""
    contains: tuple[Annotated[tuple[Phrase, ...], Field(min_length=1)], ...] = ()
    """Groups of alternatives: one phrase of each group must occur, case and accents aside."""
    excludes: tuple[Phrase, ...] = ()
    one_line: bool = False
    longest: int = Field(400, ge=1)
    """In characters; a model that never stops is not in the form however well it starts."""
    parts: int = Field(1, ge=1, le=20)
    """How many parts ``separator`` must give after the beginning, all different: three questions, say."""
    separator: str = ""
    part: PartForm | None = None
    pattern: Pattern | None = None
    """For what the rest cannot say; the whole answer must match it."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.begins or self.contains or self.pattern):
            message = _("Say how the answer begins, what it contains, or give a pattern.")
            raise PydanticCustomError("empty", "{message}", {"message": message})
        return self

    def fits(self, answer: str) -> bool:
        """Whether all of the answer is of this kind, with its parts, and without a passage said over and over."""
        return next(self.violations(answer), None) is None

    def begins_like(self, answer: str) -> bool:
        """Whether the answer begins as this kind does; any does where no beginning is set."""
        follows = answer[len(self.begins) : len(self.begins) + 1]
        torn = self.begins[-1:].isalnum() and follows.isalnum()
        return answer.startswith(self.begins) and not torn

    def violations(self, answer: str) -> Iterator[Sentence]:
        """What keeps a stripped answer from being of this kind, the clearest first."""
        if not self.begins_like(answer):
            yield self._said(N_("“{kind}” must begin with “{wanted}”."), wanted=self.begins)
        yield from self._wrong_words(folded(answer))
        if not answer.endswith(self.ends):
            yield self._said(N_("“{kind}” must end with “{wanted}”."), wanted=self.ends)
        if self.one_line and "\n" in answer:
            yield self._said(N_("“{kind}” must be a single line."))
        yield from self._wrong_parts(answer.removeprefix(self.begins))
        if len(answer) > self.longest:
            message = N_("“{kind}” may have {longest} characters at most; this answer has {count}.")
            yield self._said(message, longest=self.longest, count=len(answer))
        elif _rambles(answer):
            yield self._said(N_("“{kind}” must not say the same passage twice."))
        elif self.pattern and not re.fullmatch(self.pattern, answer):
            yield self._said(N_("“{kind}” does not match its pattern."))

    def _wrong_words(self, answer: str) -> Iterator[Sentence]:
        for group in self.contains:
            if not _says_any(group, answer):
                yield self._said(N_("“{kind}” must contain one of: {alternatives}."), alternatives=" / ".join(group))
        for phrase in self.excludes:
            if _says_any((phrase,), answer):
                yield self._said(N_("“{kind}” must not contain “{phrase}”."), phrase=phrase)

    def _wrong_parts(self, body: str) -> Iterator[Sentence]:
        if not self.separator and self.part is None:
            return
        parts = [part.strip() for part in body.split(self.separator)] if self.separator else [body.strip()]
        if len(parts) != self.parts:
            message = N_("“{kind}” has {wanted} parts separated by “{separator}”; this answer has {count}.")
            yield self._said(message, wanted=self.parts, separator=self.separator.strip(), count=len(parts))
            return
        if len({part.casefold() for part in parts}) < len(parts):
            yield self._said(N_("“{kind}” must not have the same part twice."))
        for number, part in enumerate(parts, 1):
            if not part:
                yield self._said(N_("Part {number} of “{kind}” is empty."), number=number)
            elif self.part and not self.part.accepts(part):
                yield self._said(self._part_message(), number=number, **self.part.model_dump())

    def _part_message(self) -> str:
        if self.part and self.part.ends:
            return N_("Part {number} of “{kind}” must have {shortest} to {longest} characters and end with “{ends}”.")
        return N_("Part {number} of “{kind}” must have {shortest} to {longest} characters.")

    def _said(self, message: str, **words: Word) -> Sentence:
        return Sentence(message, {"kind": self.name.model_dump(), **words})


class Denial(_Part):
    """Words that take back what they stand beside: “pas d’IRM”, “IRM non indiquée”."""

    before: tuple[Phrase, ...] = ()
    between: tuple[Phrase, ...] = ()
    """Small words that may stand between `before` and what is denied."""
    after: tuple[Phrase, ...] = ()

    def applies_to(self, phrases: tuple[str, ...], plain: str) -> bool:
        """Whether one of the phrases is denied in folded text."""
        return _denials(self, phrases).search(plain) is not None


class UrgentAnswer(_Part):
    """How an urgent answer is recognised, and the wording that denies it (no urgent MRI)."""

    name: Bilingual
    says: tuple[Phrase, ...] = ()
    denied_by: Denial = Denial()
    pattern: Pattern | None = None
    denial: Pattern | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.says or self.pattern):
            message = _("Say which words make an answer urgent, or give a pattern.")
            raise PydanticCustomError("empty", "{message}", {"message": message})
        return self

    def found_in(self, answer: str) -> bool:
        """Whether the answer asks for the urgent action without denying it."""
        if self.denial and re.search(self.denial, answer, re.IGNORECASE):
            return False
        if self.pattern and re.search(self.pattern, answer, re.IGNORECASE):
            return True
        plain = folded(answer)
        return _says_any(self.says, plain) and not self.denied_by.applies_to(self.says, plain)


class Contract(_Part):
    """What every answer of a project must look like, so that compliance can be counted by rule."""

    v: Literal[1] = 1
    name: Bilingual
    formats: tuple[AnswerFormat, ...] = Field(min_length=1)
    urgent: UrgentAnswer | None = None

    def complies(self, answer: str) -> bool:
        """Whether the answer, outer white space aside, is of one of the kinds."""
        return self.kind_of(answer) is not None

    def kind_of(self, answer: str) -> AnswerFormat | None:
        """The first kind that all of the answer is of."""
        stripped = unicodedata.normalize("NFC", answer).strip()
        return next((form for form in self.formats if form.fits(stripped)), None)

    def violations(self, answer: str) -> tuple[Sentence, ...]:
        """What is wrong with an answer by the kind it comes closest to; empty for one that keeps the contract."""
        stripped = unicodedata.normalize("NFC", answer).strip()
        kind = self.kind_of(stripped)
        if kind is not None:
            return tuple(self._wrong_label(kind, stripped))
        started = [form for form in self.formats if form.begins_like(stripped)]
        if not started:
            beginnings = " / ".join(dict.fromkeys(form.begins for form in self.formats))
            return (Sentence(N_("The answer begins with none of: {beginnings}."), {"beginnings": beginnings}),)
        return min((tuple(form.violations(stripped)) for form in started), key=len)

    def is_urgent(self, answer: str) -> bool:
        """Whether the answer asks for the urgent action; one that denies it does not."""
        if self.urgent is not None:
            return self.urgent.found_in(answer)
        kind = self.kind_of(answer)
        return kind is not None and kind.label == URGENT

    @property
    def tells_urgency(self) -> bool:
        """Whether answers can be sorted into urgent and other ones at all."""
        return self.urgent is not None or any(form.label == URGENT for form in self.formats)

    def _wrong_label(self, kind: AnswerFormat, answer: str) -> Iterator[Sentence]:
        """Wording and kind disagree on urgency; a contract whose kinds do not tell urgency cannot say so."""
        if self.urgent is None or not any(form.label == URGENT for form in self.formats):
            return
        names: dict[str, Word] = {"kind": kind.name.model_dump(), "urgent": self.urgent.name.model_dump()}
        urgent = self.urgent.found_in(answer)
        if kind.label == URGENT and not urgent:
            yield Sentence(N_("“{kind}” means “{urgent}”, which this wording does not say or denies."), names)
        if kind.label != URGENT and urgent:
            yield Sentence(N_("The wording says “{urgent}”, but “{kind}” does not mean that."), names)


def _any_of(phrases: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(phrase_pattern, phrases)) or '(?!)'})"


@lru_cache(_COMPILED)
def _finder(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_any_of(phrases))


@lru_cache(_COMPILED)
def _denials(denial: Denial, phrases: tuple[str, ...]) -> re.Pattern[str]:
    said, gap = _any_of(phrases), r"[\s']*"
    before = rf"{_any_of(denial.before)}{gap}(?:{_any_of(denial.between)}{gap})*{said}"
    return re.compile(rf"{before}|{said}\s+{_any_of(denial.after)}")


def _says_any(phrases: tuple[str, ...], plain: str) -> bool:
    return _finder(phrases).search(plain) is not None


def _rambles(answer: str) -> bool:
    words = _WORD.findall(answer.casefold())
    runs = Counter(tuple(words[at : at + _RUN_OF_WORDS]) for at in range(len(words) - _RUN_OF_WORDS + 1))
    return any(count > 1 for count in runs.values())


class _Dumper(yaml.SafeDumper):
    """Escapes the ends of lines that the library would write as they are and read back as a space."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """In double quotes where it has to be."""
        return self.represent_scalar("tag:yaml.org,2002:str", text, '"' if _OTHER_LINE_ENDS.search(text) else None)


_Dumper.add_representer(str, _Dumper.represent_text)


def parse_contract(text: str) -> Contract:
    """Read the YAML of a contract; raises ContractWrong naming the line and the first field that is wrong."""
    try:
        content: Any = read_yaml(text)
        return Contract.model_validate(content)
    except yaml.YAMLError as error:
        raise explain_yaml(error) from error
    except ValidationError as error:
        raise explain_field(text, error.errors()[0]) from error


def contract_text(contract: Contract) -> str:
    """The YAML that `parse_contract` reads back as the same contract; what is as by default is left out."""
    return fields_text(contract_fields(contract))


def contract_fields(contract: Contract) -> dict[str, Any]:
    """The contract as JSON values, by the names that its YAML has; what is as by default is left out."""
    return {"v": contract.v, **contract.model_dump(mode="json", exclude_defaults=True)}


def fields_text(fields: Mapping[str, Any]) -> str:
    """The YAML of fields that may still be wrong: see `parse_contract`."""
    title = _("What an answer of this project must look like.")
    written = yaml.dump(dict(fields), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return f"# {title}\n{written}"
