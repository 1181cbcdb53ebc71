//! Fuzz target: whatever a file of a delivery holds, the load ends, every row is in one count, and what was stored
//! reads back.

use proptest::prelude::*;

use super::delivery::{CLM, Delivery, HSTRY, LINE, claim, person, room, try_load};

#[allow(dead_code)] // it makes its first inputs itself
#[path = "../../../../fuzz/mutate.rs"]
mod mutate;

const FILES: [&str; 6] =
    [CLM, LINE, HSTRY, "SYNTHETIC_CLM_PROD.csv", "SYNTHETIC_CLM_DT_SGNTR.csv", "SYNTHETIC_BENE_MBI_ID.csv"];

fn contents(file: &str) -> Vec<u8> {
    std::fs::read(Delivery::new().path().join(file)).unwrap()
}

proptest! {
    #![proptest_config(mutate::cases(30))]

    #[test]
    fn any_file_loads_or_is_refused(
        file in proptest::sample::select(&FILES[..]),
        bytes in mutate::mutated(
            FILES.iter().map(|file| contents(file)).collect(),
            &["\"", ",", "\n", "~", "-9223372036854775808", "9223372036854775807", "9999-12-31", "0001-01-01", "1e9", "\0"],
        ),
    ) {
        let delivery = Delivery::new();
        std::fs::write(delivery.path().join(file), bytes).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let room = room();
            // `try_load` holds that every row read is in exactly one count.
            let report = try_load(room.store.as_ref(), delivery.path()).await.unwrap();
            for number in [101, 102, 103] {
                let _ = claim(&room, number).await;
            }
            let _ = person(&room, 11).await;
            assert!(report.faults.is_empty() || report.outcome.claims_new == 0, "{report}");
        });
    }
}
