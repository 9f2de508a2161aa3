"""What can be evaluated of a run, and what it is compared with."""

import shutil
from pathlib import Path

import pytest

from studio.core.evaluation import Subject
from studio.core.export import ExportJob, WantedArtefact
from studio.core.recipe import Recipe
from studio.evaluating.subjects import base_of_run, runs_behind, subject_of_model, trained_models, untraced
from studio.runs.durable import hash_file, write_manifest
from studio.runs.exports import EXPORTS
from studio.runs.run import RunFolder, begin_run, commit_job
from tests.runs.conftest import make_job


def trained(project: Path, recipe: dict[str, object]) -> RunFolder:
    run = begin_run(project, "lora")
    commit_job(run, make_job(run.name).model_copy(update={"recipe": Recipe.model_validate(recipe)}))
    run.adapter.mkdir()
    (run.adapter / "manifest.json").write_text("{}", "utf-8")
    return run


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"method": {"name": "lora", "rank": 8}}, {"method": {"name": "lora", "rank": 32}}, True),
        ({"method": {"name": "lora"}}, {"method": {"name": "qlora"}}, False),
    ],
)
def test_runs_that_began_with_one_model_share_what_they_are_compared_with(
    tmp_path: Path, one: dict[str, object], other: dict[str, object], same: bool
) -> None:
    bases = [base_of_run(trained(tmp_path, each)) for each in (one, other)]
    assert (bases[0] == bases[1]) == same


def test_a_gguf_file_is_compared_as_it_was_trained(tmp_path: Path) -> None:
    """llama.cpp with the file's blocks would be another model than the one that was trained."""
    base = base_of_run(trained(tmp_path, {"model": {"base": "/models/Starling.Q4.gguf"}}))
    assert base is not None
    assert base.unpacked
    plain = base_of_run(trained(tmp_path, {}))
    assert plain is not None
    assert not plain.unpacked


def test_a_classifier_has_nothing_before_it(tmp_path: Path) -> None:
    """Its head is drawn by lot where training begins: that is no model."""
    trained(tmp_path, {"goal": {"task": "classification"}})
    (found,) = trained_models(tmp_path)
    assert found.base is None


def test_what_a_model_began_with_has_learned_too(tmp_path: Path) -> None:
    """Preferences are trained on the result of another run: its rows are known to both."""
    first = trained(tmp_path, {"method": {"name": "full"}})
    second = trained(tmp_path, {"model": {"base": str(first.adapter)}})
    third = trained(tmp_path, {})
    subject = subject_of_model("demo").model_copy(update={"run": second.name})
    assert runs_behind(tmp_path, [subject]) == (second.name, first.name)
    assert runs_behind(tmp_path, [subject_of_model(str(first.adapter))]) == (first.name,)
    assert runs_behind(tmp_path, [subject_of_model("demo"), subject_of_model(str(tmp_path))]) == ()
    assert third.name not in runs_behind(tmp_path, [subject])


WANTED = tuple(
    WantedArtefact(format=name, quant="f16") for name in ("adapter", "merged", "gguf", "gguf_base", "gguf_adapter")
)
FILES = ("adapter/adapter_model.safetensors", "merged/model.safetensors", "x-f16.gguf", "x-lora-f16.gguf")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path / "project"


def exported(project: Path, target: Path) -> RunFolder:
    """A run and what stands for its export in every format, sealed."""
    project.mkdir()
    run, export = trained(project, {}), begin_run(project, "x", EXPORTS)
    for at, name in enumerate((*FILES, "x-base-f16.gguf")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(f"weights {at}", "utf-8")
    (target / "merged" / "config.json").write_text("{}", "utf-8")
    commit_job(
        export,
        ExportJob(
            name=export.name,
            title="x",
            project=str(project),
            language="en",
            created_at=1.0,
            subject=Subject(title="Run 1", base="demo", run=run.name, result=str(run.adapter)),
            wanted=WANTED,
            target=str(target),
            stem="x",
        ),
    )
    files = {
        file.relative_to(target).as_posix(): {"bytes": file.stat().st_size, "sha256": hash_file(file)}
        for file in target.rglob("*")
        if file.is_file()
    }
    artefacts = [each.model_dump(mode="json") for each in WANTED]
    write_manifest(target, {"run": run.name, "data_sha256": "0" * 64, "artefacts": artefacts, "files": files})
    return export


def learned(project: Path, model: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The runs behind a model, and its title where nobody knows them."""
    subject = Subject(title=model.name, base=str(model))
    return runs_behind(project, [subject]), untraced(project, [subject])


@pytest.mark.parametrize("found_by", ["its place", "the manifest beside it", "its bytes"])
def test_what_was_exported_has_learned_what_its_run_has(project: Path, tmp_path: Path, found_by: str) -> None:
    target = tmp_path / "out"
    export = exported(project, target)
    models = {name: target / name.split("/")[0] for name in (*FILES, "x-base-f16.gguf")}
    if found_by == "its place":
        (target / "manifest.json").unlink()
    elif found_by == "the manifest beside it":
        moved = tmp_path / "stick"
        shutil.copytree(target, moved)
        shutil.rmtree(export.path)
        models = {name: moved / path.name for name, path in models.items()}
    else:
        for name, path in models.items():
            alone = tmp_path / f"alone {name.replace('/', ' ')}"
            models[name] = Path(shutil.copytree(path, alone) if path.is_dir() else shutil.copyfile(path, alone))
    for name in FILES:
        assert learned(project, models[name]) == (("0001-lora",), ())
    # Exported beside the adapter, and what the run began with.
    assert learned(project, models["x-base-f16.gguf"]) == ((), ())


def test_an_adapter_counts_and_so_does_its_base(project: Path, tmp_path: Path) -> None:
    exported(project, tmp_path / "out")
    lora, base = (str(tmp_path / "out" / name) for name in ("x-lora-f16.gguf", "x-base-f16.gguf"))
    assert runs_behind(project, [Subject(title="", base=base, result=lora)]) == ("0001-lora",)


def test_nobody_knows_what_a_foreign_model_has_learned(project: Path, tmp_path: Path) -> None:
    exported(project, tmp_path / "out")
    foreign = tmp_path / "x-f16.gguf"
    foreign.write_text("weights 9", "utf-8")
    assert learned(project, foreign) == ((), ("x-f16.gguf",))
    assert untraced(project, [subject_of_model(name) for name in ("demo", "owner/name")]) == ()
    # The run that would know is gone.
    shutil.rmtree(project / "runs")
    assert learned(project, tmp_path / "out" / "x-f16.gguf") == ((), ("x-f16.gguf",))
    trained(project, {"model": {"base": str(foreign)}})
    assert untraced(project, [subject_of_model(str(foreign))]) == ()
