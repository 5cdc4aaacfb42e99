"""Exec another program that dies with its parent, holds a lock and is not root.

Run as a script by `program.start`, never imported: `spawn.py <parent's pid> <death signal>
<uid or -> <lock file or -> <command> ...`. What it sets survives the exec, and a failing
exec shows in the program's own log. Doing this between fork and exec is not safe in a process
with threads.
"""

import ctypes
import fcntl
import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG = 1


def hold_lock(path: str) -> None:
    """Lock the file while this process lives; the program that it execs keeps the lock."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"another process works in this folder: it holds {path}")
    os.set_inheritable(descriptor, True)


def become(uid: int) -> None:
    """Drop root for good."""
    os.setgroups([])
    os.setgid(pwd.getpwuid(uid).pw_gid)
    os.setuid(uid)
    os.chdir("/")


def die_with(parent: int, death_signal: int) -> None:
    """Ask the kernel for a signal at the parent's death; a change of the user would undo it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:
        sys.exit("the supervisor is gone")


def main() -> None:
    """Prepare this process and exec the command."""
    parent, death_signal, uid, lock, *command = sys.argv[1:]
    if lock != "-":
        hold_lock(lock)
    if uid != "-":
        become(int(uid))
    die_with(int(parent), int(death_signal))
    for ignored_by_python in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored_by_python, signal.SIG_DFL)
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
