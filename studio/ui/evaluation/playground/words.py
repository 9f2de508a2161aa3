"""What the Playground says of answers and tokens. No Qt."""

from studio.core.spoken import SpokenToken
from studio.text.augment.signs import STATUS_NAMES
from studio.ui.evaluation.playground.exchange import Reply
from studio.ui.evaluation.playground.wishes import Mention, Verdict
from studio.ui.formats import integer, number, percent
from studio.words import N_, _, current_language

_LINE_END, _SPACE = "¶", "·"
_LEAST = 0.01
_WAITING = {
    "waiting": N_("Waits for its turn"),
    "loading": N_("The model is being loaded…"),
    "reading": N_("The model reads the question…"),
    "failed": N_("No answer"),
}
SURE = (0.9, 0.6, 0.3)
"""Where the ways to show how sure a model was begin: above the first nothing is marked."""
SURE_WORDS = (
    N_("over 90%"),
    N_("60 to 90%"),
    N_("30 to 60%"),
    N_("under 30%"),
)


def level_of(probability: float) -> int:
    """0 for a token that the model was sure of, up to 3."""
    return sum(probability < bound for bound in SURE)


def reply_words(reply: Reply) -> str:
    """How far a reply is, and what it took."""
    if reply.state in _WAITING:
        return _(_WAITING[reply.state])
    if reply.ended is None:
        words = _("Stopped after {count} tokens") if reply.state == "stopped" else _("Writes: {count} tokens")
        return words.format(count=integer(len(reply.tokens)))
    end = reply.ended
    how = {
        "itself": _("ended by itself"),
        "limit": _("cut at the longest length"),
        "stop": _("stopped"),
    }[end.by]
    writing = end.total_s - end.first_token_s
    speed = (len(reply.tokens) - 1) / writing if writing > 0 else 0.0
    return _("{count} tokens, {how} · first after {first} s · {speed} tokens/s").format(
        count=integer(end.tokens), how=how, first=number(end.first_token_s, 2), speed=number(speed, 2)
    )


def token_words(token: SpokenToken) -> str:
    """How sure the model was of a token, and what else it thought of."""
    the_end = _("the end of the answer")
    said = the_end if token.end else _("“{word}”").format(word=_visible(token.text))
    head = _("{token}: {probability}").format(token=said, probability=_share(token.probability))
    lines = [f"{_share(each.probability)}  {the_end if each.end else _visible(each.text)}" for each in token.guesses]
    return "\n".join([head, _("The likeliest words here:"), *lines])


def kind_words(verdict: Verdict) -> str:
    """What the contract says of the form of an answer."""
    if not verdict.has_contract:
        return ""
    if verdict.kind:
        return _("Keeps the contract: {kind}").format(kind=verdict.kind)
    return _("Breaks the contract")


def mention_words(mention: Mention) -> str:
    """A sign and what is said of it."""
    return f"{mention.name} ({STATUS_NAMES[mention.status][current_language()]})"


def _share(probability: float) -> str:
    return _("under {value}").format(value=percent(_LEAST)) if probability < _LEAST else percent(probability)


def _visible(text: str) -> str:
    return text.replace("\n", _LINE_END).replace(" ", _SPACE) or "∅"
