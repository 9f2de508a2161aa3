"""A recipe that a finding suggests, and what it changes, in words; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from studio.assess.diagnosis.diagnosis import Diagnosis, Key, Severity
from studio.core.job import Job
from studio.core.option import title_of
from studio.core.recipe import Recipe, differences, option_fields, with_changes
from studio.ui.form_rules import value_text
from studio.words import _, ngettext

FAILURES: frozenset[Key] = frozenset({"not_finite", "damaged_base", "out_of_memory"})
"""Findings about runs that ended by them."""


@dataclass(frozen=True)
class Remedy:
    """A changed recipe for the next run, with the preset and the data set of the run it comes from."""

    preset: str
    dataset: str
    recipe: Recipe
    lines: tuple[str, ...] = ()
    """Each changed option with its value before and after."""


def remedy_of(job: Job, finding: Diagnosis) -> Remedy | None:
    """The run's recipe with what the finding changes, if it does."""
    return remedy_by(job.preset, job.snapshot.dataset, job.recipe, finding.remedy)


def remedy_by(preset: str, dataset: str, recipe: Recipe, changes: Mapping[str, str]) -> Remedy | None:
    """The recipe with these changes; None without any."""
    if not changes:
        return None
    return Remedy(preset, dataset, with_changes(recipe, changes), change_lines(recipe, changes))


def change_lines(recipe: Recipe, changes: Mapping[str, str]) -> tuple[str, ...]:
    """Each changed option with its value before and after."""
    fields = option_fields()
    return tuple(
        _("{option}: {before} → {after}").format(
            option=title_of(fields[each.name]),
            before=value_text(each.name, each.before),
            after=value_text(each.name, each.after),
        )
        for each in differences(recipe, with_changes(recipe, changes))
    )


def severity_words(severity: Severity) -> str:
    """How grave a finding is."""
    return {"problem": _("Problem"), "warning": _("Warning"), "information": _("Good to know")}[severity]


def headline(findings: tuple[Diagnosis, ...]) -> str:
    """The gravest finding that asks for something, and how many others there are; empty when all is well.

    Why a run failed stands on the card of its failure already.
    """
    grave = [each for each in findings if each.severity != "information" and each.key not in FAILURES]
    if not grave:
        return ""
    first = _(grave[0].title)
    others = len(grave) - 1
    if not others:
        return first
    more = ngettext("and {count} other finding", "and {count} other findings", others).format(count=others)
    return _("{finding}, {more}").format(finding=first, more=more)
