"""Drafts by a language model, from the plan to draft rows of a real project."""

import json
from pathlib import Path

import pytest

from studio.core.augmentation import AugmentationPlan, Drafting
from studio.core.contract import parse_contract
from studio.core.example import Content, Instruction
from studio.data.augmenting.lineage import lineage_of
from studio.data.child import ChildCancelled
from studio.data.contract_file import write_contract
from studio.data.inserting import RowSource
from studio.data.project import Project, ProjectReader
from studio.data.records import NewRow, Row
from studio.data.snapshot import freeze_dataset
from studio.drafting import apply_drafts, draft
from studio.errors import AssistantFailed, PlanWrong
from studio.paths import DEMO
from tests.assist.answering import AnsweringServer, answering, said

ASKED = "Quelle conduite tenir ?"
URGENT = "Recommandation: IRM cérébrale en urgence et avis spécialisé devant : fièvre."
CALM = "Recommandation: traitement antalgique simple et surveillance, sans imagerie en urgence."
FEVER = "Patiente de 32 ans avec des céphalées depuis trois jours. Fièvre à 39 °C. Pas de raideur de nuque."
PAIN = "Patient de 41 ans avec des céphalées depuis une semaine. Ni fièvre ni raideur de nuque."
OTHER_FEVER = "Une femme de 32 ans a mal à la tête depuis trois jours ; elle a 39 °C de fièvre et la nuque souple."

OTHER_PAIN = "Un homme de 41 ans a mal à la tête depuis une semaine, sans fièvre ni raideur de nuque."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    with Project.create(folder, "drafts") as opened:
        write_contract(folder, parse_contract((DEMO / "contract.yaml").read_text("utf-8")))
        rows = [
            NewRow(Instruction(instruction=ASKED, input=text, response=answer).model_dump_json(), split="train")
            for text, answer in ((FEVER, URGENT), (PAIN, CALM))
        ]
        opened.insert_rows("cases", "instruction", RowSource(rows))
    return folder


def plan(server: AnsweringServer, task: str, **fields: object) -> AugmentationPlan:
    drafting = {"task": task, "count": 10, "server": server.address, "model": "a", **fields}
    return AugmentationPlan(dataset="cases", per_parent=1, drafting=Drafting.model_validate(drafting))


def rows(project: Path) -> list[Row]:
    with ProjectReader(project) as reader:
        return reader.rows(range(1, 20))


def text(content: Content) -> str:
    assert isinstance(content, Instruction)
    return content.input


def test_a_faithful_paraphrase_becomes_a_draft_and_an_unfaithful_one_does_not(project: Path) -> None:
    def reply(body: dict[str, object]) -> tuple[int, object]:
        return said(
            OTHER_FEVER if FEVER in json.dumps(body, ensure_ascii=False) else PAIN.replace("Ni fièvre", "Fièvre")
        )

    with answering(reply) as server:
        wanted = plan(server, "paraphrase")
        made = draft(project, wanted)
    assert sorted(each.is_accepted for each in made.variants) == [False, True]
    with Project.open(project) as opened:
        applied = apply_drafts(opened, wanted, made.variants)
        before = rows(project)
        opened.undo()
    assert applied.added == 1
    assert [text(row.content) for row in before] == [FEVER, PAIN, OTHER_FEVER]
    added = before[-1]
    assert (added.status, added.split, added.family, added.origin.how) == ("draft", "train", before[0].family, "model")
    assert len(rows(project)) == 2


def test_the_next_drafts_are_of_rows_that_have_fewer(project: Path) -> None:
    def reply(body: dict[str, object]) -> tuple[int, object]:
        return said(OTHER_FEVER if FEVER in json.dumps(body, ensure_ascii=False) else OTHER_PAIN)

    with answering(reply) as server, Project.open(project) as opened:
        wanted = plan(server, "paraphrase", count=1).model_copy(update={"per_parent": 2})
        first = draft(project, wanted)
        assert apply_drafts(opened, wanted, first.variants).added == 1
        second = draft(project, wanted)
    assert {each.parent_id for each in (*first.variants, *second.variants)} == {1, 2}


