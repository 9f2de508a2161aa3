"""Drawing some of many."""

from studio.core.drawing import drawn


def test_a_sample_is_the_same_for_the_same_seed_and_in_order() -> None:
    items = [f"row {at:02d}" for at in range(40)]
    some = drawn(items, 10, 7)
    assert some == drawn(items, 10, 7) == tuple(sorted(some))
    assert some != drawn(items, 10, 8)
    assert len(set(some)) == 10
    assert drawn(items, 0, 7) == drawn(items, 40, 7) == tuple(items)
