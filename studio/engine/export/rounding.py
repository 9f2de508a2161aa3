"""Whether rounding a tuned model once more would undo what it learned."""

from pathlib import Path

from studio.core.export import GgufType
from studio.engine.export.source import Source
from studio.errors import ExportFailed
from studio.models.damage import Damaged
from studio.models.gguf_header import FILE_TYPES, read_gguf
from studio.words import _

_ROUNDED = ("q8_0", "q6_k", "q5_k_m", "q4_k_m")
_KIND = len("Q4_K")


def refuse_same_rounding(source: Source, kind: GgufType) -> None:
    """Raise ExportFailed for a tuned model whose base is a GGUF file of this type.

    Its weights lie on the steps of that type, and what was learned is smaller than half a step: of a Gemma 3 270M in
    Q4_K_M, 1 to 5 % of it was left after rounding to Q4_K_M again, and 96 to 100 % after Q8_0.
    """
    base = Path(source.subject.base).expanduser()
    if not source.subject.result or kind not in _ROUNDED or base.suffix.lower() != ".gguf":
        return
    try:
        stored = FILE_TYPES.get(read_gguf(base).number("general.file_type") or 0, "")
    except (Damaged, OSError):
        # The file may be gone by now: its weights were unpacked when it was trained on.
        return
    if stored[:_KIND] == kind.upper()[:_KIND]:
        raise ExportFailed(
            _(
                "This model was trained on a GGUF file of the type {type}: rounding to {kind} again would take away "
                "nearly all that it has learned."
            ).format(type=stored, kind=kind.upper()),
            hint=_("Choose F16 or Q8_0 where that is another type, or export the adapter as GGUF with its base."),
        )
