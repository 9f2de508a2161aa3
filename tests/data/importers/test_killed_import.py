"""A process killed in the middle of an import leaves the project as it was."""

import subprocess
import sys
from pathlib import Path

from studio.core.example import Instruction
from studio.data.importers import import_file
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import RowQuery
from tests.data.conftest import WriteLines

CHILD = """
import sys, time
from pathlib import Path
from studio.data.importers import import_file
from studio.data.project import Project

def progress(done, total):
    if done > total * 0.8:
        print("most of it", flush=True)
        time.sleep(600)

import_file(Project.open(Path(sys.argv[1])), Path(sys.argv[2]), progress=progress)
"""


def test_nothing_is_half_written(project: Project, dataset: Dataset, jsonl: WriteLines) -> None:
    path: Path = project.path
    project.close()
    file = jsonl(
        *({"instruction": f"question {i}", "output": "réponse " * 200} for i in range(4_000)), name="big.jsonl"
    )
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path), str(file)], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "most of it\n"
    finally:
        child.kill()
        child.communicate()
    with Project.open(path) as again, ProjectReader(path) as reader:
        assert [(each.name, each.rows) for each in reader.datasets()] == [("cases", 20)]
        assert [step.label for step in reader.steps()] == ["Add the data set “cases”", "Add rows: 20"]
        assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="question")).size == 0
        again.add_rows(dataset.id, [Instruction(instruction="x", response="y")])
        assert import_file(again, file).imported == 4_000
