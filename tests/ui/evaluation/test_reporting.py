"""Reports written from the window."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from studio.errors import ExportFailed
from studio.ui.evaluation.reporting import _write_pdf


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no limit for files there")
def test_a_pdf_is_whole_or_not_there(qapp: QApplication, tmp_path: Path) -> None:
    import resource

    text = "<h1>Rapport</h1>" + "<p>Céphalée brutale.</p>" * 500
    _write_pdf(text, tmp_path / "report.pdf")
    whole = (tmp_path / "report.pdf").read_bytes()
    assert whole.startswith(b"%PDF")
    assert whole.rstrip().endswith(b"%%EOF")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) // 2, hard))
    try:
        with pytest.raises(ExportFailed, match="disk is full"):
            _write_pdf(text, tmp_path / "other.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [each.name for each in tmp_path.iterdir()] == ["report.pdf"]
