"""What can be set about the checks."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class CheckOptions(BaseModel):
    """Bounds and references; what is left open is taken from the data set itself, or not looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tokenizer: Path | None = None
    """A model's tokenizer.json."""
    longest_tokens: int | None = Field(None, ge=1)
    """What a run takes; without it, or without a tokenizer, tokens are not counted."""
    language: str = ""
    """An ISO 639-1 code; "" for the language of most rows."""
    shortest_answer: int | None = Field(None, ge=0)
    """In characters, as the three below."""
    longest_answer: int | None = Field(None, ge=1)
    shortest_question: int | None = Field(None, ge=0)
    longest_question: int | None = Field(None, ge=1)
    similarity: float = Field(0.8, ge=0.5, le=0.95)
    """From which share of common wording (Jaccard) rows are near duplicates."""
