"""A hand-over: chosen models with card, report, contract and prompts, and what proves them where they arrive."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.archives.likeness import (
    Compared,
    comparison_sources,
    comparisons,
    numbered,
    sentences_without_texts,
)
from studio.archives.manifest import VERIFY
from studio.archives.origin import FOLDER, Origin, origin_of
from studio.archives.steering import Steering
from studio.archives.writing import Source, Written, check_target, folder_name, read_from, write_archive
from studio.core.parity import PARITY
from studio.data.connection import expect_project
from studio.data.contract_file import CONTRACT_FILE, read_contract
from studio.data.prompts import PROMPTS_FILE, read_prompts
from studio.errors import ArchiveFailed
from studio.runs.durable import MANIFEST
from studio.words import N_, _, ngettext

_MAY_QUOTE_ROWS = (".html", ".jsonl", ".csv", ".parquet", ".xlsx")


@dataclass(frozen=True)
class Wanted:
    """What a hand-over shall hold."""

    artefacts: tuple[Path, ...]
    """Model folders, GGUF files, or the folder of a whole export."""
    report: Path | bytes | None = None
    """An evaluation's report, as HTML: a file, or its text."""
    contract: bool = True
    prompts: bool = True
    """The project's kept prompts, which may quote cases."""


@dataclass(frozen=True)
class Delivered:
    """A hand-over that is complete, and what whoever sends it must know."""

    written: Written
    cautions: tuple[str, ...]


def make_handover(project: Path, wanted: Wanted, target: Path, steering: Steering | None = None) -> Delivered:
    """Write the archive; raises ArchiveFailed, ArchiveCancelled, ProjectFailed, RunFailed and ExportFailed."""
    if not wanted.artefacts:
        raise ArchiveFailed(_("Nothing was chosen to be handed over."), hint=_("Name at least one model."))
    target = target.resolve()
    expect_project(project)
    check_target(target, 0)
    origins = [origin_of(path) for path in dict.fromkeys(wanted.artefacts)]
    known = _known(project, origins)
    beside = [*_beside(project, wanted), *comparison_sources(list(known.values()))]
    readme = _readme(folder_name(target), origins, beside, known)
    sources = [
        *(each for origin in origins for each in origin.sources),
        *_manifests(origins),
        *beside,
        Source("README.md", readme.encode()),
    ]
    about = {"artefacts": [_about(each) for each in origins]}
    written = write_archive(target, "handover", sources, about, steering or Steering())
    return Delivered(written, tuple(_cautions(project, wanted, sources)))


def _beside(project: Path, wanted: Wanted) -> Iterator[Source]:
    yield Source("verify.py", VERIFY)
    # Read, so that a wrong one is found here and not where it arrives.
    if wanted.contract and read_contract(project) is not None:
        yield Source(CONTRACT_FILE, project / CONTRACT_FILE)
    if wanted.prompts and read_prompts(project):
        yield Source(PROMPTS_FILE, project / PROMPTS_FILE)
    if wanted.report is not None:
        yield Source("report.html", wanted.report)


def _known(project: Path, origins: Sequence[Origin]) -> dict[Path, Compared]:
    """How each artefact compares, where that is known, in the order in which they are handed over."""
    return comparisons(project, [place for origin in origins for place in origin.artefacts.values()])


def _manifests(origins: Sequence[Origin]) -> Iterator[Source]:
    """What the exports say of themselves, each once."""
    every = dict.fromkeys(origin.manifest for origin in origins if origin.manifest is not None)
    yield from (Source(f"{FOLDER}/{numbered(MANIFEST, at)}", manifest) for at, manifest in enumerate(every))


def _card(origins: Sequence[Origin]) -> str:
    """The text of the card that an export has written; empty where none has."""
    card = next((origin.card for origin in origins if origin.card is not None), None)
    if card is None:
        return ""
    with read_from(card):
        return card.read_text("utf-8", "replace")


def _about(origin: Origin) -> dict[str, object]:
    return {"name": origin.path.name, "bytes": origin.size, "from": dict(origin.facts)}


def _readme(name: str, origins: Sequence[Origin], beside: Sequence[Source], known: Mapping[Path, Compared]) -> str:
    """The card, then how to prove what arrived, and how it compares."""
    card = _card(origins).rstrip() or f"# {name}"
    return "\n".join([card, "", *_what_it_holds(origins, beside), *_likeness(origins, known), *_how_to_check(name), ""])


def _what_it_holds(origins: Sequence[Origin], beside: Sequence[Source]) -> Iterator[str]:
    yield "## " + _("What this hand-over holds")
    yield ""
    for origin in origins:
        run = origin.facts.get("run")
        made = " – " + _("made by the run {run}").format(run=run) if run else ""
        yield from (f"- `{FOLDER}/{each}`{made}" for each in origin.artefacts)
    yield from (f"- `{source.name}` – {_about_file(source.name)}" for source in beside)
    yield ""


def _about_file(name: str) -> str:
    return _(_ABOUT.get(name, _COMPARED))


def _likeness(origins: Sequence[Origin], known: Mapping[Path, Compared]) -> Iterator[str]:
    yield "## " + _("Does it answer as it does in the application?")
    yield ""
    for origin in origins:
        for name, place in origin.artefacts.items():
            found = known.get(place)
            yield f"- `{name}`: " + " ".join(sentences_without_texts(found.artefact if found else None))
    yield ""


def _how_to_check(name: str) -> Iterator[str]:
    yield "## " + _("Before you use it")
    yield ""
    yield _("Prove on the machine where it arrived that every file is whole and unchanged:")
    yield ""
    yield "```"
    yield "python verify.py"
    yield "```"
    yield ""
    yield _("Compare the fingerprint that it shows with the sender’s, by telephone for instance: then it is theirs.")
    yield ""
    words = _(
        "verify.py came with the files: whoever changed them may have changed it too. Where that is to be feared, "
        "compare the SHA-256 of the archive itself with the one that the sender tells: {command} shows it, and on "
        "Windows {other}."
    )
    yield words.format(command=f'`sha256sum "{name}.zip"`', other=f'`certutil -hashfile "{name}.zip" SHA256`')
    yield ""
    yield _("No answer of a model is medical advice, and none may decide on a patient’s care by itself.")


_COMPARED = N_("how each model was compared with what the application answers, in figures, without texts")
_ABOUT = {
    PARITY: _COMPARED,
    "verify.py": N_("proves the files; it needs Python 3.8 or newer and nothing else"),
    CONTRACT_FILE: N_("what answers must look like"),
    PROMPTS_FILE: N_("prompts to ask after every change"),
    "report.html": N_("how good the model was, and on what"),
}


def _cautions(project: Path, wanted: Wanted, sources: Sequence[Source]) -> Iterator[str]:
    names = [source.name for source in sources]
    if wanted.report is not None:
        yield _("The report quotes questions and answers of your rows: patient data may go with it.")
    if PROMPTS_FILE in names:
        count = len(read_prompts(project))
        words = ngettext(
            "{count} kept prompt goes with it: look whether it quotes a patient’s case.",
            "{count} kept prompts go with it: look whether they quote patients’ cases.",
            count,
        )
        yield words.format(count=count)
    rows = [name for name in names if name.startswith("artefacts/") and name.lower().endswith(_MAY_QUOTE_ROWS)]
    if rows:
        yield _("This file may hold rows of your data: {name}").format(name=rows[0])
    yield _("A model may have learned rows by heart: whoever gets it may get them to be told.")
