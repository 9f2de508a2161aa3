"""The numbers of a run as points of curves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from studio.core.events import Event, Memory, Metric
from studio.ui.pyramid import Floats

IN_VIEW = ""
"""The key of the run in view among those that are shown."""
Points = Mapping[str, tuple[Floats, Floats]]
"""Steps and values by the name of the metric, in the order they came."""


def points_of(events: Iterable[Event]) -> Points:
    """What these events measured; memory is told by the names `memory` and `gpu_allocated`, in bytes."""
    found: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))

    def add(name: str, step: int, value: float) -> None:
        steps, values = found[name]
        steps.append(step)
        values.append(value)

    for event in events:
        if isinstance(event, Metric):
            add(event.name, event.step, event.value)
        elif isinstance(event, Memory):
            add("memory", event.step, event.process_bytes)
            if event.device_bytes:
                add("gpu_allocated", event.step, event.device_bytes)
    return {name: (np.array(steps, float), np.array(values, float)) for name, (steps, values) in found.items()}
