"""Decides what the Augment tab shows and when variants may be made; knows no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from studio.core.augmentation import AugmentationPlan, Balance, Composition
from studio.core.contract import Contract
from studio.core.example import Split
from studio.data.records import Dataset
from studio.errors import StudioError
from studio.text.augment.transformation import Info
from studio.ui.augment.mixes import MIXES, Group, Mix, asking_group, mix_of, shares_of
from studio.ui.augment.outlook_lines import PlanOutlook
from studio.ui.augment.preview import ShownVariant
from studio.ui.augment.wishes import ByChoice, PlanWishes, Standing
from studio.ui.data.importing.words import said
from studio.words import _

Blank = Literal["no_rows", "no_training"]


@dataclass(frozen=True)
class Options:
    """What can be chosen for a data set."""

    dataset_id: int
    infos: tuple[Info, ...] = ()
    choices: tuple[ByChoice, ...] = ()
    contract: Contract | None = None
    balance: Balance | None = None
    """How unequal groups are made up for at present."""


@dataclass(frozen=True)
class Counted:
    """The groups of the training rows of a data set."""

    dataset_id: int
    by: str
    groups: tuple[Group, ...]
    shares: Mapping[str, float] = field(default_factory=dict)
    """Those of the plan, by the names of the groups: a plan may call them by their titles."""


class AugmentView(Protocol):
    """What the page can show."""

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None: ...
    def show_blank(self, why: Blank | None) -> None: ...
    def show_catalogue(self, infos: Sequence[Info]) -> None: ...
    def show_choices(self, choices: Sequence[ByChoice], mixes: Sequence[Mix]) -> None: ...
    def show_plan(self, plan: AugmentationPlan, wishes: PlanWishes) -> None: ...
    def show_preview(self, variants: Sequence[ShownVariant], why_none: str) -> None: ...
    def show_outlook(self, outlook: PlanOutlook | None) -> None: ...
    def show_standing(self, standing: Standing) -> None: ...
    def make(self, plan: AugmentationPlan) -> None: ...


class AugmentDesk(Protocol):
    """What the presenter can have done; answers come back through its `on_…` methods, those overtaken do not."""

    def describe(self, dataset: Dataset) -> None: ...
    def count(self, dataset: Dataset, by: str, plan: AugmentationPlan) -> None: ...
    def look(self, plan: AugmentationPlan, turn: int) -> None: ...
    def keep_balance(self, dataset: Dataset, balance: Balance | None) -> None: ...
    def rest(self) -> None: ...


class ReadsProject(Protocol):
    """What the presenter reads: data.project.ProjectReader."""

    def datasets(self) -> list[Dataset]: ...
    def split_counts(self, dataset_id: int) -> dict[Split | None, int]: ...


@dataclass
class _Scene:
    """What is known of the data set on show; None for what is still being looked for."""

    dataset: Dataset
    plan: AugmentationPlan
    by: str = ""
    mix: Mix = "equal"
    own: Mapping[str, float] = field(default_factory=dict)
    options: Options | None = None
    groups: tuple[Group, ...] | None = None
    outlook: PlanOutlook | None = None
    problem: str = ""
    turn: int = 0


class AugmentPresenter:
    """One data set is on show; its plan stays while the window is open, also when another one is looked at."""

    def __init__(self, view: AugmentView, desk: AugmentDesk, reader: ReadsProject, *, read_only: bool) -> None:
        self._view, self._desk, self._reader = view, desk, reader
        self._read_only = read_only
        self._scenes: dict[int, _Scene] = {}
        self._scene: _Scene | None = None
        self._making = False
        self._listed: tuple[Info, ...] | None = None

    @property
    def plan(self) -> AugmentationPlan | None:
        """The plan of the data set on show."""
        return self._scene.plan if self._scene else None

    @property
    def dataset(self) -> Dataset | None:
        """The data set on show."""
        return self._scene.dataset if self._scene else None

    def refresh(self) -> None:
        """Read the data sets anew; the one on show stays while it exists."""
        datasets = self._reader.datasets()
        current = self._scene.dataset.id if self._scene else None
        chosen = next((each for each in datasets if each.id == current), None) or _first_filled(datasets)
        self._view.show_datasets(datasets, chosen.id if chosen else None)
        self._open(chosen)

    def choose_dataset(self, dataset_id: int) -> None:
        """Show another data set."""
        found = next((each for each in self._reader.datasets() if each.id == dataset_id), None)
        if found is not None and (self._scene is None or self._scene.dataset.id != dataset_id):
            self._open(found)

    def on_described(self, options: Options) -> None:
        scene = self._scene
        if scene is None or scene.dataset.id != options.dataset_id:
            return
        first, scene.options = scene.options is None, options
        if first and scene.plan.balance is None and options.balance is not None:
            scene.plan = scene.plan.model_copy(update={"balance": options.balance})
            scene.by = scene.by or options.balance.by
        self._show_catalogue(options.infos)
        self._count()

    def on_counted(self, counted: Counted) -> None:
        scene = self._scene
        if scene is None or (scene.dataset.id, scene.by) != (counted.dataset_id, counted.by):
            return
        scene.groups = counted.groups
        if scene.mix == "own":
            scene.own = counted.shares
            scene.mix = mix_of(counted.shares, scene.groups, self._asking(scene))
        self._compose(scene)

    def on_outlook(self, outlook: PlanOutlook) -> None:
        if self._scene is not None:
            self._scene.outlook = outlook
            self._view.show_outlook(outlook)
            self._judge()

    def on_look_failed(self, error: StudioError) -> None:
        """Why it is not known what the plan comes to stands where it would be made."""
        if self._scene is not None:
            self._scene.problem = said(error)
            self._judge()

    def on_preview_failed(self, error: StudioError) -> None:
        self._view.show_preview((), said(error))

    def on_previewed(self, variants: Sequence[ShownVariant]) -> None:
        self._view.show_preview(variants, "" if variants else _("No example can be varied in these ways."))

    def on_edited(self, plan: AugmentationPlan) -> None:
        """The left column has written its part of the plan."""
        if self._scene is not None and plan != self._scene.plan:
            recount = plan.only_approved != self._scene.plan.only_approved
            self._scene.plan = plan
            if recount:
                self._count()
            else:
                self._look(self._scene)

    def on_wishes(self, wishes: PlanWishes) -> None:
        """The right column asks for something else."""
        scene = self._scene
        if scene is None:
            return
        regrouped = wishes.by != scene.by
        scene.by, scene.mix = wishes.by, wishes.mix
        balance = Balance(by=wishes.by, method=wishes.balance) if wishes.by and wishes.balance else None
        scene.plan = scene.plan.model_copy(update={"target": wishes.target})
        self._balance(scene, balance)
        if regrouped:
            scene.mix, scene.own = "equal", {}
            self._count()
        else:
            self._compose(scene)

    def on_shares(self, shares: Mapping[str, float]) -> None:
        """Shares were typed: from now on they are the user's own."""
        if self._scene is not None:
            self._scene.own, self._scene.mix = dict(shares), "own"
            self._compose(self._scene)

    def on_others(self) -> None:
        """Try other examples."""
        if self._scene is not None:
            self._scene.turn += 1
            self._look(self._scene)

    def on_plan_loaded(self, plan: AugmentationPlan) -> bool:
        """A plan was read from a file, for the data set that it names, else for the one on show; False without any."""
        dataset = next((each for each in self._reader.datasets() if each.name == plan.dataset), None)
        if dataset is not None:
            self._view.show_datasets(self._reader.datasets(), dataset.id)
            self.choose_dataset(dataset.id)
        scene = self._scene
        if scene is None:
            return False
        kept, wanted = scene.plan.balance, plan.balance
        scene.plan = plan.model_copy(update={"dataset": scene.dataset.name, "balance": kept})
        if wanted is not None:
            self._balance(scene, wanted)
        part = plan.composition or plan.balance
        scene.by = part.by if part else ""
        scene.mix = "own" if plan.composition else "equal"
        self._count()
        return True

    def on_apply(self) -> None:
        """Make the variants, once."""
        if self._scene is not None and not self._standing().obstacle:
            self._making = True
            # First the way to cancel, then the button goes grey: a key press finds the one after the other.
            self._view.make(self._scene.plan)
            self._judge()

    def on_make_ended(self) -> None:
        """Variants were made, or not; the door to the user has said which."""
        self._making = False
        self._judge()

    def _open(self, dataset: Dataset | None) -> None:
        why: Blank | None = None
        if dataset is None or not dataset.rows:
            why = "no_rows"
        elif not self._reader.split_counts(dataset.id).get("train"):
            why = "no_training"
        self._view.show_blank(why)
        if dataset is None or why is not None:
            self._scene = None
            self._desk.rest()
            return
        fresh = _Scene(dataset, AugmentationPlan(dataset=dataset.name))
        scene = self._scene = self._scenes.setdefault(dataset.id, fresh)
        scene.plan = scene.plan.model_copy(update={"dataset": dataset.name})
        scene.dataset, scene.outlook = dataset, None
        if scene.options is not None:
            self._show_catalogue(scene.options.infos)
        self._show_plan(scene)
        self._desk.describe(dataset)

    def _show_catalogue(self, infos: tuple[Info, ...]) -> None:
        """Once: what is unfolded stays so."""
        if infos != self._listed:
            self._listed = infos
            self._view.show_catalogue(infos)

    def _count(self) -> None:
        """Ask which groups there are; until they are known, the mixes that follow from them are not."""
        scene = self._scene
        if scene is None or scene.options is None:
            return
        scene.groups, scene.outlook, scene.problem = None, None, ""
        self._show_plan(scene)
        self._desk.count(scene.dataset, scene.by, scene.plan)

    def _compose(self, scene: _Scene) -> None:
        """Write the mix into the plan."""
        groups = scene.groups or ()
        shares = shares_of(scene.mix, groups, self._asking(scene), scene.own) if scene.by else {}
        composition = Composition(by=scene.by, shares=shares) if shares else None
        scene.plan = scene.plan.model_copy(update={"composition": composition})
        self._look(scene)

    def _balance(self, scene: _Scene, balance: Balance | None) -> None:
        """Unlike the rest of a plan it holds as soon as it is chosen: no variant need be made."""
        if balance != scene.plan.balance and not self._read_only:
            scene.plan = scene.plan.model_copy(update={"balance": balance})
            self._desk.keep_balance(scene.dataset, balance)

    def _look(self, scene: _Scene) -> None:
        scene.outlook, scene.problem = None, ""
        self._show_plan(scene)
        if scene.options is not None and scene.groups is not None:
            self._desk.look(scene.plan, scene.turn)

    def _show_plan(self, scene: _Scene) -> None:
        wishes = PlanWishes(
            target=scene.plan.target,
            by=scene.by,
            mix=scene.mix,
            balance=scene.plan.balance.method if scene.plan.balance else "",
        )
        asking = self._asking(scene)
        mixes = [mix for mix in MIXES if mix != "half" or asking]
        self._view.show_choices(scene.options.choices if scene.options else (), mixes)
        self._view.show_plan(scene.plan, wishes)
        if scene.outlook is None:
            self._view.show_outlook(None)
        if not scene.plan.transformations:
            self._view.show_preview((), _("Choose transformations on the left, or a choice that is offered there."))
        self._judge()

    def _asking(self, scene: _Scene) -> str:
        contract = scene.options.contract if scene.options and scene.by == "contract" else None
        return asking_group(contract, scene.groups or ())

    def _standing(self) -> Standing:
        scene = self._scene
        if scene is None:
            return Standing()
        variants = scene.outlook.variants if scene.outlook else 0
        return Standing(variants, self._obstacle(scene))

    def _obstacle(self, scene: _Scene) -> str:
        if self._read_only:
            return _("Read only: variants can be looked at here, and made in the window that holds the project.")
        if not scene.plan.transformations:
            return _("Choose at least one transformation.")
        if self._making:
            return _("Variants are being made…")
        if scene.problem:
            return scene.problem
        if scene.outlook is None:
            return _("Counting what the plan comes to…")
        return "" if scene.outlook.variants else _("Nothing is to be made: ask for more examples, or for another mix.")

    def _judge(self) -> None:
        self._view.show_standing(self._standing())


def _first_filled(datasets: Sequence[Dataset]) -> Dataset | None:
    return next((each for each in datasets if each.rows), datasets[0] if datasets else None)
