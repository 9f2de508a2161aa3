"""One answer that comes into being in a thread, and is read in the event loop."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from studio.serving.speaking import Ending, Speaker, Wanted


class Speech:
    """Begins when it is made; `free` is called in the event loop as soon as the model does nothing more for it."""

    def __init__(self, speaker: Speaker, wanted: Wanted, pool: ThreadPoolExecutor, free: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._pieces: asyncio.Queue[str | None] = asyncio.Queue()
        self._left = threading.Event()
        self._free = free
        self._made: Future[Ending] = pool.submit(speaker.speak, wanted, self._tell)
        self._made.add_done_callback(self._done)

    async def pieces(self) -> AsyncIterator[str]:
        """As they come; raises what the model's side raises."""
        while (piece := await self._pieces.get()) is not None:
            yield piece
        # Raises here even where nobody asks for the ending.
        self._made.result()

    @property
    def ending(self) -> Ending:
        """Once all pieces were taken."""
        return self._made.result()

    def leave(self) -> None:
        """Nobody wants more of it; the model stops at its next piece."""
        self._left.set()

    def _tell(self, piece: str) -> bool:
        if not self._left.is_set():
            self._send(self._pieces.put_nowait, piece)
        return self._left.is_set()

    def _done(self, _made: "Future[Ending]") -> None:
        self._send(self._pieces.put_nowait, None)
        self._send(self._free)

    def _send(self, call: Callable[..., object], *words: object) -> None:
        # The loop may have ended meanwhile, and then nobody waits.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call, *words)
