"""What must be true of stored claims, and whether two stores hold the same."""

import random
import re

from faults import served
from faults.place import LOADS

SAMPLE = 6
TWICE = "SELECT count(*) FROM (SELECT 1 FROM main.claim GROUP BY namespace, number HAVING count(*) > 1) AS t"
# Relabelling stores the parts alone in which something changes.
HALF = (
    "SELECT count(*) FROM main.load AS l WHERE finished = 1 AND format <> 'relabel' "
    "AND parts <> (SELECT count(*) FROM main.load_part WHERE load = l.id)"
)
SUBJECTS = "SELECT DISTINCT subject, namespace FROM main.claim ORDER BY namespace, subject"
CCW = 2
STAMP = re.compile(r'"lastUpdated": "[^"]*"')


def hold(place, say):
    """What must be true at any moment."""
    assert place.number("claims", TWICE) == 0, say("a claim is there twice")
    assert place.number("claims", HALF) == 0, say("a load is called finished and lacks parts")


def people(place):
    """Some people, always the same of the same claims."""
    rows = sorted((int(namespace), int(number)) for number, namespace in place.rows("claims", SUBJECTS))
    chosen = random.Random(1).sample(rows, min(SAMPLE, len(rows)))
    return [f"ccw-{number}" if namespace == CCW else str(number) for namespace, number in chosen]


class State:
    """All that the claims plane stores, and what of it a server that starts on it serves.

    With `any_time`, times of change count by their order alone: commands without --clock take the moment they run at.
    """

    def __init__(self, place, app, asked, any_time=False):
        with place.serve() as server:
            self.tables, self.pages = place.dump("claims"), served.of(server.base, app, asked)
        if any_time:
            stamps = sorted({str(stamp) for (stamp,) in place.rows("claims", "SELECT stamp FROM main.load")})
            ranks = {stamp: f"time {rank}" for rank, stamp in enumerate(stamps)}
            for name, rows in self.tables.items():
                self.tables[name] = sorted(tuple(ranks.get(str(cell), str(cell)) for cell in row) for row in rows)
            self.pages = [STAMP.sub("", page) for page in self.pages]

    def compare(self, expected, say):
        """Fails where this is another state."""
        assert self.tables.keys() == expected.tables.keys(), say("other tables")
        for name, rows in expected.tables.items():
            lost, added = set(rows) - set(self.tables[name]), set(self.tables[name]) - set(rows)
            # Killed when all was done, a load that is started again is noted as one more, which changes nothing.
            same = not lost and (name in LOADS or len(rows) == len(self.tables[name]) and not added)
            assert same, say(f"{name}: {len(lost)} rows lost, {len(added)} added, such as {list(lost | added)[:2]}")
        assert self.pages == expected.pages, say("other bytes are served")