def test_what_a_model_wrote_is_learned_once_somebody_has_read_it(project: Path, tmp_path: Path) -> None:
    with answering(lambda _body: said(OTHER_FEVER)) as server:
        wanted = plan(server, "paraphrase")
        made = draft(project, wanted)
    with Project.open(project) as opened, ProjectReader(project) as reader:
        apply_drafts(opened, wanted, made.variants)
        unread = freeze_dataset(reader, 1, tmp_path / "unread")
        assert (unread.train.rows, unread.left_out.unapproved) == (2, 1)
        opened.set_status([3], "reviewed")
        assert freeze_dataset(reader, 1, tmp_path / "read").train.rows == 3


def test_the_lineage_names_task_and_model(project: Path) -> None:
    with answering(lambda _body: said(OTHER_FEVER)) as server:
        wanted = plan(server, "paraphrase")
        made = draft(project, wanted)
    with Project.open(project) as opened:
        apply_drafts(opened, wanted, made.variants)
    with ProjectReader(project) as reader:
        lineage = lineage_of(reader, 3)
    assert lineage is not None
    assert (lineage.parent_id, lineage.made_by) == (1, ("paraphrase: a",))


def test_new_cases_come_without_an_answer_and_are_answered_once_reviewed(project: Path) -> None:
    with answering(lambda body: said(f"Voici le cas :\n\n{OTHER_FEVER}")) as server:
        wanted = plan(server, "new_cases", specification="une céphalée fébrile", count=1)
        made = draft(project, wanted)
        assert "une céphalée fébrile" in server.asked[0][1]["messages"][0]["content"]
        with Project.open(project) as opened:
            assert apply_drafts(opened, wanted, made.variants).added == 1
            case = rows(project)[-1]
            assert case.content == Instruction(instruction=ASKED, input=OTHER_FEVER, response="")
            with pytest.raises(PlanWrong, match="nothing to draft"):
                draft(project, plan(server, "answers"))
            opened.set_status([case.id], "reviewed")
    for answer, added in ((CALM, 0), ("Il faut voir.", 0), (URGENT, 1)):
        with answering(lambda _body, answer=answer: said(answer)) as server, Project.open(project) as opened:
            wanted = plan(server, "answers")
            assert apply_drafts(opened, wanted, draft(project, wanted).variants).added == added
    answered = rows(project)[-1]
    assert (answered.status, answered.content.response) == ("draft", URGENT)


def test_text_that_could_tell_who_it_is_about_is_refused(project: Path) -> None:
    with answering(lambda _body: said(f"{OTHER_FEVER} Contact : anne@example.org")) as server:
        made = draft(project, plan(server, "new_cases", specification="x", count=1))
    assert "e-mail" in made.refused[0].sentence.text()


def test_another_machine_is_never_asked_unless_that_is_allowed(project: Path) -> None:
    wanted = AugmentationPlan(
        dataset="cases",
        drafting=Drafting(task="paraphrase", count=1, server="http://192.0.2.1:1", model="a"),
    )
    with pytest.raises(AssistantFailed, match="not on this machine"):
        draft(project, wanted)


def test_a_prompt_of_no_use_is_said_before_anything_is_asked(project: Path) -> None:
    with answering(lambda _body: said("x")) as server:
        with pytest.raises(AssistantFailed, match="lacks the place"):
            draft(project, plan(server, "paraphrase", prompt="Réécris."))
        assert not server.asked


def test_cancel_ends_the_work(project: Path) -> None:
    with answering(lambda _body: said(OTHER_FEVER)) as server:
        with pytest.raises(ChildCancelled):
            draft(project, plan(server, "paraphrase"), cancelled=lambda: len(server.asked) > 0)
        assert len(server.asked) == 1
