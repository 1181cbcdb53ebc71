"""Kills commands at moments that a seed draws.

A moment is a share of the processor time that the command takes undisturbed, and a pause behind it: on a busy machine
the same seed kills in the same stretch of work.
"""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

from support import logbook, program

# Longest pause behind the moment, in seconds: in it the process may wait for a disk or a database.
PAUSE = 0.03
SECONDS = 300


class Killer:
    """Draws the moments of one activity, and tells them when something is wrong."""

    def __init__(self, seed, activity, kills):
        self.seed, self.activity, self.kills = seed, activity, kills
        self.chance = random.Random(f"{seed}/{activity}")
        self.done, self.moments, self.whole, self.output = 0, [], None, ""

    def calibrate(self, command):
        """Runs the command undisturbed, and learns how long it works."""
        with _started(command) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            output = process.stdout.read()
        logbook.keep(output)
        assert process.returncode == 0, f"{command}: {output}"
        self.whole = used.ru_utime + used.ru_stime

    def strike(self, command):
        """Runs the command and kills it, no clean-up possible. Whether it was killed; else it ended well by itself."""
        share, pause = self.chance.random(), self.chance.random() * PAUSE
        self.moments.append(f"{share:.3f} of {self.whole:.2f} s and {pause * 1000:.0f} ms")
        with _started(command) as process:
            end = time.monotonic() + SECONDS
            while process.poll() is None and _worked(process.pid) < share * self.whole:
                assert time.monotonic() < end, self.say(f"{command} neither works nor ends")
                time.sleep(0.001)
            time.sleep(pause)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()
            self.output = process.stdout.read()
        logbook.keep(self.output)
        killed = process.returncode == -signal.SIGKILL
        assert killed or process.returncode == 0, self.say(f"{command} ended with {process.returncode}:\n{self.output}")
        self.done += killed
        return killed

    def until_done(self, command, between):
        """Runs the command and kills it again and again, until it ends by itself or no kills are left; then to its
        end. Calls `between` after every kill."""
        while self.more() and self.strike(command):
            between()
        done = program.run(*command)
        assert done.returncode == 0, self.say(done.stdout + done.stderr)

    def more(self):
        """Whether there are kills to come."""
        return self.done < self.kills

    def say(self, what):
        """An error, with what repeats it."""
        return f"{what}\n{self.activity}, kill {self.done} at {self.moments[-5:]}; repeat with --fault-seed {self.seed}"


def _started(command):
    return subprocess.Popen(
        [program.binary(), *command],
        env=program.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _worked(pid):
    """Seconds of processor time that all threads of a process have used."""
    total = 0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(thread.read_text().split()[0])
        except (OSError, IndexError):
            continue
    return total / 1e9
