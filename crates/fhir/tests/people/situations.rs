//! Situations of people and coverage beyond the goldens.
