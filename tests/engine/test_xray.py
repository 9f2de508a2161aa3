"""What the X-ray shows is what is trained, and it sees what would spoil a run."""

import json
from pathlib import Path

import pytest

from studio.core.example import Chat, Instruction, Message
from studio.core.options import DataOptions, ModelOptions
from studio.core.recipe import Recipe
from studio.engine.encode import IGNORED, encode_conversation
from tests.engine.families import FAMILIES, build

QUESTION, ANSWER = "Quel âge ?", "Le patient a 51 ans."
ROW = Instruction(system="Réponds court.", instruction=QUESTION, response=ANSWER)
BY_NAME = {family.name: family for family in FAMILIES}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory):
    """Folders of families by name; "Qwen with Llama’s template" is a copy spoilt as users spoil them."""
    root = tmp_path_factory.mktemp("models")
    found = {name: build(BY_NAME[name], root / str(at)) for at, name in enumerate(("Qwen2.5", "Llama 3", "BioGPT"))}
    spoilt = build(BY_NAME["Qwen2.5"], root / "spoilt")
    (spoilt / "chat_template.jinja").write_bytes((found["Llama 3"] / "chat_template.jinja").read_bytes())
    return found | {"spoilt": spoilt}


def recipe(model: Path, **data: object) -> dict:
    return Recipe(model=ModelOptions(base=str(model)), data=DataOptions(**data)).model_dump(mode="json")


def frozen(tmp_path: Path, contents: list[str]) -> str:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "train.parquet"
    pq.write_table(pa.table({"id": pa.array(range(7, 7 + len(contents)), pa.int64()), "content": contents}), path)
    return str(path)


def faults(wanted: dict, file: str) -> dict[str, dict]:
    from studio.engine.xray import checked

    return {each["kind"]: each for each in checked(wanted, file) if "kind" in each}


@pytest.mark.parametrize("name", ["Qwen2.5", "Llama 3", "BioGPT"])
def test_shown_is_what_is_trained(models, name: str) -> None:
    from studio.engine.base_model import find_base_model
    from studio.engine.rows import parse_row
    from studio.engine.tokenizer import load_tokenizer
    from studio.engine.xray import shown

    template = "chatml" if name == "BioGPT" else "auto"
    [row] = shown(recipe(models[name], template=template, max_length=40), [ROW.model_dump_json()], 60)
    tokenizer = load_tokenizer(find_base_model(str(models[name])), template)
    encoded = encode_conversation(tokenizer, parse_row(1, ROW.model_dump_json()).messages, 40)
    kept = [token for token in row["tokens"] if token["kind"] != "cut"]
    assert tuple(token["id"] for token in kept) == encoded.input_ids
    learned = tuple(token["id"] if token["kind"] == "learned" else IGNORED for token in kept)
    assert learned == encoded.labels
    assert len(kept) + row["padding"] == 60
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
    assert {kind: (fault["rows"], fault["blocking"]) for kind, fault in found.items()} == {
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


def test_a_run_refuses_the_foreign_template(make_run, models) -> None:
    from studio.core.events import Failed
    from tests.engine.test_run import events_of, worker

    run = make_run({"model.base": str(models["spoilt"])})
    assert worker(run).wait() == 1
    last = events_of(run)[-1]
    assert isinstance(last, Failed)
    assert (last.kind, "<|eot_id|>" in last.message) == ("template", True)
    assert json.loads(run.job_file.read_text("utf-8"))["recipe"]["data"]["template"] == "auto"
