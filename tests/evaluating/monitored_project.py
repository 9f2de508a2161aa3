"""A project with a test set, an answer contract, and a log of what its model answered in use."""

import json
from pathlib import Path
from typing import Any

from studio.core.bilingual import Bilingual
from studio.core.contract import AnswerFormat, Contract, UrgentAnswer
from studio.core.example import Instruction
from studio.data.contract_file import write_contract
from studio.data.project import Project

INSTRUCTION = "Lis ce cas de céphalée et propose la conduite à tenir."
CONTRACT = Contract(
    name=Bilingual(en="Headache", fr="Céphalées"),
    formats=(
        AnswerFormat(name=Bilingual(en="Urgent", fr="Urgent"), label="urgent", begins="IRM en urgence"),
        AnswerFormat(name=Bilingual(en="Rest", fr="Repos"), begins="Surveillance"),
    ),
    urgent=UrgentAnswer(name=Bilingual(en="urgent MRI", fr="IRM en urgence"), says=("en urgence",)),
)
_SITES = ("frontale", "occipitale", "diffuse", "temporale", "en casque", "pulsatile", "rétro-orbitaire")
_SINCE = ("ce matin", "hier", "deux jours", "une semaine", "trois semaines", "un mois")


def case(number: int, *, urgent: bool) -> str:
    who = "Femme" if number % 2 else "Homme"
    site, since = _SITES[number % len(_SITES)], _SINCE[number % len(_SINCE)]
    sign = "Raideur de nuque et fièvre à 39." if urgent else "Apyrétique, nuque souple."
    return f"{who} de {25 + number * 7 % 40} ans, céphalée {site} depuis {since}, échelle {number % 11}. {sign}"


def example(number: int) -> Instruction:
    urgent = number % 3 == 0
    response = "IRM en urgence." if urgent else "Surveillance."
    return Instruction(instruction=INSTRUCTION, input=case(number, urgent=urgent), response=response)


def monitored_project(path: Path) -> Path:
    """60 rows in training, 40 in the test split."""
    with Project.create(path, "Headaches") as project:
        write_contract(path, CONTRACT)
        dataset = project.add_dataset("cases", "instruction")
        project.add_rows(dataset.id, [example(number) for number in range(1, 61)], split="train")
        project.add_rows(dataset.id, [example(number) for number in range(61, 101)], split="test")
    return path


def entry(number: int, **fields: Any) -> dict[str, Any]:
    """A question like those of the test set, rightly answered, one an hour from 1 June 2026."""
    asked = example(number)
    at = 1_780_272_000 + 3_600 * number
    return {"question": asked.input, "answer": asked.response, "time": at, "model": "qlora-cephalees", **fields}


def write_log(file: Path, entries: list[Any]) -> Path:
    lines = (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in entries)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return file
