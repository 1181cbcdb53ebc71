//! Patient and Coverage against what BFD v3 serves for the same source rows, and against C4BB where BFD shows
//! nothing.

mod differences;
mod goldens;
mod situations;
mod source;
