"""What phases, states, measures and problems are called."""

from studio.core.events import PhaseName
from studio.runs.folder import RunState
from studio.ui.formats import integer
from studio.words import N_, _

_PHASES: dict[PhaseName, str] = {
    "import": N_("Starting up"),
    "load": N_("Loading the base model"),
    "tokenise": N_("Preparing the examples"),
    "score_base": N_("Testing the untrained model"),
    "train": N_("Training"),
    "evaluate": N_("Checking progress"),
    "save": N_("Saving"),
    "score_tuned": N_("Testing the trained model"),
    "wait_for_space": N_("Waiting for room on the disk"),
    "answer": N_("Answering the examples"),
    "time": N_("Timing single answers"),
    "merge": N_("Merging what was learned into the model"),
    "write": N_("Writing the files"),
    "compare": N_("Comparing with the application"),
}
_STATES: dict[RunState, str] = {
    "preparing": N_("Preparing"),
    "waiting": N_("Waiting"),
    "starting": N_("Starting"),
    "running": N_("Running"),
    "finished": N_("Finished"),
    "stopped": N_("Stopped"),
    "paused": N_("Paused"),
    "failed": N_("Failed"),
    "died": N_("Interrupted"),
}
_MEASURES = {
    "format_compliance": N_("Answers in the required format"),
    "red_flag_recall": N_("Red flags recognised"),
    "red_flag_specificity": N_("Harmless cases not called urgent"),
    "accuracy": N_("Texts with the right labels"),
    "macro_f1": N_("F1, mean over the labels"),
    "majority_accuracy": N_("Right by always choosing the commonest"),
    "preference_accuracy": N_("Better answer found likelier"),
    "exact_match": N_("Answers equal to the reference"),
    "loss": N_("Loss on the test examples"),
    "test_loss": N_("Loss on the test examples"),
    "held_out_loss": N_("Loss on the test examples"),
    "perplexity": N_("Perplexity on the test examples"),
}
_LOWER_IS_BETTER = frozenset({"loss", "test_loss", "held_out_loss", "perplexity"})


def phase_words(name: PhaseName) -> str:
    """A phase as the progress line names it."""
    return _(_PHASES[name])


def state_words(state: RunState) -> str:
    """A state as the list of runs names it."""
    return _(_STATES[state])


def step_words(step: int) -> str:
    """When an answer was given, a loss measured or weights saved."""
    return _("step {step}").format(step=integer(step)) if step else _("untrained")


def measure_words(metric: str) -> str:
    """A held-out measure; one that this version does not know keeps its own name."""
    return _(_MEASURES[metric]) if metric in _MEASURES else metric.replace("_", " ")


def lower_is_better(metric: str) -> bool:
    """Whether a fall of this measure is the improvement; such measures are not shares of examples."""
    return metric in _LOWER_IS_BETTER
