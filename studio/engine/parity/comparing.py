"""One artefact held against what the reference did: template, tokenizer, ends, likelihoods, answers, speed."""

from collections.abc import Mapping, Sequence
from math import inf
from statistics import fmean

from studio.assess.parity import Tolerance, judged, tolerance_of
from studio.core.export import Artefact
from studio.core.parity import ArtefactParity, Divergence, End, EndFact, Measured, PromptFacts, Strength, Summary
from studio.engine.export.watch import Watch
from studio.engine.failures import TemplateFailed
from studio.engine.parity.distance import divergence, first_difference, gap
from studio.engine.parity.observing import FACTORS, Observation, Observed, speed
from studio.engine.parity.reader import Distribution, Reader, Spoken
from studio.words import _

FARTHEST = 99.0
"""Stands for a gap that nobody can tell; JSON has no word for infinity."""
_TIMED, _SHOWN = 4, 3


class _Comparison:
    def __init__(self, observation: Observation, reader: Reader, tolerance: Tolerance) -> None:
        self._seen, self._reader, self._tolerance = observation, reader, tolerance
        self._stops = {end: reader.stops_at(end) for end in observation.ends if end < reader.vocabulary}
        self.refused = ""

    def ends(self) -> tuple[EndFact, ...]:
        return tuple(
            EndFact(id=end, token=self._seen.words([end]), stops=self._stops.get(end, False)) for end in self._seen.ends
        )

    def compare(self, seen: Observed) -> tuple[PromptFacts, tuple[Distribution, ...]]:
        """The facts of one prompt, and what the artefact would say at each token of the reference's answer."""
        reader, words = self._reader, self._seen.words
        read = reader.tokens(seen.prompt.text)
        facts = PromptFacts(
            id=seen.id,
            prompt_tokens=len(seen.prompt.ids),
            tokenizer=first_difference(seen.prompt.ids, read, words, self._foreign),
            reference_text=words(seen.spoken.ids),
        )
        try:
            written = reader.prompt(seen.asked.turns)
        except TemplateFailed as refusal:
            self.refused = refusal.message
        else:
            changed = first_difference(read, written.ids, reader.words, reader.words)
            facts = facts.model_copy(update={"template": changed})
        if max((*seen.prompt.ids, *seen.spoken.ids)) >= reader.vocabulary:
            return facts, ()
        told = reader.follow(seen.prompt.ids, seen.spoken.ids)
        return facts.model_copy(update=self._answered(seen, told)), told

    def _foreign(self, ids: Sequence[int]) -> str:
        return self._reader.words(ids)

    def _answered(self, seen: Observed, told: Sequence[Distribution]) -> Mapping[str, object]:
        parted = [
            at for at, (token, there) in enumerate(zip(seen.spoken.ids, told, strict=True)) if there.ids[0] != token
        ]
        gaps = {at: gap(seen.told[at], told[at].ids[0]) for at in parted}
        ties = [at for at in parted if gaps[at] <= self._tolerance.tie]
        first = next((at for at in parted if at not in ties), parted[0] if parted else None)
        return {
            "first_kl": divergence(seen.told[0], told[0]) if told else None,
            "kl": mean_divergence(seen.told, told),
            "compared": len(told),
            "different": len(parted) - len(ties),
            "ties": len(ties),
            "divergence": None if first is None else self._divergence(seen, told[first], first, gaps[first]),
            "end": self._end(seen, told),
        }

    def _divergence(self, seen: Observed, there: Distribution, at: int, gap: float) -> Divergence:
        words = self._seen.words
        return Divergence(
            at=at,
            before=words(seen.spoken.ids[max(0, at - 12) : at]),
            reference=words(seen.spoken.ids[at : at + 1]),
            artefact=words(there.ids[:1]),
            gap=FARTHEST if gap == inf else max(0.0, gap),
            tie=gap <= self._tolerance.tie,
        )

    def _end(self, seen: Observed, told: Sequence[Distribution]) -> End:
        if seen.spoken.end is None:
            return "limit"
        if told[-1].ids[0] != seen.spoken.end:
            return "unsaid"
        return "kept" if self._stops.get(seen.spoken.end) else "unstopped"


