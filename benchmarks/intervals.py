"""`python benchmarks/intervals.py [--draws 1000] [--rows 20 50 200 500]`: how often intervals hold and verdicts err.

Test sets whose truth is known are drawn anew each time: see tests/assess/scenarios.py. Nothing is asserted here;
tests/assess asserts.
"""

import argparse
from collections.abc import Callable, Sequence
from itertools import product
from math import sqrt

import numpy as np
from rich.console import Console
from rich.table import Table

from studio.assess.intervals import score_of
from studio.assess.mcnemar import detectable_share, false_alarm_rate
from studio.assess.metric import MetricInfo
from studio.assess.paired import compare
from tests.assess import scenarios as drawn

INFO = MetricInfo("m", "", "")
ONE: dict[str, tuple[drawn.One, bool]] = {
    "proportion, 1 to 10 %": (drawn.proportion(0.01, 0.1), False),
    "proportion, 40 to 60 %": (drawn.proportion(0.4, 0.6), False),
    "proportion, 90 to 99 %": (drawn.proportion(0.9, 0.99), False),
    "proportion, 80 to 95 %, families of 4": (drawn.proportion(0.8, 0.95, 0.5), True),
    "mean latency, moderate skew": (drawn.latency(0.5), False),
    "mean latency, strong skew": (drawn.latency(1.0), False),
    "mean latency, families of 4": (drawn.latency(0.5, 0.5), True),
    "latency p95": (drawn.latency_p95(0.5), False),
    "mean chrF, a quarter perfect": (drawn.chrf(0.25), False),
    "mean chrF, 4 in 5 perfect": (drawn.chrf(0.8), False),
    "mean chrF, 19 in 20 perfect": (drawn.chrf(0.95), False),
    "perplexity": (drawn.perplexity, False),
    "macro F1, 2 labels, 90 % right": (drawn.f1((0.7, 0.3), 0.9), False),
    "macro F1, 3 labels, 85 % right": (drawn.f1((0.4, 0.35, 0.25), 0.85), False),
    "macro F1, 3 labels, 95 % right": (drawn.f1((0.4, 0.35, 0.25), 0.95), False),
    "macro F1, rarest label 10 %, 80 % right": (drawn.f1((0.6, 0.3, 0.1), 0.8), False),
    "AUROC 0.80": (drawn.area(0.8, 0.3), False),
    "AUROC 0.90": (drawn.area(0.9, 0.3), False),
    "AUROC 0.97": (drawn.area(0.97, 0.3), False),
}
TWO: dict[str, tuple[drawn.Two, float, bool]] = {
    "proportion 90 %, disagreeing on 10 %": (drawn.two_proportions(0.9, 0.1), 0.08, False),
    "proportion 70 %, disagreeing on 30 %": (drawn.two_proportions(0.7, 0.3), 0.15, False),
    "proportion 80 %, families of 4": (drawn.two_proportions(0.8, 0.2, 0.5), 0.15, True),
    "mean chrF": (drawn.two_scores, 0.05, False),
    "mean chrF, 4 in 5 perfect": (drawn.two_mostly_perfect, 0.1, False),
    "mean latency": (drawn.two_latencies, 0.2, False),
    "macro F1, 3 labels": (drawn.two_f1((0.4, 0.35, 0.25), 0.8), 0.1, False),
    "macro F1, rarest label 10 %": (drawn.two_f1((0.6, 0.3, 0.1), 0.8), 0.1, False),
    "AUROC 0.85": (drawn.two_areas(0.85, 0.3), 0.07, False),
}


def covered(draw: drawn.One, rows: int, draws: int, *, families: bool) -> np.ndarray:
    """Whether the interval held the truth, and how wide it was; a line a draw that gave one."""
    found = []
    for number in range(draws):
        measure, truth = draw(np.random.default_rng([number, rows]), rows)
        score = score_of(measure, clusters=drawn.families(rows) if families else None)
        if score is not None:
            found.append((score.low <= truth <= score.high, score.high - score.low))
    return np.array(found, float)


def shown(draw: drawn.Two, rows: int, draws: int, effect: float, *, families: bool) -> np.ndarray:
    """Whether the verdict was better, and worse; a line a draw."""
    found = []
    for number in range(draws):
        before, after = draw(np.random.default_rng([number, rows]), rows, effect)
        paired = compare(before, after, INFO, clusters=drawn.families(rows) if families else None)
        verdict = paired.verdict if paired else ""
        found.append((verdict == "better", verdict == "worse"))
    return np.array(found, float)


def percent(values: np.ndarray) -> str:
    """Their mean with its standard error."""
    share = float(values.mean())
    return f"{100 * share:.1f} ± {100 * sqrt(share * (1 - share) / len(values)):.1f}"


def table_of(title: str, sizes: Sequence[int], cases: Sequence[str], cell: Callable[[str, int], str]) -> Table:
    """A line a case, a column a number of rows."""
    table = Table(title, *(f"n = {rows}" for rows in sizes))
    cells = {(case, rows): cell(case, rows) for case, rows in product(cases, sizes)}
    for case in cases:
        table.add_row(case, *(cells[case, rows] for rows in sizes))
    return table


def main() -> None:
    """Coverage, false alarms, power, and what counting all cases says of McNemar's test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--rows", type=int, nargs="+", default=[20, 50, 200, 500])
    asked = parser.parse_args()
    console = Console(width=120)

    def coverage(case: str, rows: int) -> str:
        draw, families = ONE[case]
        found = covered(draw, rows, asked.draws, families=families)
        return f"{percent(found[:, 0])}  ({np.median(found[:, 1]):.2g})"

    def alarms(case: str, rows: int) -> str:
        draw, _effect, families = TWO[case]
        return percent(shown(draw, rows, asked.draws, 0.0, families=families).sum(axis=1))

    def power(case: str, rows: int) -> str:
        draw, effect, families = TWO[case]
        return percent(shown(draw, rows, asked.draws // 4, effect, families=families).any(axis=1))

    console.print(table_of("Coverage, % (median width)", asked.rows, [*ONE], coverage))
    console.print(table_of("False alarms of the verdict, %", asked.rows, [*TWO], alarms))
    console.print(table_of("Differences shown, %", asked.rows, [*TWO], power))
    console.print(
        table_of(
            "McNemar, all cases counted",
            asked.rows,
            ["most false alarms, %", "detectable, points, 10 % disagreeing", "30 % disagreeing"],
            mcnemar,
        )
    )


def mcnemar(case: str, rows: int) -> str:
    """The worst over all shares of rows on which equal models may disagree, or the smallest difference that shows."""
    if case.startswith("most"):
        return f"{100 * max(false_alarm_rate(rows, share / 100) for share in range(1, 101)):.2f}"
    return f"{100 * detectable_share(rows, 0.1 if '10' in case else 0.3):.1f}"


if __name__ == "__main__":
    main()
