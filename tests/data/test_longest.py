"""The rows by which a run's memory is forecast are the longest that it would learn from."""

import pytest

from studio import paths
from studio.core.example import Classification, Content, Instruction, Preference
from studio.data.longest import longest_contents, longest_tokens
from studio.data.project import Project, ProjectReader
from studio.data.tokens import counter_for

LONG = "mal de tête avec fièvre depuis hier soir " * 20


def test_rows_of_other_parts_and_refused_ones_do_not_count(project: Project, reader: ProjectReader) -> None:
    dataset = project.add_dataset("cases", "instruction")
    rows = [Instruction(instruction=f"Cas {at}", response="non " * at) for at in range(1, 41)]
    project.set_split(project.add_rows(dataset.id, rows, split="train").inserted, None)
    assert "non " * 40 in longest_contents(reader, dataset.id)[0]
    project.set_split([1, 2, 3, 4], "train")
    project.set_status([4], "rejected")
    contents = longest_contents(reader, dataset.id)
    assert ["non " * times in contents[at] for at, times in enumerate((3, 2, 1))] == [True] * 3
    assert len(contents) == 3


@pytest.mark.parametrize(
    "content",
    [
        Preference(prompt="Cas", chosen=LONG, rejected="non"),
        Preference(prompt="Cas", chosen="non", rejected=LONG),
        Classification(text=f"Cas {LONG}", labels=("urgent",) * 50),
        Instruction(instruction="Cas", response=LONG),
    ],
)
def test_a_sequence_is_counted_as_it_is_computed(content: Content) -> None:
    counter = counter_for(paths.DEMO_MODEL / "tokenizer.json")
    words = counter.count("Cas") + counter.count(LONG)
    found = longest_tokens([content.model_dump_json()], counter)
    assert words <= found <= words + 10
