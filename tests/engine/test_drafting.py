"""Drafts by a real model in a child process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.data.child import Child, started_child
from studio.errors import ModelFailed

pytestmark = pytest.mark.slow
REQUESTS = [["Bonjour"], ["Quel âge avez-vous ?"], ["Fièvre ?"]]


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    """One for all: the libraries take as long as everything else together."""
    with started_child() as started:
        yield started


def drafts(child: Child, model: Path, steps: list[list[str]], temperature: float = 1.0) -> list[str]:
    wanted = {"requests": steps, "temperature": temperature, "seed": 3, "longest": 6}
    child.ask("studio.engine.drafting:drafted", {"model": str(model), "drafts": wanted}, memory=None)
    return list(child.rows())


def test_every_request_is_answered_and_the_seed_decides(child: Child, tiny_model: Path) -> None:
    replies = drafts(child, tiny_model, REQUESTS)
    assert len(replies) == len(REQUESTS)
    assert drafts(child, tiny_model, REQUESTS) == replies
    assert drafts(child, tiny_model, [[*steps, "Encore : {reply}"] for steps in REQUESTS]) != replies


def test_a_model_that_is_not_there_is_said_so(child: Child, tmp_path: Path) -> None:
    with pytest.raises(ModelFailed, match="holds no model"):
        drafts(child, tmp_path, REQUESTS)
    (tmp_path / "adapter_config.json").write_text("{}")
    with pytest.raises(ModelFailed, match="which base model"):
        drafts(child, tmp_path, REQUESTS)
