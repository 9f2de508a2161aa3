"""Models made before, known by their files alone."""

from pathlib import Path

import gguf
import pytest

from studio.exporting.given import artefact_at


@pytest.mark.parametrize(
    ("kind", "quant", "stored"),
    [
        (gguf.LlamaFileType.MOSTLY_Q4_K_M, "q4_k_m", ""),
        (gguf.LlamaFileType.MOSTLY_Q4_0, None, "Q4_0"),
        (gguf.LlamaFileType.MOSTLY_BF16, None, ""),
    ],
)
def test_a_file_made_elsewhere_keeps_the_name_of_its_type(tmp_path: Path, kind, quant, stored) -> None:
    writer = gguf.GGUFWriter(tmp_path / "x.gguf", "llama")
    writer.add_file_type(kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    found = artefact_at(tmp_path / "x.gguf", "demo")
    assert (found.format, found.quant, found.stored) == ("gguf", quant, stored)
