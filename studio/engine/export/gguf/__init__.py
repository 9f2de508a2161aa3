"""Models as GGUF files, for llama.cpp and what stands on it."""
