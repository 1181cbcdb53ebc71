//! Progress of long work: one line that is written over on a terminal, plain lines now and then otherwise.
