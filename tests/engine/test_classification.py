"""Encoders and language models learn to choose labels, one or several, by every method that can."""

import json
import shutil

import pytest

from studio.core.events import Failed, Finished, Metric, Sample, Scored
from studio.core.example import Classification
from studio.core.export import WantedArtefact
from studio.evaluating.subjects import subject_of_model, subject_of_run
from studio.runs.durable import verify_folder
from studio.runs.evaluations import read_answers, read_answers_head
from tests.engine.export.test_work import make_export
from tests.engine.families import ENCODERS, build_encoder
from tests.engine.test_evaluating import make_evaluation
from tests.engine.workers import events_of, of_type, worker


def texts(count: int, start: int = 0) -> list[str]:
    """Two labels that two words tell apart; the urgent one is rarer."""
    return [
        Classification(
            text=f"Patient de {20 + at % 60} ans, {'déficit' if at % 4 == 0 else 'fièvre'}.",
            labels=("urgent",) if at % 4 == 0 else ("calme",),
        ).model_dump_json()
        for at in range(start, start + count)
    ]


def several(count: int) -> list[str]:
    """None, one or two labels a text."""
    words = {"fièvre": "infection", "déficit": "neurologie"}
    return [
        Classification(
            text=f"Patient de {20 + at % 60} ans, {', '.join(kept) or 'rien'}.", labels=tuple(words[k] for k in kept)
        ).model_dump_json()
        for at in range(count)
        for kept in [[word for bit, word in enumerate(words) if at >> bit & 1]]
    ]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory):
    """A function that makes an encoder of a family with random weights."""
    return lambda family: build_encoder(family, tmp_path_factory.mktemp(family))


CHOOSING = {
    "goal.task": "classification", "method.name": "full", "training.max_steps": "60", "training.learning_rate": "1e-3",
    "training.batch": "16", "evaluation.every_steps": "30", "training.optimiser": "adamw_torch",
    "training.class_weights": "balanced",
}  # fmt: skip
DATA = {"train": texts(64), "validation": texts(8, 100), "test": texts(24, 200)}


@pytest.fixture(scope="module")
def runs(make_runs, encoder, tiny_model):
    """Every family and method, one after the other in one worker."""
    made = {family: make_runs(CHOOSING | {"model.base": str(encoder(family))}, **DATA) for family in ENCODERS}
    bert, llm = str(encoder("BERT")), str(tiny_model)
    fast = {"method.rank": "8", "training.learning_rate": "1e-2"}
    ways = {
        "head": {
            "model.base": bert, "method.name": "head",
            "training.learning_rate": "1e-2", "training.class_weights": "none",
        },
        "LoRA": {"model.base": bert, "method.name": "lora", "method.targets": "attention", **fast},
        "several": {"model.base": bert, "train": several(64), "validation": several(8), "test": several(24)},
        "LLM, QLoRA": {"model.base": llm, "method.name": "qlora", **fast},
        "LLM, DoRA": {"model.base": llm, "method.name": "dora", **fast},
    }  # fmt: skip
    for name, way in ways.items():
        data = {part: way.pop(part, DATA[part]) for part in DATA}
        made[name] = make_runs(CHOOSING | way, **data)
    worker(*made.values()).wait()
    return made


@pytest.mark.slow
@pytest.mark.parametrize("name", [*ENCODERS, "head", "LoRA", "several", "LLM, QLoRA", "LLM, DoRA"])
def test_labels_are_learned_and_the_result_is_whole(runs, name: str) -> None:
    run = runs[name]
    events = events_of(run)
    assert isinstance(events[-1], Finished), f"{events[-1]} {runs['BERT'].log.read_text('utf-8')[-3000:]}"
    losses = [event.value for event in of_type(events, Metric) if event.name == "validation_loss"]
    assert len(losses) == 3
    assert losses[-1] < losses[0]
    scores = {(score.state, score.metric): score for score in of_type(events, Scored)}
    assert scores["tuned", "accuracy"].n == 24
    if name != "head":
        assert scores["tuned", "accuracy"].value > scores["tuned", "majority_accuracy"].value
    assert [sample.step for sample in of_type(events, Sample)] == [0, 30, 60]
    assert verify_folder(run.adapter)
    manifest = json.loads((run.adapter / "manifest.json").read_text("utf-8"))
    assert manifest["labels"] == (["infection", "neurologie"] if name == "several" else ["calme", "urgent"])


@pytest.mark.slow
def test_the_result_predicts_in_plain_transformers(runs, tiny_model) -> None:
    import torch
    from peft import PeftModel
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    told = [json.loads(line) for line in (runs["BERT"].evaluation / "tuned.jsonl").read_text("utf-8").splitlines()]
    whole = AutoModelForSequenceClassification.from_pretrained(runs["BERT"].adapter)
    tokenizer = AutoTokenizer.from_pretrained(runs["BERT"].adapter)
    with torch.no_grad():
        numbers = [int(whole(**tokenizer(each["prompt"], return_tensors="pt")).logits.argmax()) for each in told]
    assert [whole.config.id2label[at] for at in numbers] == [each["answer"] for each in told]
    adapter = runs["LLM, DoRA"].adapter
    base = AutoModelForSequenceClassification.from_pretrained(tiny_model, num_labels=2, dtype=torch.float32)
    base.config.pad_token_id = AutoTokenizer.from_pretrained(adapter).pad_token_id
    head = PeftModel.from_pretrained(base, adapter).base_model.model.score.modules_to_save["default"]
    assert bool(head.weight.isfinite().all())


