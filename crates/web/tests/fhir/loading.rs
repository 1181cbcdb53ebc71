//! Searches while data is loaded and labels change, and cursors where they do not belong.

use std::sync::Arc;

use bluestem_model::id::ClaimId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use bluestem_store::claims::{ClaimDelivery, ClaimsLoader, Load, LoadPlan, NewLabels, Part};
use bluestem_store::embedded::EmbeddedClaims;

use crate::whole::entries;
use crate::world::{ALL, LABELLED, OTHER, OWN, World, claim, load};

const EOB: &str = "/v3/fhir/ExplanationOfBenefit";

async fn loadable() -> (World, Arc<EmbeddedClaims>) {
    let folder = tempfile::tempdir().unwrap();
    let claims = EmbeddedClaims::open(&folder.path().join("claims.db")).unwrap();
    load(claims.as_ref()).await;
    (World::over(claims.clone(), folder).await, claims)
}

async fn begin(claims: &EmbeddedClaims, name: u8, at: &str) -> Load {
    let plan = LoadPlan { fingerprint: [name; 32], format: "idr", parts: 1, files: Vec::new() };
    claims.begin_load(&plan, Timestamp::parse(at).unwrap()).await.unwrap()
}

async fn store(claims: &EmbeddedClaims, open: &Load, delivered: Vec<ClaimDelivery>) {
    let part = Part { number: 0, claims: delivered, ..Part::default() };
    claims.write_part(open, part).await.unwrap();
}

/// A load from begin to end.
async fn store_whole(claims: &EmbeddedClaims, name: u8, at: &str, delivered: Vec<ClaimDelivery>) {
    let open = begin(claims, name, at).await;
    store(claims, &open, delivered).await;
    claims.finish_load(&open).await.unwrap();
}

/// Gives these claims new labels, as `bluestem relabel` does.
async fn relabel(claims: &EmbeddedClaims, name: u8, numbers: &[i64], labels: Labels) {
    let open = begin(claims, name, "2025-01-02T11:00:00Z").await;
    let stored = claims.labelled(None, 1000).await.unwrap();
    let chosen = stored.iter().filter(|claim| numbers.iter().any(|number| claim.id == ClaimId::idr(*number)));
    let new: Vec<_> =
        chosen.map(|claim| NewLabels { id: claim.id, labels, label_list: 2, seen: claim.updated }).collect();
    assert_eq!(claims.write_labels(&open, 0, &new).await.unwrap(), numbers.len() as u64);
    claims.finish_load(&open).await.unwrap();
}

fn numbers(all: impl IntoIterator<Item = i64>) -> Vec<String> {
    all.into_iter().map(|number| number.to_string()).collect()
}

#[tokio::test]
async fn a_whole_load_between_any_two_pages_gives_the_new_total() {
    let (world, claims) = loadable().await;
    let token = world.token(OWN, ALL).await;
    let mut page = world.get(&token, &format!("{EOB}?_count=5")).await;
    let (mut found, mut total) = (page.ids(), 25);
    assert_eq!(page.json()["total"], total);
    // A load before each page: a claim in front of all others, and one behind them, which moves the end.
    for name in 2.. {
        let Some(next) = page.link("next") else { break };
        if name < 7 {
            let (front, last) = (900 + i64::from(name), 1100 + i64::from(name));
            let delivered = vec![claim(front, OWN, "71", "7"), claim(last, OWN, "71", "7")];
            store_whole(&claims, name, "2025-01-02T11:00:00Z", delivered).await;
            total += 2;
        }
        page = world.get(&token, &next).await;
        assert_eq!(page.json()["total"], total, "after load {name}");
        found.extend(page.ids());
    }
    assert_eq!(total, 35);
    assert_eq!(found, numbers((1001..=1025).chain(1102..=1106)), "nothing twice, nothing lost");
}

#[tokio::test]
async fn labels_that_change_between_pages_change_the_total_and_what_is_shown() {
    let (world, claims) = loadable().await;
    let token = world.withholding_token(OWN, ALL, Labels::PART2).await;
    let first = world.get(&token, &format!("{EOB}?_count=5")).await;
    assert_eq!(first.ids(), numbers(1001..=1005));
    // One that was shown, the one that the page ended with, one that comes.
    relabel(&claims, 2, &[1002, 1005, 1007], Labels::PART2).await;
    let second = world.get(&token, &first.link("next").unwrap()).await;
    assert_eq!(
        (second.json()["total"].clone(), second.ids()),
        (22.into(), numbers([1006, 1008, 1009, 1010, 1011]))
    );
    relabel(&claims, 3, &[1002, 1005, 1007], Labels::NONE).await;
    let third = world.get(&token, &second.link("next").unwrap()).await;
    assert_eq!((third.json()["total"].clone(), third.ids()), (25.into(), numbers(1012..=1016)));
}

