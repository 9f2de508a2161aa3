"""Lexicons as tables: every one there and back unchanged, and what each change makes of an entry."""

from typing import Any

import pytest

from studio.data.lexicon_files import LEXICON_KINDS, LexiconKind, built_in_text
from studio.ui.augment.lexicons.draft import draft_of
from studio.ui.augment.lexicons.entries import copy_of, new_entry, read_cell, with_cell, with_id
from studio.ui.augment.lexicons.sections import Column, Section, sections_of
from studio.ui.augment.lexicons.words import (
    choice_words,
    column_help,
    column_title,
    problems_words,
    section_title,
)

BY_NAME = {each.name: each for each in LEXICON_KINDS}


def column(section: Section, name: str) -> Column:
    return next(each for each in section.columns if ".".join(map(str, each.path)) == name)


CONCEPTS = sections_of(BY_NAME["findings"].model)[0]


@pytest.mark.parametrize("kind", LEXICON_KINDS, ids=lambda kind: kind.name)
def test_a_built_in_lexicon_goes_through_the_tables_unchanged(kind: LexiconKind) -> None:
    given = draft_of(kind, built_in_text(kind))
    assert given.tables is not None
    again = given.with_tables(given.tables)
    assert again.problems == ()
    assert draft_of(kind, again.text).tables == given.tables
    if not any(each.shape == "joined" for each in sections_of(kind.model)):
        assert again.lexicon == given.lexicon


@pytest.mark.parametrize("kind", LEXICON_KINDS, ids=lambda kind: kind.name)
def test_reading_each_cell_as_it_is_shown_changes_nothing(kind: LexiconKind) -> None:
    draft = draft_of(kind, built_in_text(kind))
    assert draft.tables is not None
    for section in sections_of(kind.model):
        for entry in draft.tables[section.key]:
            for each in section.columns:
                if each.kind in ("list", "patterns"):
                    value: Any = entry
                    for key in each.path:
                        value = value.get(key, {}) if isinstance(value, dict) else {}
                    assert not value or read_cell(each, "\n".join(value)) == value
                if each.kind == "list" and value:
                    assert read_cell(each, "; ".join(value)) == value


@pytest.mark.parametrize("kind", LEXICON_KINDS, ids=lambda kind: kind.name)
def test_every_table_column_and_choice_has_words(kind: LexiconKind) -> None:
    for section in sections_of(kind.model):
        assert section_title(section)
        nested = section.nested.columns if section.nested else ()
        for each in (*section.columns, *nested):
            assert column_title(each)
            column_help(each)
            assert all(choice_words(choice) for choice in each.choices)


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("forms", "fièvre; fébrile\n frissons ", {"forms": ["fièvre", "fébrile", "frissons"]}),
        ("patterns", "a;b\nc ", {"patterns": ["a;b", "c "]}),
        ("forms", "", {}),
        ("label", "fièvre", {"label": "fièvre"}),
        ("measure.at_least", "38,5", {"measure": {"at_least": 38.5}}),
        ("measure.at_least", "38", {"measure": {"at_least": 38}}),
        ("ages.min", "12", {"ages": {"min": 12}}),
        ("ages.max", "many", {"ages": {"max": "many"}}),
        ("ages.max", "130", {}),
        ("sex", "female", {"sex": "female"}),
    ],
)
def test_what_is_typed_into_a_cell_is_what_stands_in_the_file(name: str, typed: str, stored: dict[str, Any]) -> None:
    each = column(CONCEPTS, name)
    assert with_cell({}, each, read_cell(each, typed)) == stored


def test_a_field_that_says_what_none_says_is_left_out() -> None:
    alone, red_flag, french = (column(CONCEPTS, name) for name in ("alone", "red_flag", "name.fr"))
    entry = with_cell(with_cell({"alone": False}, alone, True), red_flag, False)
    assert entry == {}
    assert with_cell({"name": {"en": "Fever", "fr": "Fièvre"}}, french, "") == {"name": {"en": "Fever", "fr": ""}}


def test_two_numbers_stand_in_one_list_until_both_are_gone() -> None:
    groups = sections_of(BY_NAME["distractors"].model)[0]
    least, most = column(groups, "ages.0"), column(groups, "ages.1")
    entry = with_cell({}, most, 30)
    assert entry == {"ages": [None, 30]}
    assert with_cell(entry, least, 10) == {"ages": [10, 30]}
    assert with_cell(entry, most, None) == {}


def test_an_entry_gets_an_id_of_its_own() -> None:
    new = new_entry(CONCEPTS)
    assert new == {"id": "", "name": {"en": "", "fr": ""}}
    named = with_id({**new, "name": {"en": "Neck pain, éveil (2)", "fr": ""}}, (new,))
    assert named["id"] == "neck_pain_eveil"
    assert copy_of(CONCEPTS, named, (named,))["id"] == "neck_pain_eveil_2"
    assert with_id({**named, "id": ""}, (named,))["id"] == "neck_pain_eveil_2"


def test_what_a_file_cannot_hold_is_a_problem_of_its_entry() -> None:
    draft = draft_of(BY_NAME["ages"], built_in_text(BY_NAME["ages"]))
    assert draft.tables is not None
    words, bound = draft.tables["words"], draft.tables["bound"]
    twice = draft.with_tables({**draft.tables, "words": (*words, words[0])})
    assert twice.problems[0].place == ("words", len(words), "words")
    assert problems_words(twice) == "“nourrisson”, Words: “nourrisson” stands there twice."
    two = draft.with_tables({**draft.tables, "bound": ({"words": "né le"}, *bound[1:])})
    assert [each.message for each in two.problems] == ["Only a single word can stand here."]
    wrong = draft.with_tables({**draft.tables, "words": ({**words[0], "to": "old"}, {**words[1], "words": " "})})
    assert [each.place for each in wrong.problems] == [("words", 1, "words"), ("words", 0, "to")]


def test_a_problem_below_an_entry_names_entry_and_column() -> None:
    draft = draft_of(BY_NAME["synonyms"], built_in_text(BY_NAME["synonyms"]))
    assert draft.tables is not None
    first, *others = draft.tables["groups"]
    wordings = [{**first["wordings"][0], "words": ""}, *first["wordings"][1:]]
    wrong = draft.with_tables({"groups": ({**first, "wordings": wordings}, *others)})
    assert problems_words(wrong) == "“céphalées”, Words: This may not be empty."
    assert wrong.lexicon is None
