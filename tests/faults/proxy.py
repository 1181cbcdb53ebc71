"""Stands between the server and its database, and does to the connection what networks and databases do."""

import contextlib
import socket
import struct
import threading
import time

CHUNK = 65536
COMMIT = b"COMMIT\0"
# Closes with a reset, as a machine does that has gone.
ABRUPT = struct.pack("ii", 1, 0)


class Proxy:
    """A TCP proxy on a port of its own. Passes everything on until it is told otherwise."""

    def __init__(self, port, address):
        host, _, target = address.partition(":")
        self.port, self.target = port, (host, int(target))
        self.address = f"127.0.0.1:{port}"
        self.flowing = threading.Event()
        self.lock, self.links, self.listener = threading.Lock(), set(), None
        self.delay, self.at_commit = 0, None
        self.heal()

    def heal(self):
        """Passes everything on again."""
        self.delay, self.at_commit = 0, None
        self.flowing.set()
        if self.listener is None:
            self.listener = socket.create_server(("127.0.0.1", self.port))
            threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def refuse(self):
        """Nobody listens any more, and every connection is gone."""
        listener, self.listener = self.listener, None
        with contextlib.suppress(OSError):
            # Wakes the thread that accepts.
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        self.cut()

    def stall(self):
        """Takes everything and answers nothing."""
        self.flowing.clear()

    def slow(self, seconds=0.05):
        """Holds every message up."""
        self.delay = seconds

    def cut(self):
        """Breaks every connection, whatever goes on."""
        with self.lock:
            links, self.links = self.links, set()
        for link in links:
            link.break_()

    def cut_before_commit(self):
        """Breaks every connection that is about to commit: nothing was written."""
        self.at_commit = "before"

    def stall_at_commit(self):
        """Takes commits and never passes them on, nor an answer."""
        self.at_commit = "never"

    def cut_after_commit(self):
        """Breaks every connection that has just committed, before the answer: it was written, and nobody knows."""
        self.at_commit = "after"

    def close(self):
        """Ends."""
        if self.listener is not None:
            self.refuse()
        self.flowing.set()

    def _accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self.target, timeout=10)
            except OSError:
                _break(near)
                continue
            far.settimeout(None)
            link = Link(near, far)
            with self.lock:
                self.links.add(link)
            for pump in (self._there, self._back):
                threading.Thread(target=self._carry, args=[pump, link], daemon=True).start()

    def _carry(self, pump, link):
        with contextlib.suppress(OSError):
            pump(link)
        with self.lock:
            self.links.discard(link)
        link.break_()

    def _there(self, link):
        while data := self._next(link.near):
            if self.at_commit and COMMIT in data:
                while self.at_commit == "never":
                    time.sleep(0.05)
                if self.at_commit != "after":
                    return
                link.muted = True
            link.far.sendall(data)

    def _back(self, link):
        while data := self._next(link.far):
            if link.muted:
                return
            link.near.sendall(data)

    def _next(self, end):
        data = end.recv(CHUNK)
        time.sleep(self.delay)
        self.flowing.wait()
        return data


class Link:
    """A connection to the proxy, the one to the database for it, and whether answers are kept from it."""

    def __init__(self, near, far):
        self.near, self.far, self.muted = near, far, False

    def break_(self):
        """Breaks both."""
        _break(self.near)
        _break(self.far)


def _break(end):
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABRUPT)
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()
