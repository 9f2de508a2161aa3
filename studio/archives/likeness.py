"""Whether what is handed over answers as the application does: what was compared, without the texts of the rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.archives.writing import Source
from studio.assess.catalogue import info
from studio.assess.parity_words import cause_words, cost_words, verdict_words
from studio.core.export import ExportJob
from studio.core.parity import PARITY, ArtefactParity, Cause, Divergence, Parity, PromptFacts, TokenDifference
from studio.errors import RunFailed
from studio.exporting.scores import read_parity, stored_parity
from studio.runs.exports import last_change, list_exports
from studio.runs.folder import RunFolder
from studio.words import N_, _

_WITHOUT_TEXTS: dict[Cause, str] = {
    "tokenizer": N_("Tokenizer: the same text makes other tokens."),
    "template": N_("Template: it writes the conversation otherwise than the application."),
}


@dataclass(frozen=True)
class Compared:
    """One artefact, and the newest comparison of the project in which it was."""

    export: RunFolder
    parity: Parity
    artefact: ArtefactParity


def comparisons(project: Path, places: Sequence[Path]) -> dict[Path, Compared]:
    """By where an artefact lies, those that were compared and have not changed since.

    Raises RunFailed where the exports cannot be listed.
    """
    left = {place.resolve(): place for place in places}
    found: dict[Path, Compared] = {}
    for each in list_exports(project):
        # Scoring what costs how much takes its time, and most exports hold none of these.
        if each.job is None or not _compared_in(each.run, each.job) & left.keys():
            continue
        parity = read_parity(each.run)
        if parity is None:
            continue
        for artefact in parity.artefacts:
            place = left.pop(_place(each.job, artefact), None)
            if place is not None and _is_what_was_compared(artefact, place):
                found[place] = Compared(each.run, parity, artefact)
    return {place: found[place] for place in places if place in found}


def sentences_without_texts(found: ArtefactParity | None) -> list[str]:
    """The verdict and its reasons, quoting neither a row nor an answer; None is what nobody has compared."""
    if found is None:
        return [_("Not checked.")]
    causes = [_(_WITHOUT_TEXTS[each]) for each in found.causes if each in _WITHOUT_TEXTS]
    others = found.model_copy(update={"causes": tuple(each for each in found.causes if each not in _WITHOUT_TEXTS)})
    costs = [cost_words(each, info(each.metric)) for each in found.costs if each.verdict != "no_difference"]
    return [verdict_words(found).text(), *causes, *(each.text() for each in (*cause_words(others), *costs))]


def comparison_sources(compared: Sequence[Compared]) -> Iterator[Source]:
    """parity.json for each export whose comparison holds one of these, with these alone."""
    exports: Mapping[RunFolder, Parity] = {each.export: each.parity for each in compared}
    for at, (export, parity) in enumerate(exports.items()):
        kept = tuple(_without_texts(each.artefact) for each in compared if each.export == export)
        text = parity.model_copy(update={"artefacts": kept}).model_dump_json(indent=1) + "\n"
        yield Source(numbered(PARITY, at), text.encode())


def numbered(name: str, at: int) -> str:
    """The name itself for the first of several."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{at + 1}{dot}{ending}" if at else name


def _compared_in(run: RunFolder, job: ExportJob) -> set[Path]:
    """Nothing where it cannot be read: what it says of an artefact is then unknown, and told as unchecked."""
    try:
        parity = stored_parity(run)
    except RunFailed:
        return set()
    return {_place(job, each) for each in parity.artefacts} if parity else set()


def _is_what_was_compared(found: ArtefactParity, place: Path) -> bool:
    """Whether a model made elsewhere has stayed as it was; what an export has made is proved by its manifest."""
    is_own = not Path(found.artefact.path).is_absolute()
    return is_own or found.modified_ns in (0, last_change(place))


def _place(job: ExportJob, found: ArtefactParity) -> Path:
    return (Path(job.target) / found.artefact.path).resolve()


def _without_texts(found: ArtefactParity) -> ArtefactParity:
    """Numbers stay; words of rows and of answers, and places on this machine, go."""
    artefact = found.artefact.model_copy(
        update={"path": Path(found.artefact.path).name, "base": Path(found.artefact.base).name}
    )
    prompts = tuple(_bare(facts) for facts in found.prompts)
    return found.model_copy(update={"artefact": artefact, "prompts": prompts, "reason": "", "refused": ""})


def _bare(facts: PromptFacts) -> PromptFacts:
    changes: dict[str, object] = {"reference_text": "", "artefact_text": None}
    changes |= {name: _wordless(getattr(facts, name)) for name in ("tokenizer", "template", "divergence")}
    return facts.model_copy(update=changes)


def _wordless(found: TokenDifference | Divergence | None) -> TokenDifference | Divergence | None:
    if found is None:
        return None
    ids = {"reference_id": None, "artefact_id": None} if isinstance(found, TokenDifference) else {}
    return found.model_copy(update={"before": "", "reference": "", "artefact": "", **ids})
