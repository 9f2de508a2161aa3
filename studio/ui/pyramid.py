"""Curves of any length at screen resolution: minima and maxima of ever larger groups of points."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
GROUP = 8


class _Grown:
    """An array that grows at its end; doubling its room makes appending cheap on average."""

    def __init__(self) -> None:
        self._room: Floats = np.empty(1024)
        self.count = 0

    @property
    def values(self) -> Floats:
        return self._room[: self.count]

    def extend(self, values: Floats) -> None:
        needed = self.count + len(values)
        if needed > len(self._room):
            room: Floats = np.empty(max(needed, 2 * len(self._room)))
            room[: self.count] = self.values
            self._room = room
        self._room[self.count : needed] = values
        self.count = needed


class Pyramid:
    """Points in order of x; level k keeps the least and the greatest y of every 8^k of them, so no spike is lost."""

    def __init__(self) -> None:
        self._x, self._y = _Grown(), _Grown()
        self._levels: list[tuple[_Grown, _Grown]] = []

    def __len__(self) -> int:
        return self._x.count

    @property
    def xs(self) -> Floats:
        """Every x, in order; a view of the store, not a copy."""
        return self._x.values

    @property
    def ys(self) -> Floats:
        """Every y; a view of the store, not a copy."""
        return self._y.values

    def append(self, xs: Floats, ys: Floats) -> None:
        """Add points whose x are not below those already there; only groups that became whole are computed."""
        self._x.extend(xs)
        self._y.extend(ys)
        low, high = self._y, self._y
        for level in range(1, 64):
            whole = low.count // GROUP
            if not whole:
                return
            if level > len(self._levels):
                self._levels.append((_Grown(), _Grown()))
            lows, highs = self._levels[level - 1]
            if whole > lows.count:
                span = slice(lows.count * GROUP, whole * GROUP)
                lows.extend(low.values[span].reshape(-1, GROUP).min(axis=1))
                highs.extend(high.values[span].reshape(-1, GROUP).max(axis=1))
            low, high = lows, highs

    def cut(self, x: float) -> None:
        """Forget the points from `x` on."""
        count = int(np.searchsorted(self.xs, x, side="left"))
        self._x.count = self._y.count = count
        for lows, highs in self._levels:
            count //= GROUP
            lows.count = highs.count = count

    def view(self, first: float, last: float, pixels: int) -> tuple[Floats, Floats]:
        """The line from x `first` to `last` in about two points per pixel at most, with one neighbour on each side."""
        start, stop = self._span(first, last)
        pixels = max(pixels, 16)
        if stop - start <= 2 * pixels:
            return self.xs[start:stop], self.ys[start:stop]
        return self._reduced(start, stop, pixels)

    def nearest(self, x: float) -> int | None:
        """The position of the point whose x is nearest, None when there is no point."""
        if not len(self):
            return None
        after = int(np.searchsorted(self.xs, x))
        choices = [at for at in (after - 1, after) if 0 <= at < len(self)]
        return min(choices, key=lambda at: abs(float(self.xs[at]) - x))

    def _span(self, first: float, last: float) -> tuple[int, int]:
        start = int(np.searchsorted(self.xs, first, side="left"))
        stop = int(np.searchsorted(self.xs, last, side="right"))
        return max(0, start - 1), min(len(self), stop + 1)

    def _reduced(self, start: int, stop: int, pixels: int) -> tuple[Floats, Floats]:
        # Groups are whole multiples of a level's own and start at multiples of their width, so that they
        # stay the same groups while points are added and the picture does not flicker.
        level, base = 0, 1
        while base * GROUP * pixels <= stop - start:
            level, base = level + 1, base * GROUP
        together = -(-(stop - start) // (base * pixels))
        width = base * together
        lows, highs = (self._y, self._y) if level == 0 else self._levels[level - 1]
        begin = start // width * together
        end = min(lows.count, -(-stop // base))
        edges = np.arange(0, end - begin, together)
        low = np.minimum.reduceat(lows.values[begin:end], edges)
        high = np.maximum.reduceat(highs.values[begin:end], edges)
        where = self.xs[(begin + edges) * base]
        rest = self.ys[end * base : stop]
        if len(rest):  # the newest points, too few yet for a group of this level
            low, high = np.append(low, rest.min()), np.append(high, rest.max())
            where = np.append(where, self.xs[end * base])
        xs, ys = np.repeat(where, 2), np.empty(2 * len(low))
        ys[0::2], ys[1::2] = low, high
        return np.append(xs, self.xs[stop - 1]), np.append(ys, self.ys[stop - 1])
