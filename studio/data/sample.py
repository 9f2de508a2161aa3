"""The sample project of the demonstration."""

import shutil
from pathlib import Path

from studio.core.example import Split
from studio.data.connection import explained
from studio.data.importers import import_file
from studio.data.project import Project
from studio.errors import ProjectFailed
from studio.paths import DEMO
from studio.words import _

DATASET = "headaches"
_PARTS: tuple[tuple[str, Split], ...] = (
    ("train.jsonl", "train"),
    ("validation.jsonl", "validation"),
    ("heldout.jsonl", "test"),
)


def create_sample_project(path: Path) -> None:
    """The shipped headache cases as a new project in `path`, with their contract; raises ProjectFailed."""
    if path.exists() and any(path.iterdir()):
        raise ProjectFailed(
            _("The sample project needs a folder of its own: {path}").format(path=path),
            hint=_("Choose a folder that does not exist yet."),
        )
    # Made beside its place and moved there, so that a project that is there is whole.
    partial = path.with_name(f"{path.name}.partial")
    with explained(path):
        shutil.rmtree(partial, ignore_errors=True)
        with Project.create(partial, _("Headaches (sample)")) as project:
            for name, split in _PARTS:
                import_file(project, DEMO / name, dataset=DATASET, default_split=split)
            # The sample is given: the first undo takes back what the user did, never the cases.
            project.forget_history()
        shutil.copy(DEMO / "contract.yaml", partial / "contract.yaml")
        if path.exists():
            path.rmdir()
        partial.rename(path)
