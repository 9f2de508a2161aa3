"""The prompts that a project keeps: changed, undone, exchanged, with each model's last answers."""

from pathlib import Path

import pytest

from studio.core.prompt import LastAnswers, RegressionPrompt
from studio.data.prompts import (
    PROMPTS_FILE,
    export_prompts,
    import_prompts,
    keep_prompt,
    put_back,
    read_last_answers,
    read_prompts,
    remove_prompts,
    write_last_answers,
)
from studio.errors import ImportFailed, ProjectFailed

CASE = RegressionPrompt(title="Été", prompt="Céphalée brutale.\nQue faire ?", urgent="yes", contains=("IRM",))


def test_prompts_keep_their_numbers_while_others_come_change_and_go(tmp_path: Path) -> None:
    keep_prompt(tmp_path, CASE)
    keep_prompt(tmp_path, RegressionPrompt(prompt="b"))
    keep_prompt(tmp_path, RegressionPrompt(id=1, prompt="a"))
    assert [(each.id, each.prompt) for each in read_prompts(tmp_path)] == [(1, "a"), (2, "b")]
    remove_prompts(tmp_path, [1])
    kept = keep_prompt(tmp_path, CASE)
    assert [each.id for each in kept.prompts] == [2, 3]
    assert read_prompts(tmp_path) == kept.prompts


def test_a_change_is_undone_unless_another_one_came_after_it(tmp_path: Path) -> None:
    first = keep_prompt(tmp_path, CASE)
    second = remove_prompts(tmp_path, [1])
    with pytest.raises(ProjectFailed, match="changed again since"):
        put_back(tmp_path, first)
    put_back(tmp_path, second)
    assert read_prompts(tmp_path) == first.prompts
    put_back(tmp_path, first)
    assert read_prompts(tmp_path) == ()


def test_what_is_exported_is_imported_once(tmp_path: Path) -> None:
    file = tmp_path / "others.jsonl"
    export_prompts([CASE, CASE.model_copy(update={"id": 9, "title": "x"}), CASE], file)
    keep_prompt(tmp_path, RegressionPrompt(prompt="mine"))
    import_prompts(tmp_path, file)
    kept = import_prompts(tmp_path, file).prompts
    assert [(each.id, each.title) for each in kept] == [(1, ""), (2, "Été"), (3, "x")]


@pytest.mark.parametrize("line", ["no JSON", '{"title": "without a question"}', '{"prompt": "a", "unknown": 1}'])
def test_a_wrong_line_is_named_and_nothing_is_added(tmp_path: Path, line: str) -> None:
    file = tmp_path / "others.jsonl"
    file.write_text(f'{{"prompt": "a"}}\n\n{line}\n', "utf-8")
    with pytest.raises(ImportFailed, match="Line 3"):
        import_prompts(tmp_path, file)
    assert read_prompts(tmp_path) == ()
    (tmp_path / PROMPTS_FILE).write_text(line, "utf-8")
    with pytest.raises(ProjectFailed, match="Line 1"):
        read_prompts(tmp_path)


def test_each_model_has_its_own_last_answers(tmp_path: Path) -> None:
    old, other = (
        LastAnswers(fingerprint=letter * 64, title="Run 1", at=at, answers={1: letter, 2: "é"})
        for letter, at in (("a", 1.0), ("b", 2.0))
    )
    new = old.model_copy(update={"at": 3.0})
    for each in (old, other, new):
        write_last_answers(tmp_path, each)
    assert read_last_answers(tmp_path, "a" * 64) == new
    assert read_last_answers(tmp_path, "b" * 64) == other
    # What is no longer asked, or asked otherwise, was never answered.
    keep_prompt(tmp_path, RegressionPrompt(prompt="a"))
    keep_prompt(tmp_path, RegressionPrompt(prompt="b"))
    keep_prompt(tmp_path, RegressionPrompt(id=2, prompt="b", title="only the title"))
    assert read_last_answers(tmp_path, "b" * 64) == other
    keep_prompt(tmp_path, RegressionPrompt(id=2, prompt="c"))
    assert read_last_answers(tmp_path, "b" * 64) == other.model_copy(update={"answers": {1: "b"}})
    remove_prompts(tmp_path, [1])
    assert read_last_answers(tmp_path, "b" * 64) == other.model_copy(update={"answers": {}})
    write_last_answers(tmp_path, new)
    # The beginning alone is no proof.
    assert read_last_answers(tmp_path, "a" * 16 + "c" * 48) is None
    assert read_last_answers(tmp_path, "d" * 64) is None
