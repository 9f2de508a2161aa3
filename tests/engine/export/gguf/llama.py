"""How far greedy answers of llama.cpp are those of transformers."""

from collections.abc import Sequence
from typing import Any

PROMPTS = (
    *("Une patiente de 34 ans consulte pour des céphalées.", "Quel âge ?", "Bonjour", "Recommandation :", "12 + 7 ="),
    *(
        "Le patient a 51 ans.",
        "def f(x):\n    return x",
        "Réponds court.",
        "🙂",
        "surveillance",
        "L’IRM est normale.",
        "a",
    ),
    *(
        "Depuis trois jours, fièvre à 39,2 °C",
        "Pas de déficit.",
        "Que faire ?",
        "\n\n",
        "TA 145/90",
        "« Non »",
        "HIC ?",
    ),
    "Il n’y a pas de syndrome méningé, mais une raideur de nuque est notée à l’entrée.",
)


def worst_gap(model: Any, prompt: Sequence[int], answer: Sequence[int]) -> float:
    """How much likelier, in logits, transformers finds its own choice at the worst place: 0 where all are the same."""
    import torch

    with torch.no_grad():
        logits = model(torch.tensor([[*prompt, *answer]])).logits[0, len(prompt) - 1 : -1]
    chosen = logits.gather(1, torch.tensor(answer)[:, None])[:, 0]
    return float((logits.max(dim=1).values - chosen).max())


def agreement(llama: Any, prompts: Sequence[Sequence[int]], answers: Sequence[Sequence[int]]) -> float:
    """The share of the places in given answers where this file would go on as they do."""
    places = [
        (prompt, answer, at) for prompt, answer in zip(prompts, answers, strict=True) for at in range(len(answer))
    ]
    same = [llama.greedy([*prompt, *answer[:at]], 1) == [answer[at]] for prompt, answer, at in places]
    return sum(same) / len(same)
