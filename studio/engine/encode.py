"""The only maker of token ids and loss masks, for training, evaluation and the preview alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from jinja2 import TemplateError
from transformers import PreTrainedTokenizerBase

from studio.core.example import Message
from studio.engine.failures import TemplateFailed
from studio.words import _

Learn = Literal["answers", "last_answer", "all"]
IGNORED = -100
_TRIAL_LENGTH = 4096
# No text of a user holds these private-use characters, so the place of an answer shows in the rendering.
_MARK = "\ue0a0answer\ue0a1"


@dataclass(frozen=True)
class Encoded:
    """A conversation as the model sees it; `labels` is the token id where the loss counts, -100 elsewhere."""

    input_ids: tuple[int, ...]
    labels: tuple[int, ...]
    truncated: bool
    """Cut at the longest allowed length; what was cut is not learned."""

    @property
    def learned(self) -> int:
        """Tokens that count in the loss; 0 when no answer is left."""
        return sum(label != IGNORED for label in self.labels)


@dataclass(frozen=True)
class Layout:
    """A whole conversation before anything is cut, with where each token comes from in the rendered text."""

    text: str
    ids: tuple[int, ...]
    labels: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    """Characters of `text` that each token stands for; empty for a token that was added behind it."""
    added_end: bool
    """Whether the template closed no answer, so that the end of sequence was added."""


@dataclass(frozen=True)
class _Answer:
    """Character positions in the rendered conversation: what is learned, and where the answer's own text ends."""

    start: int
    text_end: int


def encode_conversation(
    tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message], max_length: int, learn: Learn = "answers"
) -> Encoded:
    """Ids of the whole conversation as the chat template writes it, the loss on each answer and its end-of-turn token.

    Raises TemplateFailed when the template refuses the conversation.
    """
    whole = lay_out(tokenizer, messages, learn)
    return Encoded(whole.ids[:max_length], whole.labels[:max_length], truncated=len(whole.ids) > max_length)


def lay_out(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message], learn: Learn = "answers") -> Layout:
    """Tokens, labels and places of a conversation; raises TemplateFailed.

    The rendered text is tokenised once, whole, and characters are traced to tokens: pieces tokenised apart would
    give other tokens at their seams; only a tokenizer that cannot trace them gets pieces.
    """
    text = _render(tokenizer, messages)
    turns = _learned_turns(messages, learn)
    answers = [_find_answer(tokenizer, messages, at, text) for at in turns]
    ids, spans = _tokenise(tokenizer, text, () if tokenizer.is_fast else _cuts(text, answers, tokenizer))
    labels = [IGNORED] * len(ids)
    ends = turn_ends(tokenizer)
    last, closed = len(messages) - 1, True
    tail = _after_answer(tokenizer) if any(turn < last for turn in turns) else ""
    for turn, answer in zip(turns, answers, strict=True):
        learned = _answer_tokens(spans, answer)
        closing = _closing_tokens(ids, spans, text, answer, ends)
        # What stands only before a next turn opens that turn: to learn it would be to learn to go on.
        if closing and turn < last and not tail.startswith(str(tokenizer.convert_ids_to_tokens(ids[closing[-1]]))):
            closing = []
        closed = bool(closing)
        for at in [*learned, *closing]:
            labels[at] = ids[at]
    if not closed:
        _append_end(tokenizer, ids, labels)
        spans = [*spans[: len(ids) - 1], (len(text), len(text))]
    if learn == "all":
        labels = list(ids)
    return Layout(text, tuple(ids), tuple(labels), tuple(spans), added_end=not closed)


def find_contents(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message], text: str) -> list[tuple[int, int]]:
    """Where the texts of the messages stand in the rendered conversation; what the template changes is left out."""
    found = []
    for at, message in enumerate(messages):
        marked = _render(tokenizer, (*messages[:at], Message(role=message.role, content=_MARK), *messages[at + 1 :]))
        before, mark, after = marked.partition(_MARK)
        if mark and text.startswith(before) and text.endswith(after) and len(before) + len(after) <= len(text):
            found.append((len(before), len(text) - len(after)))
    return found


