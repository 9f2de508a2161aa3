"""Exports done by a real worker: what is written, what is refused, what a killed one leaves."""

import json
import shutil
import time
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from studio.core.evaluation import Subject
from studio.core.events import Failed, Finished, Phase
from studio.core.export import ExportJob, WantedArtefact, with_needed
from studio.engine.export.merging import write_merged
from studio.engine.export.source import find_source
from studio.engine.export.watch import Watch
from studio.engine.stopping import StoppedNow
from studio.errors import ModelFailed
from studio.models.gguf_header import read_gguf
from studio.runs.durable import read_manifest, verify_folder
from studio.runs.exports import EXPORTS, list_exports, read_export
from studio.runs.folder import RunFolder
from studio.runs.run import begin_run, commit_job
from studio.runs.target import claim_target
from tests.data.exporters.test_full_disk import room_for
from tests.engine.workers import events_of, of_type, worker

pytestmark = pytest.mark.slow
ALL = (
    WantedArtefact(format="adapter"),
    WantedArtefact(format="merged"),
    WantedArtefact(format="gguf", quant="f32"),
    WantedArtefact(format="ollama", quant="q8_0"),
    WantedArtefact(format="ollama_merged"),
    WantedArtefact(format="ollama_adapter", quant="f16"),
)


def make_export(project: Path, subject: Subject, target: Path, wanted=ALL) -> RunFolder:
    run = begin_run(project, "export", EXPORTS)
    (run.path / "card.md").write_text("# Carte\n", "utf-8")
    facts = {
        "name": run.name,
        "title": "export",
        "project": str(project),
        "language": "en",
        "created_at": time.time(),
        "subject": subject,
        "wanted": with_needed(wanted),
        "target": str(target),
        "stem": "tiny",
    }
    commit_job(run, ExportJob.model_validate(facts))
    return run


@pytest.fixture(scope="module")
def trained(make_runs):
    """Enough steps for other answers than the base's."""
    run = make_runs({"training.max_steps": "4", "training.learning_rate": "1e-2", "method.name": "lora"})
    assert worker(run).wait() == 0
    return run


@pytest.fixture(scope="module")
def subject(trained, tiny_model):
    return Subject(title="after", base=str(tiny_model), run=trained.name, result=str(trained.adapter))


@pytest.fixture(scope="module")
def done(trained, subject, tmp_path_factory):
    target = tmp_path_factory.mktemp("exported") / "model"
    run = make_export(trained.path.parent.parent, subject, target)
    assert worker(run).wait() == 0, events_of(run)[-1]
    return run, target


def test_everything_is_written_and_sealed(done) -> None:
    run, target = done
    assert sorted(each.name for each in target.iterdir()) == [
        "README.md", "adapter", "manifest.json", "merged",
        "tiny-base-f16.gguf", "tiny-f32.gguf", "tiny-lora-f16.Modelfile", "tiny-lora-f16.gguf",
        "tiny-merged.Modelfile", "tiny-q8_0.Modelfile", "tiny-q8_0.gguf",
    ]  # fmt: skip
    assert verify_folder(target)
    named = read_manifest(target)["files"]
    files = {file.relative_to(target).as_posix() for file in target.rglob("*") if file.is_file()}
    assert set(named) == files - {"manifest.json"}
    assert [each.state for each in list_exports(run.path.parent.parent) if each.run == run] == ["finished"]
    told = [(each.name, each.detail) for each in of_type(events_of(run), Phase)]
    assert ("merge", "merged") in told
    assert ("write", "tiny-q8_0.gguf") in told
    # What LM Studio and Ollama show: neither the staged folder nor "merged".
    for file in ("tiny-q8_0.gguf", "tiny-f32.gguf", "tiny-lora-f16.gguf"):
        assert read_gguf(target / file).text("general.name") == "tiny"


def test_the_merged_model_answers_as_the_adapter_does(done, subject, tiny_model) -> None:
    from peft import PeftModel

    merged = AutoModelForCausalLM.from_pretrained(done[1] / "merged", dtype=torch.float32)
    adapted = PeftModel.from_pretrained(
        AutoModelForCausalLM.from_pretrained(tiny_model, dtype=torch.float32), subject.result
    )
    tokenizer = AutoTokenizer.from_pretrained(done[1] / "merged")
    ids = tokenizer("Une patiente de 34 ans consulte", return_tensors="pt")
    with torch.inference_mode():
        assert torch.allclose(merged(**ids).logits, adapted(**ids).logits, atol=2e-2)
        base = adapted.unload()(**ids).logits
        assert not torch.allclose(merged(**ids).logits, base, atol=2e-2)
    assert json.loads((done[1] / "merged" / "config.json").read_text("utf-8"))["dtype"] in ("float16", "bfloat16")
    template = (Path(subject.result) / "chat_template.jinja").read_text("utf-8")
    assert tokenizer.chat_template == template
    ends = merged.generation_config.eos_token_id
    assert tokenizer.convert_tokens_to_ids("<|im_end|>") in ends


