"""A table of confusion counts as scikit-learn does, and names the rows of each cell."""

import pytest
from sklearn.metrics import confusion_matrix, multilabel_confusion_matrix

from studio.assess.confusion import NO_LABEL, confusion, confusion_of
from studio.assess.predictions import read_predictions
from studio.core.evaluation import AnswersHead
from tests.assess.answers import labelled

HEAD = AnswersHead(fingerprint="")
TRUTH = ["a", "b", "c", "a", "b", "a"]
TOLD = ["a", "a", "b", "?", "b", "a"]


def test_one_label_each() -> None:
    rows = [labelled(at + 10, [TRUTH[at]], TOLD[at]) for at in range(6)]
    table = confusion(read_predictions(rows, HEAD))
    assert table.told == ("a", "b", "c", NO_LABEL)
    expected = confusion_matrix(TRUTH, TOLD, labels=["a", "b", "c", "?"])[:3]
    assert table.counts.tolist() == expected.tolist()
    assert table.rows("a", "a") == (10, 15)
    assert table.rows("a", NO_LABEL) == (13,)
    assert table.rows("c", "c") == ()


def test_several_labels_have_a_table_each() -> None:
    rows = [labelled(1, ["a", "b"], "a"), labelled(2, [], "a, b"), labelled(3, ["b"], "b")]
    made = read_predictions(rows, HEAD)
    both = multilabel_confusion_matrix(made.truth, made.told)
    assert [confusion_of(made, label).counts.tolist() for label in made.labels] == both.tolist()
    assert confusion_of(made, "b").rows("b", NO_LABEL) == (1,)
    with pytest.raises(ValueError, match="several"):
        confusion(made)