def encode_prompt(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> tuple[int, ...]:
    """Ids up to where the model must begin its answer to the last message."""
    return tuple(_tokenise(tokenizer, _render(tokenizer, messages, answer_next=True))[0])


def prompt_and_lead(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> tuple[str, str]:
    """The text that `encode_prompt` makes tokens of, and what the template writes between it and an answer's own text.

    Raises TemplateFailed. The lead is an empty train of thought, say, and mostly nothing.
    """
    prompt = _render(tokenizer, messages, answer_next=True)
    answered = _render(tokenizer, (*messages, Message(role="assistant", content=_MARK)))
    before = answered.partition(_MARK)[0]
    return prompt, before[len(prompt) :] if before.startswith(prompt) else ""


def turn_ends(tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    """Every token that may close a turn: the end of sequence, and all tokens that are no ordinary text."""
    special = {*tokenizer.added_tokens_decoder, *tokenizer.all_special_ids}
    return frozenset(special if tokenizer.eos_token_id is None else special | {int(tokenizer.eos_token_id)})


def stop_ids(tokenizer: PreTrainedTokenizerBase) -> tuple[int, ...]:
    """The tokens at which a generated answer ends: the one that training teaches, and the tokenizer's own."""
    turns = (Message(role="user", content="a"), Message(role="assistant", content="b"))
    trial = encode_conversation(tokenizer, turns, _TRIAL_LENGTH)
    taught = [label for label in trial.labels if label != IGNORED][-1:]
    own = [] if tokenizer.eos_token_id is None else [int(tokenizer.eos_token_id)]
    return tuple(dict.fromkeys(taught + own))


def _learned_turns(messages: Sequence[Message], learn: Learn) -> list[int]:
    answered = [at for at, message in enumerate(messages) if message.role == "assistant" and message.content.strip()]
    return answered[-1:] if learn == "last_answer" else answered


def _render(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message], *, answer_next: bool = False) -> str:
    # transformers renders in jinja's immutable sandbox; template_trial.py has tried foreign templates before.
    try:
        text = tokenizer.apply_chat_template(
            [message.model_dump() for message in messages], tokenize=False, add_generation_prompt=answer_next
        )
    except (TemplateError, ValueError, TypeError) as error:
        raise TemplateFailed(
            _("The model’s chat template refuses a conversation: {reason}").format(reason=error),
            hint=_("Roles must alternate and some models know no system message; or choose the ChatML template."),
        ) from error
    return str(text)


def _find_answer(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message], at: int, text: str) -> _Answer:
    """Where the answer stands: found by writing a mark in its place, which survives trimming and inserted prompts."""
    marked_message = Message(role="assistant", content=_MARK)
    marked = _render(tokenizer, (*messages[:at], marked_message, *messages[at + 1 :]))
    before, found, after = marked.partition(_MARK)
    if not found or not text.startswith(before) or not text.endswith(after) or len(before) + len(after) > len(text):
        raise TemplateFailed(
            _("The model’s chat template changes the answers, so what is to be learned cannot be found."),
            hint=_("Choose the ChatML template, or a model of the same family with a plain template."),
        )
    # What the template writes between the prompt and the answer (an empty train of thought, say) is learned too:
    # the model must write it itself when it answers.
    prompt = _render(tokenizer, messages[:at], answer_next=True)
    start = len(prompt) if before.startswith(prompt) else len(before)
    return _Answer(start, len(text) - len(after))


def _tokenise(
    tokenizer: PreTrainedTokenizerBase, text: str, cuts: Sequence[int] = ()
) -> tuple[list[int], list[tuple[int, int]]]:
    # The template writes the beginning-of-sequence token itself: adding special tokens here would double it.
    if tokenizer.is_fast:
        out = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        return list(out["input_ids"]), list(out["offset_mapping"])
    return _tokenise_pieces(tokenizer, text, sorted({0, *cuts, len(text)}))


def _tokenise_pieces(
    tokenizer: PreTrainedTokenizerBase, text: str, cuts: Sequence[int]
) -> tuple[list[int], list[tuple[int, int]]]:
    """For a tokenizer in Python, as BioGPT has, which cannot trace a token to its characters.

    Question and answer are tokenised apart, as they are when the model writes the answer itself.
    """
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        piece = list(tokenizer(text[start:end], add_special_tokens=False, verbose=False)["input_ids"])
        ids += piece
        spans += [(start, end)] * len(piece)
    return ids, spans


def _cuts(text: str, answers: Sequence[_Answer], tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """Where answers begin and end, and where the token that closes each ends."""
    ends = [str(tokenizer.convert_ids_to_tokens(at)) for at in turn_ends(tokenizer)]
    cuts = []
    for answer in answers:
        after = text[answer.text_end :]
        space = len(after) - len(after.lstrip())
        closing = max((len(end) for end in ends if after[space:].startswith(end)), default=0)
        cuts += [answer.start, answer.text_end, answer.text_end + space, answer.text_end + space + closing]
    return cuts


def _answer_tokens(spans: Sequence[tuple[int, int]], answer: _Answer) -> list[int]:
    """Byte-level tokenizers give white space an empty span at its end: only the end of a span can be relied on."""
    return [
        at
        for at, (start, end) in enumerate(spans)
        if answer.start < end and (end <= answer.text_end or start < answer.text_end)
    ]


def _closing_tokens(
    ids: Sequence[int], spans: Sequence[tuple[int, int]], text: str, answer: _Answer, ends: frozenset[int]
) -> list[int]:
    """The end-of-turn token, with the white space some templates put before it; empty when the turn has no such end."""
    tokens = []
    for at, (start, end) in enumerate(spans):
        if end <= answer.text_end or start < answer.text_end:
            continue
        if text[answer.text_end : start].strip():
            return []
        tokens.append(at)
        if ids[at] in ends:
            return tokens
    return []


def _after_answer(tokenizer: PreTrainedTokenizerBase) -> str:
    """What the template writes behind an answer that nothing follows."""
    turns = (Message(role="user", content="a"), Message(role="assistant", content=_MARK))
    return _render(tokenizer, turns).partition(_MARK)[2].lstrip()


def _append_end(tokenizer: PreTrainedTokenizerBase, ids: list[int], labels: list[int]) -> None:
    """A template without an end-of-turn token would teach no end: the end of sequence closes the answer."""
    if tokenizer.eos_token_id is None:
        raise TemplateFailed(
            _("The model’s chat template does not end an answer, and the model has no end-of-sequence token."),
            hint=_("Choose the ChatML template, or another model."),
        )
    last = max(at for at, label in enumerate(labels) if label != IGNORED) + 1
    ids[last:], labels[last:] = [int(tokenizer.eos_token_id)], [int(tokenizer.eos_token_id)]
