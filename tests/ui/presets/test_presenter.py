"""What the Presets tab decides, on real files."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from studio import paths
from studio.core.recipe import with_changes
from studio.errors import StudioError
from studio.runs.own_presets import Deleted, add_preset, keep_unsaved, read_unsaved
from studio.runs.presets import NamedPreset, load_preset, own_file, own_text
from studio.ui.presets.comparison import ComparedOption
from studio.ui.presets.draft import Draft
from studio.ui.presets.listing import Entry, Heading, Narrowing
from studio.ui.presets.presenter import Choice, PresetsPresenter, Standing

TEXT = (
    "# mine\nname: Mine\ndescription: d\nmemory_gb: 6\nrecipe: {method: {rank: 8}, training: {learning_rate: 2e-4}}\n"
)


class Seen:
    """What the page was asked to show."""

    def __init__(self) -> None:
        self.lines: Sequence[Entry | Heading] = ()
        self.current = ""
        self.drafts = list[Draft]()
        self.standing = Standing(changed=False, right=True, own=False)
        self.options: Sequence[ComparedOption] = ()
        self.announced: Sequence[NamedPreset] = ()
        self.told = list[str]()
        self.deleted = list[Deleted]()
        self.problems = list[StudioError]()

    def show_list(self, lines: Sequence[Entry | Heading], current: str) -> None:
        self.lines, self.current = lines, current

    def show_draft(self, draft: Draft) -> None:
        self.drafts.append(draft)

    def show_standing(self, standing: Standing) -> None:
        self.standing = standing

    def show_choices(self, choices: Sequence[Choice], current: str) -> None:
        assert current in {"", *(each.name for each in choices), *self.names()}

    def show_comparison(self, options: Sequence[ComparedOption]) -> None:
        self.options = options

    def announce(self, presets: Sequence[NamedPreset]) -> None:
        self.announced = presets

    def tell_done(self, text: str) -> None:
        self.told.append(text)

    def tell_deleted(self, title: str, deleted: Deleted) -> None:
        self.told.append(title)
        self.deleted.append(deleted)

    def tell_problem(self, error: StudioError) -> None:
        self.problems.append(error)

    def names(self) -> list[str]:
        return [line.name for line in self.lines if isinstance(line, Entry)]

    def entry(self, name: str) -> Entry:
        return next(line for line in self.lines if isinstance(line, Entry) and line.name == name)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def presenter(seen: Seen) -> PresetsPresenter:
    presenter = PresetsPresenter(seen)
    presenter.open()
    return presenter


def edit(presenter: PresetsPresenter, **changes: str) -> None:
    assert presenter.draft is not None
    wanted = {name.replace("__", "."): value for name, value in changes.items()}
    presenter.on_recipe_edited(with_changes(presenter.draft.good.recipe, wanted))


@pytest.mark.usefixtures("presenter")
def test_ours_are_listed_by_what_they_are_for(seen: Seen) -> None:
    assert [line.title for line in seen.lines if isinstance(line, Heading)] == [
        "Answers",
        "Classification",
        "Preferences",
    ]
    assert seen.current == seen.names()[0] == "demo-cpu"
    assert len(seen.announced) == len(seen.names())


@pytest.mark.parametrize(
    ("narrowing", "there", "gone"),
    [
        (Narrowing("cephalees"), set(), {"demo-cpu"}),
        (Narrowing("headache triage"), {"biomistral-headache-triage"}, {"qlora-24gb-7b"}),
        (Narrowing("kto"), {"kto-24gb-7b"}, {"dpo-24gb-7b"}),
        (Narrowing(purpose="labels"), {"bert-classification"}, {"demo-cpu", "dpo-24gb-7b"}),
        (Narrowing(purpose="preferences"), {"dpo-24gb-7b"}, {"demo-cpu", "bert-classification"}),
        (Narrowing(memory_gb=0), {"demo-cpu", "head-only-classification"}, {"qlora-8gb-3b"}),
        (Narrowing(memory_gb=8), {"demo-cpu", "qlora-8gb-3b", "mine"}, {"qlora-12gb-7b"}),
    ],
)
def test_the_list_is_narrowed(seen: Seen, narrowing: Narrowing, there: set[str], gone: set[str]) -> None:
    add_preset("mine", TEXT)
    presenter = PresetsPresenter(seen)
    presenter.open()
    presenter.on_narrowed(narrowing)
    assert there <= set(seen.names())
    assert gone.isdisjoint(seen.names())


def test_what_is_typed_stays_while_others_are_looked_at(presenter: PresetsPresenter, seen: Seen) -> None:
    edit(presenter, method__rank="32")
    presenter.choose("qlora-8gb-3b")
    presenter.on_text_edited("name: [")
    presenter.choose("demo-cpu")
    assert seen.drafts[-1].good.recipe.method.rank == 32
    assert seen.entry("demo-cpu").changed
    presenter.choose("qlora-8gb-3b")
    assert seen.drafts[-1].text == "name: ["
    assert seen.standing == Standing(changed=True, right=False, own=False)


def test_a_changed_one_of_ours_is_saved_as_mine_and_ours_stays(presenter: PresetsPresenter, seen: Seen) -> None:
    edit(presenter, method__rank="32")
    presenter.on_save()
    assert seen.current == "demo-cpu-2"
    assert load_preset("demo-cpu-2").preset.recipe.method.rank == 32
    assert load_preset("demo-cpu-2").preset.name.en == "Demonstration (no GPU) (mine)"
    assert not seen.entry("demo-cpu").changed
    assert load_preset("demo-cpu").preset.recipe.method.rank == 16


def test_a_text_and_a_form_edit_the_same_preset(seen: Seen) -> None:
    add_preset("mine", TEXT)
    presenter = PresetsPresenter(seen)
    presenter.open()
    presenter.choose("mine")
    presenter.on_text_edited(TEXT.replace("rank: 8", "rank: 12").replace("# mine", "# still mine"))
    edit(presenter, training__epochs="2")
    presenter.on_save()
    assert own_text("mine") == (
        "# still mine\nname: Mine\ndescription: d\nmemory_gb: 6\n"
        "recipe: {method: {rank: 12}, training: {learning_rate: 2e-4, epochs: 2.0}}\n"
    )
    assert seen.standing == Standing(changed=False, right=True, own=True)


def test_back_to_the_saved_value_is_no_change(seen: Seen) -> None:
    add_preset("mine", TEXT)
    presenter = PresetsPresenter(seen)
    presenter.open()
    presenter.choose("mine")
    edit(presenter, training__learning_rate="1e-3")
    assert seen.standing.changed
    edit(presenter, training__learning_rate="2e-4")
    assert not seen.standing.changed


def test_what_was_not_saved_is_there_again_in_the_next_window(presenter: PresetsPresenter, seen: Seen) -> None:
    edit(presenter, method__rank="32")
    presenter.choose("qlora-8gb-3b")
    presenter.on_text_edited("name: [")
    presenter.leave()
    following = PresetsPresenter(seen)
    following.open()
    assert following.draft is not None
    assert following.draft.good.recipe.method.rank == 32
    assert seen.entry("qlora-8gb-3b").changed
    following.on_discard()
    following.choose("qlora-8gb-3b")
    assert seen.drafts[-1].text == "name: ["
    following.on_discard()
    following.leave()
    assert read_unsaved() == {}


def test_what_was_not_saved_in_a_preset_that_is_gone_is_let_go(seen: Seen) -> None:
    keep_unsaved({"gone": "name: ["})
    PresetsPresenter(seen).open()
    assert "gone" not in seen.names()


def test_a_wrong_text_is_not_saved(seen: Seen) -> None:
    add_preset("mine", TEXT)
    presenter = PresetsPresenter(seen)
    presenter.open()
    presenter.choose("mine")
    presenter.on_text_edited("name: [")
    presenter.on_save()
    assert own_text("mine") == TEXT
    presenter.on_discard()
    assert seen.drafts[-1].text == TEXT


def test_delete_and_undo(seen: Seen) -> None:
    add_preset("mine", TEXT)
    presenter = PresetsPresenter(seen)
    presenter.open()
    presenter.choose("mine")
    presenter.on_delete()
    assert "mine" not in seen.names()
    assert seen.current == "demo-cpu"
    presenter.on_restore(seen.deleted[0])
    assert seen.current == "mine"
    assert own_text("mine") == TEXT


def test_ours_are_neither_deleted_nor_renamed(presenter: PresetsPresenter, seen: Seen) -> None:
    presenter.on_delete()
    presenter.on_rename("x")
    assert "demo-cpu" in seen.names()
    assert not paths.user_presets().exists()


def test_a_renamed_preset_keeps_what_is_not_saved_yet(seen: Seen) -> None:
    add_preset("mine", TEXT)
    presenter = PresetsPresenter(seen)
    presenter.open()
    presenter.choose("mine")
    edit(presenter, method__rank="9")
    presenter.on_rename("Other")
    assert seen.current == "other"
    assert own_text("other") == TEXT.replace("Mine", "Other")
    assert seen.drafts[-1].good.recipe.method.rank == 9
    assert seen.standing.changed


def test_a_copy_takes_what_is_not_saved_along_and_leaves_it(presenter: PresetsPresenter, seen: Seen) -> None:
    edit(presenter, method__rank="32")
    presenter.on_duplicate()
    assert load_preset(seen.current).preset.recipe.method.rank == 32
    assert seen.entry("demo-cpu").changed


def test_several_files_are_brought_in_and_the_wrong_one_is_told(
    presenter: PresetsPresenter, seen: Seen, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(TEXT, "utf-8")
    bad.write_text("name: x\n", "utf-8")
    presenter.on_import([bad, good])
    assert seen.current == "good"
    assert "description" in seen.problems[0].message


def test_what_is_exported_can_be_imported(presenter: PresetsPresenter, seen: Seen, tmp_path: Path) -> None:
    edit(presenter, method__rank="32")
    presenter.on_export(tmp_path / "out.yaml")
    presenter.on_import([tmp_path / "out.yaml"])
    assert load_preset("out").preset.recipe.method.rank == 32
    presenter.on_export(tmp_path / "nowhere" / "x" / "out.yaml")
    assert not seen.problems


def test_a_file_with_an_error_is_mended_in_its_text(seen: Seen) -> None:
    paths.user_presets().mkdir(parents=True)
    own_file("bad").write_text("name: x\n", "utf-8")
    presenter = PresetsPresenter(seen)
    presenter.open()
    assert seen.entry("bad").kind == "broken"
    presenter.choose("bad")
    assert seen.drafts[-1].problems[0].field == "description"
    presenter.on_text_edited("name: x\ndescription: y\n")
    presenter.on_save()
    assert seen.entry("bad").kind == "own"


def test_two_are_compared_as_they_stand(presenter: PresetsPresenter, seen: Seen) -> None:
    edit(presenter, method__rank="32")
    presenter.on_compare("demo-cpu", "prefix-24gb-7b", all_options=False)
    found = {option.title: (option.left, option.right) for option in seen.options}
    assert found["Rank"] == ("32", "")
    assert found["Prefix length"] == ("", "30 tokens")
    assert found["Learning rate"] == ("0.003", "0.005")
    assert found["Steps"] == ("110", "as many as the epochs need")
    assert "Task" not in found
    presenter.on_compare("demo-cpu", "demo-cpu", all_options=True)
    assert not any(option.differs for option in seen.options)
    assert "Prefix length" not in {option.title for option in seen.options}


def test_a_file_that_is_gone_meanwhile_is_told(seen: Seen) -> None:
    add_preset("mine", TEXT)
    presenter = PresetsPresenter(seen)
    presenter.open()
    own_file("mine").unlink()
    presenter.choose("mine")
    assert "not readable" in seen.problems[0].message
    assert seen.current == "demo-cpu"
