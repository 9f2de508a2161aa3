"""Previews of rows."""

import pytest

from tests.data.conftest import WriteLines
from tests.data.importers.preview import Preview, preview_with


@pytest.fixture
def preview(jsonl: WriteLines) -> Preview:
    """Write rows one a line and look at them."""
    return preview_with(jsonl)
