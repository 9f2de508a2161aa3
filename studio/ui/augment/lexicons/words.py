"""What the tables and columns of lexicons are called, and their values; no Qt."""

from studio.data.lexicon_files import LexiconProblem
from studio.ui.augment.lexicons.draft import Draft
from studio.ui.augment.lexicons.entries import Entry, cell_text
from studio.ui.augment.lexicons.sections import Column, Section, sections_of
from studio.ui.formats import integer
from studio.words import N_, _, current_language, ngettext

SECTION_TITLES = {
    "concepts": N_("Clinical findings"),
    "groups": N_("Groups"),
    "unable": N_("Words of patients who can do little"),
    "wordings": N_("Wordings"),
    "sentences": N_("Sentences"),
    "abbreviations": N_("Abbreviations"),
    "masculine": N_("Masculine nouns"),
    "feminine": N_("Feminine nouns"),
    "introductions": N_("Opening of the first sentence"),
    "telegraphic": N_("Opening of later sentences"),
    "abbreviated": N_("Anywhere in a sentence"),
    "messages": N_("Short messages"),
    "words": N_("Words that go with an age"),
    "bound": N_("Words that bind the age to a date"),
    "bound_for_children": N_("Words that bind the age of a child"),
    "patients": N_("Nouns for the patient"),
    "titles": N_("Titles"),
    "spouses": N_("Who lives with the patient"),
    "one_gender": N_("Nouns of one gender, whoever is meant"),
    "others": N_("Other people in a note"),
    "persons": N_("Adjectives for people"),
    "patients_or_things": N_("Adjectives for the patient or for findings"),
    "admissions": N_("Always said of the patient"),
    "person_predicates": N_("Said of the patient alone, behind “il est”"),
    "never_treated": N_("Nouns that are never treated"),
    "occupations": N_("Occupations and states"),
    "things": N_("Adjectives for findings and treatments"),
    "person_verbs": N_("Verbs of people"),
    "person_verbs_reflexive": N_("Reflexive verbs of people"),
    "thing_verbs": N_("Verbs of findings"),
    "thing_verbs_reflexive": N_("Reflexive verbs of findings"),
    "done_to_persons": N_("What is done to people"),
    "feminine_nouns": N_("Further feminine nouns"),
    "masculine_nouns": N_("Further masculine nouns"),
    "sex_bound": N_("Words of one sex only"),
    "sex_bound_phrases": N_("Phrases of one sex only"),
    "either_sex": N_("No words of one sex, although they look like one"),
    "first_names": N_("First names"),
}
_COLUMNS = {
    "id": (N_("Identifier"), N_("A name for the computer: small letters without accents, digits and “_”.")),
    "name.en": (N_("Name (English)"), ""),
    "name.fr": (N_("Name (French)"), ""),
    "label": (N_("In answers"), N_("What an answer calls it; empty for its French name.")),
    "red_flag": (N_("Red flag"), N_("A warning sign: a case with it is urgent.")),
    "able": (N_("Needs an able patient"), N_("Only of somebody who walks, sees, breathes and eats as usual.")),
    "alone": (N_("Urgent alone"), N_("Whether a red flag makes a case urgent by itself.")),
    "forms": (
        N_("Said as"),
        N_("Words that mean it; capitals and accents do not matter. Letters in parentheses may be missing."),
    ),
    "patterns": (N_("Patterns"), N_("Regular expressions, in small letters without accents.")),
    "unless": (N_("Not within"), N_("Longer phrases in which the words do not count and are left as they are.")),
    "absent_forms": (N_("Absent when said"), N_("Words that by themselves say it is absent: apyrétique.")),
    "phrases": (N_("To be added as"), N_("With their article, as one would add them to a note.")),
    "nouns": (N_("Denied as"), N_("Without an article, as they are denied: pas de …")),
    "own_words": (N_("In the patient’s words"), N_("Whole sentences with which a patient says it.")),
    "own_denials": (N_("Denied in the patient’s words"), N_("Whole sentences with which a patient denies it.")),
    "functions": (
        N_("About the same"),
        N_("Beginnings of words about the same part of the body: where a note has one, nothing is added."),
    ),
    "measure.patterns": (N_("Value: patterns"), N_("Regular expressions with a group (?P<value>…) that is a number.")),
    "measure.at_least": (N_("Value: from"), N_("From this value on it is present.")),
    "measure.most": (N_("Value: up to"), N_("Larger numbers are something else.")),
    "measure.least": (N_("Value: not below"), N_("Smaller numbers are something else.")),
    "measure.below": (N_("Value: below it"), N_("What a smaller value says.")),
    "sex": (N_("Sex"), N_("Only patients of this sex can have it.")),
    "ages.min": (N_("Age from"), N_("In years.")),
    "ages.max": (N_("Age to"), N_("In years.")),
    "ages.0": (N_("Age from"), N_("In years.")),
    "ages.1": (N_("Age to"), N_("In years.")),
    "meaning": (N_("Meaning"), ""),
    "kind": (N_("Kind"), N_("What sort of words they are.")),
    "words": (N_("Words"), ""),
    "agrees": (N_("Gender and number"), N_("What articles and adjectives agree with.")),
    "style": (N_("Style"), N_("“Own words” are used only where the patient speaks; the others are for the reader.")),
    "replaced": (N_("Replaced"), N_("Off: it is put in place of others, and never replaced itself.")),
    "short": (N_("Abbreviation"), ""),
    "full": (N_("Written out"), ""),
    "expanded": (N_("Is written out"), N_("Off where the letters can mean something else.")),
    "contracted": (N_("Is abbreviated"), N_("Whether the abbreviation takes the place of the words.")),
    "needs": (N_("Only beside"), N_("Written out only in a text with one of these words.")),
    "find": (N_("Find"), N_("A regular expression, in small letters.")),
    "write": (N_("Write"), N_("What takes its place; \\1 is the first group of it. Empty: it goes.")),
    "ways": (N_("Written as"), N_("Ways in which people write it.")),
    "about": (N_("About"), N_("At most one sentence of each group is added.")),
    "note": (N_("In a note"), N_("As a clinician writes it; it must not tell the sex.")),
    "message": (N_("In a message"), N_("As the patient says it; it must not tell the sex.")),
    "man": (N_("Of a man"), ""),
    "woman": (N_("Of a woman"), ""),
    "from": (N_("From (years)"), ""),
    "to": (N_("To (years)"), ""),
}
_CHOICES = {
    "female": N_("woman"),
    "male": N_("man"),
    "absent": N_("absent"),
    "unmentioned": N_("nothing"),
    "noun": N_("noun"),
    "adjective": N_("adjective"),
    "phrase": N_("phrase"),
    "medical": N_("medical"),
    "lay": N_("lay"),
    "own": N_("own words"),
    "ms": N_("masculine singular"),
    "mp": N_("masculine plural"),
    "fs": N_("feminine singular"),
    "fp": N_("feminine plural"),
}


