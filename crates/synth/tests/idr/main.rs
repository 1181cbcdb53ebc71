//! The files of the synthetic maker, read from outside. One program, so that its data set is made once.

mod claims;
mod data_set;
mod people;
mod sameness;
