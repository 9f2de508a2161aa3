"""Monitoring: logs of answers given in use, scored over time, compared with the test set, searched for new examples."""
