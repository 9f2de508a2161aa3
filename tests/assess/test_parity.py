"""Facts of a parity check made by hand: what they come to, why, and in which words."""

import pytest

from studio.assess.catalogue import info
from studio.assess.contract_measures import FORMAT_COMPLIANCE
from studio.assess.measure import mean_of
from studio.assess.paired import Paired, compare
from studio.assess.parity import judged, strength_of, tolerance_of, with_costs
from studio.assess.parity_words import cause_words, cost_words, row_words, verdict_words
from studio.core.export import QUANTISED, Artefact
from studio.core.parity import ArtefactParity, Divergence, EndFact, PromptFacts, Strength, Summary, TokenDifference

CHANGED = TokenDifference(at=3, before="<|user|>", reference="Bonjour", artefact="\nBonjour")


def parity(quant="f16", *, kl=1e-5, different=0, **more):
    facts = {
        "artefact": Artefact(format="gguf", path="x.gguf", quant=quant),
        "title": "x.gguf",
        "summary": Summary(prompts=10, compared=500, different=different, kl=kl),
        "ends": (EndFact(id=3, token="<|end|>", stops=True),),
    }
    return judged(ArtefactParity(**facts | more))


def made_elsewhere(stored, **more):
    return parity(artefact=Artefact(format="gguf", path="x.gguf", stored=stored), **more)


def prompt(**more):
    return PromptFacts(id=1, prompt_tokens=20, **more)


@pytest.mark.parametrize(
    ("made", "verdict", "causes"),
    [
        (parity(), "same", ()),
        (parity("q4_k_m", kl=0.05, different=4), "same", ()),
        (parity("q4_k_m", kl=0.05, different=6), "slight", ("quantisation",)),
        (parity("q8_0", kl=0.01), "slight", ("quantisation",)),
        (parity("q8_0", kl=0.1), "different", ("weights",)),
        (parity(kl=0.002, different=6), "slight", ("rounding",)),
        (parity(kl=0.01), "different", ("weights",)),
        (parity("q4_k_m", kl=None, different=150), "different", ("weights",)),
        # Where the application itself kept the base in four bits, as much is nothing.
        (parity(kl=0.05, reference_kept="4"), "same", ()),
        (parity(different=20, reference_kept="4"), "slight", ("quantisation",)),
        (parity(ends=(EndFact(id=3, token="<|end|>", stops=False),)), "different", ("end_token",)),
        (parity(refused="no system"), "different", ("template",)),
        (
            parity(kl=1.0, prompts=(prompt(tokenizer=CHANGED, template=CHANGED),)),
            "different",
            ("tokenizer", "template", "weights"),
        ),
        (parity(summary=Summary()), "unchecked", ()),
        # It knows too few tokens: no answer could be put to it.
        (parity(summary=Summary(prompts=10)), "unchecked", ()),
        # Every token alike, and not one likelihood: chance, since what is no number has no likeliest.
        (parity(kl=None), "different", ("weights",)),
        (made_elsewhere("Q4_0", kl=0.07), "same", ()),
        (made_elsewhere("Q4_0", kl=0.3), "slight", ("quantisation",)),
        (made_elsewhere("IQ3_M", kl=4.0), "different", ("weights",)),
        (made_elsewhere("", kl=0.07), "different", ("weights",)),
    ],
)
def test_facts_come_to_a_verdict_and_its_causes(made, verdict, causes) -> None:
    assert (made.verdict, made.causes) == (verdict, causes)
    assert len(cause_words(made)) == len(causes)
    assert all(each.text() for each in (verdict_words(made), *cause_words(made)))


def test_answers_with_other_tokens_are_counted_even_where_the_verdict_is_the_same() -> None:
    alike = "Same: 499 of 500 tokens are those that the application says."
    parted = parity("q4_k_m", different=1, prompts=(prompt(different=0), prompt(different=1)))
    assert verdict_words(parted).text() == f"{alike} Answers that go another way: 1 of 10."
    assert verdict_words(parity("q4_k_m", different=1)).text() == alike


def test_only_a_clearly_other_strength_is_named() -> None:
    strengths = (Strength(factor=0.0, kl=2.0), Strength(factor=2.0, kl=0.004))
    twice = parity("q4_k_m", kl=0.12, strengths=strengths)
    assert (twice.verdict, strength_of(twice)) == ("different", 2.0)
    assert "twice" in cause_words(twice)[0].text()
    assert strength_of(parity(kl=0.01, strengths=strengths)) is None


@pytest.mark.parametrize(("format", "said"), [("gguf", "no numbers"), ("ollama", "answers are not those")])
def test_without_a_divergence_none_is_told(format, said) -> None:
    (words,) = cause_words(parity(kl=None, different=400, artefact=Artefact(format=format, path="x")))
    assert said in words.text()


def test_the_words_show_where_a_template_parts() -> None:
    (said,) = cause_words(parity(prompts=(prompt(template=CHANGED),)))
    assert said.text() == "Template: from token 4 on, it writes “⏎Bonjour” instead of “Bonjour”, after “<|user|>”."


@pytest.mark.parametrize(("tie", "said"), [(True, "chance decides"), (False, "instead of")])
def test_a_row_says_where_its_answer_parts(tie, said) -> None:
    parted = Divergence(at=7, before="avez", reference="-vous", artefact=" mal", gap=0.001, tie=tie)
    (answer,) = row_words(prompt(divergence=parted))
    assert said in answer.text()
    assert [each.text() for each in row_words(prompt(template=CHANGED, end="unstopped"))] == [
        "Template: from token 4 on, it writes “⏎Bonjour” instead of “Bonjour”, after “<|user|>”.",
        "The answer is the same up to its end, and runs on.",
    ]
    assert row_words(prompt()) == ()


def test_a_reference_in_sixteen_bits_tells_close_tokens_apart_by_chance() -> None:
    artefact = Artefact(format="merged", path="x")
    coarse, fine = (tolerance_of(artefact, "16", coarse=each) for each in (True, False))
    assert coarse.tie > fine.tie
    assert coarse.most > fine.most


def test_four_bits_may_diverge_as_four_bits_do() -> None:
    merged, *four = (
        tolerance_of(Artefact(format=each, path="x"), "16", coarse=False) for each in ("merged", *QUANTISED)
    )
    assert all(each.usual > 100 * merged.usual for each in four)


def costing(wrong: int) -> Paired:
    """Sixty answers, all right inside, some wrong outside."""
    name = FORMAT_COMPLIANCE
    paired = compare(
        mean_of(name, dict.fromkeys(range(60), 1)), mean_of(name, {at: at >= wrong for at in range(60)}), info(name)
    )
    assert paired is not None
    return paired


def test_what_it_costs_is_told_and_counts() -> None:
    cheap, felt, dear = (with_costs(parity("q4_k_m"), {FORMAT_COMPLIANCE: costing(wrong)}) for wrong in (2, 7, 15))
    assert (cheap.verdict, felt.verdict, dear.verdict) == ("same", "slight", "different")
    assert felt.causes == dear.causes == ("quantisation",)
    said = cost_words(dear.costs[0], info(FORMAT_COMPLIANCE)).text()
    assert said == "Worse, surely: “Format compliance” 100% → 75%."
    again = ArtefactParity.model_validate_json(cheap.model_dump_json())
    assert again == cheap
    assert "No difference shown" in cost_words(again.costs[0], info(FORMAT_COMPLIANCE)).text()
