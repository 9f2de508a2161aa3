"""An adapter of the demo model in every format, whole and with each fault that exports are known for."""

from pathlib import Path

import pytest

from studio.assess.parity import strength_of
from studio.assess.parity_words import cause_words
from studio.core.evaluation import EvaluatedRow, Subject
from studio.core.example import Chat, Instruction, Message, Text
from studio.core.export import Artefact, ExportJob
from studio.core.parity import Parity
from studio.engine.export.watch import Watch
from studio.engine.parity.work import Telling, check_all
from studio.engine.stopping import StoppedNow
from tests.engine.parity.artefacts import (
    OTHER_END,
    as_gguf,
    as_peft_saves,
    make_adapter,
    make_base,
    make_gguf,
    make_merged,
    set_key,
    with_changed,
    without_merges,
    without_numbers,
)

pytestmark = pytest.mark.slow

ROWS = (
    Instruction(
        instruction="Patiente de 34 ans, céphalées depuis deux jours.", response="Recommandation: surveillance."
    ),
    Instruction(instruction="Homme de 70 ans, déficit brutal 😀.", response="IRM en urgence.", system="Tu es médecin."),
    Chat(
        messages=(
            Message(role="user", content="Bonjour."),
            Message(role="assistant", content="Quel âge ?"),
            Message(role="user", content="12 ans, fièvre."),
        )
    ),
)
# llama.cpp leaves out the template's beginning where the file says that it adds one itself.
GOOD = ("adapter", "peft", "merged", "f16.gguf", "q8.gguf", "lora.gguf", "two-beginnings.gguf")
FAULTS = {
    "template.gguf": "template",
    "no-end.gguf": "end_token",
    "no-end": "end_token",
    "tokenizer.gguf": "tokenizer",
    "twice": "weights",
    "none.gguf": "weights",
}


def make_artefacts(folder: Path) -> tuple[Subject, list[Artefact]]:
    from studio.engine.export.gguf.adapter import write_gguf_adapter

    base = make_base(folder / "base")
    adapter = make_adapter(base, folder / "adapter")
    merged = make_merged(base, adapter, folder / "merged")
    f16, bare = make_gguf(merged, folder / "f16.gguf"), make_gguf(base, folder / "none.gguf")
    write_gguf_adapter(adapter, base, folder / "lora.gguf", Watch())
    template = with_changed(merged, folder / "template", "chat_template.jinja", "'|>' + ", "'|>\\n' + ")
    artefacts = [
        Artefact(format="adapter", path=str(adapter), base=str(base)),
        # Within the folder of the export.
        Artefact(format="merged", path="merged"),
        as_gguf(f16),
        as_gguf(make_gguf(merged, folder / "q8.gguf", "q8_0"), "q8_0"),
        Artefact(format="gguf_adapter", path="lora.gguf", base="none.gguf"),
        as_gguf(make_gguf(template, folder / "template.gguf")),
        as_gguf(set_key(f16, folder / "two-beginnings.gguf", "tokenizer.ggml.add_bos_token", 1)),
        as_gguf(set_key(f16, folder / "no-end.gguf", "tokenizer.ggml.eos_token_id", 2)),
        Artefact(
            format="merged",
            path=str(
                with_changed(
                    merged, folder / "no-end", "generation_config.json", '"eos_token_id": 3', '"eos_token_id": 2'
                )
            ),
        ),
        as_gguf(make_gguf(without_merges(merged, folder / "halved"), folder / "tokenizer.gguf")),
        Artefact(format="merged", path=str(make_merged(base, adapter, folder / "twice", times=2))),
        as_gguf(bare),
        as_gguf(without_numbers(f16, folder / "nan.gguf")),
        Artefact(format="adapter", path=str(as_peft_saves(adapter, folder / "peft")), base=str(base)),
        as_gguf(folder / "absent.gguf"),
    ]
    return Subject(title="tuned", base=str(base), result=str(adapter)), artefacts


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("artefacts")
    subject, artefacts = make_artefacts(folder)
    job = ExportJob(
        name="0001-x",
        title="x",
        project=str(folder),
        language="en",
        created_at=0.0,
        subject=subject,
        target=str(folder),
        stem="x",
        compared_tokens=24,
    )
    return job, folder, artefacts


@pytest.fixture(scope="module")
def checked(made):
    """By name; all of them in one check."""
    job, folder, artefacts = made
    rows = [EvaluatedRow(id=at, content=content) for at, content in enumerate(ROWS, 1)]
    found = check_all(job, folder, artefacts, rows)
    assert Parity.model_validate_json(found.model_dump_json()) == found
    assert found.left_out == 0
    return {each.title: each for each in found.artefacts}


@pytest.mark.parametrize("name", GOOD)
def test_what_was_exported_rightly_is_the_same(checked, name) -> None:
    found = checked[name]
    assert (found.verdict, found.causes) == ("same", ())
    assert found.summary.agreement >= 0.99
    assert found.summary.compared > 20
    assert found.measured.size_bytes
    assert found.modified_ns > 0
    assert found.measured.tokens_per_second
    assert {each.end for each in found.prompts} <= {"kept", "limit"}
    assert any(each.end == "kept" for each in found.prompts)


@pytest.mark.parametrize(("name", "cause"), FAULTS.items())
def test_each_fault_is_caught_and_named(checked, name, cause) -> None:
    found = checked[name]
    assert (found.verdict, found.causes) == ("different", (cause,))
    assert found.worst
    assert next(each for each in found.prompts if each.id == found.worst[0]).artefact_text


def test_weights_that_compute_no_numbers_are_called_so(checked) -> None:
    found = checked["nan.gguf"]
    assert found.verdict == "different"
    assert "no numbers" in cause_words(found)[-1].text()


def test_a_bad_merge_is_known_by_its_strength(checked) -> None:
    assert strength_of(checked["twice"]) == 2.0
    assert strength_of(checked["none.gguf"]) == 0.0
    assert strength_of(checked["f16.gguf"]) is None


def test_a_fault_is_shown_where_it_begins(checked) -> None:
    changed = checked["template.gguf"].prompts[0].template
    assert changed.before.endswith("<|user|>")
    assert changed.artefact.startswith("\n")
    assert not changed.reference.startswith("\n")
    forgotten = checked["tokenizer.gguf"].prompts[0].tokenizer
    assert forgotten.artefact_id != forgotten.reference_id
    assert [(each.token, each.stops) for each in checked["no-end.gguf"].ends] == [(OTHER_END, False)]
    assert "unstopped" in {each.end for each in checked["no-end.gguf"].prompts}


def test_what_cannot_be_read_is_not_checked(checked) -> None:
    found = checked["absent.gguf"]
    assert found.verdict == "unchecked"
    assert "does not exist" in found.reason


def test_a_wish_to_stop_is_obeyed(made) -> None:
    job, folder, artefacts = made
    demo = job.model_copy(update={"subject": Subject(title="demo", base="demo")})

    def obey() -> None:
        raise StoppedNow

    with pytest.raises(StoppedNow):
        check_all(demo, folder, artefacts, [EvaluatedRow(id=1, content=ROWS[0])], Telling(Watch(obey=obey)))


def test_without_rows_nothing_is_read(made) -> None:
    job, folder, artefacts = made
    demo = job.model_copy(update={"subject": Subject(title="demo", base="demo")})
    text = EvaluatedRow(id=1, content=Text(text="Le patient a 51 ans."))
    found = check_all(demo, folder, artefacts[1:3], [text])
    assert found.left_out == 1
    assert {(each.verdict, each.reason) for each in found.artefacts} == {
        ("unchecked", "There is no row to compare answers on.")
    }
