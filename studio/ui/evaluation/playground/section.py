"""The Playground of the Evaluate tab: lays out, passes on what is asked, shows what its presenters decide."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.data.sections import SectionBar
from studio.ui.data.undoing import undo_offers
from studio.ui.evaluation.playground.desk import Judged, PlaygroundDesk
from studio.ui.evaluation.playground.example_dialog import ExampleDialog
from studio.ui.evaluation.playground.exchange import Exchange, Reply
from studio.ui.evaluation.playground.looking import origin_words
from studio.ui.evaluation.playground.presenter import PlaygroundPresenter
from studio.ui.evaluation.playground.prompt_box import PromptBox
from studio.ui.evaluation.playground.prompts.panel import PromptsPanel
from studio.ui.evaluation.playground.setup_panel import SetupPanel
from studio.ui.evaluation.playground.talk_view import TalkView
from studio.ui.evaluation.playground.wishes import Choices, ExampleDraft, Standing, TalkWish, Verdict
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import Made, ProjectContext
from studio.ui.theme import GRID, colours_for, set_role
from studio.words import _

NARROW = 38 * GRID


class PlaygroundSection(QWidget):
    """Looks for models when it comes to the front; loads none before something is asked."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._messages, self._settings = project, messages, settings
        self.views = SectionBar(self)
        self.views.setAccessibleName(_("Views of the Playground"))
        self.talk, self.prompt = TalkView(read_only=project.read_only), PromptBox()
        self.setup = SetupPanel(settings.playground_minutes)
        self.desk = PlaygroundDesk(project, background, settings, self)
        self.presenter = PlaygroundPresenter(self)
        self.prompts = PromptsPanel(project, background, messages, self.desk.child)
        self._lay_out()
        self._connect()
        self.clear()
        self.presenter.open()
        tint_icons(self, colours_for(self.palette()))

    def leave(self) -> None:
        """End what is under way: the project is about to be closed."""
        self.prompts.leave()
        self.desk.leave()

    def show_view(self, key: str) -> None:
        """The conversation, or the prompts that are kept."""
        self.views.choose(key)
        self._stack.setCurrentWidget(self.prompts if key == "prompts" else self._talking)
        if key == "prompts":
            self.prompts.look_again()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.find_choices()
        self.prompts.look_again()

    # What the presenter asks to be shown, and to be done.

    def show_choices(self, choices: Choices, run: str, pair: Sequence[Subject]) -> None:
        self.setup.show_choices(choices, run, pair)

    def show_wish(self, wish: TalkWish) -> None:
        self.setup.show_wish(wish)

    def show_standing(self, standing: Standing) -> None:
        self.prompt.show_standing(standing)
        self.setup.show_busy(standing.busy)
        self.prompts.show_busy_elsewhere(standing.busy)

    def show_models(self, pair: Sequence[Subject]) -> None:
        self.talk.show_models(pair)
        self.prompts.show_models(pair)

    def add_exchange(self, exchange: Exchange) -> None:
        self.talk.add(exchange)
        tint_icons(self.talk, colours_for(self.palette()))

    def show_reply(self, at: int, side: int, reply: Reply) -> None:
        self.talk.show_reply(at, side, reply)

    def show_verdict(self, at: int, side: int, verdict: Verdict) -> None:
        self.talk.show_verdict(at, side, verdict)

    def clear(self) -> None:
        self.talk.clear(
            _(
                "Describe a case below: the models answer side by side. Hold the mouse over a word to see how sure the "
                "model was of it."
            )
        )

    def ask(self, pair: Sequence[Subject], turns: Mapping[int, Sequence[Message]], decoding: Decoding) -> None:
        self.desk.ask(pair, turns, decoding)

    def stop(self) -> None:
        self.desk.stop()

    def judge(self, at: int, side: int, question: str, answer: str) -> None:
        self.desk.judge(at, side, question, answer)

    def _lay_out(self) -> None:
        self.views.add("talk", _("Conversation"))
        self.views.add("prompts", _("Kept prompts"))
        self._talking = QWidget()
        talking = QVBoxLayout(self._talking)
        talking.setContentsMargins(0, 0, 0, 0)
        talking.setSpacing(0)
        talking.addWidget(self.talk, 1)
        talking.addWidget(self.prompt)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._talking)
        self._stack.addWidget(self.prompts)
        side = QFrame()
        set_role(side, "page")
        side.setMinimumWidth(NARROW)
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.setup)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        head.addWidget(self.views)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(main)
        parts.addWidget(side)
        parts.setStretchFactor(0, 1)
        parts.setSizes([100 * GRID, NARROW])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    def _connect(self) -> None:
        presenter, desk, setup = self.presenter, self.desk, self.setup
        for signal, slot in (
            (self.views.section_chosen, self.show_view),
            (self.prompt.send_wanted, self._on_send),
            (self.prompt.stop_wanted, presenter.on_stop),
            (self.talk.example_wanted, self._on_example_wanted),
            (self.talk.keep_wanted, self._on_keep_wanted),
            (setup.run_chosen, presenter.on_run),
            (setup.pair_chosen, presenter.on_pair),
            (setup.path_chosen, desk.find_choices),
            (setup.wish_edited, self._on_wish_edited),
            (setup.minutes_chosen, self._on_minutes),
            (setup.release_wanted, desk.release),
            (setup.clear_wanted, presenter.on_clear),
            (setup.tint_wanted, self.talk.show_tint),
            (desk.choices_found, presenter.on_choices),
            (desk.said, presenter.on_said),
            (desk.ended, presenter.on_ended),
            (desk.stopped, presenter.on_stopped),
            (desk.failed, presenter.on_failed),
            (desk.judged, self._on_judged),
            (desk.stored, self._on_stored),
            (desk.released, self._on_released),
            (desk.look_failed, self._messages.problem),
            (self.prompts.asking_changed, self._on_prompts_asking),
        ):
            signal.connect(slot)

    def _on_send(self, text: str) -> None:
        if self.presenter.on_send(text):
            self.prompt.take()

    def _on_wish_edited(self) -> None:
        self.presenter.on_wish(self.setup.wish())

    def _on_minutes(self, minutes: int) -> None:
        self._settings.playground_minutes = minutes
        self.desk.keep_for(minutes)
        try:
            self._settings.save()
        except StudioError as error:
            self._messages.problem(error)

    def _on_judged(self, judged: Judged) -> None:
        self.presenter.on_verdict(judged.at, judged.side, judged.verdict)

    def _on_example_wanted(self, at: int, side: int) -> None:
        found = self.presenter.draft_of(at, side)
        draft = ExampleDraft(found.turns, found.answer, origin_words(found.origin))
        dialog = ExampleDialog(draft, self._project.reader.datasets(), self)
        dialog.wanted.connect(self.desk.add_example)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_keep_wanted(self, at: int) -> None:
        self.prompts.offer(*self.presenter.question_at(at))

    def _on_stored(self, made: Made) -> None:
        self._messages.done(
            _("A draft example was added."),
            _("It is learned from once it was reviewed."),
            *undo_offers(self._project, self._messages, made),
        )

    def _on_released(self) -> None:
        self._messages.done(_("No model of the Playground is in memory any more."))

    def _on_prompts_asking(self, asking: bool) -> None:
        self.prompt.setEnabled(not asking)
        self.setup.show_busy(asking)
