"""The same test rows answered and scored before and after: the untrained model is the trained one, adapter aside."""

from collections.abc import Callable
from typing import Any

from transformers import PreTrainedTokenizerBase

from studio.assess.score import Score
from studio.core.events import ModelState
from studio.engine.course import tell_scores
from studio.engine.desk import Desk
from studio.engine.encode import encode_prompt
from studio.engine.evaluate import (
    HELD_OUT_LOSS,
    Prediction,
    contract_scores,
    held_out_score,
    row_losses,
    write_predictions,
)
from studio.engine.generate import Answerer
from studio.engine.rows import encode_rows, read_rows

# A row that training would cut is still answered and scored whole.
_UNCUT = 1 << 20


class Comparison:
    """The test rows of a run, and how one state of the model is scored on them."""

    def __init__(self, desk: Desk, model: Any, tokenizer: PreTrainedTokenizerBase) -> None:
        options = desk.job.recipe.evaluation
        self._desk, self._model = desk, model
        rows = read_rows(desk.run.data / desk.job.snapshot.test.file)[: options.compare_rows]
        self._encoded = encode_rows(tokenizer, rows, _UNCUT, lambda _done: None)
        self._rows = [each.row for each in self._encoded.rows]
        self._prompts = [encode_prompt(tokenizer, row.asked) for row in self._rows]
        self._answerer = Answerer(model, tokenizer, options.max_new_tokens, desk.wishes)

    def score(self, state: ModelState) -> dict[str, Score]:
        """Score the model as it is and tell each score; nothing without test rows."""
        if state == "base":
            self._desk.remark(*self._encoded.remarks)
        if not self._rows:
            return {}
        contract = self._desk.job.contract
        progressed = self._desk.enter("score_base" if state == "base" else "score_tuned", len(self._rows))
        scores = self._loss_score(None if contract else progressed)
        if contract:
            scores |= contract_scores(contract, self._predict(state, progressed))
        tell_scores(self._desk, state, scores)
        return scores

    def _loss_score(self, progressed: Callable[[int], None] | None) -> dict[str, Score]:
        losses = row_losses(
            self._model,
            [row.encoded for row in self._encoded.rows],
            self._desk.wishes,
            progressed or (lambda _done: None),
        )
        score = held_out_score(losses)
        return {HELD_OUT_LOSS: score} if score else {}

    def _predict(self, state: ModelState, progressed: Callable[[int], None]) -> list[Prediction]:
        answers = self._answerer.answer(self._prompts, progressed)
        predictions = [
            Prediction(row.id, row.asked[-1].content, row.reference, answer)
            for row, answer in zip(self._rows, answers, strict=True)
        ]
        write_predictions(self._desk.run.evaluation / f"{state}.jsonl", predictions)
        return predictions
