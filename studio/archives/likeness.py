"""Whether what is handed over answers as the application does: what was compared, without the texts of the rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.archives.writing import Source
from studio.assess.parity_words import cause_words, verdict_words
from studio.core.export import ExportJob
from studio.core.parity import PARITY, ArtefactParity, Cause, Divergence, Parity, PromptFacts, TokenDifference
from studio.errors import RunFailed
from studio.exporting.scores import read_parity
from studio.runs.exports import list_exports
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


def comparisons(project: Path) -> dict[Path, Compared]:
    """By where the artefact lies; raises RunFailed where the exports cannot be listed."""
    found: dict[Path, Compared] = {}
    for each in list_exports(project):
        parity = _parity(each.run) if each.job else None
        if each.job is None or parity is None:
            continue
        for artefact in parity.artefacts:
            found.setdefault(_place(each.job, artefact), Compared(each.run, parity, artefact))
    return found


def sentences_without_texts(found: ArtefactParity | None) -> list[str]:
    """The verdict and its reasons, quoting neither a row nor an answer; None is what nobody has compared."""
    if found is None:
        return [_("Not checked.")]
    causes = [_(_WITHOUT_TEXTS[each]) for each in found.causes if each in _WITHOUT_TEXTS]
    others = found.model_copy(update={"causes": tuple(each for each in found.causes if each not in _WITHOUT_TEXTS)})
    return [verdict_words(found).text(), *causes, *(each.text() for each in cause_words(others))]


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


def _parity(run: RunFolder) -> Parity | None:
    """None too for one that cannot be read: what it says of an artefact is then unknown, and told as unchecked."""
    try:
        return read_parity(run)
    except RunFailed:
        return None


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
    return found.model_copy(update={"before": "", "reference": "", "artefact": ""}) if found else None
