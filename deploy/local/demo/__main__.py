"""`python -m demo [scale]`: the demo, whole or (0.05) scaled down."""

import sys

from demo.main import run

if __name__ == "__main__":
    run(float(sys.argv[1]) if sys.argv[1:] else 1.0)
