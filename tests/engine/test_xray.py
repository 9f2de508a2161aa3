"""What the X-ray shows is what is trained, and it sees what would spoil a run."""

import json
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from studio.core.example import Chat, Classification, Instruction, Message, Preference
from studio.core.options import DataOptions, GoalOptions, ModelOptions
from studio.core.recipe import Recipe
from studio.engine.encode import IGNORED, encode_conversation
from tests.engine.families import FAMILIES, build, build_encoder

QUESTION, ANSWER = "Quel âge ?", "Le patient a 51 ans."
ROW = Instruction(system="Réponds court.", instruction=QUESTION, response=ANSWER)
OPEN_ENDED = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
DPO, LABELS = {"objective": "dpo"}, {"task": "classification"}
BY_NAME = {family.name: family for family in FAMILIES}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory):
    """Folders of families by name; "Qwen with Llama’s template" is a copy spoilt as users spoil them."""
    root = tmp_path_factory.mktemp("models")
    found = {name: build(BY_NAME[name], root / str(at)) for at, name in enumerate(("Qwen2.5", "Llama 3", "BioGPT"))}
    spoilt, open_ended = (copytree(found["Qwen2.5"], root / name) for name in ("spoilt", "open"))
    (spoilt / "chat_template.jinja").write_bytes((found["Llama 3"] / "chat_template.jinja").read_bytes())
    (open_ended / "chat_template.jinja").write_text(OPEN_ENDED, "utf-8")
    encoder = build_encoder("BERT", root / "encoder")
    return found | {"spoilt": spoilt, "open": open_ended, "BERT": encoder}


def recipe(model: Path, goal: dict[str, str] | None = None, **data: object) -> dict:
    wanted = {"goal": GoalOptions(**goal)} if goal else {}
    return Recipe(model=ModelOptions(base=str(model)), data=DataOptions(**data), **wanted).model_dump(mode="json")


def frozen(tmp_path: Path, contents: list[str], name: str = "train") -> str:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / f"{name}.parquet"
    pq.write_table(pa.table({"id": pa.array(range(7, 7 + len(contents)), pa.int64()), "content": contents}), path)
    return str(path)


def faults(wanted: dict, file: str, held_out: str = "") -> dict[str, dict]:
    from studio.engine.xray import checked

    return {each["kind"]: each for each in checked(wanted, file, held_out) if "kind" in each}


def outcome(found: dict[str, dict]) -> dict[str, tuple[tuple[int, ...], bool]]:
    return {kind: (fault["rows"], fault["blocking"]) for kind, fault in found.items()}


@pytest.mark.parametrize("name", ["Qwen2.5", "Llama 3", "BioGPT"])
def test_shown_is_what_is_trained(models, name: str) -> None:
    from studio.engine.base_model import find_base_model
    from studio.engine.rows import parse_row
    from studio.engine.tokenizer import load_tokenizer
    from studio.engine.xray import shown

    template = "chatml" if name == "BioGPT" else "auto"
    [row] = shown(recipe(models[name], template=template, max_length=40), [ROW.model_dump_json()])
    tokenizer = load_tokenizer(find_base_model(str(models[name])), template)
    encoded = encode_conversation(tokenizer, parse_row(1, ROW.model_dump_json()).messages, 40)
    kept = [token for token in row["tokens"] if token["kind"] != "cut"]
    assert tuple(token["id"] for token in kept) == encoded.input_ids
    learned = tuple(token["id"] if token["kind"] == "learned" else IGNORED for token in kept)
    assert learned == encoded.labels
    if name != "BioGPT":
        words = {
            kind: "".join(t["text"] for t in row["tokens"] if t["kind"] == kind) for kind in ("prompt", "template")
        }
        assert words["prompt"].replace(" ", "") == ("Réponds court." + QUESTION).replace(" ", "")
        assert QUESTION not in words["template"]


def test_a_qwen_model_with_the_template_of_llama_is_caught(models, tmp_path: Path) -> None:
    found = faults(recipe(models["spoilt"]), frozen(tmp_path, [ROW.model_dump_json()]))
    assert found["foreign_template"]["blocking"]
    assert "<|eot_id|>" in found["foreign_template"]["message"]
    assert faults(recipe(models["Qwen2.5"]), frozen(tmp_path, [ROW.model_dump_json()])) == {}
    assert faults(recipe(models["BioGPT"], template="chatml"), frozen(tmp_path, [ROW.model_dump_json()])) == {}


def test_rows_that_teach_nothing_or_lose_their_end_are_listed(models, tmp_path: Path) -> None:
    rows = [
        ROW.model_dump_json(),
        Instruction(instruction="x " * 90, response="y").model_dump_json(),
        Instruction(instruction="x", response="y " * 90).model_dump_json(),
        Chat(messages=(Message(role="user", content="<|begin_of_text|>"),)).model_dump_json(),
    ]
    found = faults(recipe(models["Llama 3"], max_length=64), frozen(tmp_path, rows))
    assert outcome(found) == {
        "nothing_to_learn": ((8, 10), False),
        "cut_answer": ((9,), False),
    }


