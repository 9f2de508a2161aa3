"""The main job with nothing played: a real window, a real worker, a real model, and a kill in the middle."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from studio.data.project import Project
from studio.paths import DEMO
from studio.runs.folder import LIVING, RunFolder
from studio.runs.run import read_job
from studio.runs.supervisor import kill_worker, run_state

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("drive_window.py")
TESTED = 24

pytestmark = pytest.mark.slow


class Window:
    """A window in a process of its own and what its user tells of it."""

    def __init__(self, *words: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(DRIVER), *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def wait_for(self, key: str, enough: Callable[[Any], bool] = lambda _value: True) -> dict[str, Any]:
        """The next thing told about `key` that is enough; fails when the window ends before."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told: dict[str, Any] = json.loads(line)
            if key in told and enough(told[key]):
                return told
        raise AssertionError(f"the window ended ({self._process.wait()}) before it told about {key}")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        self._process.wait()

    def end_by_itself(self) -> int:
        return self._process.wait(timeout=300)

    def close(self) -> None:
        if self._process.poll() is None:
            self.kill()
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture
def open_window() -> Iterator[Callable[..., Window]]:
    with ExitStack() as stack:

        def open_it(*words: str) -> Window:
            window = Window(*words)
            stack.callback(window.close)
            return window

        yield open_it


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "headaches"
    Project.create(path, "Headaches").close()
    (path / "contract.yaml").write_bytes((DEMO / "contract.yaml").read_bytes())
    yield path
    for folder in path.glob("runs/0*"):
        if run_state(RunFolder(folder)) in LIVING:
            kill_worker(RunFolder(folder))


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """One file with all three parts, as a user might have it."""
    lines = [
        {**json.loads(line), "split": split}
        for name, split, count in (
            ("train", "train", 200),
            ("validation", "validation", 12),
            ("heldout", "test", TESTED),
        )
        for line in (DEMO / f"{name}.jsonl").read_text("utf-8").split("\n")[:count]
        if line
    ]
    path = tmp_path / "examples.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path


def test_from_a_dropped_file_to_an_adapter_across_the_death_of_the_window(
    project: Path, examples: Path, open_window: Callable[..., Window]
) -> None:
    first = open_window("start", str(project), str(examples))
    assert first.wait_for("open")["torch"] is False
    counts = first.wait_for("counts")["counts"]
    assert counts == f"200 to learn from · 12 to check progress · {TESTED} to test"
    before = first.wait_for("points", lambda points: points >= 5)
    assert before["state"] == "Running"
    first.kill()

    (folder,) = project.glob("runs/0*")
    run = RunFolder(folder)
    assert run_state(run) == "running"

    second = open_window("watch", str(project))
    attached = second.wait_for("points", lambda points: points > 0)
    assert attached["points"] >= before["points"]
    assert attached["title"] == before["title"]
    end = second.wait_for("end")
    assert (end["end"], end["problem"]) == ("Finished", "")
    assert "The trained model is better" in end["verdict"]
    assert second.end_by_itself() == 0

    assert run_state(run) == "finished"
    assert_adapter_answers_in_the_format(run)


def assert_adapter_answers_in_the_format(run: RunFolder) -> None:
    """Load what the run left with plain transformers and peft, in a process of its own, and ask it."""
    job = read_job(run)
    assert job.contract is not None
    asked = [json.loads(line) for line in (DEMO / "heldout.jsonl").read_text("utf-8").split("\n")[:8]]
    questions = [f"{each['instruction']}\n\n{each['input']}" for each in asked]
    answered = subprocess.run(
        [sys.executable, "-c", PLAIN_SCRIPT, str(DEMO / "base"), str(run.adapter), json.dumps(questions)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert answered.returncode == 0, answered.stderr
    answers = json.loads(answered.stdout.strip().split("\n")[-1])
    kept = sum(job.contract.complies(answer) for answer in answers)
    assert kept >= len(answers) - 1, answers


PLAIN_SCRIPT = """
import json, sys
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer
base, adapter, questions = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
tokenizer = AutoTokenizer.from_pretrained(base)
model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base), adapter)
answers = []
for question in questions:
    turns = [{"role": "user", "content": question}]
    ids = tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    out = model.generate(**ids, max_new_tokens=96, do_sample=False)
    answers.append(tokenizer.decode(out[0, ids["input_ids"].shape[1]:], skip_special_tokens=True).strip())
print(json.dumps(answers))
"""


def test_a_second_window_on_a_project_is_read_only_and_says_so(
    project: Path, open_window: Callable[..., Window]
) -> None:
    with Project.open(project):
        second = open_window("look", str(project))
        told = second.wait_for("banner")
        assert told["banner"]
        assert not told["start"]
        assert "open in another window" in told["reason"]
        assert second.end_by_itself() == 0
