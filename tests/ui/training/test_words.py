"""Numbers, times and verdicts as both languages write them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.core.events import Scored
from studio.core.example import Split
from studio.core.recipe import Recipe, option_fields
from studio.ui.form_rules import explain, field_text, read_recipe
from studio.ui.formats import about, duration, integer, number, size, tick
from studio.ui.training.comparison import ScoreBook
from studio.ui.training.estimate_words import estimate_words
from studio.ui.training.local_models import cached_models, hub_cache, model_problem
from studio.ui.training.progress import Estimate
from studio.ui.training.readiness import DataCounts, Wish, data_words, judge
from studio.ui.training.smoothing import Smoothing
from studio.words import use_language


@pytest.fixture
def french() -> Iterator[None]:
    use_language("fr")
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5321, "0.532"), (2.0, "2"), (12.34, "12.3"), (123.6, "124"), (5231.4, "5,231"), (0, "0"), (-1.5, "−1.5"),
     (2e-4, "2 × 10⁻⁴"), (1e-5, "10⁻⁵"), (3.21e8, "3.21 × 10⁸"), (float("nan"), "–")],
)  # fmt: skip
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.usefixtures("french")
def test_french_numbers_have_a_comma_and_narrow_spaces() -> None:
    assert number(0.5321) == "0,532"
    assert integer(12_345) == "12\u202f345"
    assert size(1.42e9) == "1,42\u00a0Go"
    assert field_text(0.002) == "0,002"


def test_ticks_of_one_axis_have_the_same_decimals() -> None:
    assert [tick(value, 0.5) for value in (0.5, 1.0, 1.5)] == ["0.5", "1.0", "1.5"]
    assert tick(1500, 500) == "1,500"
    assert tick(2e-5, 1e-5) == "2 × 10⁻⁵"


def test_durations_name_the_two_units_that_matter() -> None:
    assert [duration(s) for s in (45, 125, 3 * 3600 + 1200, 200_000)] == ["45 s", "2 min 05 s", "3 h 20 min", "2 d 7 h"]
    assert [about(s) for s in (2, 47, 100, 700, 7300)] == ["5 s", "45 s", "2 min", "12 min", "2 h 02 min"]


@pytest.mark.usefixtures("french")
def test_the_time_left_is_said_in_french() -> None:
    words = estimate_words(Estimate("train", 30, 120, 30, 60.0, 110.0), "running", 1_763_700_000.0)
    assert words.remaining == "il reste environ 2\u00a0min"
    assert words.phase == "Entraînement · pas 30 sur 120"


def test_an_end_that_nobody_knows_is_not_told() -> None:
    estimate = Estimate("train", 30, 120, 30, 60.0, 110.0, tests_follow=True)
    words = estimate_words(estimate, "running", 1_763_700_000.0)
    assert (words.remaining, words.finish) == ("about 2 min of training left, then the tests", "")


def scored(state: str, metric: str, value: float, half: float, n: int = 120) -> Scored:
    return Scored(
        state="base" if state == "base" else "tuned",
        metric=metric,
        value=value,
        low=value - half,
        high=value + half,
        n=n,
    )


@pytest.mark.parametrize(
    ("before", "after", "verdict"), [(0.1, 0.9, "better"), (0.9, 0.1, "worse"), (0.5, 0.55, "unclear")]
)
def test_a_verdict_needs_intervals_that_do_not_touch(before: float, after: float, verdict: str) -> None:
    book = ScoreBook()
    book.take(scored("base", "format_compliance", before, 0.05))
    assert book.comparison().verdict == "unknown"
    book.take(scored("tuned", "format_compliance", after, 0.05))
    assert book.comparison().verdict == verdict


def test_a_loss_that_falls_is_better() -> None:
    book = ScoreBook()
    book.take(scored("base", "loss", 3.4, 0.1))
    book.take(scored("tuned", "loss", 0.3, 0.1))
    (row,) = book.comparison().rows
    assert (row.verdict, row.base) == ("better", "3.4 (3.3 to 3.5)")


def test_few_test_examples_weaken_the_sentence() -> None:
    book = ScoreBook()
    book.take(scored("base", "red_flag_recall", 0.1, 0.05, n=12))
    book.take(scored("tuned", "red_flag_recall", 0.9, 0.05, n=12))
    assert "12 test examples" in book.comparison().sentence


def test_one_measure_that_got_worse_is_not_hidden_by_one_that_got_better() -> None:
    book = ScoreBook()
    for metric, before, after in (("format_compliance", 0.1, 0.9), ("red_flag_recall", 0.9, 0.2)):
        book.take(scored("base", metric, before, 0.05))
        book.take(scored("tuned", metric, after, 0.05))
    comparison = book.comparison()
    assert comparison.verdict == "mixed"
    assert comparison.sentence == (
        "The trained model is better: answers in the required format. It is worse: red flags recognised."
    )


def test_a_base_model_that_never_raises_an_alarm_is_not_praised_for_it() -> None:
    book = ScoreBook()
    for metric, before, after in (("red_flag_recall", 0.0, 0.92), ("red_flag_specificity", 1.0, 0.9)):
        book.take(scored("base", metric, before, 0.02))
        book.take(scored("tuned", metric, after, 0.02))
    assert "called almost nothing urgent" in book.comparison().sentence


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (DataCounts(1, "x", "instruction", train=200, test=50), "No validation examples"),
        (DataCounts(1, "x", "instruction", train=200, validation=20), "No test examples"),
        (DataCounts(1, "x", "instruction", train=12, validation=20, test=50), "Few examples to learn from"),
        (DataCounts(1, "x", "instruction", train=200, validation=20, test=5), "Few test examples"),
        (DataCounts(1, "x", "instruction", unassigned=200), "divides them 80/10/10"),
    ],
)
def test_doubts_about_the_data_are_said_before_the_start(data: DataCounts, warning: str) -> None:
    readiness = judge(Wish("demo-cpu", Recipe(), data), read_only=False, busy=False)
    assert readiness.ready
    assert any(warning in each for each in readiness.warnings)


ONLY_APPROVED = Recipe().model_copy(update={"data": Recipe().data.model_copy(update={"only_approved": True})})


@pytest.mark.parametrize(
    ("approved", "obstacle"),
    [
        ({}, "No example is approved yet"),
        ({"validation": 3, "test": 2}, "None of the examples to learn from is approved yet"),
        ({"train": 70, "validation": 3}, ""),
    ],
)
def test_a_run_of_approved_examples_needs_some(approved: dict[Split | None, int], obstacle: str) -> None:
    data = DataCounts(1, "x", "instruction", train=200, validation=20, test=50, approved=approved)
    readiness = judge(Wish("demo-cpu", ONLY_APPROVED, data), read_only=False, busy=False)
    assert readiness.ready is not bool(obstacle)
    assert obstacle in readiness.obstacle
    assert judge(Wish("demo-cpu", Recipe(), data), read_only=False, busy=False).ready


def test_it_is_said_how_many_examples_are_approved() -> None:
    approved: dict[Split | None, int] = {"train": 12, "validation": 3}
    data = DataCounts(1, "x", "instruction", train=200, validation=20, test=50, approved=approved)
    warnings = judge(Wish("demo-cpu", ONLY_APPROVED, data), read_only=False, busy=False).warnings
    assert warnings[0] == (
        "Only approved examples are used: 15 of 270 examples are approved"
        " (12 to learn from · 3 to check progress · 0 to test)."
    )
    assert any("Few examples to learn from" in each for each in warnings)
    assert any("No test examples" in each for each in warnings)
    undivided = DataCounts(1, "x", "instruction", unassigned=200, approved={None: 150})
    readiness = judge(Wish("demo-cpu", ONLY_APPROVED, undivided), read_only=False, busy=False)
    assert readiness.ready
    assert "150 of 200 examples are approved." in readiness.warnings[0]


def test_rows_left_out_on_purpose_are_counted_and_stay_out() -> None:
    data = DataCounts(1, "x", "instruction", train=100, validation=10, test=40, unassigned=7)
    assert not data.undivided
    assert data_words(data).endswith("7 left out")


@pytest.mark.parametrize("text", ["0,0005", "5e-4", " 0.0005 ", "5E-4"])
def test_a_number_may_be_typed_in_either_language(text: str) -> None:
    recipe, problems = read_recipe(Recipe(), {"training.learning_rate": text})
    assert recipe is not None
    assert (recipe.training.learning_rate, problems) == (5e-4, {})


@pytest.mark.parametrize("text", ["1 000", "1\u202f000", "1000", "1,000"])
def test_thousands_are_read_as_english_writes_them(text: str) -> None:
    recipe, problems = read_recipe(Recipe(), {"training.max_steps": text, "training.epochs": text})
    assert recipe is not None
    assert (recipe.training.max_steps, recipe.training.epochs, problems) == (1000, 1000.0, {})


@pytest.mark.usefixtures("french")
def test_thousands_are_read_as_french_writes_them_and_never_guessed() -> None:
    steps = {text: read_recipe(Recipe(), {"training.max_steps": text})[0] for text in ("1\u202f000", "1,000", "1.000")}
    assert [recipe and recipe.training.max_steps for recipe in steps.values()] == [1000, None, None]
    epochs, _problems = read_recipe(Recipe(), {"training.epochs": "1,500"})
    assert epochs is not None
    assert epochs.training.epochs == 1.5


@pytest.mark.parametrize(
    ("name", "text", "note"),
    [
        ("method.rank", "0", "Enter a whole number from 1 to 256."),
        ("method.rank", "abc", "Enter a whole number from 1 to 256."),
        ("method.rank", "2.5", "Enter a whole number from 1 to 256."),
        ("training.learning_rate", "0", "Enter a number above 0 and up to 1."),
        ("training.epochs", "", "Enter a number above 0 and up to 1,000."),
    ],
)
def test_a_wrong_value_is_explained_beside_its_field(name: str, text: str, note: str) -> None:
    assert read_recipe(Recipe(), {name: text, "training.batch": "4"}) == (None, {name: note})


def test_every_bounded_option_can_say_what_it_accepts() -> None:
    for field in option_fields().values():
        assert "…" not in explain(field)


def test_only_models_that_are_here_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    whole = tmp_path / "models--google--gemma-3-270m" / "snapshots" / "abc"
    whole.mkdir(parents=True)
    (whole / "config.json").touch()
    (tmp_path / "models--half--downloaded" / "snapshots" / "abc").mkdir(parents=True)
    assert cached_models(hub_cache()) == []
    (whole / "model.safetensors").touch()
    assert cached_models(hub_cache()) == ["google/gemma-3-270m"]
    assert model_problem("google/gemma-3-270m", cached_models(hub_cache())) == ""


def test_what_is_wrong_with_a_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "pickled").mkdir()
    (tmp_path / "pickled" / "config.json").touch()
    (tmp_path / "model.gguf").touch()
    assert model_problem("demo", []) == ""
    assert model_problem(str(tmp_path / "model.gguf"), []) == ""
    assert "safetensors" in model_problem(str(tmp_path / "pickled"), [])
    assert "config.json" in model_problem(str(tmp_path), [])
    assert "no such folder" in model_problem(str(tmp_path / "nowhere"), [])
    assert "not on this machine" in model_problem("owner/name", [])


def test_smoothing_in_pieces_gives_the_same_line() -> None:
    values = np.random.default_rng(0).normal(size=50)
    whole, pieces = Smoothing(), Smoothing()
    together = np.concatenate([pieces.take(values[:7]), pieces.take(values[7:])])
    assert np.allclose(whole.take(values), together)
    assert whole.take(np.full(200, 3.0))[-1] == pytest.approx(3.0)
