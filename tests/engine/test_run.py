"""Whole runs by a real worker process on a tiny model."""

import json
import math

import pytest

from studio.core.contract import parse_contract
from studio.core.events import Finished, Metric, Phase, Planned, Sample, Saved, Scored, Started
from studio.runs.durable import verify_folder
from studio.runs.folder import RunFolder
from tests.engine.tiny import instructions
from tests.engine.workers import CURVES, WORK, cold_worker, events_of, of_type, worker

pytestmark = pytest.mark.slow


# As if a library had taken the system's number format for the whole process, as Qt does.
WORK_WITH_COMMAS = f"""
import locale
locale.setlocale(locale.LC_ALL, "")
assert locale.localeconv()["decimal_point"] == ","
{WORK}"""


@pytest.fixture(scope="module")
def finished(make_runs):
    """A whole run in French, and a second one with the same seed."""
    runs = [make_runs({}, language="fr"), make_runs({}, language="fr")]
    assert worker(*runs).wait() == 0, runs[0].log.read_text("utf-8")
    return runs


def test_run_tells_everything_and_leaves_an_adapter(finished) -> None:
    events = events_of(finished[0])
    assert isinstance(events[0], Started)
    assert [event.seq for event in events] == list(range(len(events)))
    assert of_type(events, Planned)[0].total_steps == 4
    for name, steps in {
        "loss": [1, 2, 3, 4],
        "learning_rate": [1, 2, 3, 4],
        "grad_norm": [1, 2, 3, 4],
        "tokens_per_second": [1, 2, 3, 4],
        "validation_loss": [0, 2, 4],
    }.items():
        assert [event.step for event in of_type(events, Metric) if event.name == name] == steps
    assert [sample.step for sample in of_type(events, Sample)] == [0, 2, 4]
    assert [(saved.what, saved.path) for saved in of_type(events, Saved)] == [
        ("checkpoint", "checkpoints/step-000002"),
        ("checkpoint", "checkpoints/step-000004"),
        ("adapter", "adapter"),
    ]
    assert [(score.state, score.metric, score.n) for score in of_type(events, Scored)] == [
        ("base", "held_out_loss", 6),
        ("tuned", "held_out_loss", 6),
    ]
    phases = [event.name for event in of_type(events, Phase)]
    assert list(dict.fromkeys(phases)) == [
        "import", "load", "tokenise", "train", "evaluate", "save", "score_base", "score_tuned",
    ]  # fmt: skip
    last = events[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.steps, last.adapter) == ("completed", 4, "adapter")
    assert last.train_cpu_s > 0


def curve(run: RunFolder) -> list[tuple[int, str, float]]:
    """What the seed decides, and not the machine."""
    measured = [event for event in events_of(run) if isinstance(event, Metric) and event.name in CURVES]
    return [(event.step, event.name, event.value) for event in measured]


def test_same_seed_gives_the_same_curve(finished) -> None:
    first, second = finished
    assert curve(first) == curve(second)


def test_decimal_commas_of_the_system_change_no_number(finished, make_runs, french_locale: dict[str, str]) -> None:
    run = make_runs({}, language="fr")
    assert cold_worker(run, code=WORK_WITH_COMMAS, **french_locale).wait() == 0, run.log.read_text("utf-8")
    assert curve(run) == curve(finished[0])


def test_manifest_says_what_the_adapter_was_made_from(finished) -> None:
    run = finished[0]
    manifest = json.loads((run.adapter / "manifest.json").read_text("utf-8"))
    assert manifest["steps"] == 4
    assert "model.safetensors" in manifest["base_model"]["files_sha256"]
    assert manifest["recipe"]["training"]["max_steps"] == 4
    assert manifest["data_sha256"] == "0" * 64
    assert {"torch", "peft", "studio"} <= set(manifest["versions"])
    assert set(manifest["scores"]) == {"base", "tuned"}
    assert manifest["scores"]["tuned"]["held_out_loss"]["n"] == 6
    assert verify_folder(run.adapter)


def test_adapter_answers_in_plain_transformers_and_peft(finished, tiny_model) -> None:
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    adapter = finished[0].adapter
    tokenizer = AutoTokenizer.from_pretrained(adapter)
    model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(tiny_model), adapter)
    trained = [parameter for name, parameter in model.named_parameters() if "lora_B" in name]
    assert trained
    assert all(bool(parameter.any()) for parameter in trained)
    asked = tokenizer.apply_chat_template(
        [{"role": "user", "content": "Recommandation ?"}], add_generation_prompt=True, return_tensors="pt"
    )
    with torch.no_grad():
        answer = model.generate(**asked, max_new_tokens=4, do_sample=False)
    assert answer.shape[1] > asked["input_ids"].shape[1]


