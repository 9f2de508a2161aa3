"""Models for other programs: merged, as GGUF, for Ollama, and compared with what the application answers."""
