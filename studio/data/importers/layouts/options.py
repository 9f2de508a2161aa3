"""The options of a question and which of them are right, in the ways files write them."""

import re
from collections.abc import Mapping, Sequence
from string import ascii_lowercase

from studio.data.importers.drafts import ChoiceDraft
from studio.data.importers.values import RowProblem, as_list, as_name
from studio.words import _

FEWEST, MOST = 2, 10
_LETTERED = re.compile(r"\s*[,;|/ ]\s*")

Options = dict[str, str]
"""From a key in lower case (a letter or a number) to the option's text, in order."""


def named_options(value: object, column: str) -> Options:
    """An object of letter and text, a list of texts, of {key, value}, or {label: [...], text: [...]}."""
    match as_list(value):
        case {"text": [*texts], "label": [*keys]} if len(texts) == len(keys):
            pairs = list(zip(keys, texts, strict=True))
        case dict(options):
            # Columns write null for the fifth option of a question with four.
            pairs = [(key, text) for key, text in options.items() if text is not None]
        case [{"key": _, "value": _}, *_] as options:
            pairs = [(each.get("key"), each.get("value")) for each in options if isinstance(each, dict)]
        case list(options):
            pairs = list(zip(ascii_lowercase, options, strict=False))
        case _other:
            raise RowProblem(lists_no_options(column))
    return {str(key).strip().casefold(): _option(text, str(key)) for key, text in pairs}


def lists_no_options(column: str) -> str:
    """The reason for a row without options."""
    return _("The field “{field}” lists no options.").format(field=column)


def _option(value: object, key: str) -> str:
    name = value if isinstance(value, str) else as_name(value)
    if name is None:
        raise RowProblem(_("Option {key} is no text.").format(key=key))
    return name


def right_keys(value: object, options: Mapping[str, str]) -> list[int]:
    """Positions of the right options, named by key (“b”, "a, c", a list) or by their very text; raises RowProblem."""
    keys = list(options)
    found: list[int] = []
    for each in _named(value, options):
        if isinstance(each, str) and each.strip().casefold() in options:
            found.append(keys.index(each.strip().casefold()))
        elif each in options.values():
            found.append(list(options.values()).index(str(each)))
        else:
            raise RowProblem(_("A right answer is not among the options."))
    return sorted(set(found))


def _named(value: object, options: Mapping[str, str]) -> Sequence[object]:
    listed = as_list(value)
    if isinstance(listed, list):
        return [name if (name := as_name(each)) is not None else each for each in listed]
    if listed is None or listed == "":
        return ()
    name = as_name(listed)
    if name is None or name.strip().casefold() in options or name in options.values():
        return (name,)
    parts = _LETTERED.split(name.strip().casefold())
    return parts if all(part in options for part in parts) else (name,)


def right_positions(value: object, options: Sequence[str], first: int = 0) -> list[int]:
    """Positions written as numbers from `first`; raises RowProblem."""
    listed = as_list(value)
    found = []
    for each in listed if isinstance(listed, list) else [listed]:
        name = (as_name(each) or "").strip()
        at = int(name) - first if re.fullmatch(r"-?\d+", name) else -1
        if not 0 <= at < len(options):
            raise RowProblem(_("A right answer is not among the options."))
        found.append(at)
    return sorted(set(found))


def choice(question: str, context: str, options: Sequence[str], answers: Sequence[int]) -> ChoiceDraft:
    """The draft, whatever layout it comes from; raises RowProblem for what no question of this kind is."""
    if not FEWEST <= len(options) <= MOST:
        raise RowProblem(
            _("A question has {fewest} to {most} options, this one {count}.").format(
                fewest=FEWEST, most=MOST, count=len(options)
            )
        )
    for number, option in enumerate(options, 1):
        if not option.strip():
            raise RowProblem(_("Option {key} is empty.").format(key=number))
    if not answers:
        raise RowProblem(_("No option is marked as right."))
    return {
        "kind": "choice",
        "question": question,
        "context": context,
        "options": list(options),
        "answers": list(answers),
    }
