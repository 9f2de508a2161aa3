"""What comes with Atelier: every preset says in both languages what one wants to know, with the guides' values."""

from pathlib import Path

import pytest
import yaml

from studio import paths
from studio.core.preset import words_of
from studio.core.preset_text import read_preset
from studio.core.recipe import applies, option_fields, option_values
from studio.runs.presets import list_presets, load_preset
from tools.preset_times import estimated_minutes

FILES = sorted(paths.PRESETS.glob("*.yaml"))
EVERY = {
    "demo-cpu", "qlora-8gb-3b", "qlora-12gb-7b", "qlora-16gb-7b", "qlora-24gb-7b", "lora-16bit-24gb-7b",
    "lora-8bit-16gb-7b", "dora-24gb-7b", "rslora-24gb-7b", "adalora-24gb-7b", "prefix-24gb-7b", "full-24gb-1b",
    "biomistral-headache-triage", "starling-blood-tests", "bert-classification", "camembert-classification",
    "dpo-24gb-7b", "orpo-24gb-7b", "kto-24gb-7b", "small-data-16gb-7b", "large-data-24gb-7b",
}  # fmt: skip
LABELS = {
    "training.learning_rate": 2e-5, "training.batch": 16, "training.epochs": 3.0, "training.weight_decay": 0.01,
    "goal.task": "classification",
}  # fmt: skip
GUIDES = {
    "biomistral-headache-triage": {
        "method.rank": 16, "method.alpha": 16, "method.dropout": 0.0, "memory.micro_batch": 2, "training.batch": 8,
        "training.learning_rate": 2e-4, "training.schedule": "linear", "training.epochs": 3.0,
        "training.warmup_steps": 10, "training.optimiser": "adamw_8bit", "training.seed": 42,
        "model.base": "BioMistral/BioMistral-7B",
    },
    "starling-blood-tests": {
        "training.learning_rate": 2e-5, "memory.micro_batch": 8, "training.batch": 32, "training.epochs": 3.0,
        "training.warmup_steps": 500, "model.base": "berkeley-nest/Starling-LM-7B-alpha",
    },
    "bert-classification": LABELS,
    "camembert-classification": LABELS,
}  # fmt: skip
TWO_DIGITS = 0.11


def test_all_that_were_asked_for_are_there() -> None:
    names = {each.name for each in list_presets() if each.built_in}
    assert names >= EVERY
    assert len(names) == len(FILES)


def test_the_first_is_the_one_that_runs_everywhere() -> None:
    assert list_presets()[0].name == "demo-cpu"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_says_what_one_wants_to_know_in_both_languages(file: Path) -> None:
    preset = load_preset(file.stem).preset
    for text in (preset.name, preset.description, preset.for_whom, preset.needs):
        assert text is not None
        assert text.en != text.fr
        assert not any(space in text.fr for space in (" :", " ;", " !", " ?", "« ", " »", "'")), text.fr
    assert preset.time
    assert preset.sources
    assert preset.memory_gb is not None
    assert words_of(preset.name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_sets_only_what_counts(file: Path) -> None:
    values = option_values(load_preset(file.stem).preset.recipe)
    fields = option_fields()
    idle = {name for name, value in values.items() if value != fields[name].default and not applies(name, values)}
    assert idle == set()


@pytest.mark.parametrize(("name", "values"), GUIDES.items(), ids=GUIDES)
def test_the_guides_values_are_kept(name: str, values: dict[str, object]) -> None:
    found = option_values(load_preset(name).preset.recipe)
    assert {option: found[option] for option in values} == values


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_time_is_measured_or_what_the_formula_says(file: Path) -> None:
    data = yaml.safe_load(file.read_text("utf-8"))
    for told in data["time"]:
        if told["basis"] == "measured":
            assert file.stem == "demo-cpu"
            continue
        computed = estimated_minutes(data["recipe"], told["machine"], told.get("examples", 1000))
        assert computed <= told["minutes"] <= max(0.5, computed * (1 + TWO_DIGITS)), told


def test_the_guide_names_every_preset_and_its_example_is_one() -> None:
    guide = (paths.PRESETS.parent / "docs" / "presets.md").read_text("utf-8")
    assert [each.stem for each in FILES if f"| `{each.stem}` |" not in guide] == []
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    assert read_preset(example).problems == ()
