"""`python -m studio`: the window; any other word is a command."""

import sys

from studio.cli import main

if __name__ == "__main__":
    main(sys.argv[1:] or ["window"])
