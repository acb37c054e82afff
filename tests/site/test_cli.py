"""Files that commands write are whole, or what they were."""

import os
import signal
import subprocess
import sys

import pytest

from app.cli import whole_file
from app.config import ROOT


def test_a_file_takes_its_place_when_it_is_whole(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"the former")
    with whole_file(path, mode=0o600) as file:
        file.write(b"the new one")
        file.flush()
        assert path.read_bytes() == b"the former"
    assert path.read_bytes() == b"the new one"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def write_half(path):
    with whole_file(path) as file:
        file.write(b"half")
        raise OSError(28, "full")


def test_a_failure_leaves_the_former(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"the former")
    with pytest.raises(OSError, match="full"):
        write_half(path)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"the former"]


KILLED = """
import os, signal, sys
from pathlib import Path
from app.cli import whole_file
with whole_file(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_a_kill_leaves_the_former_and_is_followed_by_another_run(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"the former")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"the former"
    with whole_file(path) as file:
        file.write(b"the new one")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"the new one"]


def test_the_file_that_a_link_names_is_replaced(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"the former")
    link.symlink_to(target)
    with whole_file(link) as file:
        file.write(b"the new one")
    assert link.is_symlink()
    assert target.read_bytes() == b"the new one"


def test_what_is_no_file_is_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a file"), whole_file(pipe):
        pass
    assert list(tmp_path.iterdir()) == [pipe]
