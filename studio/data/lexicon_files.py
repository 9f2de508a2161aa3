"""The lexicons of a project: which there are, their text in use, and the project's own in place of a built-in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from studio.core.yaml_errors import expectation, line_of, mistake_place, read_yaml
from studio.data.whole_file import write_whole
from studio.errors import ProjectFailed
from studio.paths import LEXICONS
from studio.text.augment.abbreviations import AbbreviationsLexicon
from studio.text.augment.age import AgesLexicon
from studio.text.augment.distractors import DistractorsLexicon
from studio.text.augment.negations import NegationsLexicon
from studio.text.augment.register_lexicon import RegisterLexicon
from studio.text.augment.synonyms import SynonymsLexicon
from studio.text.findings.lexicon import FindingsLexicon
from studio.text.french.sexes import SexesLexicon
from studio.text.lexicons import FOLDER, Lexicon, own_text, parse_lexicon
from studio.words import N_, _

Fields = dict[str, Any]
"""What a lexicon's YAML holds, right or not yet."""
Place = tuple[int | str, ...]


@dataclass(frozen=True)
class LexiconKind:
    """One lexicon: the name of its file, and message ids of what it is called and what it is for."""

    name: str
    title: str
    about: str
    model: type[Lexicon]


LEXICON_KINDS = (
    LexiconKind(
        "findings",
        N_("Clinical findings"),
        N_("Signs and facts that are looked for in a note, and the words for them; every check of a variant uses it."),
        FindingsLexicon,
    ),
    LexiconKind(
        "synonyms",
        N_("Synonyms"),
        N_("Wordings that mean the same and may take each other's place."),
        SynonymsLexicon,
    ),
    LexiconKind(
        "abbreviations",
        N_("Abbreviations"),
        N_("Abbreviations of French notes, and what they stand for."),
        AbbreviationsLexicon,
    ),
    LexiconKind(
        "negations",
        N_("Signs that are denied"),
        N_("Nouns that may be denied in one way or another: pas de, absence de, sans."),
        NegationsLexicon,
    ),
    LexiconKind(
        "register",
        N_("Registers"),
        N_("How clinicians note in haste, and how people write in messages."),
        RegisterLexicon,
    ),
    LexiconKind(
        "distractors",
        N_("Neutral sentences"),
        N_("Harmless sentences that decide nothing about a case."),
        DistractorsLexicon,
    ),
    LexiconKind(
        "sexes",
        N_("Sex of the patient"),
        N_("Words by which a text says whether the patient is a man or a woman."),
        SexesLexicon,
    ),
    LexiconKind(
        "ages",
        N_("Age of the patient"),
        N_("Words that go with an age only."),
        AgesLexicon,
    ),
)


@dataclass(frozen=True)
class LexiconProblem:
    """What is wrong with a lexicon, and at which place of its fields: `()` for all of it."""

    place: Place
    message: str


@dataclass(frozen=True)
class ReadText:
    """A YAML text read: its fields, None where it is none, and the first line that is wrong, 0 for nothing."""

    fields: Fields | None
    problems: tuple[LexiconProblem, ...] = ()
    line: int = 0


def built_in_text(kind: LexiconKind) -> str:
    """The lexicon that ships with Atelier."""
    return (LEXICONS / f"{kind.name}.yaml").read_text("utf-8")


def own_file(project: Path, kind: LexiconKind) -> Path:
    """Where the project's own lexicon stands, or would stand."""
    return project / FOLDER / f"{kind.name}.yaml"


def read_lexicon_text(project: Path, kind: LexiconKind) -> str:
    """The text in use, the project's own or the built-in one; raises LexiconWrong when it cannot be read."""
    file = own_file(project, kind)
    return own_text(file) if file.is_file() else built_in_text(kind)


def is_changed(project: Path, kind: LexiconKind) -> bool:
    """Whether the project has a lexicon of its own that is not the built-in one to the letter."""
    file = own_file(project, kind)
    return file.is_file() and own_text(file) != built_in_text(kind)


def write_lexicon(project: Path, kind: LexiconKind, text: str) -> None:
    """Make a text the project's own lexicon, or have none again where it is the built-in text.

    Raises LexiconWrong for a wrong text and ProjectFailed when it cannot be written; the old file then stays.
    """
    parse_lexicon(text, kind.model, f"{kind.name}.yaml")
    if text == built_in_text(kind):
        restore_built_in(project, kind)
        return
    file = own_file(project, kind)
    try:
        file.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise ProjectFailed(_("{path} could not be written.").format(path=file), hint=str(error)) from error
    write_whole(file, text)


def restore_built_in(project: Path, kind: LexiconKind) -> None:
    """Take the project's own lexicon away; raises ProjectFailed when it cannot be."""
    file = own_file(project, kind)
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise ProjectFailed(_("{path} could not be written.").format(path=file), hint=str(error)) from error


def lexicon_text(fields: Mapping[str, Any], heading: str = "") -> str:
    """The YAML of fields that may still be wrong, below a heading of comment lines."""
    written: str = yaml.dump(
        dict(fields), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=90, default_flow_style=None
    )
    return heading + written


def heading_of(text: str) -> str:
    """The lines of comment with which a text begins."""
    lines = text.splitlines(keepends=True)
    end = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:end])


def read_text(kind: LexiconKind, text: str) -> ReadText:
    """Read a text as far as it can be."""
    try:
        fields = read_yaml(text, large=True)
    except yaml.YAMLError as error:
        line, column = mistake_place(error) or (1, 1)
        words = _("This is not valid YAML: line {line}, column {column}.").format(line=line, column=column)
        return ReadText(None, (LexiconProblem((), words),), line)
    if not isinstance(fields, dict):
        return ReadText(None, (LexiconProblem((), _("Fields are expected here, one “name: value” a line.")),), 1)
    _lexicon, problems = judge_fields(kind, fields)
    return ReadText(fields, problems, line_of(text, problems[0].place) if problems else 0)


def judge_fields(kind: LexiconKind, fields: Fields) -> tuple[Lexicon | None, tuple[LexiconProblem, ...]]:
    """The lexicon that fields are, or all that is wrong with them."""
    twice = tuple(_ids_twice(fields))
    try:
        lexicon = kind.model.model_validate(fields)
    except ValidationError as error:
        found = [LexiconProblem(each["loc"], expectation(each)) for each in error.errors()]
        # What stands there twice is said where it stands.
        return None, (*twice, *(each for each in found if each.place or not twice))
    return lexicon, ()


def _ids_twice(fields: Fields) -> Sequence[LexiconProblem]:
    concepts = fields.get("concepts")
    ids = [each.get("id") for each in concepts if isinstance(each, dict)] if isinstance(concepts, list) else []
    return [
        LexiconProblem(("concepts", at, "id"), _("“{name}” stands there twice.").format(name=each))
        for at, each in enumerate(ids)
        if each in ids[:at]
    ]
