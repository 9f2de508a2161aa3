"""What is said of exports: verdicts, figures, costs, rows, commands."""

import sys
from pathlib import Path
from typing import get_args

import pytest

from studio.core.evaluation import Subject
from studio.core.export import Artefact, ExportJob, WantedArtefact
from studio.core.parity import (
    ArtefactParity,
    Divergence,
    EndFact,
    Measured,
    MetricCost,
    Parity,
    PromptFacts,
    Summary,
    Verdict,
)
from studio.ui.export.making.presenter import (
    answer,
    artefact_title,
    commands,
    costs,
    figures,
    job_title,
    name_words,
    no_proof,
    overall,
    typed,
    verdict_lines,
    worst_rows,
)
from studio.words import Language


def parity(*verdicts: Verdict, **more: object) -> Parity:
    artefacts = [
        ArtefactParity(
            artefact=Artefact(format="gguf", path=f"model-{at}.gguf", quant="q8_0"),
            title=f"model-{at}.gguf",
            verdict=verdict,
            summary=Summary(prompts=2, compared=1000, different=30, kl=0.0025),
            measured=Measured(size_bytes=4_060_000, tokens_per_second=450.4),
        ).model_copy(update=more)
        for at, verdict in enumerate(verdicts)
    ]
    return Parity(reference="Run 4", compared_tokens=64, artefacts=tuple(artefacts))


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), None),
        (("same", "same"), "same"),
        (("same", "slight"), "slight"),
        (("slight", "different", "unchecked"), "different"),
        (("same", "unchecked"), "partly"),
        (("unchecked",), "unchecked"),
    ],
)
def test_the_worst_artefact_decides(verdicts: tuple[Verdict, ...], expected: str | None) -> None:
    assert overall(parity(*verdicts)) == expected


def test_why_nothing_is_proved_is_said() -> None:
    assert "rows kept back from its training" in no_proof(None)
    assert "answer in words" in no_proof(parity())
    assert no_proof(parity("same")) == ""


def test_figures_stand_below_the_application() -> None:
    found = figures(parity("slight"), "Run 4")
    assert found.lines[0][0].text == "Run 4, in the application"
    assert [cell.text for cell in found.lines[1]] == ["model-0.gguf", "97%", "0.0025", "4.06 MB", "450", "–"]
    assert found.lines[1][1].tint == "warn"


def job(language: Language = "en", *wanted: WantedArtefact) -> ExportJob:
    return ExportJob(
        name="0001", title="N° 4: GGUF", project="", language=language, created_at=1.0,
        subject=Subject(title="N° 4", base="demo", run="0004-demo-cpu"), wanted=wanted, target="", stem="model",
    )  # fmt: skip


def test_the_question_is_answered_before_anything_else() -> None:
    said = {verdict: answer(parity("same", verdict), job()) for verdict in get_args(Verdict)}
    assert said["same"].words.startswith("Yes: on 2 rows")
    assert said["slight"].words.startswith("Nearly: model-1.gguf")
    assert "do not use this as it is: model-1.gguf." in said["different"].words
    assert said["unchecked"].words.endswith("the rest: model-1.gguf.")
    assert {each.doubt for each in said.values()} == {""}
    ollama = WantedArtefact(format="ollama", quant="q8_0")
    made = job("en", *ollama.stands_on, ollama)
    assert "compare again where it is" in answer(parity("same"), made).doubt
    asked = parity("same", artefact=Artefact(format="gguf", path="model-q8_0.gguf", quant="q8_0"))
    assert "through llama.cpp" in answer(asked, made).doubt


def test_titles_are_in_the_language_of_the_window() -> None:
    made = job("fr", WantedArtefact(format="gguf", quant="q8_0"))
    assert job_title(made) == "Run 4: GGUF Q8_0"
    assert artefact_title(parity("same", artefact=Artefact(format="merged", path="merged")).artefacts[0]) != "merged"
    assert name_words("merged") == "Merged weights (safetensors, 16 bits)"
    assert name_words("tri-q8_0.gguf") == "tri-q8_0.gguf"


def test_costs_tell_difference_and_interval() -> None:
    assert costs(parity("same")) is None
    cost = MetricCost(
        metric="format_compliance", n=120, before=0.99, after=0.90, difference=-0.09, low=-0.15, high=-0.03, p=0.01,
        detectable=None, verdict="worse",
    )  # fmt: skip
    found = costs(parity("slight", costs=(cost,)))
    assert found is not None
    assert [cell.text for cell in found.lines[0]] == [
        "Format compliance", "99%", "90%  worse\n−9 points (−15 to −3)"
    ]  # fmt: skip
    assert found.lines[0][2].tint == "bad"
    several = costs(parity("slight", "same", costs=(cost,)))
    assert several is not None
    assert several.headings[2:] == ("…0.gguf", "…1.gguf")
    assert any("Worse" in words for words in verdict_lines(parity("slight", costs=(cost,)))[0].sentences)


def test_worst_rows_show_where_answers_part() -> None:
    facts = PromptFacts(
        id=7,
        prompt_tokens=3,
        compared=4,
        different=1,
        divergence=Divergence(at=2, before="IRM", reference=" en", artefact=" sans", gap=1.0, tie=False),
        reference_text="IRM en urgence",
        artefact_text="IRM sans urgence",
    )
    (row,) = worst_rows(parity("slight", prompts=(facts,), worst=(7,)), {7: "Que proposer ?"})
    assert (row.question, row.inside[: row.alike], row.inside[row.alike :]) == ("Que proposer ?", "IRM ", "en urgence")
    assert "token 3" in row.parting
    ends = (EndFact(id=1, token="<end>", stops=True),)
    cut = facts.model_copy(update={"reference_text": "Pas d’imagerie<end>", "artefact_text": "Pas d’IRM<end>"})
    (row,) = worst_rows(parity("slight", prompts=(cut,), worst=(7,), ends=ends), {})
    assert (row.inside[row.alike :], row.outside[row.alike :]) == ("imagerie", "IRM")


@pytest.mark.parametrize(
    ("wanted", "created", "expected"),
    [
        ("ollama", True, ["ollama run model-q8_0"]),
        ("ollama", False, ["ollama create model-q8_0 -f {0}.Modelfile{1}", "ollama run model-q8_0"]),
        ("gguf", False, ["llama-cli -m {0}.gguf{1}"]),
        ("adapter", False, []),
    ],
)
def test_commands_are_ready_to_be_typed(tmp_path: Path, wanted: str, created: bool, expected: list[str]) -> None:
    artefact = WantedArtefact.model_validate({"format": wanted, "quant": "q8_0"})
    folder, mark = tmp_path / "mes modèles", '"' if sys.platform == "win32" else "'"
    job = ExportJob(
        name="0001", title="Run 4", project="", language="en", created_at=1.0, subject=Subject(title="x", base="demo"),
        wanted=(*artefact.stands_on, artefact), target=str(folder), stem="model",
    )  # fmt: skip
    begun = f"{mark}{folder / 'model-q8_0'}"
    assert list(commands(job, created=created)) == [each.format(begun, mark) for each in expected]


@pytest.mark.skipif(sys.platform == "win32", reason="shells there know no ~")
def test_paths_at_home_are_short() -> None:
    assert typed(Path.home() / "Atelier" / "a b.gguf") == "~/'Atelier/a b.gguf'"
