"""Cases of a made-up clinic, unlike each other, and variants of them."""

from studio.core.bilingual import Bilingual
from studio.core.contract import AnswerFormat, Contract
from studio.core.example import Instruction
from studio.data.augmenting.variant import Variant
from studio.data.reader import ProjectReader

URGENT, REST = "IRM en urgence.", "Repos et paracétamol."
CONTRACT = Contract(
    name=Bilingual(en="Headaches", fr="Céphalées"),
    formats=(
        AnswerFormat(name=Bilingual(en="Urgent", fr="Urgence"), label="urgent", begins="IRM"),
        AnswerFormat(name=Bilingual(en="Rest", fr="Repos"), begins="Repos"),
    ),
)
_SIGNS = ("une photophobie", "une phonophobie", "des nausées", "une douleur pulsatile", "une otalgie")


def case(number: int) -> Instruction:
    """Unlike all others in most of its words; every fourth is urgent."""
    sign, other = _SIGNS[number % 5], _SIGNS[(number // 5 + number + 1) % 5]
    told = (
        f"Consultation {number * 7919} pour {sign} depuis {2 + number % 9} jours, avec {other} le soir {number * 31}."
    )
    measured = f"Tension à 1{number % 4 + 1}0/80, poids {50 + number % 40} kg, code {number * 104729}."
    question = f"{told} {measured}"
    return Instruction(instruction="Que faire ?", input=question, response=URGENT if number % 4 == 0 else REST)


def variant_of(reader: ProjectReader, row_id: int, text: str = "") -> Variant:
    """A variant of a row, by default with one more word."""
    (row,) = reader.rows([row_id])
    assert isinstance(row.content, Instruction)
    content = row.content.model_copy(update={"input": text or f"{row.content.input} Bien."})
    with reader.one_moment() as db:
        digest = int(str(db.execute("SELECT digest FROM example WHERE id = ?", (row_id,)).get))
    return Variant(row_id, digest, f"42:{digest}:0", content.model_dump_json(), ("numbers",))
