"""What a result says of itself: made from which model and data, by which recipe and versions, with which scores."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version

from studio.assess.score import Score
from studio.core.events import ModelState
from studio.core.job import Job
from studio.engine.base_model import BaseModel
from studio.engine.hashes import hash_model
from studio.runs.durable import read_manifest, write_manifest
from studio.runs.folder import RunFolder

_LIBRARIES = ("torch", "transformers", "trl", "peft", "bitsandbytes", "accelerate", "datasets", "safetensors")


def library_versions() -> dict[str, str]:
    """Versions of what a run depends on, read without importing any of it."""
    return {"studio": version("studio"), **{name: version(name) for name in _LIBRARIES}}


def recipe_hash(job: Job) -> str:
    """SHA-256 of the recipe: two runs with the same one were asked the same."""
    return hashlib.sha256(job.recipe.model_dump_json().encode()).hexdigest()


def describe_result(job: Job, base: BaseModel, steps: int) -> dict[str, object]:
    """The facts of an adapter's manifest; hashing the base model reads all of its files."""
    return {
        "v": 1,
        "run": job.name,
        "steps": steps,
        "base_model": {"name": base.name, "files_sha256": hash_model(base.folder)},
        "recipe": job.recipe.model_dump(mode="json"),
        "recipe_sha256": recipe_hash(job),
        "data_sha256": job.snapshot.content_sha256,
        "versions": library_versions(),
        "scores": {},
    }


def add_scores(run: RunFolder, scores: Mapping[ModelState, Mapping[str, Score]]) -> None:
    """Put the comparison, by model state and metric, into the manifest of an adapter that is already complete."""
    told = {state: {name: vars(score) for name, score in by_name.items()} for state, by_name in scores.items()}
    write_manifest(run.adapter, {**(read_manifest(run.adapter) or {}), "scores": told})
