"""Rules that need all rows: lengths, labels, system prompts, twins, contradictions and leaks."""

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.example import Choice, Classification, Instruction, Preference
from studio.data.checks.near import likeness, shingles
from studio.data.checks.twins import groups_of
from studio.data.project import Dataset, Project

Filled = Callable[..., Dataset]
Found = Callable[..., list]
WORDS = ["céphalée", "brutale", "fièvre", "vomissements", "déficit", "traumatisme", "grossesse", "antécédents"]


def case(question: str, answer: str = "Du repos.", **more: str) -> Instruction:
    return Instruction(instruction=question, response=answer, **more)


def long_text(seed: int, words: int = 60) -> str:
    drawn = np.random.default_rng(seed).integers(0, 10_000, words)
    return " ".join(f"{WORDS[number % len(WORDS)]}{number}" for number in drawn)


def rows(findings: list) -> list[int]:
    return [finding.row_id for finding in findings]


def test_a_length_far_from_the_others_is_found(filled: Filled, found: Found) -> None:
    usual = [case(f"Que faire dans le cas {i} ?", "mot " * (20 + i % 5)) for i in range(30)]
    dataset = filled([*usual, case("Que faire dans le cas 31 ?", "Oui"), case("Que faire ici ?", "mot " * 3_000)])
    short, long = found(dataset, "length")
    assert (short.row_id, long.row_id) == (31, 32)
    assert short.text() == "The answer is very short: 3 characters, where 87 are usual."
    assert "very long: 11999 characters" in long.text()


def test_few_rows_have_no_usual_length_but_bounds_can_be_set(filled: Filled, found: Found) -> None:
    dataset = filled([case("q ?", "mot"), case("r ?", "mot " * 500)])
    assert found(dataset, "length") == []
    assert rows(found(dataset, "length", longest_answer=100, shortest_question=4)) == [1, 2]


def test_equal_lengths_make_no_strict_bounds(filled: Filled, found: Found) -> None:
    dataset = filled([*(case("Que faire ?", "quatre mots font foi") for _ in range(30)), case("Que faire ?", "x" * 45)])
    assert found(dataset, "length") == []


def test_a_system_prompt_is_missed_where_most_have_one(filled: Filled, found: Found) -> None:
    dataset = filled([case("a", system="s"), case("b", system="s"), case("c")])
    assert found(dataset, "system")[0].text() == "There is no system prompt; 2 of 3 rows have one."
    filled([case("d"), case("e")])
    assert found(dataset, "system") == []


def test_a_label_of_one_row_is_found_with_the_one_that_may_be_meant(filled: Filled, found: Found) -> None:
    labels = ["Migraine", "Migraine", "migraine", "AVC"]
    dataset = filled([Classification(text=f"t {i}", labels=(label,)) for i, label in enumerate(labels)])
    assert [finding.text() for finding in found(dataset, "rare_label")] == [
        "Only this row has the label “migraine”; others are labelled “Migraine”.",
        "Only this row has the label “AVC”.",
    ]


def test_duplicates_differ_in_white_space_at_most(filled: Filled, found: Found) -> None:
    dataset = filled([case("Mal de tête"), case("mal de tête"), case("Mal  de\ntête "), case("autre")])
    findings = found(dataset, "duplicate")
    assert [(each.row_id, each.group, each.text()) for each in findings] == [
        (1, 1, "Row 3 has the same texts."),
        (3, 1, "Row 1 has the same texts."),
    ]


def test_options_with_another_right_answer_are_no_duplicate_but_a_contradiction(filled: Filled, found: Found) -> None:
    asked = {"question": "Lequel ?", "options": ("a", "b")}
    dataset = filled([Choice(**asked, answers=(0,)), Choice(**asked, answers=(1,))])
    assert found(dataset, "duplicate") == []
    assert rows(found(dataset, "contradiction")) == [1, 2]


def test_the_same_question_with_different_answers_is_found(filled: Filled, found: Found) -> None:
    dataset = filled([case("Que faire ?", "A"), case("que  FAIRE ?", "B"), case("Que faire ?", "a"), case("Où ?", "C")])
    assert [finding.text() for finding in found(dataset, "contradiction")] == [
        "Row 2 asks the same and is answered differently.",
        "Row 1 asks the same and is answered differently.",
        "Row 2 asks the same and is answered differently.",
    ]


