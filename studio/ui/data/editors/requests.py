"""What the pane asks to be changed; the store agrees or refuses."""

from dataclasses import dataclass

from studio.core.example import Content, Split, Status


@dataclass(frozen=True)
class SplitRequest:
    """A new split for the selected examples; None takes them out of all."""

    value: Split | None


@dataclass(frozen=True)
class StatusRequest:
    """A new status for the selected examples."""

    value: Status


@dataclass(frozen=True)
class TagsRequest:
    """Tags to put on the selected examples, and tags to take off."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


MarkRequest = SplitRequest | StatusRequest | TagsRequest


@dataclass(frozen=True)
class ContentRequest:
    """A new content for one example."""

    row_id: int
    content: Content


@dataclass(frozen=True)
class NoteRequest:
    """A new note for one example."""

    row_id: int
    text: str


@dataclass(frozen=True)
class SplitTurnRequest:
    """Make two conversations of one, the second beginning with turn `at`."""

    row_id: int
    at: int