#[tokio::test]
async fn what_is_near_today_is_counted_each_day() {
    let (world, claims) = loadable().await;
    store_whole(
        &claims,
        2,
        "2025-01-02T02:00:00Z",
        (1101..=1105).map(|number| claim(number, OWN, "71", "7")).collect(),
    )
    .await;
    let token = world.token(OWN, ALL).await;
    // A tenth of a day and a half reaches to 03:36 of the first, a tenth of eleven days and a half into the third.
    let first = world.get(&token, &format!("{EOB}?_count=5&_lastUpdated=ap2024-12-31")).await;
    assert_eq!(first.json()["total"], 25);
    world.travel(10 * 86_400);
    let token = world.token(OWN, ALL).await;
    let second = world.get(&token, &first.link("next").unwrap()).await;
    assert_eq!((second.json()["total"].clone(), second.ids()), (30.into(), numbers(1006..=1010)));
}

#[tokio::test]
async fn a_cursor_counts_nothing_that_its_bearer_may_not_see() {
    let world = World::new().await;
    let all = world.token(OTHER, ALL).await;
    let first = world.get(&all, &format!("{EOB}?_count=1")).await;
    assert_eq!((first.json()["total"].clone(), first.ids()), (2.into(), numbers([2001])));
    let next = first.link("next").unwrap();
    assert_eq!(world.get(&all, &next).await.ids(), numbers([LABELLED]));

    let listed = world.get(&all, &format!("{EOB}?_id=1001,2001,{LABELLED}&_count=1")).await;
    assert_eq!((listed.json()["total"].clone(), listed.ids()), (2.into(), numbers([2001])));

    let own = world.token(OWN, ALL).await;
    let others = world.get(&own, &next).await;
    assert_eq!((others.json()["total"].clone(), others.ids().len()), (0.into(), 0), "another person's token");

    world.travel(1);
    let narrow = world.withholding_token(OTHER, "patient/ExplanationOfBenefit.rs", Labels::PART2).await;
    let withheld = world.get(&narrow, &next).await;
    assert_eq!(
        (withheld.json()["total"].clone(), withheld.ids().len()),
        (1.into(), 0),
        "the labelled one is withheld"
    );
    let rest = world.get(&narrow, &listed.link("next").unwrap()).await;
    assert_eq!((rest.json()["total"].clone(), rest.ids().len()), (1.into(), 0), "a list of ids");
}

#[tokio::test]
async fn a_cursor_holds_for_its_own_search_alone() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let searches = [
        format!("{EOB}?patient=Patient/{OWN}"),
        format!("{EOB}?patient=Patient/{OTHER}"),
        format!("{EOB}?patient=Patient/{OWN}&type=carrier"),
        format!("{EOB}?patient=Patient/{OWN}&_security:not=42CFRPart2"),
        format!("{EOB}?patient=Patient/{OWN}&_lastUpdated=ge2024"),
        format!("{EOB}?_id=1001,1002,2001"),
        format!("/v3/fhir/Patient/{OWN}/$everything?_type=ExplanationOfBenefit"),
        format!("/v3/fhir/Patient/{OTHER}/$everything?_type=ExplanationOfBenefit"),
        format!("/v3/fhir/Patient/{OWN}/$everything?_type=ExplanationOfBenefit&_since=2024-01-01T00:00:00Z"),
    ];
    for from in &searches {
        let page = world.get(&system, &format!("{from}&_count=1")).await;
        let next = page.link("next").unwrap();
        let cursor = next.split(['?', '&']).find(|pair| pair.starts_with("cursor=")).unwrap();
        for to in &searches {
            let answer = world.get(&system, &format!("{to}&_count=1&{cursor}")).await;
            if to == from {
                assert_eq!(answer.resource()["total"], page.json()["total"]);
                continue;
            }
            let (status, _, text) = answer.outcome();
            assert_eq!(status, 400, "of {from} in {to}");
            assert!(text.starts_with("the cursor belongs to a search with other parameters"), "{text}");
        }
    }
}

