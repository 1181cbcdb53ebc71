//! The platform plane.
