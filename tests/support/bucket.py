"""A bucket of an S3 server that a test starts and stops (`tools/s3.sh`)."""

import contextlib
import subprocess
from pathlib import Path

from support.binary import ROOT


class Bucket:
    """A bucket of a server of its own, which keeps everything in `folder`."""

    def __init__(self, folder):
        self.folder = folder / "s3"
        assignments = (line.removeprefix("export ").split("=", 1) for line in self._do("start").splitlines())
        told = dict(assignments)
        for name in ("ACCESS", "SECRET"):
            path = folder / name
            path.touch(mode=0o600)
            path.write_text(told[f"TEST_S3_{name}_KEY"] + "\n")
        self.objects = Path(told["TEST_S3_FOLDER"])
        # The lines of a configuration that lead to it.
        self.keys = [
            'files.kind = "s3"',
            "files.http = true",
            "files.request_seconds = 5",
            f'files.endpoint = "{told["TEST_S3_ENDPOINT"]}"',
            f'files.bucket = "{told["TEST_S3_BUCKET"]}"',
            'files.prefix = "claims-server"',
            f'files.access_key_file = "{folder / "ACCESS"}"',
            f'files.secret_key_file = "{folder / "SECRET"}"',
        ]

    def stop(self):
        """Ends the server, and removes what it kept."""
        self._do("stop")

    def _do(self, command):
        script = [ROOT / "tools" / "s3.sh", command, self.folder]
        return subprocess.run(script, stdout=subprocess.PIPE, text=True, timeout=1200, check=True).stdout


@contextlib.contextmanager
def serving(folder):
    """A bucket; stopped by the test or at the end."""
    bucket = Bucket(folder)
    try:
        yield bucket
    finally:
        bucket.stop()
