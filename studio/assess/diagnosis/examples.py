"""Examples that cannot teach what is asked of them: too few, too much alike, cut, or already known."""

from collections.abc import Iterator

from studio.assess.diagnosis.curves import level
from studio.assess.diagnosis.diagnosis import Diagnosis, figure, percentage
from studio.assess.diagnosis.facts import RunFacts
from studio.assess.diagnosis.remedies import roomier
from studio.core.sentence import Sentence
from studio.words import N_

# The guide's numbers: below 50 results are weak, 150 to 300 good ones do.
FEW, FAIR, GOOD = 50, 150, 300
_ALREADY_ZERO, _SOON_ZERO = 0.1, 0.02
_FIRST, _SOON, _SOON_SHARE = 5, 8, 0.1
_LEAST_COUNTED = 20
_ONE_ANSWER, _RARE = 0.8, 0.2
_MUCH_CUT, _MUCH_LEFT_OUT = 0.05, 0.05
_QUOTED = 40


def unfit(facts: RunFacts) -> Iterator[Diagnosis]:
    """Findings about the training rows; each stands for itself."""
    for found in (_zero_loss(facts), _few(facts), _imbalance(facts), _truncation(facts), _left_out(facts)):
        if found:
            yield found


def _zero_loss(facts: RunFacts) -> Diagnosis | None:
    loss, base = facts.loss, facts.base_loss
    if base is None or len(loss) < _FIRST or facts.recipe.goal.objective != "sft":
        return None
    first = level(loss.values[:_FIRST])
    if first < _ALREADY_ZERO:
        return _known(first, base)
    soon = round(max(_SOON, _SOON_SHARE * facts.total_steps))
    early = loss.values[loss.steps <= soon]
    if len(early) < _SOON or level(early[-_FIRST:]) >= _SOON_ZERO:
        return None
    return Diagnosis(
        "zero_loss",
        "warning",
        N_("The loss is at zero almost at once"),
        Sentence(
            N_("It went from {base} to {now} within {step} steps."),
            {"base": figure(base), "now": figure(level(early[-_FIRST:])), "step": soon},
        ),
        Sentence(
            N_(
                "Either all answers are the same, or the answer stands in the question, or the wrong part of the text "
                "is learned. Look at an example token by token before you trust the result."
            )
        ),
    )


def _known(first: float, base: float) -> Diagnosis:
    return Diagnosis(
        "zero_loss",
        "problem",
        N_("The loss is at zero from the first step"),
        Sentence(
            N_("The first steps gave a loss of {first}; an untrained model is never that sure (validation: {base})."),
            {"first": figure(first), "base": figure(base)},
        ),
        Sentence(
            N_(
                "The base model has seen these examples before, or the wrong part of the text is learned. Choose the "
                "original base model, and look at an example token by token."
            )
        ),
    )


def _few(facts: RunFacts) -> Diagnosis | None:
    count = facts.original_rows
    if not facts.total_steps or count >= FAIR:
        return None
    return Diagnosis(
        "few_examples",
        "warning" if count < FEW else "information",
        N_("Few examples to learn from"),
        Sentence(
            N_("Examples the model learns from, variants aside: {count}. At least {few}; {fair} to {good} are good."),
            {"count": count, "few": FEW, "fair": FAIR, "good": GOOD},
        ),
        Sentence(N_("Write more, or make variants of these in the Augment tab and review them.")),
    )


def _imbalance(facts: RunFacts) -> Diagnosis | None:
    total, kinds = sum(facts.answers.values()), len(facts.answers)
    if kinds <= 1 or total < _LEAST_COUNTED:
        return None
    # Ties are broken by name: the same counts must give the same words.
    ranked = sorted(facts.answers.items(), key=lambda item: (-item[1], item[0]))
    (common, most), (rare, least) = ranked[0], ranked[-1]
    dominated = most / total >= _ONE_ANSWER
    if not dominated and least * kinds >= _RARE * total:
        return None
    weighted = facts.recipe.goal.task == "classification" and facts.recipe.training.class_weights == "none"
    return Diagnosis(
        "imbalance",
        "warning" if dominated else "information",
        N_("The answers are unevenly shared out"),
        Sentence(
            N_("“{common}” is the answer of {most} of {total} examples, “{rare}” of {least}."),
            {"common": _quoted(common), "most": most, "total": total, "rare": _quoted(rare), "least": least},
        ),
        Sentence(
            N_(
                "A model that always gives the common answer then looks good. Add examples of the rare ones, or "
                "balance the groups in the Augment tab."
            )
        ),
        {"training.class_weights": "balanced"} if weighted else {},
    )


def _quoted(answer: str) -> str:
    line = " ".join(answer.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1].rstrip() + "…"


def _truncation(facts: RunFacts) -> Diagnosis | None:
    if not facts.shortened_rows or not facts.train_rows:
        return None
    share = facts.shortened_rows / facts.train_rows
    return Diagnosis(
        "truncation",
        "warning" if share >= _MUCH_CUT else "information",
        N_("Answers are cut"),
        Sentence(
            N_("{count} of {total} examples ({share} %) are longer than {length} tokens; their ends are not learned."),
            {
                "count": facts.shortened_rows,
                "total": facts.train_rows,
                "share": percentage(share),
                "length": facts.recipe.data.max_length,
            },
        ),
        Sentence(N_("The model learns to stop in mid-sentence. Allow longer examples, or shorten these.")),
        roomier(facts.recipe),
    )


def _left_out(facts: RunFacts) -> Diagnosis | None:
    seen = facts.train_rows + facts.left_out_rows
    if not facts.left_out_rows or not seen:
        return None
    share = facts.left_out_rows / seen
    return Diagnosis(
        "left_out",
        "warning" if share >= _MUCH_LEFT_OUT else "information",
        N_("Examples are left out"),
        Sentence(
            N_("{count} of {total} examples ({share} %) teach nothing: no answer is left within {length} tokens."),
            {
                "count": facts.left_out_rows,
                "total": seen,
                "share": percentage(share),
                "length": facts.recipe.data.max_length,
            },
        ),
        Sentence(N_("Allow longer examples, or shorten the questions; the log names the reasons.")),
        roomier(facts.recipe),
    )
