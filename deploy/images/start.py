"""An image's entry point: `python -m <service>` of the service that it was built for."""

import os
from runpy import run_module

run_module(os.environ["SENSOOR_SERVICE"], run_name="__main__", alter_sys=True)