def test_adapter_drafts(finished) -> None:
    from studio.engine.drafting import drafted

    wanted = {"requests": [["Recommandation ?"]], "temperature": 0.0, "seed": 1, "longest": 4}
    assert len(list(drafted(str(finished[0].adapter), wanted))) == 1


def test_contract_scores_both_states_and_keeps_the_answers(make_runs) -> None:
    contract = parse_contract(
        "name: {en: Advice, fr: Conseil}\n"
        "formats: [{name: {en: Advice, fr: Conseil}, pattern: 'Recommandation: .+'}]\n"
        "urgent: {name: {en: Urgent, fr: Urgent}, pattern: IRM}\n"
    )
    learning = {
        "training.max_steps": "40", "training.learning_rate": "1e-2", "method.rank": "32", "training.batch": "16",
        "evaluation.every_steps": "20", "evaluation.max_new_tokens": "16",
    }  # fmt: skip
    run = make_runs(learning, contract=contract, train=instructions(64), test=instructions(12, 300))
    assert worker(run).wait() == 0, run.log.read_text("utf-8")
    scores = {(score.state, score.metric): score for score in of_type(events_of(run), Scored)}
    assert scores["base", "format_compliance"].value == 0
    assert scores["tuned", "held_out_loss"].high < scores["base", "held_out_loss"].low
    assert scores["tuned", "format_compliance"].n == 12
    assert scores["tuned", "red_flag_recall"].n == 6
    predictions = [json.loads(line) for line in (run.evaluation / "tuned.jsonl").read_text("utf-8").strip().split("\n")]
    assert [each["id"] for each in predictions] == list(range(12))
    assert set(predictions[0]) == {"id", "prompt", "reference", "answer"}


def test_training_goes_on_learning_after_an_evaluation_on_the_processor(finished) -> None:
    """bitsandbytes 0.50 repacks 4-bit weights in evaluations on some processors, and no gradient flows afterwards."""
    norms = {event.step: event.value for event in of_type(events_of(finished[0]), Metric) if event.name == "grad_norm"}
    losses = {event.step: event.value for event in of_type(events_of(finished[0]), Metric) if event.name == "loss"}
    assert all(norms[step] > 0.1 * norms[1] for step in (2, 3, 4))
    assert losses[4] < losses[1]
    assert all(map(math.isfinite, norms.values()))


def test_every_way_of_computing_trains_to_an_adapter(make_runs) -> None:
    short = {"training.max_steps": "3", "evaluation.compare": "false"}
    ways = {
        "recomputed": {"memory.checkpointing": "on", "memory.micro_batch": "2"},
        "packed": {"data.packing": "on"},
        "sixteen bits": {"method.name": "lora", "training.optimiser": "adamw_torch"},
        "paged": {"training.optimiser": "paged_adamw_8bit", "method.quantisation": "fp4", "method.dropout": "0.1"},
        "no validation": {"training.max_steps": "0", "training.epochs": "0.75"},
        "eight bits": {"method.name": "lora", "method.bits": "8", "training.optimiser": "adamw_fused"},
        "DoRA": {"method.name": "dora", "method.bits": "4", "method.rslora": "true", "method.targets": "attention"},
        "AdaLoRA": {"method.name": "adalora", "method.rank": "6", "method.final_rank": "3"},
        "prefix": {"method.name": "prefix", "method.prefix_tokens": "4", "memory.checkpointing": "on"},
        "full": {"method.name": "full", "training.optimiser": "adamw_torch"},
    }
    runs = {
        name: make_runs(short | way, validation=[] if name == "no validation" else None) for name, way in ways.items()
    }
    process = worker(*runs.values())
    process.wait()
    for name, run in runs.items():
        last = events_of(run)[-1]
        assert isinstance(last, Finished), f"{name}: {last} {runs['recomputed'].log.read_text('utf-8')}"
        assert last.steps == 3
        assert verify_folder(run.adapter), name
    assert not [event for event in of_type(events_of(runs["no validation"]), Metric) if event.name == "validation_loss"]
