"""How long the texts on screen are: characters at once, tokens when a thread has counted them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.formats import integer
from studio.ui.training.local_models import tokenizer_file
from studio.words import _, ngettext

PAUSE_MS = 250


@dataclass(frozen=True)
class Lengths:
    """Of each text by its name; `tokens` is None while they are not known, and `note` says by what or why not."""

    texts: Mapping[str, str]
    tokens: Mapping[str, int] | None = None
    note: str = ""

    def of(self, name: str) -> str:
        """In words, for one text."""
        return _words(len(self.texts[name]), None if self.tokens is None else self.tokens[name])

    def whole(self) -> str:
        """In words, for all texts together."""
        tokens = None if self.tokens is None else sum(self.tokens.values())
        return _words(sum(map(len, self.texts.values())), tokens)


class LengthCounter(QObject):
    """Counts the latest texts with the tokenizer of the chosen model; older ones are forgotten."""

    counted = Signal(object)  # Lengths

    def __init__(self, background: Background, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._background, self._settings = background, settings
        self._texts: Mapping[str, str] | None = None
        self._under_way: Mapping[str, str] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._start)

    def count(self, texts: Mapping[str, str], *, soon: bool) -> None:
        """Tell the lengths of these; not `soon` waits for a pause in typing."""
        self._texts = texts
        if soon:
            self._start()
        else:
            self._pause.start()

    def _start(self) -> None:
        self._pause.stop()
        if self._under_way is not None or self._texts is None:
            return
        texts, self._texts = self._texts, None
        model = self._settings.base_model
        file = tokenizer_file(model)
        if file is None:
            note = _("Tokens are not counted: the model {name} has no tokenizer.json.").format(name=model)
            self.counted.emit(Lengths(texts, note=note))
            return
        self._under_way = texts
        self._background.run(lambda: _count(file, texts), self._on_counted, self._on_failed)

    def _on_counted(self, lengths: Lengths) -> None:
        self._under_way = None
        if self._texts is None:
            self.counted.emit(lengths)
        elif not self._pause.isActive():
            self._start()

    def _on_failed(self, error: StudioError) -> None:
        # Tokens are an aid: what hinders them is told where they would stand.
        self._on_counted(Lengths(self._under_way or {}, note=error.message))


def _count(file: Path, texts: Mapping[str, str]) -> Lengths:
    from studio.data.tokens import counter_for

    counts = counter_for(file).counts(list(texts.values())).tolist()
    note = _("Tokens by {file}, without the marks of a chat template.").format(file=file)
    return Lengths(texts, dict(zip(texts, counts, strict=True)), note)


def _words(characters: int, tokens: int | None) -> str:
    words = ngettext("{count} character", "{count} characters", characters).format(count=integer(characters))
    if tokens is None:
        return words
    return f"{words} · " + ngettext("{count} token", "{count} tokens", tokens).format(count=integer(tokens))
