"""Evaluations done by a real worker: answers, likelihoods, what is taken over, what is gone on with."""

import json
import sys
import time
from pathlib import Path
from statistics import fmean

import psutil
import pytest

from studio.core.evaluation import AnswersHead, Decoding, EvaluatedRow, EvaluationJob, Subject
from studio.core.events import Finished, Phase
from studio.core.example import Choice, Instruction, Preference, Text
from studio.runs.durable import hash_file
from studio.runs.evaluations import (
    EVALUATIONS,
    answers_file,
    read_answers,
    read_answers_head,
    read_timings,
    rows_file,
    summarise,
)
from studio.runs.folder import RunFolder
from studio.runs.run import begin_run, commit_job
from tests.engine.tiny import instructions
from tests.engine.workers import events_of, of_type, worker

pytestmark = pytest.mark.slow


def make_evaluation(project: Path, subjects, contents, kind="instruction", **more):
    """A complete folder, as the window makes it."""
    run = begin_run(project, "evaluation", EVALUATIONS)
    lines = [EvaluatedRow(id=at, content=content).model_dump_json() for at, content in enumerate(contents, 1)]
    rows_file(run).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    facts = {
        "name": run.name,
        "title": "cases",
        "project": str(project),
        "language": "en",
        "created_at": time.time(),
        "dataset": "cases",
        "kind": kind,
        "split": "test",
        "rows": len(contents),
        "rows_sha256": hash_file(rows_file(run)),
        "project_step": 0,
        "subjects": subjects,
        "decoding": Decoding(max_new_tokens=8),
        "timed_rows": 2,
    }
    commit_job(run, EvaluationJob.model_validate(facts | more))
    return run


def cases(count: int, start: int = 300):
    return [Instruction.model_validate_json(each) for each in instructions(count, start)]


@pytest.fixture(scope="module")
def trained(make_runs):
    """A run whose adapter differs from nothing: enough steps for other likelihoods."""
    run = make_runs({"training.max_steps": "6", "training.learning_rate": "1e-2", "method.name": "lora"})
    assert worker(run).wait() == 0
    return run


@pytest.fixture(scope="module")
def subjects(trained, tiny_model):
    base = Subject(title="before", base=str(tiny_model))
    tuned = Subject(title="after", base=str(tiny_model), run=trained.name, result=str(trained.adapter))
    return base, tuned


@pytest.fixture(scope="module")
def done(trained, subjects):
    """Base and result on six cases, in one go."""
    run = make_evaluation(trained.path.parent.parent, subjects, cases(6, 200))
    assert worker(run).wait() == 0
    return run


def test_every_model_answers_every_row(done) -> None:
    for at in range(2):
        answers = read_answers(done, at)
        assert sorted(answers) == [1, 2, 3, 4, 5, 6]
        assert all(each.loss and each.loss_tokens for each in answers.values())
        assert len(read_timings(done, at)) == 2
    base, tuned = (read_answers(done, at) for at in range(2))
    assert sum(tuned[id].loss for id in tuned) < sum(base[id].loss for id in base)
    assert summarise(done).state == "finished"


def test_the_base_is_loaded_once_for_both(done) -> None:
    phases = [(each.name, each.detail) for each in of_type(events_of(done), Phase)]
    assert [name for name, _detail in phases].count("load") == 1
    assert ("answer", "before") in phases
    assert ("answer", "after") in phases


def test_the_numbers_are_those_that_training_told(done, trained) -> None:
    """The worker that trains compares base and result on the same test rows."""
    told = json.loads((trained.adapter / "manifest.json").read_text("utf-8"))["scores"]
    for at, state in enumerate(("base", "tuned")):
        losses = [each.loss / each.loss_tokens for each in read_answers(done, at).values()]
        assert fmean(losses) == pytest.approx(told[state]["held_out_loss"]["value"], rel=0.02)


def test_nothing_is_generated_twice(done, trained, subjects) -> None:
    """The same questions in another evaluation are answered from the first one; only the new row is asked."""
    # The project has been moved since; the new row stands there twice; another evaluation is damaged.
    moved = [each.model_copy(update={"result": each.result and "/nowhere/adapter"}) for each in subjects]
    rows = [*cases(6, 200)[::-1], *cases(1, 900) * 2]
    again = make_evaluation(trained.path.parent.parent, moved, rows, timed_rows=0)
    answers_file(done, 7).mkdir()
    before = {each.asked: each.text for each in read_answers(done, 1).values()}
    assert worker(again).wait() == 0
    found = read_answers(again, 1)
    assert len(found) == 8
    assert {each.text for each in found.values() if each.asked in before} == set(before.values())
    assert found[8] == found[7].model_copy(update={"id": 8})
    assert read_answers_head(again, 1) == read_answers_head(done, 1)


def test_a_model_that_changed_since_is_asked_again(done, trained, subjects) -> None:
    """Answers of other weights, decoding or template do not count."""
    other = make_evaluation(
        trained.path.parent.parent, subjects[1:], cases(2), decoding=Decoding(max_new_tokens=4), timed_rows=0
    )
    assert worker(other).wait() == 0
    head = read_answers_head(other, 0)
    assert head is not None
    assert head.fingerprint != read_answers_head(done, 1).fingerprint
    assert all(each.tokens <= 4 for each in read_answers(other, 0).values())