def test_two_beginnings_are_seen(models, tmp_path: Path) -> None:
    template = models["Llama 3"] / "chat_template.jinja"
    own = template.read_text("utf-8")
    try:
        template.write_text("{{ bos_token }}" + own, "utf-8")
        found = faults(recipe(models["Llama 3"]), frozen(tmp_path, [ROW.model_dump_json()]))
    finally:
        template.write_text(own, "utf-8")
    assert found["double_start"]["rows"] == (7,)


def test_nothing_at_all_to_learn_blocks(models, tmp_path: Path) -> None:
    silent = [Instruction(instruction="x", response="").model_dump_json()] * 3
    found = faults(recipe(models["Qwen2.5"]), frozen(tmp_path, silent))
    assert found["nothing_to_learn"]["blocking"]


def test_answers_without_an_end_are_found_and_teach_no_next_turn(models, tmp_path: Path) -> None:
    from studio.engine.base_model import find_base_model
    from studio.engine.tokenizer import load_tokenizer

    found = faults(recipe(models["open"]), frozen(tmp_path, [ROW.model_dump_json()]))
    assert (found["missing_end"]["rows"], found["missing_end"]["blocking"]) == ((7,), False)
    assert "<|im_end|>" in found["missing_end"]["message"]
    turns = [Message(role=role, content=text) for role, text in zip(("user", "assistant") * 2, "abcd", strict=True)]
    tokenizer = load_tokenizer(find_base_model(str(models["open"])), "auto")
    encoded = encode_conversation(tokenizer, turns, 256)
    learned = [label for label in encoded.labels if label != IGNORED]
    assert tokenizer.decode(learned) == "bd<|im_end|>"
    # Where the template does end answers, each of them is taught its end.
    own = load_tokenizer(find_base_model(str(models["Qwen2.5"])), "auto")
    assert own.decode([each for each in encode_conversation(own, turns, 256).labels if each != IGNORED]) == (
        "b<|im_end|>d<|im_end|>"
    )


def test_an_end_that_other_programs_do_not_know_is_worth_knowing(models, tmp_path: Path) -> None:
    folder = copytree(models["Llama 3"], tmp_path / "model")
    template = folder / "chat_template.jinja"
    template.write_text(template.read_text("utf-8").replace("<|eot_id|>", "<|end_of_text|>"), "utf-8")
    found = faults(recipe(folder), frozen(tmp_path, [ROW.model_dump_json()]))
    assert not found["unknown_end"]["blocking"]
    assert "<|end_of_text|>" in found["unknown_end"]["message"]


@pytest.mark.parametrize("max_length", [256, 20])
def test_both_answers_are_shown_as_they_are_trained(models, max_length: int) -> None:
    from studio.engine.base_model import find_base_model
    from studio.engine.preference_rows import encode_pair, judged_row
    from studio.engine.tokenizer import load_tokenizer
    from studio.engine.xray import shown

    row = Preference(prompt=QUESTION, chosen=ANSWER, rejected="\n\nRéponds court.")
    [better] = shown(recipe(models["Llama 3"], DPO, max_length=max_length), [row.model_dump_json()])
    pair = encode_pair(load_tokenizer(find_base_model(str(models["Llama 3"])), "auto"), judged_row(1, row), max_length)
    for side, answer in ((better, pair.chosen), (better["rejected"], pair.rejected)):
        kept = [token for token in side["tokens"] if token["kind"] != "cut"]
        assert tuple(token["id"] for token in kept) == (*pair.prompt, *answer)
        assert tuple(token["id"] for token in kept if token["kind"] == "learned") == answer
    assert (better["side"], better["rejected"]["side"]) == ("chosen", "rejected")
    cut = [token["kind"] for token in better["tokens"]].count("cut")
    assert cut == max(0, len(better["tokens"]) - max_length)
    assert bool(cut) == (max_length == 20)


def test_pairs_that_teach_nothing_are_listed(models, tmp_path: Path) -> None:
    alike = "x " * 40
    rows = [
        Preference(prompt=QUESTION, chosen=ANSWER, rejected="Réponds court.").model_dump_json(),
        Preference(prompt=QUESTION, chosen=ANSWER, rejected=ANSWER).model_dump_json(),
        Preference(prompt=QUESTION, chosen=alike + "a", rejected=alike + "b").model_dump_json(),
        Preference(prompt=QUESTION, chosen=ANSWER, rejected="").model_dump_json(),
        Preference(prompt="x " * 90, chosen=ANSWER, rejected="b").model_dump_json(),
    ]
    model = models["Llama 3"]
    assert outcome(faults(recipe(model, DPO, max_length=64), frozen(tmp_path, rows))) == {
        "same_answers": ((8, 9), False),
        "cut_answer": ((9,), False),
        "unpaired": ((10,), False),
        "nothing_to_learn": ((11,), False),
    }
    single = recipe(model, {"objective": "kto"}, max_length=64)
    assert "unpaired" not in faults(single, frozen(tmp_path, rows))
    assert faults(recipe(model, DPO, max_length=64), frozen(tmp_path, rows[1:]))["same_answers"]["blocking"]
    assert faults(single, frozen(tmp_path, rows[3:]))["same_answers"]["blocking"]


