"""Connections that must say what they want: one that is only held open would keep others out."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def impatient(head_s: float) -> type[asyncio.Protocol]:
    """HTTP/1.1 in which the head of a request may take so many seconds, the first one as those that follow it."""

    class Impatient(H11Protocol):
        _due: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._await_head()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            if self._due is not None:
                self._due.cancel()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._await_head()

        def _await_head(self) -> None:
            if self._due is not None:
                self._due.cancel()
            self._due = self.loop.call_later(head_s, self._too_late)

        def _too_late(self) -> None:
            # A pipelined request may be under way, whose end begins the time anew.
            if self.conn.their_state is h11.IDLE:
                self.transport.close()

    return Impatient
