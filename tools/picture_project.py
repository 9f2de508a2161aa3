"""The project of the pictures: the sample with data sets of other kinds beside it, worked on by two people."""

import csv
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from studio.core.example import Chat, Choice, Classification, Content, Message, Preference
from studio.data.checks import remember
from studio.data.checks.running import run_checks
from studio.data.editing import duplicate_rows, set_note, set_tags
from studio.data.inserting import RowSource
from studio.data.licences import set_licence
from studio.data.locking import lock_test
from studio.data.project import Project, ProjectReader
from studio.data.records import Dataset, NewRow, RowQuery
from studio.data.replacing import Replacement, replace_all
from studio.data.reviewing import review_row
from studio.data.sample import create_sample_project
from studio.data.target_mix import TargetMix, set_target_mix
from studio.data.versions import create_version
from studio.data.views import save_view

ONE, OTHER = "Claire Martin", "Amadou Diallo"
"""The two reviewers; nobody in particular."""
SHARES = {"Three questions": 40.0, "Urgent brain MRI": 30.0, "Monitoring": 30.0}
"""By kind of answer of the sample's contract."""
TRIAGE, CHOICES, PAIRS, TALKS = "triage", "QCM neurologie", "préférences", "consultations"
_PEOPLE = ("Un homme de {age} ans", "Une femme de {age} ans", "Un étudiant de {age} ans", "Une patiente de {age} ans")
_COMPLAINTS = (
    ("décrit une douleur battante d’un seul côté avec gêne à la lumière", ("migraine",)),
    ("parle d’un serrement des deux tempes en fin de journée", ("tension",)),
    ("signale un coup de tonnerre pendant l’effort, puis des vomissements", ("urgence", "vasculaire")),
    ("se plaint d’un larmoiement avec douleur derrière l’œil chaque nuit", ("algie",)),
    ("tousse et dit que la tête lui fait mal depuis une sinusite", ("infection",)),
    ("prend du paracétamol tous les jours depuis trois mois", ("médicament",)),
)
_AGES = (19, 27, 34, 46, 52, 63, 71)
_QUESTIONS = (
    (
        "Quel signe impose une imagerie sans attendre ?",
        ("Une gêne à la lumière", "Un début en coup de tonnerre", "Une douleur des deux tempes", "Un sommeil court"),
        (1,),
    ),
    (
        "Quels traitements soulagent une crise de migraine ?",
        ("Un anti-inflammatoire", "Un triptan", "Un antibiotique", "Un corticoïde chaque jour", "Un antipaludéen"),
        (0, 1),
    ),
    ("Combien de jours de prise par mois définissent un abus de triptans ?", ("5", "10", "15", "20"), (1,)),
    (
        "Quel nerf conduit la sensibilité de la face ?",
        ("Le nerf facial", "Le nerf trijumeau", "Le nerf vague", "Le nerf optique"),
        (1,),
    ),
)


def create_picture_project(path: Path) -> None:
    """The sample project in `path` as people leave it after some days of work; raises ProjectFailed."""
    create_sample_project(path)
    with Project.open(path) as project, ProjectReader(path) as reader:
        _add_others(project)
        sample = reader.datasets()[0]
        trained_on = RowQuery(dataset_id=sample.id, splits=frozenset({"train"}))
        _work_on_sample(project, sample, reader.find_rows(trained_on).tolist())
        for dataset in reader.datasets():
            remember(project, run_checks(reader, dataset.id))


def write_import_file(folder: Path) -> Path:
    """A table to import, with columns of its own and rows that cannot come in."""
    file = folder / "urgences-2026.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, delimiter=";")
        table.writerow(("question", "réponse", "service", "patient", "date"))
        for number, (text, labels) in enumerate(described_cases()):
            answer = "" if number % 9 == 0 else f"Recommandation: avis {labels[0]} et surveillance."
            table.writerow(
                (text, answer, ("accueil", "neurologie")[number % 2], 1000 + number, f"2026-03-{number % 28 + 1:02}")
            )
    return file


def described_cases() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Invented complaints with their labels."""
    for age, person, (complaint, labels) in product(_AGES, _PEOPLE, _COMPLAINTS):
        yield f"{person.format(age=age)} {complaint}.", labels


def _add_others(project: Project) -> None:
    cases = list(described_cases())
    contents: dict[str, list[Content]] = {
        TRIAGE: [Classification(text=text, labels=labels) for text, labels in cases],
        CHOICES: [
            Choice(question=question, context=text, options=options, answers=answers)
            for (question, options, answers), (text, _labels) in zip(_QUESTIONS * 9, cases, strict=False)
        ],
        PAIRS: [
            Preference(
                prompt=f"{text} Que proposer ?",
                chosen="Recommandation: examen neurologique complet, puis imagerie si un signe d’alerte est présent.",
                rejected="Il faut se reposer.",
            )
            for text, _labels in cases[:48]
        ],
        TALKS: [_talk(text, labels) for text, labels in cases[:60]],
    }
    for name, rows in contents.items():
        project.insert_rows(
            name, rows[0].kind, RowSource([NewRow(each.model_dump_json()) for each in rows], f"{name}.jsonl")
        )
    project.forget_history()


def _talk(text: str, labels: tuple[str, ...]) -> Chat:
    return Chat(
        messages=(
            Message(role="system", content="Tu es un assistant de tri médical prudent."),
            Message(role="user", content=text),
            Message(role="assistant", content="La douleur a-t-elle commencé brutalement ? Y a-t-il de la fièvre ?"),
            Message(role="user", content="Non, elle est venue peu à peu, sans fièvre."),
            Message(
                role="assistant", content=f"Le tableau évoque : {labels[0]}. Une consultation sous 48 heures suffit."
            ),
        )
    )


def _work_on_sample(project: Project, sample: Dataset, ids: Sequence[int]) -> None:
    """Reviews, tags, notes, a named version, edits after it, and a locked test split."""
    project.author = ONE
    set_tags(project, ids[2:60:3], add=["relu"])
    set_tags(project, ids[1:40:5], add=["cas d’école"])
    set_note(project, ids[2], "À montrer aux internes.")
    for author, some in ((ONE, ids[:70]), (OTHER, ids[70:96])):
        project.author = author
        for at, row_id in enumerate(some):
            reason = "La conduite à tenir n’est pas justifiée." if at % 11 == 0 else ""
            review_row(project, row_id, "rejected" if reason else "approved", reason)
    project.author = ONE
    create_version(project, "Première relecture")
    project.author = OTHER
    query = RowQuery(dataset_id=sample.id, splits=frozenset({"train"}))
    replace_all(project, query, Replacement("sans imagerie en urgence", "sans imagerie urgente", "response"))
    duplicate_rows(project, ids[10:13])
    project.author = ONE
    for row_id, answer in zip(ids[100:], ("Recommandation: repos", "", "avis du neurologue"), strict=False):
        project.update_field(row_id, "response", answer)
    project.delete_rows(ids[190:194])
    lock_test(project, sample.id)
    set_target_mix(project, sample.id, TargetMix(SHARES))
    set_licence(project, "train.jsonl", "CC0 1.0")
    save_view(project, sample.id, "Longues réponses relues", RowQuery(dataset_id=sample.id, tag="relu", shortest=300))