@pytest.mark.slow
def test_onnx_chooses_the_labels_that_training_told(runs, tmp_path) -> None:
    """An adapter on an encoder, and a whole one of several labels; a language model is refused."""
    import onnxruntime
    from transformers import AutoTokenizer

    chosen = {name: runs[name] for name in ("LoRA", "several", "LLM, QLoRA")}
    wanted = (WantedArtefact(format="onnx"),)
    project = runs["BERT"].path.parent.parent
    exports = [make_export(project, subject_of_run(run), tmp_path / name, wanted) for name, run in chosen.items()]
    worker(*exports).wait()
    assert "Only encoders" in events_of(exports.pop())[-1].message
    for run, export, name in zip(chosen.values(), exports, chosen, strict=False):
        assert isinstance(events_of(export)[-1], Finished), exports[0].log.read_text("utf-8")[-3000:]
        folder = tmp_path / name / "onnx"
        said = json.loads((folder / "labels.json").read_text("utf-8"))
        session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
        tokenizer = AutoTokenizer.from_pretrained(folder)
        assert said["several"] == (name == "several")
        for line in (run.evaluation / "tuned.jsonl").read_text("utf-8").splitlines()[:8]:
            told = json.loads(line)
            tokens = tokenizer(told["prompt"], return_tensors="np")
            (logits,) = session.run(["logits"], {each: tokens[each] for each in said["inputs"]})[0]
            chosen_ids = [at for at, value in enumerate(logits) if value > 0] if said["several"] else [logits.argmax()]
            assert [said["labels"][at] for at in chosen_ids] == [each for each in told["answer"].split(", ") if each]


@pytest.mark.slow
def test_an_evaluation_gives_the_labels_that_training_told(runs, tmp_path) -> None:
    """Whole results and adapters on encoders and language models, and a merged model as exported, in one worker."""
    chosen = [runs[name] for name in ("BERT", "LoRA", "LLM, QLoRA", "LLM, DoRA")]
    project, contents = (
        chosen[0].path.parent.parent,
        [Classification.model_validate_json(each) for each in DATA["test"]],
    )
    subjects = [subject_of_run(run).model_copy(update={"result": "/nowhere"}) for run in chosen]
    merged = shutil.copytree(chosen[0].adapter, tmp_path / "merged", ignore=shutil.ignore_patterns("manifest.json"))
    subjects.append(subject_of_model(str(merged)))
    evaluation = make_evaluation(project, subjects, contents, "classification", timed_rows=0)
    assert worker(evaluation).wait() == 0, events_of(evaluation)[-1]
    for at, run in enumerate(chosen):
        told = [json.loads(line) for line in (run.evaluation / "tuned.jsonl").read_text("utf-8").splitlines()]
        given = read_answers(evaluation, at)
        found = {contents[id - 1].text: answer.text for id, answer in given.items()}
        assert found == {each["prompt"]: each["answer"] for each in told}
        assert all(sum(each.probabilities) == pytest.approx(1, abs=1e-4) for each in given.values())
    first, last = ([each.text for each in read_answers(evaluation, at).values()] for at in (0, len(chosen)))
    assert first == last
    heads = [read_answers_head(evaluation, at) for at in range(len(chosen))]
    assert all(head is not None and head.labels == ("calme", "urgent") for head in heads)
    assert len({head.fingerprint for head in heads if head}) == len(chosen)


@pytest.mark.slow
def test_rows_without_labels_to_choose_are_refused(make_runs, tiny_model) -> None:
    one = [Classification(text=f"Texte {at}", labels=("seul",)).model_dump_json() for at in range(4)]
    run = make_runs(CHOOSING | {"model.base": str(tiny_model)}, train=one, validation=[], test=[])
    assert worker(run).wait() == 1
    last = events_of(run)[-1]
    assert isinstance(last, Failed)
    assert (last.kind, "fewer than two labels" in last.message) == ("data", True)


def test_rare_labels_count_more() -> None:
    from studio.engine.labelled_rows import Labelled, class_weights, find_labels

    rows = [Labelled(at, "x", ("rare",) if at == 0 else ("common",)) for at in range(4)]
    labels = find_labels(rows)
    assert labels.names == ("common", "rare")
    assert class_weights(rows, labels) == pytest.approx([4 / (2 * 3), 4 / (2 * 1)])
    both = [Labelled(0, "x", ("a", "b")), Labelled(1, "x", ("a",)), Labelled(2, "x", ()), Labelled(3, "x", ("a",))]
    assert class_weights(both, find_labels(both)) == pytest.approx([1 / 3, 3])
