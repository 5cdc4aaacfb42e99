"""Ports on 127.0.0.1, reserved among all processes of this machine that use this module."""

import socket
import sys
from itertools import count

_reserved: dict[int, socket.socket] = {}


def free_port(preferred: int) -> int:
    """Return the preferred port on 127.0.0.1, or the next that is free.

    It stays reserved until `release_port`: no other caller in any process of this machine gets
    the same one.
    """
    for port in count(preferred):
        if port not in _reserved and (reservation := _reserve(port)) is not None:
            _reserved[port] = reservation
            return port
    raise AssertionError


def release_port(port: int) -> None:
    """End the reservation of `free_port`, if there is one."""
    reservation = _reserved.pop(port, None)
    if reservation is not None:
        reservation.close()


def _reserve(port: int) -> socket.socket | None:
    reservation = socket.socket(socket.AF_UNIX)
    try:
        if sys.platform == "linux":  # an abstract name: no file, and it ends with its process
            reservation.bind(f"\0sensoor-port-{port}")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except OSError:
        reservation.close()
        return None
    return reservation
