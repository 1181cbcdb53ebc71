//! The embedded rooms: one SQLite file per plane.
