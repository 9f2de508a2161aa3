"""The pictures of serving: a server at work with what it has answered and turned away; its numbers are made up."""

import random
import shutil
import time
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea

from studio import paths
from studio.runs.process import own_identity
from studio.serving.asking import TrialAnswer
from studio.serving.journal import METRICS, REFUSED, RequestFacts
from studio.serving.places import SERVING, ServerState, served_title, server_folder
from studio.ui.export.page import ExportPage
from studio.ui.export.serving.section import ServingSection

if TYPE_CHECKING:
    from tools.screenshots import Camera

_KEY = "a-key-that-opens-nothing"
_REQUESTS, _EVERY_S = 160, 30.0
_TURNED_AWAY = (HTTPStatus.UNAUTHORIZED,) * 3 + (HTTPStatus.FORBIDDEN,) * 2
_BUSY = range(90, 99)
_ANSWER = "Recommandation: traitement antalgique simple et surveillance, sans imagerie en urgence."


def take_serving(camera: "Camera", page: ExportPage) -> None:
    """What was placed for the pictures goes again."""
    section = page.sections.show_section("serving")
    if not isinstance(section, ServingSection):
        raise LookupError("the window has no Serve section")
    project = paths.default_project()
    model = project / "exports" / "0001-demo" / "artefacts" / "cephalees-0001-q8_0.gguf"
    state = _place(project, model.resolve())
    section.serve(str(model))
    camera.wait(section.access.isVisible)
    # Shown by the window that has started it alone.
    section.access.show_server(state, _KEY)
    section.access.show_answer(TrialAnswer(_ANSWER, seconds=0.84, tokens=23))
    camera.take("export-serve")
    area = section.findChild(QScrollArea)
    if area is not None:
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        camera.take("export-serve-requests")
    shutil.rmtree(project / SERVING)
    page.sections.show_section("exports")


def _place(project: Path, model: Path) -> ServerState:
    """This process stands for a server that has been asked for some time."""
    folder, now, chance = server_folder(project, served_title(str(model))), time.time(), random.Random(0)
    begun = now - _REQUESTS * _EVERY_S
    folder.path.mkdir(parents=True)
    state = ServerState(
        process=own_identity(),
        address="http://127.0.0.1:8080/v1",
        title=served_title(str(model)),
        model=str(model),
        started_at=begun,
        keeps_texts=True,
    )
    answered = [_facts(at, begun + at * _EVERY_S, chance) for at in range(_REQUESTS)]
    refused = [RequestFacts(at=now - 900 + at, status=status, total_s=0.0) for at, status in enumerate(_TURNED_AWAY)]
    for name, facts in ((METRICS, answered), (REFUSED, refused)):
        (folder.path / name).write_text("".join(f"{each.model_dump_json()}\n" for each in facts), "utf-8")
    folder.state_file.write_text(state.model_dump_json(), "utf-8")
    return state


def _facts(at: int, when: float, chance: random.Random) -> RequestFacts:
    if at in _BUSY and at % 2:
        return RequestFacts(at=when, status=HTTPStatus.TOO_MANY_REQUESTS, total_s=0.0)
    first = 0.1 + chance.random() / 5 + (0.6 if at in _BUSY else 0.0)
    said = chance.randrange(12, 40)
    return RequestFacts(at=when, status=HTTPStatus.OK, total_s=first + said / 45, first_s=first, asked=80, said=said)
