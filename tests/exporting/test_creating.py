"""From a run to an export folder: what is frozen, what the card says, what is refused."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

from studio.archives.delivering import Wanted as Handed
from studio.archives.delivering import make_handover
from studio.core.example import Instruction
from studio.core.export import WantedArtefact
from studio.core.recipe import Recipe
from studio.data.evaluated import frozen_rows
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.sample import create_sample_project
from studio.errors import ExportFailed, RunFailed
from studio.exporting.card import CARD
from studio.exporting.creating import Wanted, prepare_export
from studio.exporting.given import artefact_at
from studio.launch import prepare_run
from studio.runs.durable import MANIFEST, write_manifest
from studio.runs.exports import CALIBRATION, list_exports, read_calibration_rows, read_export, read_export_rows
from studio.runs.folder import RunFolder
from studio.runs.run import begin_run, commit_job, read_job
from studio.words import use_language

GGUF = (WantedArtefact(format="gguf", quant="q8_0"),)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of the sample project, with what stands for its result."""
    project = tmp_path_factory.mktemp("work") / "demo"
    create_sample_project(project)
    with ProjectReader(project) as reader:
        run = prepare_run(project, reader.datasets()[0].id, "demo-cpu", Recipe(), "en")
    run.adapter.mkdir()
    (run.adapter / "manifest.json").write_text("{}", "utf-8")
    (run.adapter / "adapter_config.json").write_text("{}", "utf-8")
    return run


def test_a_folder_holds_all_that_a_worker_needs(trained: RunFolder, tmp_path: Path) -> None:
    project = trained.path.parents[1]
    asked = (WantedArtefact(format="ollama", quant="q4_k_m"), *GGUF, WantedArtefact(format="merged"), *GGUF)
    run = prepare_export(project, trained, Wanted(asked, target=tmp_path / "out"), "en")
    job = read_export(run)
    assert [(each.format, each.quant) for each in job.wanted] == [
        ("merged", "f16"), ("gguf", "q8_0"), ("gguf", "q4_k_m"), ("ollama", "q4_k_m"),
    ]  # fmt: skip
    assert (job.subject.run, job.target, job.dataset) == (trained.name, str(tmp_path / "out"), "headaches")
    rows = read_export_rows(run, job)
    assert len(rows) == job.rows == 20
    assert job.contract is not None
    assert run.name in [each.run.name for each in list_exports(project)]
    again = prepare_export(project, trained, Wanted(GGUF), "en")
    assert read_export_rows(again, read_export(again)) == rows


def test_files_of_two_runs_are_never_called_alike(trained: RunFolder, tmp_path: Path) -> None:
    project = tmp_path / "Céphalées primaires et secondaires de l’adulte, étude rétrospective"
    shutil.copytree(trained.path.parents[1], project)
    run = RunFolder(project / "runs" / trained.name)
    job = read_export(prepare_export(project, run, Wanted(GGUF), "en"))
    assert job.stem == f"cephalees-primaires-et-sec-{trained.name}"


def test_the_card_says_what_it_is_in_either_language(trained: RunFolder) -> None:
    project = trained.path.parents[1]
    card = (prepare_export(project, trained, Wanted(GGUF), "en").path / CARD).read_text("utf-8")
    assert card.startswith('---\nlicense: "apache-2.0"\n')
    said = ("does not replace medical judgement", "Rows trained on**: 200", "its worth is unknown", "apache-2.0;")
    for words in said:
        assert words in card
    use_language("fr")
    french = (prepare_export(project, trained, Wanted(GGUF), "fr").path / CARD).read_text("utf-8")
    use_language("en")
    assert "ne remplace pas" in french
    assert "does not" not in french


def test_the_card_tells_what_the_run_itself_measured_where_nobody_evaluated_since(trained: RunFolder) -> None:
    project = trained.path.parents[1]
    before = {"format_compliance": {"value": 0.0, "low": 0.0, "high": 0.03, "n": 120}}
    after = {
        "held_out_loss": {"value": 0.19, "low": 0.173, "high": 0.207, "n": 120},
        "format_compliance": {"value": 0.992, "low": 0.954, "high": 0.999, "n": 120},
        "preference_accuracy": {"value": 0.75, "low": 0.5, "high": 0.9, "n": 8},
    }
    write_manifest(trained.adapter, {"scores": {"base": before, "tuned": after}})
    card = (prepare_export(project, trained, Wanted(GGUF), "en").path / CARD).read_text("utf-8")
    (trained.adapter / MANIFEST).write_text("{}", "utf-8")
    assert "On 120 test rows that it has not learned, at the end of its training." in card
    assert "| Loss on the test examples | 0.19 | 0.173 to 0.207 | 120 | – |" in card
    assert "| Format compliance | 99.2% | 95.4% to 99.9% | 120 | 0% |" in card
    assert "75% | 50% to 90% | 8 | – |" in card
    assert "its worth is unknown" not in card


