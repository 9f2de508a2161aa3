"""A tiny model, made once per session, and runs of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.tiny import make_model, make_tiny_run, make_tokenizer
from tests.engine.workers import no_process_left


@pytest.fixture(scope="session", autouse=True)
def _no_process_left() -> Iterator[None]:
    with no_process_left():
        yield


@pytest.fixture(scope="session")
def tiny_tokenizer():
    """Byte-level BPE of a few hundred tokens that knows the control tokens of several model families."""
    return make_tokenizer()


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory, tiny_tokenizer) -> Path:
    """A model folder as the hub has them: config, safetensors, tokenizer with a ChatML template."""
    return make_model(tmp_path_factory.mktemp("model") / "tiny", tiny_tokenizer)


@pytest.fixture(scope="module")
def make_runs(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path):
    """A function that makes a complete run folder: `make_runs({"training.max_steps": "4"}, train=[...], ...)`."""
    project = tmp_path_factory.mktemp("project")

    def make(changes=None, **more):
        return make_tiny_run(project, tiny_model, changes, **more)

    return make


@pytest.fixture
def make_run(make_runs):
    """The same, for a single test."""
    return make_runs
