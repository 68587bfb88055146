"""Removes what up.py made. The environment variable BENCH_STACK names the stack."""

import os
import shlex

from pyinfra.operations import server
from recipe import SCRIPT

server.shell(
    name="everything of the benchmark is removed",
    commands=[f"bash -s remove {shlex.quote(os.environ['BENCH_STACK'])}"],
    _stdin=SCRIPT,
)
