"""Every metric by its name."""

from dataclasses import replace

from studio.assess import (
    benchmark_scores,
    choices,
    classification,
    contract_measures,
    preference_measures,
    speed,
    text_overlap,
    threshold,
    unreferenced,
)
from studio.assess.metric import OF_LABEL, MetricInfo

_MODULES = (
    *(contract_measures, preference_measures, classification, threshold, choices, benchmark_scores),
    *(text_overlap, unreferenced, speed),
)
METRICS = {each.name: each for module in _MODULES for each in module.METRICS}


def info(name: str) -> MetricInfo:
    """What a metric is, also of one label alone; a name that nobody knows stands for itself."""
    bare = name.partition(OF_LABEL)[0]
    known = METRICS.get(bare)
    return replace(known, name=name) if known else MetricInfo(name, name, "", unit="number", better="neither")


def label_of(name: str) -> str:
    """The label that a metric is of; empty for one of all rows."""
    return name.partition(OF_LABEL)[2]
