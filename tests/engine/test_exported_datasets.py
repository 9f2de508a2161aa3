"""What the window writes as a `datasets` folder is read by the library itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from studio.core.example import Chat, Classification, Content, Message
from studio.data.exporters import export_rows
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery

# A process of its own: the library prints, counts threads and keeps a cache of its own.
LOAD = """
import json, sys
import datasets
loaded = datasets.load_from_disk(sys.argv[1])
print(json.dumps({name: [dict(row) for row in part] for name, part in loaded.items()}))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (
            Chat(messages=(Message(role="user", content="=q\u2028"), Message(role="assistant", content="é"))),
            {"messages": [{"role": "user", "content": "=q\u2028"}, {"role": "assistant", "content": "é"}]},
        ),
        (Classification(text="t", labels=("a", "b")), {"text": "t", "labels": ["a", "b"]}),
    ],
)
def test_load_from_disk_reads_every_split(tmp_path: Path, content: Content, fields: dict[str, object]) -> None:
    with Project.create(tmp_path / "project", "p") as project, ProjectReader(project.path) as reader:
        dataset = project.add_dataset("rows", content.kind)
        project.add_rows(dataset.id, [content], split="train")
        project.add_rows(dataset.id, [content], split="test")
        query = RowQuery(dataset_id=dataset.id)
        layout = "messages" if content.kind == "chat" else "text_labels"
        report = export_rows(reader, query, tmp_path / "saved", format="datasets", layout=layout, only_layout=True)
    answer = subprocess.run(
        [sys.executable, "-c", LOAD, str(report.file)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert answer.returncode == 0, answer.stderr
    # The two are alike and thus one family, which stays where its first row is.
    assert json.loads(answer.stdout)["train"][0] == fields
    assert set(json.loads(answer.stdout)) <= {"train", "test"}