#[tokio::test]
async fn asking_since_the_bundle_finds_all_that_is_committed_after() {
    let (world, claims) = loadable().await;
    let token = world.token(OWN, ALL).await;
    let since = async || {
        let bundle = world.get(&token, &format!("{EOB}?_count=0")).await.json();
        bundle["meta"]["lastUpdated"].as_str().unwrap().replace('+', "%2B")
    };
    // Times of change show milliseconds; a load begins between two of them, or in the moment of the answer.
    let moments = ["11:00:00.000500", "11:00:00.000000", "11:59:59.999999", "12:00:00.000000"];
    for (name, time) in (2..).zip(moments) {
        let number = 1500 + i64::from(name);
        let open = begin(&claims, name, &format!("2025-01-02T{time}Z")).await;
        let while_open = since().await;
        store(&claims, &open, vec![claim(number, OWN, "71", "7")]).await;
        claims.finish_load(&open).await.unwrap();
        for prefix in ["ge", "gt", "sa"] {
            let found = world.get(&token, &format!("{EOB}?_lastUpdated={prefix}{while_open}")).await.ids();
            assert!(found.contains(&number.to_string()), "{prefix}{while_open}, begun {time}: {found:?}");
            assert!(
                !found.contains(&"1001".to_owned()),
                "{prefix}{while_open}: what is long known comes again"
            );
        }
        let everything = format!("/v3/fhir/Patient/{OWN}/$everything?_since={while_open}&_count=50");
        let found = world.get(&token, &everything).await.ids();
        assert!(found.contains(&number.to_string()), "$everything since {while_open}, begun {time}");
    }
    // Begun after the answer, in its own millisecond.
    let quiet = since().await;
    store_whole(&claims, 9, "2025-01-02T12:00:00.000001Z", vec![claim(1600, OWN, "71", "7")]).await;
    assert!(
        world.get(&token, &format!("{EOB}?_lastUpdated=gt{quiet}")).await.ids().contains(&"1600".to_owned())
    );
}

#[tokio::test]
async fn next_links_hold_while_claims_are_loaded() {
    let (world, claims) = loadable().await;
    let token = world.token(OWN, ALL).await;
    let first = world.get(&token, EOB).await;
    let mut found = first.ids();
    assert_eq!(first.json()["total"], 25);
    // One claim before the first page's end, one behind it.
    let open = begin(&claims, 2, "2025-01-02T11:00:00Z").await;
    store(&claims, &open, vec![claim(900, OWN, "71", "7"), claim(1500, OWN, "71", "7")]).await;
    let second = world.get(&token, &first.link("next").unwrap()).await;
    found.extend(second.ids());
    assert_eq!(second.json()["total"], 27, "the total is that of now");
    claims.finish_load(&open).await.unwrap();
    let mut page = second;
    while let Some(next) = page.link("next") {
        page = world.get(&token, &next).await;
        assert_eq!(page.json()["total"], 27);
        found.extend(page.ids());
    }
    let mut expected: Vec<String> = (1001..=1025).map(|number: i64| number.to_string()).collect();
    expected.push("1500".to_owned());
    assert_eq!(found, expected, "nothing twice, nothing left out, the new one behind the cursor found");
}

#[tokio::test]
async fn what_an_open_load_stores_is_never_missed() {
    let (world, claims) = loadable().await;
    let token = world.token(OWN, ALL).await;
    // Begun an hour ago, still open; what it stores later carries the time of its begin.
    let open = begin(&claims, 2, "2025-01-02T11:00:00Z").await;
    let bundle = world.get(&token, EOB).await.json();
    let since = bundle["meta"]["lastUpdated"].as_str().unwrap().replace('+', "%2B");
    store(&claims, &open, vec![claim(1500, OWN, "71", "7")]).await;
    claims.finish_load(&open).await.unwrap();
    for path in [format!("{EOB}?_lastUpdated=gt{since}"), format!("{EOB}?_lastUpdated=sa{since}")] {
        assert_eq!(world.get(&token, &path).await.ids(), ["1500"], "{path}");
    }
    let everything = format!("/v3/fhir/Patient/{OWN}/$everything?_since={since}");
    assert_eq!(entries(&world.get(&token, &everything).await)[0].2, "1500");
}
