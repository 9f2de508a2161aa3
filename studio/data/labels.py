"""What steps of the history are called, in whichever language is in use."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.words import _


@dataclass(frozen=True)
class Label:
    """A message id and what fills its placeholders, so that the history reads in either language."""

    message: str
    words: Mapping[str, str | int] = field(default_factory=dict)

    def text(self) -> str:
        """The label in the language in use."""
        return _(self.message).format(**self.words)

    def stored(self) -> str:
        """As it is kept in the history."""
        return json.dumps({"message": self.message, "words": dict(self.words)}, ensure_ascii=False)


def read_label(stored: str) -> Label:
    """The label that `Label.stored` wrote."""
    data = json.loads(stored)
    return Label(data["message"], data["words"])
