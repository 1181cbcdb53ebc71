"""`kill -9` in the midst of migrations: the old schema or the new one, never one between, and all that was there."""

from faults import old_schema, served
from faults.place import PLANES
from faults.stored import State, people
from support import program

MEMBERS = 30
CLOCK = "2026-10-01T00:00:00Z"
# What a migration makes of what was there must be what a load makes of it today.
DERIVED = ("claim", "claim_count", "person_match")
APPLIED = "SELECT version FROM main.schema_migration ORDER BY version"


def applied(place, plane):
    """The last step that was run."""
    return int(place.rows(plane, APPLIED)[-1][0])


def test_killed_migrations_leave_the_old_state_or_the_new_one(make, killer, tmp_path):
    killer = killer(f"migrate {make.kind}", 0.07)
    source = tmp_path / "idr"
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 1, "--out", source, check=True)
    today = make("today")
    app = served.add_system_app(today)
    today.run("load", "idr", source, "--clock", CLOCK, check=True)
    asked = people(today)
    expected = State(today, app, asked)
    old = make("old", migrate=False)
    old_schema.build(old, today, dict.fromkeys(PLANES, 1))
    shapes = {plane: {applied(old, plane): old.shape(plane)} for plane in PLANES}
    calibrated = old.copy(tmp_path / "calibrated")
    killer.calibrate(calibrated.command("migrate"))
    migrated = State(calibrated, app, asked)
    assert migrated.pages == expected.pages, "other bytes are served after a migration"
    for table in DERIVED:
        assert migrated.tables[table] == expected.tables[table], f"{table} is another than of a load today"
    for plane in PLANES:
        shapes[plane][applied(calibrated, plane)] = calibrated.shape(plane)
        assert len(shapes[plane]) == 2, f"{plane} has no step to kill"
    calibrated.settle()
    calibrated.remove()
    chain = 0
    while killer.more():
        chain += 1
        place = old.copy(tmp_path / f"chain{chain}")

        def between(place=place):
            place.settle()
            for plane in PLANES:
                version = applied(place, plane)
                assert version in shapes[plane], killer.say(f"{plane} stands at step {version}")
                assert place.shape(plane) == shapes[plane][version], killer.say(f"{plane} is not what step {version} makes")

        killer.until_done(place.command("migrate"), between)
        State(place, app, asked).compare(migrated, killer.say)
        place.settle()
        place.remove()
