"""So many answers at a time, a short queue before them, and no more."""

import asyncio
from http import HTTPStatus

from studio.serving.limits import Limits
from studio.serving.refusing import Refused
from studio.words import _


class Room:
    """For one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._places = asyncio.Semaphore(limits.together)
        self._waiting = 0

    async def enter(self) -> None:
        """Wait for a place; raises Refused where too many wait already, or none comes free in time."""
        if self._places.locked() and self._waiting >= self._limits.waiting:
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", _("Too many requests at once; try again later.")
            )
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.patience_s):
                await self._places.acquire()
        except TimeoutError:
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE, "overloaded", _("The model is busy; try again later.")
            ) from None
        finally:
            self._waiting -= 1

    def leave(self) -> None:
        """Give the place free."""
        self._places.release()
