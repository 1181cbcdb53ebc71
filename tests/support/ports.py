#!/usr/bin/env python3
"""A free port, for the tests and, run as a program, for the servers that tools/ starts for them."""

import contextlib
import random
import socket


def free_port():
    """A TCP port of the loopback interface that nobody listens on now, and that no client is given by chance."""
    while True:
        port = random.randrange(10_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


if __name__ == "__main__":
    print(free_port())
