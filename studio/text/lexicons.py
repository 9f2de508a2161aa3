"""Lexicons: YAML files that ship with Atelier, and those of a project, which take their place."""

import re
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from studio.core.yaml_errors import expectation, line_of, mistake_place, read_yaml
from studio.errors import LexiconWrong
from studio.paths import LEXICONS
from studio.words import _

FOLDER = "lexicons"
"""Below a project's folder."""


class Lexicon(BaseModel):
    """What all lexicon files have in common; subclasses say what is in theirs."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def mistake(words: str) -> PydanticCustomError:
    """What a validator of a lexicon raises, in the user's words."""
    return PydanticCustomError("lexicon", "{words}", {"words": words})


def not_a_pattern(error: re.error) -> PydanticCustomError:
    """A text that is no regular expression; what the library says of it is in English."""
    return mistake(_("This is no regular expression: {problem}.").format(problem=error))


L = TypeVar("L", bound=Lexicon)


def read_lexicon(name: str, model: type[L], project: Path | None = None) -> L:
    """The project's own lexicon of this name, else the one that ships; raises LexiconWrong naming file and line."""
    own = project / FOLDER / f"{name}.yaml" if project else None
    if own is not None and own.is_file():
        return parse_lexicon(own_text(own), model, str(own))
    return cast(L, _shipped(name, model))


def own_text(file: Path) -> str:
    """What stands in a project's own lexicon; raises LexiconWrong when it cannot be read as text."""
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconWrong(_("{path} is not readable.").format(path=file), hint=str(error)) from error


def parse_lexicon(text: str, model: type[L], source: str) -> L:
    """Read the YAML of a lexicon; raises LexiconWrong naming `source`, line and field."""
    try:
        return model.model_validate(read_yaml(text, large=True))
    except yaml.YAMLError as error:
        line, column = mistake_place(error) or (1, 1)
        message = _("This lexicon is not valid YAML: {file}, line {line}, column {column}.")
        raise LexiconWrong(message.format(file=source, line=line, column=column)) from error
    except ValidationError as error:
        problem = error.errors()[0]
        message = _("This lexicon cannot be used: {file}, line {line}, field {field}.")
        field, line = ".".join(map(str, problem["loc"])), line_of(text, problem["loc"])
        raise LexiconWrong(message.format(file=source, line=line, field=field), hint=expectation(problem)) from error


@lru_cache
def _shipped(name: str, model: type[Lexicon]) -> Lexicon:
    file = LEXICONS / f"{name}.yaml"
    return parse_lexicon(file.read_text("utf-8"), model, str(file))
