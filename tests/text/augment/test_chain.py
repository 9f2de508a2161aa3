"""Transformations are drawn by weight, done in a sensible order, and left out when they refuse."""

from collections import Counter
from random import Random

import pytest

from studio.core.augmentation import Chosen
from studio.core.sentence import Sentence
from studio.errors import PlanWrong
from studio.text.augment.case import Case
from studio.text.augment.chain import vary
from studio.text.augment.transformation import NOTHING_TO_CHANGE, Changed, Info, Refusal

CASE = Case(("Céphalée",), ("Repos.",))


class Suffix:
    """Writes its key, and a number that it draws, behind the first text."""

    def __init__(self, key: str, *statuses: tuple[str, str]) -> None:
        self.info = Info(key, key, key, ())
        self._statuses = dict(statuses)

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        text = f"{case.texts[0]} {self.info.key}{chance.randint(0, 99)}"
        return Changed(Case((text,), case.answers), (Sentence(self.info.key),), self._statuses)


class Refuses(Suffix):
    """Always says the same."""

    def __init__(self, key: str, reason: Sentence) -> None:
        super().__init__(key)
        self._reason = reason

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        return Refusal(self._reason)


def made(*transformations: Suffix) -> dict[str, Suffix]:
    return {each.info.key: each for each in transformations}


def chosen(*keys: str, **weights: float) -> list[Chosen]:
    return [Chosen(key=key, weight=weights.get(key, 1)) for key in keys]


def test_the_same_seed_gives_the_same_and_another_one_something_else() -> None:
    all_of_them = made(Suffix("synonyms"), Suffix("sex"), Suffix("numbers"))
    results = [vary(CASE, chosen(*all_of_them), all_of_them, 3, f"42/{at % 20}") for at in range(40)]
    assert results[:20] == results[20:]
    assert len({result.case for result in results}) > 10


def test_patients_change_before_wording_and_noise_comes_last() -> None:
    keys = ("typing_noise", "sms", "synonyms", "minimal_pair", "sex")
    done = [vary(CASE, chosen(*keys), made(*map(Suffix, keys)), 5, str(seed)) for seed in range(50)]
    assert max((result.made_by for result in done), key=len) == (
        "sex",
        "minimal_pair",
        "synonyms",
        "sms",
        "typing_noise",
    )
    assert {len(result.made_by) for result in done} == {1, 2, 3, 4, 5}
    assert all([note.message for note in result.notes] == list(result.made_by) for result in done)


@pytest.mark.parametrize("keys", [("telegraphic", "sms", "dictated"), ("dictated", "typing_noise")])
def test_what_makes_no_sense_together_is_never_drawn_together(keys: tuple[str, ...]) -> None:
    done = [vary(CASE, chosen(*keys), made(*map(Suffix, keys)), 3, str(seed)) for seed in range(20)]
    assert {len(result.made_by) for result in done} == {1}


def test_weights_say_how_often() -> None:
    keys = ("synonyms", "numbers")
    wanted = chosen(*keys, synonyms=9)
    drawn = Counter(vary(CASE, wanted, made(*map(Suffix, keys)), 1, str(seed)).made_by[0] for seed in range(500))
    assert 0.85 < drawn["synonyms"] / 500 < 0.95


def test_what_refuses_is_left_out_while_another_one_applies() -> None:
    catalogue = made(Refuses("sex", NOTHING_TO_CHANGE), Refuses("age", NOTHING_TO_CHANGE), Suffix("numbers"))
    assert {vary(CASE, chosen(*catalogue), catalogue, 2, str(seed)).made_by for seed in range(20)} == {("numbers",)}


def test_when_all_refuse_every_reason_is_told_once_the_telling_one_first() -> None:
    reason = Sentence("Pregnant.")
    catalogue = made(Refuses("age", NOTHING_TO_CHANGE), Refuses("sex", reason), Refuses("sms", NOTHING_TO_CHANGE))
    assert vary(CASE, chosen(*catalogue), catalogue, 3, "1") == Refusal(reason, (NOTHING_TO_CHANGE,))


def test_intended_statuses_are_gathered() -> None:
    catalogue = made(Suffix("sex", ("a", "present")), Suffix("minimal_pair", ("b", "absent")))
    results = [vary(CASE, chosen(*catalogue), catalogue, 2, str(seed)) for seed in range(20)]
    assert {"a": "present", "b": "absent"} in [result.statuses for result in results]


def test_what_one_draws_does_not_depend_on_the_others() -> None:
    alone = vary(CASE, chosen("numbers"), made(Suffix("numbers")), 1, "7")
    catalogue = made(Refuses("sex", NOTHING_TO_CHANGE), Suffix("numbers"))
    assert vary(CASE, chosen("sex", "numbers"), catalogue, 2, "7").case == alone.case


def test_nothing_chosen_and_unknown_names() -> None:
    assert vary(CASE, [], {}, 2, "1") == Refusal(NOTHING_TO_CHANGE)
    with pytest.raises(PlanWrong, match="synonims") as caught:
        vary(CASE, chosen("synonims"), made(Suffix("synonyms")), 1, "1")
    assert "synonyms" in caught.value.hint