def section_title(section: Section) -> str:
    """What a table is called."""
    return _(SECTION_TITLES[section.key])


def column_title(column: Column) -> str:
    """The heading of a column."""
    return _(_COLUMNS[_name(column)][0])


def column_help(column: Column) -> str:
    """What a column is for, "" where its heading says enough."""
    words = _COLUMNS[_name(column)][1]
    return _(words) if words else ""


def choice_words(value: str) -> str:
    """One of the values that a column knows; a value unknown is shown as it is."""
    return _(_CHOICES[value]) if value in _CHOICES else value


def entry_title(section: Section, entry: Entry) -> str:
    """What an entry is called in a sentence."""
    names = entry.get("name")
    named = names.get(current_language()) if isinstance(names, dict) else ""
    return str(named or cell_text(entry, section.columns[0]))


def problems_words(draft: Draft) -> str:
    """The first thing that is wrong and where, and how many there are; "" for nothing."""
    if not draft.problems:
        return ""
    first, more = draft.problems[0], len(draft.problems) - 1
    words = _("{place}: {problem}").format(place=_place_words(draft, first), problem=first.message)
    words = words if first.place else first.message
    if not draft.problems[1:]:
        return words
    further = ngettext("{count} more problem.", "{count} more problems.", more).format(count=more)
    return f"{words} {further}"


def _place_words(draft: Draft, problem: LexiconProblem) -> str:
    section = next((each for each in sections_of(draft.kind.model) if problem.place[:1] == (each.key,)), None)
    if section is None or draft.tables is None or len(problem.place) == 1:
        named = ".".join(map(str, problem.place))
        return _("Line {line}, {field}").format(line=draft.line, field=named) if draft.line else named
    at, path = int(problem.place[1]), problem.place[2:]
    title = entry_title(section, draft.tables[section.key][at])
    names = [_("“{name}”").format(name=title) if title else _("Entry {number}").format(number=integer(at + 1))]
    if section.nested and path[:1] == (section.nested.key,):
        section, path = section.nested, path[2:]
    column = next((each for each in section.columns if path and path[: len(each.path)] == each.path), None)
    return ", ".join([*names, column_title(column)] if column else names)


def _name(column: Column) -> str:
    return ".".join(map(str, column.path))
