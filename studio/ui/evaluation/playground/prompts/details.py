"""One kept prompt in full: what is asked, and each model's answer with what it falls short of."""

from html import escape

from studio.text.word_difference import word_difference
from studio.ui.data.differences import difference_html
from studio.ui.evaluation.playground.prompts.presenter import PromptLine
from studio.ui.theme import Colours
from studio.words import _


def details_html(line: PromptLine, titles: list[str], colours: Colours) -> str:
    """The question, then the answers; what changed since last time is marked word by word."""
    parts = [f"<p><b>{escape(line.title)}</b></p><p>{_lines(line.prompt.prompt)}</p>"]
    if line.prompt.system:
        parts.append(f'<p style="color:{colours.muted}">{_lines(line.prompt.system)}</p>')
    for title, result in zip(titles, line.results, strict=True):
        if result is None:
            continue
        text = _lines(result.answer) or escape(_("(empty)"))
        remarks = [each.text() for each in result.shortfalls]
        if result.cut:
            remarks.append(_("The answer was cut at its longest length."))
        if result.before is not None and result.changed:
            text = difference_html(word_difference(result.before, result.answer), colours)
            remarks.append(_("Marked: what changed since this model was asked last."))
        said = "".join(f'<br><span style="color:{colours.warn}">• {escape(each)}</span>' for each in remarks)
        parts.append(f"<p><b>{escape(title)}</b><br>{text}{said}</p>")
    return "".join(parts)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
