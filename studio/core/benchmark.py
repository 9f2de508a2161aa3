"""The benchmarks that are known here: what each measures, under which licence, and in which forms its files come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Literal

from studio.core.example import Choice
from studio.words import N_, Language

OWN = "own"
"""The name under which a user's own questions are asked."""
SUBJECT = "subject"
"""By what rows of a benchmark are grouped where their file names a subject."""
_ANY_FORM = ("atelier", "options", "lettered_options", "mmlu_prompts", "mmlu_csv", "medqa", "frenchmedmcqa")


@dataclass(frozen=True)
class Benchmark:
    """One benchmark; `measures`, `forms` and `official` are message ids."""

    name: str
    title: str
    language: Language
    """Of its questions, and of the words they are asked with: those of the window must not change a score."""
    measures: str
    licence: str
    forms: str
    """What its files look like, for people."""
    layouts: tuple[str, ...]
    """The layouts of import that its files have, by name."""
    official: str
    """What its published figures are of."""
    official_rows: int = 0
    options: int = 0
    """How many every question has; 0 where they differ."""
    answers: Literal["letters", "texts"] = "letters"
    """By the likelihood of which the option that counts is found, as in the published figures."""
    several: bool = False
    """Whether a question may have several right answers, so that all of them count."""
    source: str = ""
    """Where its authors publish it."""
    shipped: str = ""
    """Its file among the resources, where Atelier ships it."""

    @property
    def chance(self) -> float | None:
        """What guessing is expected to get right; None where that depends on the rows."""
        return 1 / self.options if self.options and not self.several else None


_BENCHMARKS = (
    Benchmark(
        "frenchmedmcqa",
        "FrenchMedMCQA",
        "fr",
        N_("Pharmacy as French examinations ask it: five options, one to five of them right."),
        "Apache-2.0",
        N_("JSON list of objects with question, answers {a … e} and correct_answers"),
        ("frenchmedmcqa",),
        N_("The test part: 622 of 3,105 questions. All right answers must be named, and no other."),
        622,
        5,
        several=True,
        source="https://github.com/qanastek/FrenchMedMCQA",
    ),
    Benchmark(
        "pubmedqa",
        "PubMedQA",
        "en",
        N_("Reading of research: does the abstract say yes, no or maybe to the question?"),
        "MIT",
        N_("JSON object from PMID to QUESTION, CONTEXTS and final_decision, or such rows as JSON lines"),
        ("pubmedqa",),
        N_("500 of the 1,000 questions that experts labelled; the other 500 are for development."),
        500,
        3,
        answers="texts",
        source="https://pubmedqa.github.io",
    ),
    Benchmark(
        "medqa",
        "MedQA (USMLE)",
        "en",
        N_("Clinical reasoning on cases of the American licensing examination, four options."),
        "MIT",
        N_("JSON lines with question, options {A … D} and answer_idx"),
        ("medqa",),
        N_("The test part in English with four options: 1,273 questions."),
        1273,
        4,
        source="https://github.com/jind11/MedQA",
    ),
    Benchmark(
        "medmcqa",
        "MedMCQA",
        "en",
        N_("Knowledge of 21 medical subjects, from Indian entrance examinations, four options."),
        "MIT",
        N_("JSON lines with question, opa … opd and cop, or with options {A … D} and answer_idx"),
        ("medmcqa_0", "medmcqa_1", "medqa"),
        N_("The development part: 4,183 questions. The answers of the test part are not published."),
        4183,
        4,
        source="https://github.com/medmcqa/medmcqa",
    ),
    Benchmark(
        "mmlu_medical",
        "MMLU",
        "en",
        N_("Textbook knowledge of medical subjects (anatomy, clinical knowledge, genetics …), four options."),
        "MIT",
        N_("CSV without column names (question, four options, letter), or JSON lines of rendered prompts"),
        ("mmlu_csv", "mmlu_prompts", "options", "lettered_options"),
        N_("The test parts of six medical subjects: 1,089 questions, from 100 to 272 a subject."),
        1089,
        4,
        source="https://github.com/hendrycks/test",
    ),
    Benchmark(
        "francais_general",
        "Français général",
        "fr",
        N_("What a model should not unlearn: school knowledge, the French language, arithmetic; four options."),
        "Apache-2.0",
        N_("Comes with Atelier; nothing needs to be chosen"),
        _ANY_FORM,
        N_("Written for Atelier, so that nobody has published figures of it."),
        60,
        4,
        shipped="francais_general.jsonl",
    ),
    Benchmark(
        OWN,
        N_("Own questions"),
        "fr",
        N_("Whatever your own questions with options measure."),
        "",
        N_("Any file of questions with options that the Data tab imports"),
        (*_ANY_FORM, "medmcqa_0", "medmcqa_1", "pubmedqa"),
        "",
    ),
)
BENCHMARKS: Mapping[str, Benchmark] = {each.name: each for each in _BENCHMARKS}

_QUESTION: Mapping[Language, str] = {"fr": "Question : {question}", "en": "Question: {question}"}
_ONE: Mapping[Language, str] = {
    "fr": "Répondez uniquement par la lettre de la bonne réponse.",
    "en": "Answer with the letter of the right answer only.",
}
_SEVERAL: Mapping[Language, str] = {
    "fr": "Une ou plusieurs réponses sont justes. Répondez uniquement par les lettres des bonnes réponses.",
    "en": "One or more answers are right. Answer with the letters of the right answers only.",
}


def asked_in_words(question: Choice, language: Language, *, several: bool) -> str:
    """A question as every model is asked it, word for word, so that its scores can be compared over time.

    How many answers are right is never told.
    """
    options = "\n".join(f"{letter}. {text}" for letter, text in zip(ascii_uppercase, question.options, strict=False))
    how = (_SEVERAL if several else _ONE)[language]
    parts = (question.context, _QUESTION[language].format(question=question.question), options, how)
    return "\n\n".join(part for part in parts if part)


def fitting(layout: str) -> Sequence[Benchmark]:
    """The benchmarks whose files have this layout, the likeliest first; the user's own come last."""
    return [each for each in _BENCHMARKS if layout in each.layouts and not each.shipped]