@pytest.mark.parametrize("name", ["BERT", "BioGPT", "Llama 3"])
def test_a_text_is_shown_as_it_is_classified(models, name: str) -> None:
    from studio.engine.base_model import find_base_model
    from studio.engine.labelled_rows import encode_text
    from studio.engine.tokenizer import read_tokenizer
    from studio.engine.xray import shown

    text = "Une patiente de 34 ans consulte pour des céphalées. " * 3
    row = Classification(text=text, labels=("urgent", "autre"))
    sets = [["calme"], ["urgent"]]
    [found] = shown(recipe(models[name], LABELS, max_length=30), [row.model_dump_json()], sets)
    ids, truncated = encode_text(read_tokenizer(find_base_model(str(models[name]))), text, 30)
    kept = [token for token in found["tokens"] if token["kind"] != "cut"]
    assert truncated
    assert tuple(token["id"] for token in kept) == ids
    assert found["labels"] == {"names": ("urgent", "autre"), "known": ("calme", "urgent"), "several": False}
    if name == "BERT":
        assert [token["text"] for token in found["tokens"] if token["kind"] == "special"] == ["[CLS]", "[SEP]"]
        assert "".join(token["text"] for token in kept).startswith("[CLS]Unepatiente")
        cut = "".join(token["text"] for token in found["tokens"] if token["kind"] == "cut")
        assert text.replace(" ", "").endswith(cut.replace(" ", ""))


def test_texts_and_labels_that_spoil_a_run_are_listed(models, tmp_path: Path) -> None:
    def row(text: str, *labels: str) -> str:
        return Classification(text=text, labels=labels).model_dump_json()

    train = [row("fièvre", "calme"), row("déficit", "urgent"), row("rien", "calme"), row(" ", "calme")]
    wanted, others = recipe(models["BERT"], LABELS), frozen(tmp_path, [row("rien", "autre"), row("a", "calme")], "test")
    found = faults(wanted, frozen(tmp_path, [*train, row("rien"), row("rien " * 90, "urgent")]), others)
    assert outcome(found) == {
        "several_labels": ((11,), False),
        "unknown_label": ((7,), False),
        "nothing_to_learn": ((10,), False),
        "cut_text": ((12,), False),
    }
    assert "40" in found["cut_text"]["message"]
    assert "autre" in found["unknown_label"]["message"]
    assert outcome(faults(wanted, frozen(tmp_path, train[:1]))) == {"few_labels": ((), True)}


ALONE = """
import json, sys
from studio.engine.xray_child import checked, shown
told = [[*shown(*ask), *checked(ask[0], file)] for *ask, file in json.load(sys.stdin)]
json.dump({"told": told, "torch": bool(sys.modules.get("torch"))}, sys.stdout)
"""


def test_without_torch_all_is_the_same(models, tmp_path: Path) -> None:
    from studio.engine.xray import checked, shown

    pair = Preference(prompt=QUESTION, chosen=ANSWER, rejected="Non.").model_dump_json()
    text = Classification(text=QUESTION, labels=("urgent",)).model_dump_json()
    asked = [
        (recipe(models["Qwen2.5"]), [ROW.model_dump_json()], [], frozen(tmp_path, [ROW.model_dump_json()], "a")),
        (recipe(models["BioGPT"], template="chatml"), [ROW.model_dump_json()], [], str(tmp_path / "a.parquet")),
        (recipe(models["Llama 3"], DPO), [pair], [], frozen(tmp_path, [pair], "b")),
        (recipe(models["BERT"], LABELS), [text], [["calme"], ["urgent"]], frozen(tmp_path, [text], "c")),
    ]
    alone = subprocess.run(
        [sys.executable, "-c", ALONE], input=json.dumps(asked), capture_output=True, text=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert alone.returncode == 0, alone.stderr
    found = json.loads(alone.stdout)
    assert not found["torch"]
    here = [[*shown(*ask), *checked(ask[0], file)] for *ask, file in asked]
    assert found["told"] == json.loads(json.dumps(here))


def test_a_run_refuses_the_foreign_template_and_what_passes_the_check_trains(make_run, models, tmp_path: Path) -> None:
    from studio.core.events import Failed, Finished, Notice
    from tests.engine.workers import events_of, of_type, worker

    once = {"training.max_steps": "1", "evaluation.compare": "false", "data.max_length": "256"}
    spoilt, own = (make_run(once | {"model.base": str(models[name])}) for name in ("spoilt", "Qwen2.5"))
    job = json.loads(own.job_file.read_text("utf-8"))
    assert faults(job["recipe"], str(own.data / job["snapshot"]["train"]["file"])) == {}
    assert worker(spoilt, own).wait() == 1
    last = events_of(spoilt)[-1]
    assert isinstance(last, Failed)
    assert (last.kind, "<|eot_id|>" in last.message) == ("template", True)
    trained = events_of(own)
    assert isinstance(trained[-1], Finished)
    assert of_type(trained, Notice) == []
