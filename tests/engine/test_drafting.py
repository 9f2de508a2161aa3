"""Drafts by a real model in a child process."""

from pathlib import Path

import pytest

from studio.data.child import rows_from_child
from studio.errors import ModelFailed

pytestmark = pytest.mark.slow
REQUESTS = [["Bonjour"], ["Quel âge avez-vous ?"], ["Fièvre ?"]]


def drafts(model: Path | str, steps: list[list[str]], temperature: float = 1.0) -> list[str]:
    wanted = {"requests": steps, "temperature": temperature, "seed": 3, "longest": 6}
    return list(rows_from_child("studio.engine.drafting:drafted", {"model": str(model), "drafts": wanted}, memory=None))


def test_every_request_is_answered_and_the_seed_decides(tiny_model: Path) -> None:
    replies = drafts(tiny_model, REQUESTS)
    assert len(replies) == len(REQUESTS)
    assert drafts(tiny_model, REQUESTS) == replies
    assert drafts(tiny_model, [[*steps, "Encore : {reply}"] for steps in REQUESTS]) != replies


def test_a_model_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ModelFailed, match="holds no model"):
        drafts(tmp_path, REQUESTS)
    (tmp_path / "adapter_config.json").write_text("{}")
    with pytest.raises(ModelFailed, match="which base model"):
        drafts(tmp_path, REQUESTS)
