"""Many phrases looked for at once in French text, the longest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from studio.text.french.tokens import WORD

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A phrase at its place, with what it stands for."""

    start: int
    end: int
    value: T


@dataclass(frozen=True)
class _Entry(Generic[T]):
    phrase: str
    value: T | None


class Phrases(Generic[T]):
    """Phrases by their first word; `left_alone` are longer ones, or beginnings of such, inside which none counts."""

    def __init__(self, phrases: Iterable[tuple[str, T]], left_alone: Iterable[str] = ()) -> None:
        entries: list[_Entry[T]] = [_Entry(lowered(phrase), value) for phrase, value in phrases]
        entries.extend(_Entry(lowered(phrase), None) for phrase in left_alone)
        self._by_word: dict[str, list[_Entry[T]]] = {}
        for entry in sorted(entries, key=lambda each: (-len(each.phrase), each.value is not None)):
            first = WORD.search(entry.phrase)
            if first is not None:
                self._by_word.setdefault(first[0], []).append(entry)

    def found(self, text: str) -> Iterator[Found[T]]:
        """What occurs in a text, in order, without overlaps; case and kinds of apostrophe and space aside."""
        plain = lowered(text)
        reached = 0
        for word in WORD.finditer(plain):
            entries = self._by_word.get(word[0])
            if entries is None or word.start() < reached:
                continue
            start = word.start()
            for entry in entries:
                if plain.startswith(entry.phrase, start) and _is_whole(plain, start, entry):
                    reached = start + len(entry.phrase)
                    if entry.value is not None:
                        yield Found(start, reached, entry.value)
                    break


def lowered(text: str) -> str:
    """The text in lower case with straight apostrophes and ordinary spaces, every character still in its place."""
    plain = text.lower()
    if len(plain) != len(text):
        plain = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    return plain.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def _is_whole(plain: str, start: int, entry: _Entry[T]) -> bool:
    after = plain[start + len(entry.phrase) : start + len(entry.phrase) + 1]
    return entry.value is None or not (after.isalnum() or after in ("-", "_"))
