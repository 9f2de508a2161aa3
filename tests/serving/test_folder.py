"""A model folder as Atelier itself answers it, and which folders are served at all."""

import json
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("starlette")

from studio.core.evaluation import Subject
from studio.core.example import Message
from studio.errors import ModelFailed
from studio.evaluating.subjects import subject_of_model
from studio.serving.folder import FolderSpeaker
from studio.serving.refusing import Refused
from studio.serving.speaking import Wanted

QUESTION = "J'ai mal à la tête depuis hier."


def wanted(*turns: str, most: int | None = None, top_p: float = 1.0) -> Wanted:
    return Wanted(tuple(Message(role="user", content=each) for each in turns), most, 0.0, top_p, 0.0, 0.0, 1, ())


@pytest.mark.slow
def test_a_folder_answers_until_it_is_done_or_left() -> None:
    pytest.importorskip("torch")
    with closing(FolderSpeaker(subject_of_model("demo"), "demo")) as speaker:
        _answer(speaker)


def _answer(speaker: FolderSpeaker) -> None:
    pieces: list[str] = []
    ending = speaker.speak(wanted(QUESTION), lambda piece: bool(pieces.append(piece)))
    assert ending.by == "stop"
    assert ending.said >= len(pieces) > 3
    assert ending.asked > 3
    assert speaker.speak(wanted(QUESTION, most=2), lambda _piece: False).by == "length"
    heard: list[str] = []
    speaker.speak(wanted(QUESTION), lambda piece: bool(heard.append(piece)) or len(heard) == 2)
    assert heard == pieces[:2]
    with pytest.raises(Refused) as refused:
        speaker.speak(wanted("Mal " * 5_000), lambda _piece: False)
    assert refused.value.code == "model_failed"
    with pytest.raises(Refused) as refused:
        speaker.check(wanted(QUESTION, top_p=0.5))
    assert refused.value.field == "top_p"


def test_an_adapter_is_put_on_the_model_that_it_names(tmp_path: Path) -> None:
    config = tmp_path / "adapter_config.json"
    config.write_text(json.dumps({"base_model_name_or_path": "demo"}), "utf-8")
    with pytest.raises(ModelFailed, match="safetensors"):
        subject_of_model(str(tmp_path))
    (tmp_path / "adapter_model.safetensors").touch()
    assert subject_of_model(str(tmp_path)) == Subject(title=tmp_path.name, base="demo", result=str(tmp_path))
    assert subject_of_model(str(tmp_path), "/else").base == "/else"
    config.write_text("[]", "utf-8")
    with pytest.raises(ModelFailed, match="does not say"):
        subject_of_model(str(tmp_path))
