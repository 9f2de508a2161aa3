"""One row of every kind."""

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Kind, Message, Preference, Text
from studio.data.records import Origin, Row

CONTENTS: dict[Kind, Content] = {
    "instruction": Instruction(instruction="Que faire ?", input="Céphalée.", response="IRM"),
    "chat": Chat(
        messages=(
            Message(role="system", content="Soyez bref."),
            Message(role="user", content="J'ai mal."),
            Message(role="assistant", content="Depuis quand ?"),
        )
    ),
    "preference": Preference(prompt="Q", chosen="bien", rejected="mal"),
    "classification": Classification(text="Fièvre", labels=("infection", "urgence")),
    "choice": Choice(question="Q", options=("a", "b"), answers=(1,)),
    "text": Text(text="Un texte."),
}


def row_of(content: Content, id: int = 7) -> Row:
    return Row(
        id=id,
        content=content,
        family=id,
        split=None,
        status="draft",
        tags=(),
        note="",
        origin=Origin("cas.jsonl", 3, "imported"),
        created_at=0.0,
        edited_at=0.0,
    )
