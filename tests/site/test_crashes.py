"""A process that dies says where."""

import signal
import subprocess
import sys

import pytest

from app.config import ROOT

CRASH = (
    "import ctypes, resource, {entry}\n"
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
    "def read_nowhere():\n"
    "    ctypes.string_at(0)\n"
    "read_nowhere()\n"
)


@pytest.mark.slow
@pytest.mark.parametrize("entry", ["wsgi", "app.local"])
def test_a_crash_writes_where_it_was(entry, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", CRASH.format(entry=entry)],
        check=False,
        cwd=ROOT,
        env={"ISONOMIA_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -signal.SIGSEGV
    assert "Fatal Python error: Segmentation fault" in done.stderr
    assert 'File "<string>", line 4 in read_nowhere' in done.stderr
