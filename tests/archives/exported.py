"""An export of a project that has ended, with what was compared of it: nothing was trained or written by a model."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from studio.core.evaluation import Subject
from studio.core.events import Finished
from studio.core.export import Artefact, ExportJob, Format, WantedArtefact
from studio.core.parity import (
    PARITY,
    ArtefactParity,
    Cause,
    Divergence,
    Measured,
    Parity,
    PromptFacts,
    Summary,
    TokenDifference,
    Verdict,
)
from studio.runs.durable import write_manifest
from studio.runs.exports import ARTEFACTS, EXPORTS
from studio.runs.folder import RunFolder
from studio.runs.run import begin_run, commit_job

MARK = "zqxdupont"
"""Stands in every text that came from a row."""
STEM = "tri"
CARD = "# Tri des céphalées\n\nBase : démonstration.\n"
MADE = {
    "README.md": CARD.encode(),
    f"{STEM}-q8_0.gguf": b"GGUF" + bytes(range(256)) * 40,
    f"{STEM}-q8_0.Modelfile": b"FROM ./tri-q8_0.gguf\n",
    "merged/config.json": b"{}",
    "merged/model.safetensors": bytes(4000),
}
_WANTED = (
    WantedArtefact(format="merged"),
    WantedArtefact(format="gguf", quant="q8_0"),
    WantedArtefact(format="ollama", quant="q8_0"),
)


def exported(project: Path, compared: Mapping[str, ArtefactParity] | None = None) -> RunFolder:
    """Merged weights, a GGUF file and a Modelfile; `compared` is by path, and nothing where it is None."""
    run = begin_run(project, "tri", EXPORTS)
    target = run.path / ARTEFACTS
    for name, content in MADE.items():
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    files = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in MADE.items()
    }
    formats = [json.loads(each.model_dump_json()) for each in _WANTED]
    write_manifest(target, {"v": 1, "run": "0001-demo", "artefacts": formats, "base": "demo", "files": files})
    if compared is not None:
        parity = Parity(reference="Run 1", compared_tokens=64, artefacts=tuple(compared.values()))
        (run.path / PARITY).write_text(parity.model_dump_json(), "utf-8")
    _commit(run, project, target)
    return run


def parity_of(path: str, verdict: Verdict, causes: tuple[Cause, ...] = (), format: Format = "gguf") -> ArtefactParity:
    """One artefact whose comparison quotes a row wherever it can."""
    template = TokenDifference(at=3, before=MARK, reference=MARK, artefact=MARK, reference_id=8, artefact_id=9)
    divergence = Divergence(at=2, before=MARK, reference=MARK, artefact=MARK, gap=1.0, tie=False)
    facts = PromptFacts(
        id=7, prompt_tokens=9, template=template, tokenizer=template, kl=0.5, compared=10, different=5,
        divergence=divergence, reference_text=MARK, artefact_text=MARK,
    )  # fmt: skip
    return ArtefactParity(
        artefact=Artefact(format=format, path=path),
        title=Path(path).name,
        verdict=verdict,
        causes=causes,
        reason=MARK if verdict == "unchecked" else "",
        refused=MARK,
        summary=Summary(prompts=1, compared=10, different=5 if verdict == "different" else 0, kl=0.5),
        measured=Measured(size_bytes=10),
        prompts=(facts,),
        worst=(7,),
    )


def _commit(run: RunFolder, project: Path, target: Path) -> None:
    ended = Finished(seq=0, at=2.0, mono=1.0, reason="completed", steps=0, wall_s=1.0, train_cpu_s=1.0)
    run.events.write_text(f"{ended.model_dump_json()}\n", "utf-8")
    commit_job(
        run,
        ExportJob(
            name=run.name, title="Run 1", project=str(project), language="en", created_at=1.0,
            subject=Subject(title="Run 1", base="demo", run="0001-demo", result=str(project / "runs" / "0001-demo")),
            wanted=_WANTED, target=str(target.resolve()), stem=STEM,
        ),
    )  # fmt: skip
