"""What is told about a file that can be read, yet not without a remark."""

from collections.abc import Iterator

from studio.data.importers.formats import SourceFile
from studio.data.importers.recognise import Recognition
from studio.words import _


def warnings_of(source: SourceFile, recognition: Recognition | None) -> Iterator[str]:
    """Remarks on the file as a whole, in the order of their weight."""
    if source.encoding and not source.encoding.startswith("utf-"):
        yield _("The file is not in UTF-8; it was read as {encoding}. Check the accented letters.").format(
            encoding=source.encoding
        )
    yield from source.warnings
    if recognition and recognition.also:
        yield _("The answers were taken from “{column}”; {others} are kept beside the examples.").format(
            column=recognition.answer, others=", ".join(_("“{name}”").format(name=name) for name in recognition.also)
        )


def on_numbers(source: SourceFile, skipped: int) -> Iterator[str]:
    """What the numbers of skipped rows mean, where nobody would guess."""
    if skipped and source.counts_rows:
        yield _("Several rows stand on one line; the numbers of those left out count the rows.")
