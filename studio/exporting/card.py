"""The model card that goes with an export: what it is, what it was made of, how good it is, what it is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from studio import paths
from studio.assess import speed
from studio.assess.catalogue import info, label_of
from studio.core.evaluation import Subject
from studio.core.job import Job
from studio.core.option import title_of
from studio.core.recipe import Recipe, differences, option_fields
from studio.evaluating.leaderboard import read_scored
from studio.evaluating.score_files import StoredModel, StoredScore, StoredScores
from studio.evaluating.score_lines import metric_title, score_texts
from studio.evaluating.subjects import title_of_model
from studio.models.inspection import describe_model
from studio.models.places import find_base, hub_cache
from studio.runs.durable import read_manifest
from studio.runs.folder import RunFolder
from studio.runs.run import read_job
from studio.words import N_, _

CARD = "card.md"
"""In the folder of an export, where its worker finds it."""
_FOLDER = paths.RESOURCES / "export"
_HASH_DIGITS = 16
_SPEEDS = frozenset(each.name for each in speed.METRICS)
# Evaluations have no such metric, or another name for it.
_LOSS, _LOSS_TITLE = "held_out_loss", N_("Loss on the test examples")
_AS_EVALUATED = {"preference_accuracy": "preferred_likelier"}


@dataclass(frozen=True)
class ScoreRow:
    """One metric of the exported model, and what the model had before training: a dash where that is not known."""

    title: str
    value: str
    interval: str
    n: int
    before: str


def card_text(project: Path, run: RunFolder, subject: Subject) -> str:
    """In the language in use, as Markdown with a front matter that model hubs read; raises RunFailed."""
    job = read_job(run)
    licence = _licence(job.recipe.model.base)
    measured, rows = _evidence(project, run, subject)
    environment = Environment(loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.get_template("card.md.j2").render(
        title=f"{project.name} · {run.name}",
        licence=licence,
        base_model="" if job.recipe.model.base == "demo" else title_of_model(job.recipe.model.base),
        words={name: _(text) for name, text in _WORDS.items()},
        facts=list(_facts(job, run)),
        data=list(_data(job)),
        measured=measured,
        scores=rows,
        limits=[_(text) for text in _LIMITS[job.recipe.goal.task]],
        licence_words=_licence_words(licence),
        recipe=list(recipe_lines(job.recipe)),
    )


_WORDS = {
    "warning": N_(
        "This model does not replace medical judgement. No answer of it may decide on a person’s care by itself, and "
        "it is not a medical device."
    ),
    "what": N_("What it is"),
    "data": N_("What it has learned from"),
    "scores": N_("How good it is"),
    "metric": N_("Metric"),
    "value": N_("Value"),
    "interval": N_("95% interval"),
    "before": N_("Before training"),
    "limits": N_("Limits"),
    "licence": N_("Licence"),
    "recipe": N_("Recipe, where it differs from the defaults"),
    "option": N_("Option"),
}
_OF_SCORES = N_("The scores hold for rows like those of the data set named above, and say nothing about other cases.")
_LIMITS = {
    "causal": (
        _OF_SCORES,
        N_("A language model can be wrong in good French, leave out a warning sign, or make one up."),
        N_("It may repeat texts that it has learned from: share it only with those who may see these data."),
        N_("Quantised files answer a little differently; the parity check of the export says how much."),
    ),
    "classification": (
        _OF_SCORES,
        N_("It knows its labels alone, whatever it reads, and can be sure of a wrong one."),
        N_("Its weights may give away what it has learned from: share it only with those who may see these data."),
    ),
}


def _facts(job: Job, run: RunFolder) -> Iterator[tuple[str, str]]:
    recipe = job.recipe
    yield _("Base model"), title_of_model(recipe.model.base)
    yield _("Trained in"), run.name
    yield _("Method"), recipe.method.name
    yield _("Objective"), recipe.goal.objective if recipe.goal.task == "causal" else recipe.goal.task
    facts = read_manifest(run.adapter) or {}
    if labels := facts.get("labels"):
        yield _("Labels"), ", ".join(labels)
    if steps := facts.get("steps"):
        yield _("Training steps"), str(steps)
    for name, version in sorted((facts.get("versions") or {}).items()):
        if name in ("studio", "torch", "transformers", "peft"):
            yield name, str(version)


def _data(job: Job) -> Iterator[tuple[str, str]]:
    found = job.snapshot
    yield _("Data set"), found.dataset
    yield _("Rows trained on"), str(found.train.rows)
    yield _("Rows checked on while training"), str(found.validation.rows)
    yield _("Rows kept back for testing"), str(found.test.rows)
    yield _("Variants among the rows trained on"), str(found.variants)
    yield _("Content, SHA-256"), f"{found.content_sha256[:_HASH_DIGITS]}…"


def _newest_scores(project: Path, subject: Subject) -> tuple[StoredScores, StoredModel] | None:
    """Of the test part where there is such an evaluation; other parts are easier than what comes."""
    known = [
        (scores, model)
        for scores in read_scored(project).evaluations
        for model in scores.models
        if model.subject.run == subject.run and model.answered
    ]
    preferred = [each for each in known if each[0].split == "test"] or known
    return next((each for each in preferred if base_in(*each)), preferred[0] if preferred else None)


def base_in(scores: StoredScores, model: StoredModel) -> StoredModel | None:
    """The base as it was; artefacts of an export have no result either, and have learned all the same."""
    base = model.subject.base
    return next((each for each in scores.models if not each.subject.result and each.subject.base == base), None)


def _evidence(project: Path, run: RunFolder, subject: Subject) -> tuple[str, list[ScoreRow]]:
    """On which rows it was measured, in a sentence, and how: by an evaluation, or else by the run itself."""
    found = _newest_scores(project, subject)
    if found is not None:
        scores, model = found
        before = base_in(scores, model)
        words = _("On {count} rows of “{dataset}” ({split}) that it has not learned, in evaluation {name}.").format(
            count=model.answered, dataset=scores.dataset, split=scores.split, name=scores.name
        )
        return words, list(_rows(model.scores, before.scores if before else {}))
    own = (read_manifest(run.adapter) or {}).get("scores", {})
    after, before_training = (_stored(own.get(state, {})) for state in ("tuned", "base"))
    if not after:
        return _(
            "No evaluation on rows that the model has not learned is kept in the project: its worth is unknown."
        ), []
    words = _("On {count} test rows that it has not learned, at the end of its training.")
    return words.format(count=max(each.n for each in after.values())), list(_rows(after, before_training))


def _stored(scores: Mapping[str, object]) -> dict[str, StoredScore]:
    return {name: StoredScore.model_validate(score) for name, score in scores.items()}


def _rows(after: Mapping[str, StoredScore], before: Mapping[str, StoredScore]) -> Iterator[ScoreRow]:
    for name, stored in after.items():
        known_as = _AS_EVALUATED.get(name, name)
        about = info(known_as)
        # How fast it is says more about the machine.
        if about.weak or label_of(name) or name in _SPEEDS:
            continue
        score = stored.score()
        value, low, high = score_texts(score, about)
        told = score_texts(before[name].score(), about)[0] if name in before else "–"
        title = _(_LOSS_TITLE) if name == _LOSS else metric_title(known_as)
        yield ScoreRow(title, value, _("{low} to {high}").format(low=low, high=high), score.n, told)


def recipe_lines(recipe: Recipe) -> Iterator[tuple[str, str]]:
    """Options that differ from their defaults, with their values, for a table in Markdown."""
    fields = option_fields()
    for each in differences(Recipe(), recipe):
        # Whoever reads the card needs no place on this machine.
        value = title_of_model(recipe.model.base) if each.name == "model.base" else str(each.after)
        yield f"{_(title_of(fields[each.name]))} (`{each.name}`)", _cell(value)


def _cell(text: str) -> str:
    """Of a table in Markdown."""
    return " ".join(text.split()).replace("|", "\\|")


def _licence(base: str) -> str:
    folder = find_base(base, hub_cache())
    return describe_model(folder).licence if folder is not None else ""


def _licence_words(licence: str) -> str:
    if not licence:
        return _("The files of the base model do not say under which licence it is: ask before passing this model on.")
    return _(
        "The base model is under {licence}; what was made of it may be used and passed on only as that licence allows."
    ).format(licence=licence)
