#!/usr/bin/env python3
"""Prints a TCP port of the loopback interface that nobody listens on, and that no client is given by chance."""

import contextlib
import random
import socket

while True:
    port = random.randrange(10_000, 32_000)
    with contextlib.suppress(OSError), socket.socket() as probe:
        probe.bind(("127.0.0.1", port))
        print(port)
        break
