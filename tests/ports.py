"""Ports of this machine for servers that tests start."""

import socket
import subprocess

from tests.waiting import wait_until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen) -> None:
    """Wait until a server that was just started takes connections; fail when it never does."""

    def is_open():
        with socket.socket() as knock:
            return knock.connect_ex(("127.0.0.1", port)) == 0

    wait_until(is_open, process=process)
