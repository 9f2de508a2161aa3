"""Decides what the drafting view shows and when a language model may be asked; knows no Qt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from studio.assist.prompts import Prompt, Task, shipped_prompt
from studio.assist.server import Server
from studio.core.augmentation import AugmentationPlan, Drafting
from studio.errors import AssistantFailed, StudioError
from studio.settings import Settings
from studio.ui.augment.drafting.wishes import ModelWish, Possible, RequestWish, Standing
from studio.ui.augment.preview import ShownVariant
from studio.ui.data.importing.words import said
from studio.ui.formats import integer
from studio.words import _, ngettext

LARGEST_SEED = 2**63


class DraftView(Protocol):
    """What the view can show, and what it has done when it is told to."""

    def show_task(self, task: Task) -> None: ...
    def show_model(self, wish: ModelWish) -> None: ...
    def show_request(self, wish: RequestWish) -> None: ...
    def show_models(self, names: Sequence[str], said_of_it: str) -> None: ...
    def show_standing(self, standing: Standing) -> None: ...
    def show_cards(self, variants: Sequence[ShownVariant], note: str) -> None: ...
    def keep_settings(self) -> None: ...
    def count(self, plan: AugmentationPlan) -> None: ...
    def list_models(self, wish: ModelWish) -> None: ...
    def try_some(self, plan: AugmentationPlan, *, remote_allowed: bool) -> None: ...
    def draft(self, plan: AugmentationPlan, *, remote_allowed: bool) -> None: ...


class DraftPresenter:
    """What is asked stays while the window is open; where it was asked last is remembered in the settings."""

    def __init__(self, view: DraftView, settings: Settings, *, read_only: bool) -> None:
        self._view, self._settings, self._read_only = view, settings, read_only
        self._task: Task = "paraphrase"
        self._prompts: dict[Task, str] = {}
        self._model = ModelWish(
            on_server=bool(settings.server),
            address=settings.server,
            name=settings.server_model,
            remote_allowed=settings.remote_servers,
        )
        self._request = RequestWish()
        self._base: AugmentationPlan | None = None
        self._possible: Possible | None = None
        self._busy = self._listing = False
        self._turn = 0
        self._tried: Drafting | None = None

    @property
    def plan(self) -> AugmentationPlan | None:
        """What would be drafted, without the rules of the other view; None where the wishes make no plan yet."""
        if self._base is None or self._cannot_ask():
            return None
        update = {"target": None, "composition": None, "balance": None, "transformations": ()}
        return self._base.model_copy(update={**update, "drafting": self._drafting()})

    @property
    def task(self) -> Task:
        """What is to be written."""
        return self._task

    def open(self) -> None:
        """Show everything for the first time."""
        self._view.show_model(self._model)
        self._show_task()

    def on_plan(self, plan: AugmentationPlan) -> None:
        """The data set, the seed and the limits are those of the other view."""
        self._base = plan
        self._view.count(plan)
        self._judge()

    def on_drafting_loaded(self, drafting: Drafting) -> None:
        """A plan from a file asks for this; whether other machines may be asked is never a plan's to say."""
        self._task = drafting.task
        self._prompts[drafting.task] = drafting.prompt
        if drafting.server:
            self._model = replace(self._model, on_server=True, address=drafting.server, name=drafting.model)
        else:
            self._model = replace(self._model, on_server=False, local=drafting.model)
        self._request = RequestWish("", drafting.specification, drafting.temperature, drafting.count)
        self._view.show_model(self._model)
        self._show_task()

    def on_task(self, task: Task) -> None:
        self._task = task
        self._show_task()

    def on_model(self, wish: ModelWish) -> None:
        """Another model; leave to ask other machines holds from the moment it is given or taken back."""
        moved, self._model = wish.address != self._model.address, wish
        if moved:
            self._listing = False
            self._view.show_models((), "")
        if wish.remote_allowed != self._settings.remote_servers:
            self._settings.remote_servers = wish.remote_allowed
            self._view.keep_settings()
        self._judge()

    def on_request(self, wish: RequestWish) -> None:
        self._request = wish
        self._prompts[self._task] = "" if wish.prompt == shipped_prompt(self._task).text else wish.prompt
        self._judge()

    def on_built_in_prompt(self) -> None:
        """Forget one's own wording."""
        self._prompts[self._task] = ""
        self._show_task()

    def on_list(self) -> None:
        """Ask the server which models it has."""
        if not self._address_problem():
            self._listing = True
            self._view.show_models((), _("Asking {address}…").format(address=self._model.address.strip()))
            self._view.list_models(self._model)

    def on_listed(self, names: Sequence[str]) -> None:
        if not self._listing:
            return
        self._listing = False
        told = ngettext("{count} model is there.", "{count} models are there.", len(names))
        self._view.show_models(names, told.format(count=len(names)) if names else _("The server has no model yet."))

    def on_list_failed(self, error: StudioError) -> None:
        if self._listing:
            self._listing = False
            self._view.show_models((), said(error))

    def on_counted(self, possible: Possible) -> None:
        self._possible = possible
        self._judge()

    def on_try(self) -> None:
        """Have a few drafted; asked again unchanged, the model gives other replies."""
        plan = self.plan
        if plan is None or self._busy:
            return
        self._turn = self._turn + 1 if self._tried == plan.drafting else 0
        self._tried = plan.drafting
        self._begin()
        seed = (plan.seed + self._turn) % LARGEST_SEED
        self._view.try_some(plan.model_copy(update={"seed": seed}), remote_allowed=self._model.remote_allowed)

    def on_draft(self) -> None:
        """Have all of them drafted, once."""
        plan = self.plan
        if plan is not None and not self._standing().cannot_draft:
            # First the way to cancel, then the button goes grey: a key press finds the one after the other.
            self._view.draft(plan, remote_allowed=self._model.remote_allowed)
            self._begin()

    def on_tried(self, variants: Sequence[ShownVariant]) -> None:
        self._end()
        self._view.show_cards(variants, "")

    def on_failed(self, error: StudioError) -> None:
        """Why there are no drafts stands where they would."""
        self._end()
        self._view.show_cards((), said(error))

    def on_cancelled(self) -> None:
        self._end()
        self._view.show_cards((), _("The work was cancelled. Nothing was kept."))

    def on_ended(self, refused: Sequence[ShownVariant]) -> None:
        """Drafts were stored; those that were refused can be read here alone."""
        self._end()
        self._view.show_cards(refused, "" if refused else _("No draft was refused."))

    def _begin(self) -> None:
        self._busy = True
        self._settings.server = self._model.address.strip() if self._model.on_server else ""
        self._settings.server_model = self._model.name
        self._view.keep_settings()
        self._judge()

    def _end(self) -> None:
        self._busy = False
        self._judge()

    def _drafting(self) -> Drafting:
        model, request = self._model, self._request
        return Drafting(
            task=self._task,
            count=request.count,
            server=model.address.strip() if model.on_server else "",
            model=model.name.strip() if model.on_server else model.local,
            prompt=self._prompts.get(self._task, ""),
            specification=request.specification.strip() if self._task == "new_cases" else "",
            temperature=request.temperature,
        )

    def _show_task(self) -> None:
        self._request = replace(self._request, prompt=self._prompt().text)
        self._view.show_task(self._task)
        self._view.show_request(self._request)
        self._judge()

    def _prompt(self) -> Prompt:
        own = self._prompts.get(self._task, "")
        return Prompt(self._task, own) if own else shipped_prompt(self._task)

    def _judge(self) -> None:
        self._view.show_standing(self._standing())

    def _standing(self) -> Standing:
        cannot_try = self._cannot_ask() or (_("The model is at work…") if self._busy else "")
        most = self._possible.of(self._task) if self._possible else None
        return Standing(
            drafts=self._request.count if most is None else min(most, self._request.count),
            cannot_try=cannot_try,
            cannot_draft=self._cannot_keep() or cannot_try or self._no_room(most),
            where=self._where(),
            possible=self._possible_words(most),
            address_problem=self._address_problem() if self._model.on_server and self._model.address.strip() else "",
            prompt_problems=tuple(Prompt(self._task, self._request.prompt).problems()),
        )

    def _cannot_keep(self) -> str:
        if self._read_only:
            return _("Read only: drafts can be tried here, and kept in the window that holds the project.")
        return ""

    def _cannot_ask(self) -> str:
        """What is missing before any model can be asked."""
        if next(Prompt(self._task, self._request.prompt).problems(), ""):
            return _("The prompt cannot be used as it is: see above.")
        if self._task == "new_cases" and not self._request.specification.strip():
            return _("Describe first what the new cases shall be about.")
        if not self._model.on_server:
            return self._model.local_problem
        if not self._model.address.strip():
            return _("Write the address of the server.")
        if self._address_problem():
            return _("The server cannot be asked: see its address.")
        return "" if self._model.name.strip() else _("Choose a model of the server.")

    def _no_room(self, most: int | None) -> str:
        if most != 0:
            return ""
        if self._task == "answers":
            return _("No reviewed case is without an answer: draft new cases and review them first.")
        return _("Every example has as many variants as the plan allows (see Rules).")

    def _possible_words(self, most: int | None) -> str:
        if most is None:
            return ""
        if self._task == "answers":
            words = ngettext("{count} reviewed case has no answer.", "{count} reviewed cases have no answer.", most)
        else:
            words = ngettext("There is room for {count} draft.", "There is room for {count} drafts.", most)
        return words.format(count=integer(most))

    def _address_problem(self) -> str:
        """Of the address alone: nobody is asked."""
        try:
            Server(self._model.address, remote_allowed=self._model.remote_allowed)
        except AssistantFailed as error:
            return said(error)
        return ""

    def _where(self) -> str:
        if not self._model.on_server:
            return _("The model runs on this machine; no text leaves it.")
        if self._address_problem():
            return ""
        return _("Texts are sent to {address}.").format(address=self._model.address.strip())
