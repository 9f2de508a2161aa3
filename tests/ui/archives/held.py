"""Work that goes no further until a test lets it: what is stopped meanwhile is stopped on every machine."""

from threading import Event
from types import ModuleType
from typing import Any

import pytest

_PATIENCE_S = 120.0


def held(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> Event:
    """A function of the module waits for the event, then does what it does."""
    gate, real = Event(), vars(module)[name]

    def waiting(*arguments: Any, **named: Any) -> Any:
        gate.wait(_PATIENCE_S)
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, waiting)
    return gate
