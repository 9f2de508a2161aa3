"""Metrics of labels are scikit-learn's, on all rows, on any resample and where labels are missing."""

import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as reference
from sklearn.preprocessing import label_binarize

from studio.assess.answered import AnsweredRow
from studio.assess.classification import METRICS, classification_measures
from studio.assess.label_scores import label_scores
from studio.assess.measure import Measure
from studio.core.evaluation import AnswersHead
from tests.assess.answers import labelled

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
ZERO = {"zero_division": 0.0}
NAN = {"zero_division": np.nan}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """scikit-learn warns of every absent class; that is what is tried here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def single(seed: int, rows: int, labels: int, ties: bool) -> tuple[list[AnsweredRow], AnswersHead, Numbers, Numbers]:
    draw = np.random.default_rng(seed)
    names = tuple("abcdef"[:labels])
    # Some labels are never true, and some never said.
    truth = draw.integers(0, max(1, labels - seed % 3), rows)
    table = draw.dirichlet(np.ones(labels), rows)
    if ties:
        table = np.round(table * 4) / 4
        table /= np.maximum(table.sum(axis=1, keepdims=True), 0.25)
    made = [labelled(at, [names[true]], probabilities=table[at]) for at, true in enumerate(truth)]
    return made, AnswersHead(fingerprint="", labels=names), truth, table


def by_name(measures: list[Measure]) -> dict[str, Measure]:
    return {each.metric: each for each in measures}


def area(function: Callable[..., float], truth: Numbers, table: Numbers, selected: Numbers, at: int) -> float:
    true = truth[selected] == at
    return float("nan") if true.all() or not true.any() else function(true, table[selected, at])


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 25), st.integers(2, 5), st.booleans())
def test_one_label_each(seed: int, rows: int, labels: int, ties: bool) -> None:
    made, head, truth, table = single(seed, rows, labels, ties)
    measures = by_name(classification_measures(made, head))
    for selected in (np.arange(rows), np.random.default_rng(seed).integers(0, rows, rows)):
        true, told = truth[selected], table[selected].argmax(axis=1)
        expected = {
            "accuracy": reference.accuracy_score(true, told),
            "balanced_accuracy": reference.balanced_accuracy_score(true, told),
            "macro_precision": reference.precision_score(true, told, average="macro", **ZERO),
            "macro_recall": reference.recall_score(true, told, average="macro", **ZERO),
            "macro_f1": reference.f1_score(true, told, average="macro", **ZERO),
            "micro_precision": reference.precision_score(true, told, average="micro"),
            "micro_recall": reference.recall_score(true, told, average="micro"),
            "micro_f1": reference.f1_score(true, told, average="micro"),
            "brier": reference.brier_score_loss(true, table[selected], labels=list(range(labels)))
            if labels > 2
            else np.mean((table[selected, 1] - true) ** 2 + (table[selected, 0] - (1 - true)) ** 2) / 2,
        }
        areas = {"auroc": reference.roc_auc_score, "auprc": reference.average_precision_score}
        for name, function in areas.items():
            each = [area(function, truth, table, selected, at) for at in range(labels)]
            expected |= {f"{name}:{label}": value for label, value in zip(head.labels, each, strict=True)}
            expected[f"macro_{name}"] = np.nanmean(each) if not np.isnan(each).all() else np.nan
        for at, label in enumerate(head.labels):
            one, other = true == at, told == at
            expected[f"precision:{label}"] = reference.precision_score(one, other, **NAN)
            expected[f"f1:{label}"] = reference.f1_score(one, other, **NAN)
        found = {name: measures[name].compute(selected) for name in expected}
        assert found == pytest.approx(expected, nan_ok=True)
    for at, label in enumerate(head.labels):
        one, other = truth == at, table.argmax(axis=1) == at
        for name, sign in (("recall", True), ("specificity", False)):
            expected_share = reference.recall_score(one == sign, other == sign, **NAN)
            measure = measures.get(f"{name}:{label}")
            assert (measure.value if measure else np.nan) == pytest.approx(expected_share, nan_ok=True)


def test_area_over_all_labels_is_that_of_one_against_the_rest() -> None:
    made, head, truth, table = single(6, 200, 4, False)
    found = by_name(classification_measures(made, head))
    assert found["macro_auroc"].value == pytest.approx(reference.roc_auc_score(truth, table, multi_class="ovr"))
    marks = label_binarize(truth, classes=range(4))
    assert found["macro_auprc"].value == pytest.approx(reference.average_precision_score(marks, table))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 25), st.integers(2, 5))
def test_several_labels_each(seed: int, rows: int, labels: int) -> None:
    draw = np.random.default_rng(seed)
    names = tuple("abcdef"[:labels])
    truth, table = draw.random((rows, labels)) < 0.3, draw.random((rows, labels))
    made = [
        labelled(at, [names[each] for each in np.flatnonzero(truth[at])], probabilities=table[at]) for at in range(rows)
    ]
    head = AnswersHead(fingerprint="", labels=names, several=True)
    measures = by_name(classification_measures(made, head))
    selected = draw.integers(0, rows, rows)
    true, told = truth[selected], table[selected] > 0.5
    # Those absent from both are no label of this selection, as with one label each.
    occurring = (true | told).any(axis=0)
    macro = (
        reference.f1_score(true[:, occurring], told[:, occurring], average="macro", **ZERO) if occurring.any() else 0
    )
    expected = {
        "accuracy": reference.accuracy_score(true, told),
        "hamming_loss": reference.hamming_loss(true, told),
        "macro_f1": macro,
        "micro_f1": reference.f1_score(true, told, average="micro", **NAN),
        "brier": np.mean(
            [reference.brier_score_loss(true[:, at], table[selected, at], labels=[False, True]) for at in range(labels)]
        ),
    }
    found = {name: measures[name].compute(selected) for name in expected}
    assert found == pytest.approx(expected, nan_ok=True)
    sets, said = ([frozenset(np.flatnonzero(row)) for row in marks] for marks in (truth, table > 0.5))
    trained = label_scores(sets, said, labels, frozenset())
    everywhere = {name: measures[name].value for name in ("accuracy", "macro_f1")}
    assert everywhere == pytest.approx({name: trained[name].value for name in everywhere})


def test_generated_answers_are_read() -> None:
    rows = [
        labelled(1, ["urgent"], "Urgent."),
        labelled(2, ["non urgent"], "Cette céphalée est non urgente ? Non urgent."),
        labelled(3, ["urgent"], "Ce n’est pas urgent."),
        labelled(4, ["non urgent"], "Je ne sais pas."),
    ]
    found = by_name(classification_measures(rows, AnswersHead(fingerprint="")))
    assert found["accuracy"].outcomes is not None
    assert found["accuracy"].outcomes.tolist() == [1, 1, 0, 0]
    assert found["unreadable_labels"].value == 0.5
    assert found["recall:urgent"].value == 0.5
    assert found["precision:urgent"].value == 1.0
    assert found["majority_accuracy"].value == 0.5
    assert "brier" not in found


def test_several_generated_labels_are_read() -> None:
    rows = [
        labelled(1, ["migraine", "cluster"], "Migraine, cluster"),
        labelled(2, [], "Aucune."),
        labelled(3, [], "blablabla"),
    ]
    found = by_name(classification_measures(rows, AnswersHead(fingerprint="")))
    assert found["accuracy"].outcomes is not None
    assert found["accuracy"].outcomes.tolist() == [1, 1, 0]


def test_a_label_that_training_never_saw_is_missed() -> None:
    rows = [labelled(1, ["a"], probabilities=(0.9, 0.1)), labelled(2, ["new"], probabilities=(0.6, 0.4))]
    found = by_name(classification_measures(rows, AnswersHead(fingerprint="", labels=("a", "b")), frozenset({"new"})))
    assert found["accuracy"].value == 0.5
    assert found["recall:new"].value == 0.0
    assert found["majority_accuracy"].value == 0.5


def test_every_measure_is_described() -> None:
    made, head, _truth, _table = single(0, 20, 3, False)
    generated = [labelled(1, ["a", "b"], "a"), labelled(2, ["a"], "b")]
    measures = classification_measures(made, head) + classification_measures(generated, AnswersHead(fingerprint=""))
    assert {each.metric.split(":")[0] for each in measures} == {each.name for each in METRICS}


def test_no_labels_no_measures() -> None:
    assert classification_measures([], AnswersHead(fingerprint="")) == []
