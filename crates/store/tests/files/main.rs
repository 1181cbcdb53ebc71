//! The conformance suite of the files plane: the same assertions in a local folder and on a real S3 server, and what
//! becomes of storage that fails.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may panic: that is how it fails

mod faults;
mod place;
mod proxy;
mod suite;

macro_rules! conformance {
    ($($test:ident,)*) => {
        mod in_a_folder {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::suite::$test(&super::place::Place::local()).await;
            })*
        }

        mod on_s3 {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let Some(place) = super::place::Place::s3() else { return };
                super::suite::$test(&place).await;
            })*
        }
    };
}

conformance! {
    a_file_reads_back_whole_and_its_end_alone,
    nothing_is_visible_before_the_end,
    a_writer_that_is_dropped_leaves_nothing,
    what_dead_writers_leave_is_swept_by_age,
    a_reader_sees_one_edition_while_others_come,
    damage_is_noticed,
    a_list_names_what_lies_below_a_folder,
    a_copy_is_fetched_once_and_replaced_with_the_file,
}