def test_a_modelfile_says_first_what_the_learned_rows_say(tmp_path: Path) -> None:
    """Whether or not a row was held out."""
    system = "Tu es médecin."
    with Project.create(tmp_path / "p", "P") as project:
        rows = [Instruction(instruction=f"Cas {at}.", response="Repos.", system=system) for at in range(20)]
        dataset = project.add_dataset("cases", "instruction").id
        project.add_rows(dataset, rows)
    run = prepare_run(tmp_path / "p", dataset, "demo-cpu", Recipe(), "en")
    run.adapter.mkdir()
    (run.adapter / "manifest.json").write_text("{}", "utf-8")
    (run.adapter / "adapter_config.json").write_text("{}", "utf-8")
    for name in ("test", "validation"):
        (run.data / f"{name}.parquet").unlink(missing_ok=True)
    for wanted, said in ((WantedArtefact(format="ollama"), system), (WantedArtefact(format="merged"), "")):
        job = read_export(prepare_export(tmp_path / "p", run, Wanted((wanted,)), "en"))
        assert (job.rows, job.system) == (0, said)


def test_a_folder_with_other_things_is_left_alone(trained: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work", "utf-8")
    before = len(list_exports(trained.path.parents[1]))
    with pytest.raises(ExportFailed, match="something else at this place"):
        prepare_export(trained.path.parents[1], trained, Wanted(GGUF, target=tmp_path), "en")
    assert len(list_exports(trained.path.parents[1])) == before


@pytest.mark.parametrize("within", ["runs/0001-demo-cpu/adapter/new", "exports/new", "evaluations"])
def test_nothing_is_written_where_the_project_keeps_its_own(trained: RunFolder, within: str) -> None:
    project = trained.path.parents[1]
    with pytest.raises(ExportFailed, match="keeps its own work"):
        prepare_export(project, trained, Wanted(GGUF, target=project / within), "en")


@pytest.mark.skipif(sys.platform != "linux", reason="names are texts elsewhere")
def test_names_that_are_no_text_are_refused(trained: RunFolder, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"mod\xe8le")
    with pytest.raises(ExportFailed, match="modèle"):
        prepare_export(trained.path.parents[1], trained, Wanted(GGUF, target=odd / "new"), "en")
    odd.touch()
    with pytest.raises(ExportFailed, match="modèle"):
        artefact_at(odd, "demo")
    with pytest.raises(ExportFailed, match="modèle"):
        make_handover(trained.path.parents[1], Handed((odd,)), tmp_path / "a.zip")


def test_rows_that_changed_since_are_not_compared_on(trained: RunFolder) -> None:
    run = prepare_export(trained.path.parents[1], trained, Wanted(GGUF), "en")
    file = run.path / "rows.jsonl"
    file.write_bytes(file.read_bytes().replace(b"IRM", b"MRI", 1))
    with pytest.raises(RunFailed, match="have changed since"):
        read_export_rows(run, read_export(run))


def test_gptq_is_refused_without_its_library_and_fitted_to_learned_rows_with_it(
    trained: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, wanted = trained.path.parents[1], Wanted((WantedArtefact(format="gptq"),))
    before = len(list_exports(project))
    if importlib.util.find_spec("gptqmodel") is None:
        with pytest.raises(ExportFailed, match="gptqmodel, which is not installed"):
            prepare_export(project, trained, wanted, "en")
        assert len(list_exports(project)) == before
        (tmp_path / "gptqmodel").mkdir()
        (tmp_path / "gptqmodel" / "__init__.py").touch()
        monkeypatch.syspath_prepend(tmp_path)
    run = prepare_export(project, trained, wanted, "en")
    job = read_export(run)
    learned = read_calibration_rows(run, job)
    assert len(learned) == job.calibration == 128
    known = {content.model_dump_json() for _family, content in frozen_rows(trained.data / "train.parquet")}
    assert {row.content.model_dump_json() for row in learned} <= known
    assert not {row.content for row in learned} & {row.content for row in read_export_rows(run, job)}
    without = prepare_export(project, trained, Wanted(GGUF), "en")
    assert (read_export(without).calibration, (without.path / CALIBRATION).exists()) == (0, False)


def test_a_run_without_a_result_has_nothing_to_export(trained: RunFolder) -> None:
    project = trained.path.parents[1]
    with ProjectReader(project) as reader:
        run = prepare_run(project, reader.datasets()[0].id, "demo-cpu", Recipe(), "en")
    with pytest.raises(RunFailed, match="no result yet"):
        prepare_export(project, run, Wanted(GGUF), "en")


def test_a_classifier_is_not_compared_word_by_word(trained: RunFolder, tmp_path: Path) -> None:
    """It cannot be loaded as what answers in words: its export would fail when everything is written."""
    project = trained.path.parents[1]
    run = begin_run(project, "labels")
    recipe = Recipe.model_validate({"goal": {"task": "classification"}})
    commit_job(run, read_job(trained).model_copy(update={"name": run.name, "recipe": recipe}))
    shutil.copytree(trained.data, run.data)
    shutil.copytree(trained.adapter, run.adapter)
    job = read_export(prepare_export(project, run, Wanted((WantedArtefact(format="onnx"),)), "en"))
    assert (job.rows, job.wanted) == (0, (WantedArtefact(format="onnx"),))
