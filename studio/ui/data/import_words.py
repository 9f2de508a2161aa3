"""How an import is told in a sentence; no Qt."""

from studio.words import _, ngettext

TOO_EARLY_S = 1.0
MINUTE_S = 60


def done_sentence(file: str, imported: int, skipped: int) -> str:
    """What came in, and how much did not."""
    came = ngettext("{count} example imported from {file}.", "{count} examples imported from {file}.", imported).format(
        count=imported, file=file
    )
    if not skipped:
        return came
    left = ngettext("{count} line was skipped.", "{count} lines were skipped.", skipped).format(count=skipped)
    return f"{came} {left}"


def nothing_sentence(file: str) -> str:
    """No line could be used."""
    return _("No example was found in {file}.").format(file=file)


def time_left(done: int, total: int, elapsed_s: float) -> str:
    """An estimate from the pace so far; "" while it would be a guess."""
    if not done or not total or elapsed_s < TOO_EARLY_S:
        return ""
    left = elapsed_s * (total - done) / done
    if left < MINUTE_S:
        return _("{seconds} s left").format(seconds=max(1, round(left)))
    return _("{minutes} min left").format(minutes=round(left / MINUTE_S))