def test_pairs_of_one_prompt_contradict_only_when_better_and_worse_change_places(filled: Filled, found: Found) -> None:
    pairs = [("a", "b"), ("a", "c"), ("d", "a")]
    dataset = filled([Preference(prompt="q", chosen=chosen, rejected=rejected) for chosen, rejected in pairs])
    assert rows(found(dataset, "contradiction")) == [1, 2, 3]
    assert found(filled([Preference(prompt="r", chosen="a", rejected="b")] * 2), "contradiction")[3:] == []


def test_a_question_of_training_in_the_test_is_a_leak(filled: Filled, found: Found, project: Project) -> None:
    dataset = filled([case("Mal de tête ?"), case("Autre ?")])
    filled([case("mal de tete ?", "Un scanner.")], split="test")
    filled([case("Hors des divisions")], split="validation")
    assert [(each.row_id, each.text()) for each in found(dataset, "leak")] == [
        (1, "Row 3 asks the same and is in another split."),
        (3, "Row 1 asks the same and is in another split."),
    ]
    project.set_split([3], None)
    assert found(dataset, "leak") == []


def test_a_family_in_two_splits_is_a_leak(filled: Filled, found: Found, project: Project) -> None:
    dataset = filled([case("a"), case("b"), case("c")])
    project.db.execute("UPDATE example SET family = 1 WHERE id < 3")
    assert found(dataset, "family_leak") == []
    project.db.execute("UPDATE example SET split = 'test' WHERE id = 2")
    project.db.execute("DELETE FROM check_run")
    assert rows(found(dataset, "family_leak")) == [1, 2]


def test_near_duplicates_and_near_leaks_are_found_with_their_likeness(filled: Filled, found: Found) -> None:
    text = long_text(1)
    dataset = filled([case(long_text(2)), case(text), case(long_text(3))])
    filled([case(text.replace("brutale", "BRUTALE") + " ajout")], split="test")
    near = found(dataset, "near_duplicate")
    assert rows(near) == [2, 4]
    assert near[0].text() == "Nearly the same wording as row 4 (92 %)."
    assert {finding.group for finding in near} == {2}
    assert rows(found(dataset, "near_leak")) == [2, 4]
    assert found(dataset, "near_duplicate", similarity=0.95) == []


def test_identical_rows_are_left_to_the_duplicates(filled: Filled, found: Found) -> None:
    dataset = filled([case(long_text(1)), case(long_text(1))])
    assert found(dataset, "near_duplicate") == []
    assert rows(found(dataset, "duplicate")) == [1, 2]


def test_nearly_all_pairs_as_like_as_the_bound_are_found(filled: Filled, found: Found) -> None:
    pairs = []
    for seed in range(60):
        words = long_text(seed, 90).split()
        # Each word that changes takes three shingles of ninety with it: about 83 % stay alike.
        changed = [f"nouveau{seed}" if at in (20, 60) else word for at, word in enumerate(words)]
        pairs += [case(" ".join(words), ""), case(" ".join(changed), "")]
    assert len(found(filled(pairs), "near_duplicate")) >= 114


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=40), st.lists(st.sampled_from(WORDS), max_size=40))
def test_likeness_is_that_of_the_sets_of_three_words(one: list[str], more: list[str]) -> None:
    other = one + more
    expected = [{tuple(words[i : i + 3]) for i in range(len(words) - 2)} for words in (one, other)]
    truth = len(expected[0] & expected[1]) / len(expected[0] | expected[1])
    assert likeness(shingles(" ".join(one)), shingles(" ".join(other))) == truth


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 5)))
def test_groups_hold_the_places_of_equal_keys(keys: list[int]) -> None:
    expected = [[at for at, key in enumerate(keys) if key == wanted] for wanted in range(1, 6)]
    assert [group.tolist() for group in groups_of(np.array(keys, np.int64))] == [g for g in expected if len(g) > 1]
