"""As gunicorn's manual advises for a machine: two workers a core and one more, with threads that keep connections."""

import os

workers = 2 * (os.cpu_count() or 1) + 1
worker_class = "gthread"
threads = 4
keepalive = 30
loglevel = "critical"


def when_ready(_):
    """The line that the benchmark waits for."""
    print("ready http://localhost", flush=True)
