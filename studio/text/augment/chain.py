"""Several transformations one after the other: drawn by weight, done in an order that keeps them from disturbing."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from random import Random

from studio.core.augmentation import Chosen
from studio.core.sentence import Sentence
from studio.errors import PlanWrong
from studio.text.augment.case import Case
from studio.text.augment.transformation import Changed, Refusal, Transformation, refusal_for
from studio.words import _

_ORDER = (
    # Who the patient is and what is found, while the text is still as it was written.
    *("sex", "age", "minimal_pair"),
    *("distractors", "ordering", "negations", "durations", "synonyms", "abbreviations", "numbers"),
    # The form in which all of it is written down; nothing reads a text well after these.
    *("telegraphic", "sms", "dictated", "typing_noise"),
)
_NEVER_TOGETHER = (
    frozenset({"telegraphic", "sms", "dictated"}),
    # Nobody mistypes what is dictated.
    frozenset({"dictated", "typing_noise"}),
)
_RANKS = {key: rank for rank, key in enumerate(_ORDER)}
_UNRANKED = _RANKS["synonyms"]


def vary(
    case: Case, chosen: Sequence[Chosen], catalogue: Mapping[str, Transformation], combine: int, seed: str
) -> Changed | Refusal:
    """Rewrite a case by 1 to `combine` of the chosen transformations, those that refuse aside; refused when all do.

    Raises PlanWrong for a transformation that is not in the catalogue.
    """
    _must_know(chosen, catalogue)
    chance = Random(seed)
    drawn = _drawn(chosen, chance)
    first = _compatible(drawn, chance.randint(1, max(1, min(combine, len(drawn)))))
    reasons: list[Sentence] = []
    for group in _tries(first, drawn):
        done = Changed(case, ())
        for result in _applied(done, group, catalogue, chance, seed):
            if isinstance(result, Refusal):
                reasons.append(result.reason)
            else:
                done = result
        if done.case != case:
            return done
    return refusal_for(reasons)


def _must_know(chosen: Sequence[Chosen], catalogue: Mapping[str, Transformation]) -> None:
    for each in chosen:
        if each.key not in catalogue:
            message = _("There is no transformation called “{key}”.").format(key=each.key)
            raise PlanWrong(message, hint=_("There are: {names}.").format(names=", ".join(catalogue)))


def _drawn(chosen: Sequence[Chosen], chance: Random) -> list[Chosen]:
    """All in an order in which weight comes first more often: Efraimidis and Spirakis, 2006."""
    keyed = [(chance.random() ** (1 / each.weight), each) for each in chosen]
    return [each for _key, each in sorted(keyed, key=itemgetter(0), reverse=True)]


def _compatible(drawn: Sequence[Chosen], wanted: int) -> list[Chosen]:
    taken: list[Chosen] = []
    for each in drawn:
        if len(taken) < wanted and not any(_exclude(each.key, other.key) for other in taken):
            taken.append(each)
    return taken


def _tries(first: Sequence[Chosen], drawn: Sequence[Chosen]) -> Iterator[Sequence[Chosen]]:
    """Those chosen first together, then each of the others alone."""
    yield sorted(first, key=_rank)
    for each in drawn:
        if all(each is not other for other in first):
            yield [each]


def _exclude(one: str, other: str) -> bool:
    return any({one, other} <= group for group in _NEVER_TOGETHER)


def _rank(chosen: Chosen) -> int:
    return _RANKS.get(chosen.key, _UNRANKED)


def _applied(
    done: Changed, group: Sequence[Chosen], catalogue: Mapping[str, Transformation], chance: Random, seed: str
) -> Iterator[Changed | Refusal]:
    """What each of the group makes of what those before it made; refusals in between change nothing."""
    for each in group:
        # Of its own: what one draws must not depend on what others drew before.
        chance.seed(f"{seed}/{each.key}")
        result = catalogue[each.key].apply(done.case, each.strength, chance)
        if isinstance(result, Changed):
            statuses = {**done.statuses, **result.statuses}
            done = Changed(result.case, (*done.notes, *result.notes), statuses, (*done.made_by, each.key))
            yield done
        else:
            yield result
