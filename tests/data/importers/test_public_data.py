"""The public files beside the checkout come in whole, or say why they are no examples."""

import contextlib
from pathlib import Path

import pytest

from studio.data.importers import import_file, inspect_file
from studio.data.project import Project, ProjectReader
from studio.errors import ImportFailed

FILES = [
    ("qa/pubmedqa_pqal_dev500.json", 500, "choice", "pubmedqa"),
    ("qa/frenchmedmcqa_train.json", 2171, "choice", "frenchmedmcqa"),
    ("qa/frenchmedmcqa_dev.json", 312, "choice", "frenchmedmcqa"),
    ("qa/mmlu_medical_val.jsonl", 197, "choice", "mmlu_prompts"),
    ("qa/mmlu_clinical_knowledge_test_first100.csv", 100, "choice", "mmlu_csv"),
    ("qa/medqa_us4_test_first200.jsonl", 200, "choice", "medqa"),
    ("qa/medmcqa_dev_single_first200.jsonl", 200, "choice", "medqa"),
    ("classification/morfitt_train.tsv", 1514, "classification", "classification"),
    ("classification/morfitt_dev.tsv", 1022, "classification", "classification"),
    ("routing/diseases_symptoms_specialty_fr.json", 158, "classification", "classification"),
    ("clinical_fr/e3c_cases.jsonl", 504, "text", "text"),
    ("clinical_fr/e3c_layer1_train_annotations.jsonl", 36, "text", "text"),
    ("clinical_en/aci_bench_train.csv", 67, "instruction", "dialogue_note"),
    ("chat_fr/oasst1_fr_top1.jsonl", 256, "chat", "messages"),
    ("deid/eds_pseudo_fictitious_dev.jsonl", 116, "text", "text"),
]
MAPPED = [
    ("lexicons/cim10_fr_3car.csv", {"text": "libelle", "labels": "code"}, 2063),
    ("lexicons/cim10_chapitres.csv", {"text": "libelle", "labels": "chapitre"}, 22),
    ("lexicons/chu_fr.csv", {"text": "etablissement", "labels": "ville"}, 32),
    ("lexicons/noms_famille_faker_fr.csv", {"text": "nom"}, 400),
    ("lexicons/prenoms_faker_fr.csv", {"text": "prenom", "labels": "sexe"}, 215),
    ("lexicons/hpo_fr.babelon.tsv.gz", {"text": "translation_value"}, 14693),
    ("lexicons/bdpm_specialites.csv", {"text": "denomination", "labels": "forme"}, 15756),
]
REFUSED = [
    ("lab/hcvdat0.csv", "labels (“Category”), yet no column of texts"),
    ("lab/valeurs_usuelles_fr.csv", "bilan, analyte"),
    ("lexicons/prenoms_insee_1900_2021.csv", "prenom, sexe"),
    ("lexicons/cim10_fr.csv.gz", "code, type"),
    ("lexicons/lieux_faker_fr.json", "regions"),
]


@pytest.mark.parametrize("file", FILES, ids=[name for name, *_rest in FILES])
def test_examples_come_in_whole(
    project: Project, reader: ProjectReader, shared_data: Path, file: tuple[str, int, str, str]
) -> None:
    name, rows, kind, layout = file
    report = import_file(project, shared_data / name)
    assert (report.imported, report.skipped, report.kind, report.layout) == (rows, (), kind, layout)
    assert [each.rows for each in reader.datasets()] == [rows]


@pytest.mark.parametrize(("name", "mapping", "rows"), MAPPED, ids=[name for name, *_rest in MAPPED])
def test_a_table_comes_in_by_a_mapping(
    project: Project, shared_data: Path, name: str, mapping: dict[str, str], rows: int
) -> None:
    report = import_file(project, shared_data / name, mapping=mapping)
    assert report.imported + len(report.skipped) == rows
    assert all("is empty" in each.reason or "names no label" in each.reason for each in report.skipped)


@pytest.mark.parametrize(("name", "words"), REFUSED, ids=[name for name, _words in REFUSED])
def test_what_holds_no_examples_says_so(shared_data: Path, name: str, words: str) -> None:
    summary = inspect_file(shared_data / name)
    assert words in summary.refusal
    assert "--map" in summary.hint


def test_no_file_of_the_folder_ends_in_an_error_of_ours(shared_data: Path) -> None:
    for path in sorted(each for each in shared_data.rglob("*") if each.is_file()):
        with contextlib.suppress(ImportFailed):
            summary = inspect_file(path)
            assert summary.refusal or summary.rows_seen