def test_a_killed_evaluation_goes_on_where_it_was(trained, subjects) -> None:
    """Half an answers file, torn in its last line, is completed and not begun anew."""
    run = make_evaluation(trained.path.parent.parent, subjects[:1], cases(5, 700), timed_rows=0)
    assert worker(run).wait() == 0
    whole = answers_file(run, 0).read_bytes().split(b"\n")
    answers_file(run, 0).write_bytes(b"\n".join(whole[:3]) + b"\n" + whole[3][:20])
    kept = read_answers(run, 0)
    assert len(kept) == 2
    run.events.unlink()
    assert worker(run).wait() == 0
    found = read_answers(run, 0)
    assert len(found) == 5
    assert all(found[id] == answer for id, answer in kept.items())


def test_choice_questions_are_weighed_letter_by_letter(trained, subjects) -> None:
    question = Choice(question="Quelle cause ?", options=("Migraine", "Fièvre", "Déficit"), answers=(1,))
    run = make_evaluation(trained.path.parent.parent, subjects[:1], [question], "choice")
    assert worker(run).wait() == 0
    (answer,) = read_answers(run, 0).values()
    assert len(answer.likelihoods) == 3
    assert all(each < 0 for each in answer.likelihoods)


def test_preferences_and_plain_texts_are_weighed(trained, subjects) -> None:
    pair = Preference(prompt="Patient de 30 ans ?", chosen="Recommandation: surveillance.", rejected="Non.")
    run = make_evaluation(trained.path.parent.parent, subjects[:1], [pair, Text(text="Le patient a 51 ans.")], "text")
    assert worker(run).wait() == 0
    found = read_answers(run, 0)
    assert len(found[1].likelihoods) == 2
    assert found[2].text == ""
    assert found[2].loss_tokens > 1


def test_a_missing_model_is_a_sentence(trained, tmp_path) -> None:
    run = make_evaluation(trained.path.parent.parent, [Subject(title="x", base=str(tmp_path / "no"))], cases(1))
    assert worker(run).wait() == 1
    summary = summarise(run)
    assert summary.state == "failed"
    assert "was not found" in summary.message


def test_head_and_finish_are_told(done) -> None:
    assert isinstance(read_answers_head(done, 0), AnswersHead)
    (finished,) = of_type(events_of(done), Finished)
    assert finished.reason == "completed"


def test_a_gguf_file_answers_as_llama_cpp_has_it(trained, tiny_model, tmp_path) -> None:
    """The same weights as GGUF: greedy answers as transformers gives them, but for ties in 16 bits.

    So it is with the adapter, put on the file.
    """
    from studio.engine.export.gguf.adapter import write_gguf_adapter
    from studio.engine.export.watch import Watch
    from tests.engine.export.gguf.families import gguf_of

    file, lora = gguf_of(tiny_model, tmp_path / "tiny.gguf"), tmp_path / "lora.gguf"
    write_gguf_adapter(trained.adapter, tiny_model, lora, Watch(), "f32")
    four = (
        Subject(title="folder", base=str(tiny_model)),
        Subject(title="file", base=str(file)),
        Subject(title="tuned", base=str(tiny_model), result=str(trained.adapter)),
        Subject(title="adapter", base=str(file), result=str(lora)),
    )
    run = make_evaluation(trained.path.parent.parent, four, cases(6, 500), timed_rows=1)
    assert worker(run).wait() == 0
    folder, gguf, tuned, adapter = (read_answers(run, at) for at in range(4))
    assert len(gguf) == len(adapter) == 6
    for theirs, ours in ((folder, gguf), (tuned, adapter)):
        assert sum(theirs[id].text == ours[id].text for id in ours) >= 5
    assert sum(gguf[id].text != adapter[id].text for id in gguf) >= 5
    assert len({read_answers_head(run, at).fingerprint for at in range(4)}) == 4
    (timing,) = read_timings(run, 1)
    assert 0 < timing.first_token_s <= timing.total_s


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are no files there")
def test_llama_cpp_can_be_reached_by_nobody_else(tiny_model, tmp_path) -> None:
    """It answers this process without a port and without a socket in the file system."""
    from studio.engine.evaluating.asking import Manner, ask
    from studio.engine.evaluating.gguf import gguf_answers, load_gguf
    from studio.engine.wishes import Wishes
    from tests.engine.export.gguf.families import gguf_of

    subject = Subject(title="file", base=str(gguf_of(tiny_model, tmp_path / "tiny.gguf")))
    long = Instruction(instruction="Que faire ? " * 900, response="Repos.")
    rows = [EvaluatedRow(id=at, content=content) for at, content in enumerate((long, *cases(1)), 1)]
    asked = [ask(each, Manner()) for each in rows]
    speaker = load_gguf(subject, Decoding(max_new_tokens=4), asked)
    assert psutil.Process().net_connections(kind="inet") == []
    assert not Path(speaker.server.listening_address.removeprefix("unix://")).exists()
    (answer,) = gguf_answers(speaker, Decoding(max_new_tokens=4), asked, Wishes(RunFolder(tmp_path)))
    # The other question is longer than the file's own context.
    assert answer.id == 2


def test_a_damaged_gguf_file_is_a_sentence(trained, tmp_path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF" + bytes(64))
    run = make_evaluation(trained.path.parent.parent, [Subject(title="x", base=str(tmp_path / "bad.gguf"))], cases(1))
    assert worker(run).wait() == 1
    assert "llama.cpp cannot load" in summarise(run).message
