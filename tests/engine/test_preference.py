"""A model that learns which of two answers is better, by each objective."""

import json
import math

import pytest

from studio.core.events import Finished, Metric, Scored
from studio.core.example import Preference
from studio.runs.durable import verify_folder
from tests.engine.workers import events_of, of_type, worker

GOOD, BAD = "Recommandation: surveillance.", "Recommandation: IRM en urgence."


def preferences(count: int, start: int = 0) -> list[str]:
    return [
        Preference(prompt=f"Patient de {20 + at % 60} ans, fièvre ?", chosen=GOOD, rejected=BAD).model_dump_json()
        for at in range(start, start + count)
    ]


def single(count: int) -> list[str]:
    """Answers judged one by one, as for KTO."""
    return [
        Preference(
            prompt=f"Patient de {20 + at} ans ?", chosen=GOOD if at % 2 else "", rejected="" if at % 2 else BAD
        ).model_dump_json()
        for at in range(count)
    ]


LEARNING = {
    "training.max_steps": "12", "training.learning_rate": "5e-3", "method.rank": "8", "method.name": "lora",
    "evaluation.every_steps": "6", "training.optimiser": "adamw_torch",
}  # fmt: skip


@pytest.fixture(scope="module")
def finished(make_runs):
    """One run for each objective, and KTO on answers judged alone."""
    data = {"train": preferences(16), "validation": preferences(4, 100), "test": preferences(6, 200)}
    runs = {name: make_runs(LEARNING | {"goal.objective": name}, **data) for name in ("dpo", "orpo", "kto")}
    alone = {"train": single(12), "validation": single(4), "test": single(4)}
    runs["kto alone"] = make_runs(LEARNING | {"goal.objective": "kto"}, **alone)
    worker(*runs.values()).wait()
    return runs


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dpo", "orpo", "kto", "kto alone"])
def test_the_better_answer_becomes_likelier(finished, name: str) -> None:
    run = finished[name]
    events = events_of(run)
    assert isinstance(events[-1], Finished), f"{events[-1]} {finished['dpo'].log.read_text('utf-8')}"
    losses = [event.value for event in of_type(events, Metric) if event.name == "validation_loss"]
    assert len(losses) == 3
    assert losses[-1] < losses[0]
    if name in ("dpo", "kto"):
        # The untrained model compared with itself: no difference, so log 2, and half.
        assert losses[0] == pytest.approx(math.log(2) if name == "dpo" else 0.5, abs=1e-3)
    assert all(math.isfinite(event.value) for event in of_type(events, Metric))
    assert verify_folder(run.adapter)
    scores = {(score.state, score.metric): score for score in of_type(events, Scored)}
    if name != "kto alone":
        assert scores["tuned", "preference_accuracy"].value == 1.0
        assert scores["tuned", "preference_accuracy"].n == 6
    manifest = json.loads((run.adapter / "manifest.json").read_text("utf-8"))
    assert manifest["recipe"]["goal"]["objective"] == name.removesuffix(" alone")


def test_answers_are_the_tokens_that_training_on_answers_learns(tiny_tokenizer) -> None:
    from studio.core.example import Message
    from studio.engine.encode import IGNORED, encode_conversation
    from studio.engine.preference_rows import Judged, encode_judged
    from tests.engine.tiny import CHATML

    tiny_tokenizer.chat_template = CHATML
    asked = (Message(role="user", content="Quel âge ?"),)
    found = encode_judged(tiny_tokenizer, [Judged(1, asked, GOOD, BAD)], 256, lambda _done: None, pairs_only=True)
    tiny_tokenizer.chat_template = CHATML
    for answer, text in ((found.rows[0].chosen, GOOD), (found.rows[0].rejected, BAD)):
        encoded = encode_conversation(tiny_tokenizer, (*asked, Message(role="assistant", content=text)), 256)
        assert answer == tuple(label for label in encoded.labels if label != IGNORED)
        assert found.rows[0].prompt == encoded.input_ids[: len(found.rows[0].prompt)]
    tiny_tokenizer.chat_template = None


def test_odds_are_those_of_the_reference_implementation() -> None:
    import torch
    from trl.experimental.orpo.orpo_trainer import log1mexp

    from studio.engine.orpo import odds_ratio_loss

    chosen, rejected = torch.tensor([-0.2, -1.5, -0.01]), torch.tensor([-0.9, -0.3, -2.0])
    odds = (chosen - rejected) - (log1mexp(chosen) - log1mexp(rejected))
    expected = -torch.nn.functional.logsigmoid(odds).mean()
    assert float(odds_ratio_loss(chosen, rejected)) == pytest.approx(float(expected), rel=1e-4)
