"""How much room a file is read with."""

import pytest

from studio.engine.evaluating.asking import Asked
from studio.engine.parity.observing import Observation, Observed
from studio.engine.parity.reader import Prompted, Spoken


@pytest.mark.parametrize(
    ("prompt", "context", "room"),
    [
        (300, None, 728),
        (300, 4096, 728),
        # Another template may write more, but beyond the file's own context llama.cpp would read it otherwise.
        (2500, 4096, 4096),
        (5000, 4096, 5064),
        (0, 4096, 128),
    ],
)
def test_a_file_is_read_within_its_own_context_where_that_holds_everything(prompt, context, room) -> None:
    seen = Observed(1, Asked(1, (), ()), Prompted("", tuple(range(prompt))), Spoken((), None, 0.0), ())
    observation = Observation((seen,), 64, (), lambda _ids: "")
    assert observation.room_in(context) == room
