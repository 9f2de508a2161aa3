"""Texts, with labels or without."""

from pathlib import Path

import pytest

from studio.core.example import Classification, Text
from studio.data.importers import import_file, inspect_file
from studio.data.project import Project, ProjectReader
from tests.data.importers.preview import Preview, contents, problems, written


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        ({"text": "t", "label": "x"}, ("x",)),
        ({"text": "t", "label": 1}, ("1",)),
        ({"text": "t", "label": True}, ("true",)),
        ({"text": "t", "label": ["x", "y"]}, ("x", "y")),
        ({"text": "t", "labels": '["x", "y"]'}, ("x", "y")),
        ({"text": "t", "label": "x | y"}, ("x", "y")),
        ({"text": "t", "labels": "x; y, z"}, ("x", "y, z")),
        ({"text": "t", "labels": "x, y"}, ("x", "y")),
        ({"text": "t", "label": "pain, chest; acute"}, ("pain, chest; acute",)),
        ({"abstract": "t", "specialities": "x|y"}, ("x", "y")),
        ({"phrase": "t", "catégorie": "x"}, ("x",)),
        ({"text": "t", "labels": [" x ", "a|b"]}, (" x ", "a|b")),
    ],
)
def test_labels_in_the_ways_they_are_written(preview: Preview, row: object, labels: tuple[str, ...]) -> None:
    summary = preview(row)
    assert contents(summary) == [Classification(text="t", labels=labels)]
    assert (summary.layout, summary.kind) == ("classification", "classification")


@pytest.mark.parametrize("labels", ["", None, [], " ", [None], {"a": 1}])
def test_a_text_without_a_label_is_listed(preview: Preview, labels: object) -> None:
    good = {"text": "t", "labels": "x"}
    assert [line for line, _why in problems(preview(good, {"text": "t", "labels": labels}))] == [2]


def test_symptoms_in_a_list_are_the_text_one_a_line(preview: Preview) -> None:
    row = {"disease": "d", "symptoms": ["Fièvre", "Toux"], "medical_specialty": "Pneumologie"}
    summary = preview(row)
    assert contents(summary) == [Classification(text="Fièvre\nToux", labels=("Pneumologie",))]
    assert summary.sample[0].extra == {"disease": "d", "symptoms": ["Fièvre", "Toux"]}


def test_labels_without_a_text_say_what_is_missing(preview: Preview) -> None:
    summary = preview({"Age": 32, "ALB": 38.5, "Category": "0=Blood Donor"})
    assert "labels (“Category”), yet no column of texts" in summary.refusal
    assert "--map labels=Category" in summary.hint


def test_annotated_texts_are_texts_with_the_annotations_beside(preview: Preview) -> None:
    spans = [{"start": 0, "end": 1, "label": "NOM"}]
    summary = preview({"text": "t", "spans": spans}, {"text": "t", "labels": spans})
    assert contents(summary) == [Text(text="t"), Text(text="t")]
    assert summary.sample[0].extra == {"spans": spans}


def test_as_plain_text_the_labels_stay_beside(preview: Preview) -> None:
    summary = preview({"abstract": "t", "specialities": "x|y"}, kind="text")
    assert contents(summary) == [Text(text="t")]
    assert summary.sample[0].extra == {"labels": ["x", "y"]}
    summary = preview({"text": "t", "label": "x"}, kind="text")
    assert summary.sample[0].extra == {"label": "x"}


def test_a_mapping_makes_a_classification_of_any_table(tmp_path: Path) -> None:
    path = written(tmp_path / "cim10.csv", "code,libelle\nA00,Choléra\n")
    assert "code, libelle" in inspect_file(path).refusal
    expected = [Classification(text="Choléra", labels=("A00",))]
    assert contents(inspect_file(path, {"text": "libelle", "label": "code"})) == expected
    assert contents(inspect_file(path, {"text": "libelle", "labels": "code"}, "classification")) == expected
    assert contents(inspect_file(path, {"text": "libelle"})) == [Text(text="Choléra")]


MIMIC = (
    "ROW_ID,SUBJECT_ID,HADM_ID,CHARTDATE,CHARTTIME,STORETIME,CATEGORY,DESCRIPTION,CGID,ISERROR,TEXT\n"
    '1,22532,167853,2151-08-04,,,Discharge summary,Report,,,"Admission Date:\n\nline"\n'
    '2,22532,100000,2151-08-05,,,Nursing,Report,,,"second"\n'
    '3,13702,107527,2118-06-14,,,Nursing,Report,,1,"third"\n'
)


def test_notes_of_a_patient_stay_together(project: Project, reader: ProjectReader, tmp_path: Path) -> None:
    report = import_file(project, written(tmp_path / "NOTEEVENTS.csv", MIMIC))
    assert (report.layout, report.kind, report.imported) == ("mimic_notes", "text", 2)
    assert [(each.line, "ISERROR" in each.reason) for each in report.skipped] == [(6, True)]
    first, second = reader.rows([1, 2])
    assert first.content == Text(text="Admission Date:\n\nline")
    assert (first.family, first.split) == (second.family, second.split)
    assert reader.extra(1)["SUBJECT_ID"] == "22532"
    assert reader.extra(1)["CATEGORY"] == "Discharge summary"


def test_prose_is_a_row_a_paragraph(project: Project, reader: ProjectReader, tmp_path: Path) -> None:
    report = import_file(project, written(tmp_path / "notes.txt", "Un deux\ntrois.\n\nQuatre, cinq.\n"))
    assert (report.layout, report.kind) == ("text", "text")
    assert [row.content for row in reader.rows([1, 2])] == [Text(text="Un deux\ntrois."), Text(text="Quatre, cinq.")]
