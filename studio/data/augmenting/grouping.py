"""Which group a row belongs to, by kind of answer, label, sex or age of the patient, or a column of the file."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from studio.core.contract import Contract
from studio.core.example import Content
from studio.data.overview import kind_of, labels_of
from studio.errors import ProjectFailed
from studio.text.augment.case import case_of
from studio.text.patient import AGE_BANDS, age_band, patient_age, patient_sex
from studio.words import N_, _, current_language

NO_GROUP = ""
_COLUMN = "column:"
_OTHERS = {
    "": N_("all rows"),
    "contract": N_("outside the contract"),
    "label": N_("no label"),
    "sex": N_("sex not told"),
    "age": N_("age not told"),
}
_SEXES = {"female": N_("women"), "male": N_("men")}


def _band(youngest: int, oldest: int) -> str:
    return f"{youngest}-{oldest}"


_BANDS = {_band(*ages): ages for ages in AGE_BANDS}

KeyOf = Callable[[Content, str], str]


@dataclass(frozen=True)
class Grouping:
    """Groups have keys that are the same in every language; a row without what groups are made by is in NO_GROUP."""

    by: str
    key_of: KeyOf
    """Of a content, and the JSON of the fields that were imported beside it."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What keys are in each language, where that is not the key itself."""

    def title(self, key: str) -> str:
        """A group's name in the language in use."""
        if key == NO_GROUP:
            return _(_OTHERS.get(self.by, N_("empty")))
        if self.by == "sex":
            return _(_SEXES.get(key, key))
        if self.by == "age" and key in _BANDS:
            youngest, oldest = _BANDS[key]
            return _("{youngest} to {oldest} years").format(youngest=youngest, oldest=oldest)
        return self.names.get(key, {}).get(current_language(), key)

    def key(self, name: str) -> str:
        """The key of a group that a person named: by the key itself or by a title."""
        for key, titles in self.names.items():
            if name in titles.values():
                return key
        return next((key for key in (NO_GROUP, *_SEXES, *_BANDS) if name == self.title(key)), name)


EVERYTHING = Grouping("", lambda _content, _extra: NO_GROUP)
"""All rows in one group."""


def make_grouping(by: str, contract: Contract | None) -> Grouping:
    """`by` as plans have it; raises ProjectFailed for kinds of answers without a contract that tells them.

    A row with several labels is in the group of their combination, so that each row is in one group.
    """
    if by == "contract":
        return _by_contract(contract)
    if by.startswith(_COLUMN):
        column = by.removeprefix(_COLUMN)
        return Grouping(by, lambda _content, extra: _in_column(extra, column))
    return Grouping(by, _KEYS[by])


def _by_contract(contract: Contract | None) -> Grouping:
    if contract is None:
        raise ProjectFailed(
            _("The project has no contract that tells kinds of answers."),
            hint=_("Write one in the Data tab, or compose the data by something else."),
        )
    names = {form.name.en: {"en": form.name.en, "fr": form.name.fr} for form in contract.formats}
    return Grouping("contract", lambda content, _extra: kind_of(contract, content) or NO_GROUP, names)


def _in_column(extra: str, column: str) -> str:
    value = json.loads(extra).get(column)
    return NO_GROUP if value is None else str(value).strip()


def _labels(content: Content, _extra: str) -> str:
    return ", ".join(sorted(set(labels_of(content))))


def _sex(content: Content, _extra: str) -> str:
    return patient_sex("\n".join(case_of(content).texts)) or NO_GROUP


def _age(content: Content, _extra: str) -> str:
    age = patient_age("\n".join(case_of(content).texts))
    return NO_GROUP if age is None else _band(*age_band(age))


_KEYS: dict[str, KeyOf] = {"label": _labels, "sex": _sex, "age": _age}