def test_a_modelfile_is_made_of_the_model_itself(done) -> None:
    text = (done[1] / "tiny-q8_0.Modelfile").read_text("utf-8")
    assert text.startswith("FROM ./tiny-q8_0.gguf\n")
    assert "{{ else }}<|im_start|>user\n{{ end }}" in text
    assert '\nPARAMETER stop "<|im_end|>"\n' in text
    assert "PARAMETER num_ctx 512" in text
    merged = (done[1] / "tiny-merged.Modelfile").read_text("utf-8")
    assert merged == text.replace("./tiny-q8_0.gguf", "./merged")
    adapted = (done[1] / "tiny-lora-f16.Modelfile").read_text("utf-8")
    assert adapted.startswith("FROM ./tiny-base-f16.gguf\nADAPTER ./tiny-lora-f16.gguf\nTEMPLATE ")


def test_what_was_written_before_an_end_is_not_written_again(trained, subject, tmp_path) -> None:
    target = tmp_path / "model"
    run = make_export(trained.path.parent.parent, subject, target, ALL[:1])
    claim_target(target, run, read_export(run))
    (target / "adapter").mkdir()
    (target / "adapter" / "mark").write_text("here before", "utf-8")
    assert worker(run).wait() == 0
    assert (target / "adapter" / "mark").exists()
    assert not list(target.glob(".*"))
    # Killed while it compared: going on vouches for nothing that was changed since it was sealed.
    run.events.unlink()
    (target / "adapter" / "mark").write_text("changed", "utf-8")
    assert worker(run).wait() == 0
    assert not verify_folder(target)


@pytest.mark.parametrize(
    ("change", "wanted", "said"),
    [
        ({"result": "", "run": ""}, "adapter", "there is no adapter"),
        ({}, "onnx", "ONNX is for models that choose labels"),
    ],
)
def test_what_cannot_be_done_is_refused_before_any_work(trained, subject, tmp_path, change, wanted, said) -> None:
    target = tmp_path / "model"
    asked = (*ALL[1:2], WantedArtefact(format=wanted))
    run = make_export(trained.path.parent.parent, subject.model_copy(update=change), target, asked)
    assert worker(run).wait() == 1
    failed = events_of(run)[-1]
    assert isinstance(failed, Failed)
    assert (failed.kind, said in failed.message) == ("export", True)
    assert not target.exists()


def test_a_damaged_result_gets_no_hashes_of_its_own(trained, subject, tmp_path) -> None:
    result = tmp_path / "adapter"
    shutil.copytree(subject.result, result)
    weights = result / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelFailed, match="damaged"):
        find_source(subject.model_copy(update={"result": str(result)}))


def test_a_base_of_other_weights_is_refused(subject, tiny_model, tmp_path) -> None:
    other = Path(shutil.copytree(tiny_model, tmp_path / "tiny"))
    find_source(subject.model_copy(update={"base": str(other)}))
    weights = bytearray((other / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (other / "model.safetensors").write_bytes(weights)
    with pytest.raises(ModelFailed, match="no longer the one"):
        find_source(subject.model_copy(update={"base": str(other)}))


def test_a_full_disk_is_told_as_one_by_whatever_writes(subject, tmp_path) -> None:
    with room_for(1_000), pytest.raises(OSError, match="File too large"):
        write_merged(find_source(subject), tmp_path)


def test_a_merge_is_given_up_before_anything_is_written(subject, tmp_path) -> None:
    asked = []

    def obey() -> None:
        asked.append(len(asked))
        if len(asked) == 3:
            raise StoppedNow

    with pytest.raises(StoppedNow):
        write_merged(find_source(subject), tmp_path, Watch(obey=obey))
    assert list(tmp_path.iterdir()) == []


def test_a_prefix_cannot_be_merged(trained, subject, tmp_path) -> None:
    result = tmp_path / "prefix"
    shutil.copytree(subject.result, result)
    (result / "manifest.json").unlink()
    config = json.loads((result / "adapter_config.json").read_text("utf-8"))
    (result / "adapter_config.json").write_text(json.dumps(config | {"peft_type": "PREFIX_TUNING"}), "utf-8")
    run = make_export(
        trained.path.parent.parent, subject.model_copy(update={"result": str(result)}), tmp_path / "model", ALL[1:2]
    )
    assert worker(run).wait() == 1
    assert "cannot be merged" in events_of(run)[-1].message


def test_a_killed_export_leaves_nothing_under_a_final_name_and_goes_on(trained, subject, tmp_path) -> None:
    target = tmp_path / "model"
    run = make_export(trained.path.parent.parent, subject, target, ALL[1:])
    first = worker(run)
    while not of_type(events_of(run), Phase) or of_type(events_of(run), Phase)[-1].name != "merge":
        time.sleep(0.01)
    first.send_signal(9)
    first.wait()
    assert not (target / "manifest.json").exists()
    assert not (target / "merged").exists() or (target / "merged" / "model.safetensors").exists()
    assert worker(run).wait() == 0
    assert verify_folder(target)
    assert not list(target.glob(".*"))
    assert isinstance(events_of(run)[-1], Finished)
