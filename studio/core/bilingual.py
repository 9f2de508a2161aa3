"""A text that a user wrote, in both languages."""

from pydantic import BaseModel, ConfigDict, Field


class Bilingual(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)
