"""What a packet says, by the names that its scripts use."""

from studio.words import N_

NO_SCRIPT = N_("This file needs JavaScript, which this browser does not run. Nothing in it uses the network.")
PACKET_WORDS: dict[str, str] = {
    "welcome": N_(
        "You will read {rows} questions with the answers of language models, and say of each answer what it is worth."
    ),
    "blind": N_(
        "Nobody can tell here which model wrote what, and the models change sides from one question to the next; where "
        "an answer says who wrote it, you read [•••]. "
        "Judge each answer as if a junior colleague had written it for a real patient."
    ),
    "kept": N_(
        "Your answers are kept in this browser as you go, so you can stop at any time. "
        "At the end, choose “Save answers” and send the file back. Nothing leaves this computer by itself."
    ),
    "keys": N_(
        "Keys: 1–5 answer, ↑ ↓ question, ← → row, Enter go on, 0 take back, C comment, Esc leave the comment, "
        "Ctrl+S save."
    ),
    "name": N_("Your name"),
    "start": N_("Start"),
    "progress": N_("{whole} of {rows} finished"),
    "row": N_("Question {row} of {rows}"),
    "save": N_("Save answers"),
    "save_now": N_("Save answers •"),
    "load": N_("Load answers…"),
    "theme": N_("Light or dark"),
    "role_system": N_("Instructions to the model"),
    "role_user": N_("Question"),
    "role_assistant": N_("Earlier answer"),
    "role_tool": N_("Tool"),
    "reference": N_("Expected answer"),
    "answer": N_("Answer"),
    "answer_a": N_("Answer A"),
    "answer_b": N_("Answer B"),
    "empty": N_("(nothing)"),
    "same": N_("Both answers are the same text."),
    "which": N_("Which answer is better?"),
    "comment": N_("Comment"),
    "before": N_("← Before"),
    "next": N_("Next (Enter)"),
    "row_open": N_("Some questions of this row are still open: the next one is marked."),
    "all_done": N_("Everything is answered. Save the answers and send the file back. Thank you!"),
    "saved": N_("The answers were saved where this browser puts downloads."),
    "loaded": N_("Answers taken over: {count}"),
    "not_kept": N_("This browser keeps nothing for this file: save your answers before you close it."),
    "not_json": N_("This file is damaged, or no file of answers."),
    "not_answers": N_("This is no file of answers."),
    "other_packet": N_("These answers belong to another packet."),
    "damaged": N_("This file of answers is damaged. Nothing was changed."),
}
