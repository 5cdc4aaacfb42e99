"""The module by which both browsers of a chat keep its words, run by Node."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_the_words_of_both_browsers_are_the_same_whatever_the_line_does() -> None:
    node = shutil.which("node")
    if node is None and not os.environ.get("CI"):
        pytest.skip("node is not here")
    assert node
    done = subprocess.run(
        [node, "--test", "words.test.mjs"], cwd=HERE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
