//! The audit plane.
