"""How likely a model finds each of several answers, by lm-evaluation-harness and by ourselves."""
