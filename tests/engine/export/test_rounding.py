"""A tuned model is not rounded a second time to the steps that its base lies on."""

from pathlib import Path

import pytest

from studio.core.evaluation import Subject
from studio.errors import ExportFailed
from tests.models.conftest import gguf_bytes

Q4_K_M = 15


@pytest.mark.parametrize(
    ("kind", "result", "is_refused"),
    [("q4_k_m", "adapter", True), ("q8_0", "adapter", False), ("f16", "adapter", False), ("q4_k_m", "", False)],
)
def test_what_was_learned_on_a_gguf_file_is_not_rounded_away(
    kind: str, result: str, is_refused: bool, tmp_path: Path
) -> None:
    from studio.engine.base_model import BaseModel
    from studio.engine.export.rounding import refuse_same_rounding
    from studio.engine.export.source import Source

    file = tmp_path / "base.gguf"
    file.write_bytes(gguf_bytes(general__architecture="gemma3", general__file_type=Q4_K_M))
    subject = Subject(title="Run 1", base=str(file), result=result)
    source = Source(subject, BaseModel(str(file), tmp_path, gguf=file), Path(result) if result else None, None)
    if is_refused:
        with pytest.raises(ExportFailed, match="Q4_K_M"):
            refuse_same_rounding(source, kind)
    else:
        refuse_same_rounding(source, kind)
