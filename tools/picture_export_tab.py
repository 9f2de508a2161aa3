"""The pictures of the Export tab: nothing to export, the next export in both levels, two that are proved.

`recorded_parity.json` is what `studio export` and `studio parity` found for the demonstration model on the sample
project (22 November 2026, two cores); the files beside it hold nothing but zeros. Then handing over, and serving.
"""

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QScrollArea

from studio import paths
from studio.core.evaluation import EvaluatedRow
from studio.core.events import Event, Finished, Phase, Progress, Started
from studio.core.export import ExportJob, WantedArtefact
from studio.core.parity import PARITY, ArtefactParity, Measured, Parity
from studio.evaluating.subjects import subject_of_run
from studio.exporting.creating import title_of
from studio.runs.durable import write_manifest
from studio.runs.evaluations import rows_file
from studio.runs.exports import ARTEFACTS, EXPORTS
from studio.runs.folder import RunFolder
from studio.runs.run import begin_run, commit_job
from studio.ui.export.making.section import ExportsSection
from studio.ui.export.page import ExportPage
from studio.words import Language
from tools.picture_evaluations import place_run
from tools.picture_handover import take_handover
from tools.picture_runs import remove_runs
from tools.picture_serving import take_serving

if TYPE_CHECKING:
    from tools.screenshots import Camera

RECORDED: dict[str, Any] = json.loads(Path(__file__).with_name("recorded_parity.json").read_text("utf-8"))
_MADE = (
    WantedArtefact(format="merged"),
    WantedArtefact(format="gguf", quant="q8_0"),
    WantedArtefact(format="gguf", quant="q4_k_m"),
    WantedArtefact(format="ollama", quant="q8_0"),
)
_STEM = "cephalees-0001"
_FILES = {
    "README.md": 2853,
    f"{_STEM}-q4_k_m.gguf": 2_458_144,
    f"{_STEM}-q8_0.Modelfile": 547,
    f"{_STEM}-q8_0.gguf": 4_055_584,
    "merged/config.json": 1164,
    "merged/model.safetensors": 7_566_848,
}


def take_export(camera: "Camera", preset: str) -> None:
    """What was placed for the pictures goes again."""
    page = camera.session.window.findChild(ExportPage)
    section = page.sections.show_section("exports") if page else None
    if page is None or not isinstance(section, ExportsSection):
        raise LookupError("the window has no Export tab")
    camera.take("export-nothing")
    project, language = paths.default_project(), camera.look[1]
    run = place_run(project, preset, language)
    section.desk.offer()
    camera.wait(lambda: section.stage.currentWidget() is section.setup)
    camera.take("export-new")
    section.setup.levels.choose("expert")
    section.setup.levels.section_chosen.emit("expert")
    section.setup.expert.formats["gguf"].setChecked(True)
    section.setup.expert.types["q4_k_m"].setChecked(True)
    camera.take("export-expert")
    placed = [_place(project, run, language, _MADE, (0, 1, 2)), _place(project, run, language, (), (3,))]
    section.desk.list_exports()
    camera.wait(lambda: section.list.model.rowCount() == len(placed))
    _take_proof(camera, section, placed[0], "export")
    _take_proof(camera, section, placed[1], "export-different")
    take_handover(camera, page)
    remove_runs((*placed, run))
    take_serving(camera, page)


def _take_proof(camera: "Camera", section: ExportsSection, export: RunFolder, name: str) -> None:
    row = section.list.model.row_of(export)
    section.list.view.setCurrentIndex(section.list.model.index(row))
    camera.wait(lambda: section.view.found is not None and section.view.found.run == export)
    camera.take(name)
    area = section.view.findChild(QScrollArea)
    if area is not None:
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        camera.take(f"{name}-rows")
        area.verticalScrollBar().setValue(0)


def _place(
    project: Path, run: RunFolder, language: Language, wanted: Sequence[WantedArtefact], recorded: Sequence[int]
) -> RunFolder:
    """An export that has ended, with these of the recorded artefacts."""
    made, subject, now = begin_run(project, "demo", EXPORTS), subject_of_run(run), time.time()
    rows = [EvaluatedRow.model_validate(each) for each in RECORDED["rows"]]
    stored = b"".join(row.model_dump_json().encode() + b"\n" for row in rows)
    rows_file(made).write_bytes(stored)
    target = made.path / ARTEFACTS
    if wanted:
        target.mkdir()
        write_manifest(target, {"files": dict(_written(target))})
    artefacts = tuple(_artefact(at) for at in recorded)
    measured = Measured.model_validate(RECORDED["measured"])
    parity = Parity(reference=subject.title, compared_tokens=64, measured=measured, artefacts=artefacts)
    (made.path / PARITY).write_text(parity.model_dump_json(), "utf-8")
    commit_job(
        made,
        ExportJob(
            name=made.name,
            title=title_of(subject.title, wanted),
            project=str(project),
            language=language,
            created_at=now,
            subject=subject,
            wanted=tuple(wanted),
            given=tuple(each.artefact for each in artefacts) if not wanted else (),
            target=str(target.resolve()),
            stem=_STEM,
            rows=len(rows),
            rows_sha256=hashlib.sha256(stored).hexdigest(),
        ),
    )
    told: tuple[Event, ...] = (
        Started(seq=0, at=now, mono=1.0, pid=0, device="CPU", versions={}),
        Phase(seq=1, at=now, mono=2.0, name="compare", total=100),
        Progress(seq=2, at=now, mono=90.0, done=100, total=100),
        Finished(seq=3, at=now, mono=91.0, reason="completed", steps=0, wall_s=90.0, train_cpu_s=0.0),
    )
    made.events.write_text("".join(f"{each.model_dump_json()}\n" for each in told), "utf-8")
    return made


def _written(target: Path) -> Iterator[tuple[str, dict[str, object]]]:
    for name, size in _FILES.items():
        file, content = target / name, bytes(size)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        yield name, {"bytes": size, "sha256": hashlib.sha256(content).hexdigest()}


def _artefact(at: int) -> ArtefactParity:
    named = json.loads(json.dumps(RECORDED["artefacts"][at]).replace("{stem}", _STEM))
    return ArtefactParity.model_validate(named)
