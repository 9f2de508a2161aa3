"""One example while it is edited: what the store holds, what it was asked to hold, what is on screen; no Qt."""

from collections.abc import Mapping
from typing import Any

from studio.core.example import Content, Message
from studio.data.fields import field_names
from studio.ui.data.editors.requests import ContentRequest
from studio.ui.data.table_model import EditRequest


class Draft:
    """Turns edits into requests, and brings changes made elsewhere together with what is being typed."""

    def __init__(self, row_id: int, stored: Content) -> None:
        self.row_id = row_id
        self.stored = stored
        self.asked = stored
        """What the store will hold once everything asked for is done."""
        self._waiting = 0

    def ask(self, content: Content) -> EditRequest | ContentRequest | None:
        """The request that stores what is on screen; None when that is asked for already."""
        if content == self.asked:
            return None
        name = changed_text(self.asked, content)
        self.asked = content
        self._waiting += 1
        if name and name in field_names(content):
            return EditRequest(self.row_id, name, texts_of(content)[name])
        return ContentRequest(self.row_id, content)

    def answered(self) -> None:
        """One request was carried out; `stored_now` follows."""
        self._waiting = max(0, self._waiting - 1)

    def refused(self) -> None:
        """One request was refused: what is on screen stays there, to be asked for again or given up."""
        self.answered()
        if not self._waiting:
            self.asked = self.stored

    def stored_now(self, stored: Content, typed: Content) -> Content:
        """What to show now that the store holds `stored`; nothing that is being typed is overwritten."""
        before = self.asked
        self.asked = merged(self.stored, self.asked, stored) if self._waiting else stored
        self.stored = stored
        return merged(before, typed, self.asked)


def merged(base: Content, ours: Content, theirs: Content) -> Content:
    """Both changes to `base`; where they touch the same text, or one changes the number of parts, ours."""
    if ours == base:
        return theirs
    if theirs == base or not shape_of(base) == shape_of(ours) == shape_of(theirs):
        return ours
    before, others = texts_of(base), texts_of(theirs)
    return with_texts(
        ours, {name: others[name] if text == before[name] else text for name, text in texts_of(ours).items()}
    )


def changed_text(before: Content, after: Content) -> str:
    """The name of the one text that differs; "" when more than that does."""
    if shape_of(before) != shape_of(after):
        return ""
    old = texts_of(before)
    changed = [name for name, text in texts_of(after).items() if text != old[name]]
    return changed[0] if len(changed) == 1 else ""


def texts_of(content: Content) -> dict[str, str]:
    """Every text by its name: `prompt`, `messages.0`, `options.1` …; roles and labels are no texts but structure."""
    found = {}
    for name, value in content:
        if isinstance(value, str) and name != "kind":
            found[name] = value
        elif name in ("messages", "history"):
            found |= {f"{name}.{at}": turn.content for at, turn in enumerate(value)}
        elif name == "options":
            found |= {f"{name}.{at}": option for at, option in enumerate(value)}
    return found


def with_texts(content: Content, texts: Mapping[str, str]) -> Content:
    """The same example with these texts."""
    found: dict[str, Any] = {}
    for name, value in content:
        if name in texts:
            found[name] = texts[name]
        elif name in ("messages", "history"):
            found[name] = tuple(_turn(turn, texts.get(f"{name}.{at}")) for at, turn in enumerate(value))
        elif name == "options":
            found[name] = tuple(texts.get(f"{name}.{at}", option) for at, option in enumerate(value))
    return content.model_copy(update=found)


def shape_of(content: Content) -> Content:
    """The example without its texts: what remains says how many editors it needs."""
    return with_texts(content, dict.fromkeys(texts_of(content), ""))


def _turn(turn: Message, text: str | None) -> Message:
    return turn if text is None else Message(role=turn.role, content=text)
