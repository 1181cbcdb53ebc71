//! Files: what is too large for a database and shared by all processes, such as reference data.
//!
//! A file has a [`Name`], is written as a stream, becomes visible whole when it is finished, and is replaced as a
//! whole. Two rooms keep files: a local folder, and storage that speaks the S3 protocol. In both, a file ends with a
//! seal of its length and SHA-256: name, content and sum are one object and cannot disagree, whatever dies when.

mod copy;
mod local;
mod name;
mod plane;
mod read;
mod room;
mod s3;
mod seal;
mod write;

pub use copy::LocalCopy;
pub use name::{BadName, Name};
pub use plane::{About, Files};
pub use read::Reader;
pub use room::Listed;
pub use s3::S3Config;
pub use write::Writer;
