"""French grammar that rewriting needs: elision, contraction, gender and number."""
