//! ExplanationOfBenefit against what BFD v3 serves for the same source rows, and every claim of every data set.

mod compare;
mod csv;
mod differences;
mod every_claim;
mod goldens;
mod source;
