"""Confidence intervals of proportions."""

from math import sqrt
from statistics import NormalDist

_Z_95 = NormalDist().inv_cdf(0.975)


def wilson(successes: int, total: int) -> tuple[float, float]:
    """95 % score interval of a proportion (Wilson 1927, J. Am. Stat. Assoc. 22:209-212); ValueError without rows.

    Recommended over Wald's, which has no width at 0 and 100 % (Brown, Cai, DasGupta 2001, Stat. Sci. 16:101-133).
    """
    if not 0 <= successes <= total or total == 0:
        raise ValueError(f"{successes} of {total} is not a proportion")
    share, spread = successes / total, _Z_95**2 / total
    centre = (share + spread / 2) / (1 + spread)
    half = _Z_95 * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    # At the ends the formula gives 0 and 1 exactly, but only up to rounding.
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == total else centre + half
    return low, high