def check_parity(
    observation: Observation, reader: Reader, artefact: Artefact, title: str, watch: Watch | None = None
) -> ArtefactParity:
    """Facts and verdict of an artefact in memory; sizes and costs are the caller's to add. Raises StoppedNow."""
    watch = watch or Watch()
    comparison = _Comparison(observation, reader, tolerance_of(artefact, observation.kept, coarse=observation.coarse))
    facts: list[PromptFacts] = []
    stronger: dict[float, list[float]] = {factor: [] for factor in FACTORS}
    for seen in observation.prompts:
        watch.obey()
        found, told = comparison.compare(seen)
        facts.append(found)
        for factor, there in seen.stronger.items() if told else ():
            stronger[factor] += [each for each in [mean_divergence(there, told)] if each is not None]
    worst = worst_of(facts)
    answers = _answers(reader, observation, (*worst, *(each.id for each in observation.prompts[:_TIMED])), watch)
    shown = [
        each.model_copy(update={"artefact_text": reader.words(answers[each.id].ids)})
        if each.id in worst and each.id in answers
        else each
        for each in facts
    ]
    checked = judged(
        ArtefactParity(
            artefact=artefact,
            title=title,
            refused=comparison.refused,
            reference_kept=observation.kept,
            coarse=observation.coarse,
            summary=summarised(facts),
            ends=comparison.ends(),
            strengths=tuple(Strength(factor=factor, kl=fmean(kls)) for factor, kls in stronger.items() if kls),
            measured=Measured(tokens_per_second=speed(list(answers.values()))),
            prompts=tuple(shown),
            worst=worst,
        )
    )
    if checked.verdict != "unchecked":
        return checked
    reason = _("It knows too few tokens: what the application answers cannot be put to it.")
    return checked.model_copy(update={"reason": reason})


def mean_divergence(reference: Sequence[Distribution], artefact: Sequence[Distribution]) -> float | None:
    """Over the tokens of an answer; None where no likelihood is known."""
    found = [divergence(here, there) for here, there in zip(reference, artefact, strict=True)]
    known = [each for each in found if each is not None]
    return fmean(known) if known else None


def summarised(facts: Sequence[PromptFacts]) -> Summary:
    """All prompts together."""
    firsts = [each.first_kl for each in facts if each.first_kl is not None]
    weighed = [(each.kl, each.compared) for each in facts if each.kl is not None]
    tokens = sum(compared for _kl, compared in weighed)
    return Summary(
        prompts=len(facts),
        compared=sum(each.compared for each in facts),
        different=sum(each.different for each in facts),
        ties=sum(each.ties for each in facts),
        first_kl=fmean(firsts) if firsts else None,
        kl=sum(kl * compared for kl, compared in weighed) / tokens if tokens else None,
        worst_kl=max((kl for kl, _compared in weighed), default=None),
    )


def worst_of(facts: Sequence[PromptFacts]) -> tuple[int, ...]:
    """Those that differ most, the worst first."""

    def badness(each: PromptFacts) -> tuple[int, float, float]:
        formal = (each.tokenizer is not None) + (each.template is not None) + (each.end in ("unstopped", "unsaid"))
        return formal, each.different / max(1, each.compared), each.kl or 0.0

    differing = [each for each in facts if badness(each)[:2] > (0, 0) or each.ties]
    return tuple(each.id for each in sorted(differing, key=badness, reverse=True)[:_SHOWN])


def _answers(reader: Reader, observation: Observation, wanted: Sequence[int], watch: Watch) -> dict[int, Spoken]:
    """How the artefact answers some rows when it is used: by its own template and ends."""
    found: dict[int, Spoken] = {}
    for seen in observation.prompts:
        if seen.id not in wanted:
            continue
        watch.obey()
        try:
            found[seen.id] = reader.answer(reader.prompt(seen.asked.turns).ids, observation.longest)
        except TemplateFailed:
            # It refuses this conversation: told already, and there is no answer to show.
            continue
    return found
