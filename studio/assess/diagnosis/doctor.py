"""Everything that can be said about a run, the gravest first."""

from studio.assess.diagnosis.diagnosis import RANKS, Diagnosis
from studio.assess.diagnosis.examples import unfit
from studio.assess.diagnosis.facts import RunFacts
from studio.assess.diagnosis.learning import learned
from studio.assess.diagnosis.measuring import measured
from studio.assess.diagnosis.stability import broken


def diagnose(facts: RunFacts) -> tuple[Diagnosis, ...]:
    """Findings by severity; a run that goes on gets only those that more steps would not take back."""
    examples = tuple(unfit(facts))
    nothing_to_learn = any(each.key == "zero_loss" for each in examples)
    # A broken run, or one with nothing to learn, says nothing about how well it learned.
    broke = () if nothing_to_learn and facts.failure is None else tuple(broken(facts))
    learning = () if nothing_to_learn or broke else tuple(learned(facts))
    found = (*broke, *examples, *learning, *measured(facts))
    return tuple(sorted(found, key=lambda each: RANKS[each.severity]))
