use super::*;
use crate::time::parse_date;

fn person(given: &str, family: &str, street: &str, zip: &str) -> Demographics {
    Demographics {
        names: vec![Name { given: given.to_owned(), family: family.to_owned() }],
        birth: parse_date("1950-01-02"),
        addresses: vec![Address {
            lines: street.split('|').map(str::to_owned).collect(),
            postal_code: zip.to_owned(),
        }],
        ssns: vec!["981-20-8346".to_owned()],
        mbis: vec!["1s00-aa0-aa01".to_owned()],
    }
}

fn same(one: &Demographics, other: &Demographics) -> bool {
    keys(one) == keys(other)
}

#[test]
fn a_person_has_a_key_for_each_combination() {
    let keys: Vec<_> = keys(&person("Ana", "Roe", "1 Elm St", "02351")).into_iter().collect();
    let texts: Vec<String> = keys.iter().map(|key| key.text.replace('\u{1f}', "/")).collect();
    assert_eq!(
        texts,
        ["01/ANA/ROE/1950-01-02/1ELMST/02351", "04/ANA/ROE/1950-01-02/8346", "08/ANA/1950-01-02/1S00AA0AA01"]
    );
}

#[test]
fn names_match_however_they_are_written() {
    let street = "12 Oak Road";
    for (one, other) in [
        (("Sean", "O'Neil"), ("SEAN", "ONEIL")),
        (("Seán", "O\u{2019}Neil"), ("sean", "O Neil")),
        (("Inés", "de la Cruz"), ("INES", "DELACRUZ")),
        (("Ines", "De La  Cruz"), ("Inés", "de-la-Cruz")),
        (("José", "Peña"), ("Jose\u{301}", "PENA")),
        (("Mary-Ann", "Smith"), ("Mary Ann", "Smith")),
        (("John", "Smith Jr."), ("John", "Smith")),
        (("John", "SMITH III"), ("John", "Smith, Jr")),
        (("John", "García Márquez"), ("JOHN", "GARCIA-MARQUEZ")),
        (("Søren", "Łukasz"), ("SOREN", "LUKASZ")),
        (("Björk", "Straße"), ("BJORK", "STRASSE")),
        (("Jürgen", "ﬁsher"), ("Jurgen", "Fisher")),
        (("İbrahim", "Yıldız"), ("IBRAHIM", "YILDIZ")),
        (("Ｊｏｈｎ", "Smith"), ("John", "Smith")),
    ] {
        let (a, b) = (person(one.0, one.1, street, "55102"), person(other.0, other.1, street, "55102"));
        assert!(same(&a, &b), "{one:?} {other:?}");
        assert_eq!(keys(&a).len(), 3);
    }
}

#[test]
fn different_names_do_not_match() {
    let ann = person("Ann", "Roe", "1 Elm St", "02351");
    for (given, family) in [("Anna", "Roe"), ("Ann", "Rowe"), ("Ann", "Roe Smith"), ("Roe", "Ann")] {
        assert!(!same(&ann, &person(given, family, "1 Elm St", "02351")), "{given} {family}");
    }
    // A mark of the generation alone is a name.
    assert!(!same(&person("Ann", "II", "1 Elm St", "1001"), &person("Ann", "III", "1 Elm St", "1001")));
    // Two names do not run together into one.
    assert!(!same(&person("Ann", "Eroe", "1 Elm St", "1001"), &person("Anne", "Roe", "1 Elm St", "1001")));
}

#[test]
fn addresses_match_however_they_are_written() {
    for (one, other) in [
        (("3728 Broadway|Avenue J", "77550"), ("3728 BROADWAY AVE J", "77550-1234")),
        (("12 North Oak Street", "2351"), ("12 N. Oak St.", "02351")),
        (("12 Oak Street, Apartment 4B", "2351"), ("12 Oak St #4B", "02351")),
        (("12 Oak Street, Apt #4B", "2351"), ("12 Oak St|Unit 4B", "02351")),
        (("P.O. Box 12", "2351"), ("Post Office Box 12", "02351")),
        (("O'Hara Ln 7", "2351"), ("Ohara Lane 7", "02351")),
    ] {
        let (a, b) = (person("A", "B", one.0, one.1), person("A", "B", other.0, other.1));
        assert!(same(&a, &b), "{one:?} {other:?}");
        assert_eq!(keys(&a).len(), 3);
    }
    let other = person("A", "B", "13 Oak Street", "02351");
    assert!(!same(&person("A", "B", "12 Oak Street", "02351"), &other));
    assert!(!same(&person("A", "B", "13 Oak Street", "02352"), &other));
}

#[test]
fn what_says_nothing_gives_no_key() {
    let with = |change: fn(&mut Demographics)| {
        let mut of = person("Ann", "Roe", "1 Elm St", "02351");
        change(&mut of);
        keys(&of).iter().map(|key| key.combination.code()).collect::<Vec<_>>()
    };
    assert_eq!(with(|_| {}), ["01", "04", "08"]);
    assert!(with(|of| of.birth = None).is_empty());
    assert!(with(|of| of.names[0].given = "-".to_owned()).is_empty());
    assert_eq!(with(|of| of.names[0].family = String::new()), ["08"]);
    assert_eq!(with(|of| of.addresses[0].lines = vec!["Homeless".to_owned()]), ["04", "08"]);
    assert_eq!(with(|of| of.addresses[0].postal_code = String::new()), ["04", "08"]);
    assert_eq!(with(|of| of.ssns = vec!["0000".to_owned(), "12".to_owned(), "é1é".to_owned()]), ["01", "08"]);
    assert_eq!(with(|of| of.mbis = vec!["--".to_owned()]), ["01", "04"]);
}

proptest::proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
        if let Some(once) = name::normal(&text) {
            // Joined words have no mark of the generation left to drop, unless they are one themselves.
            proptest::prop_assert_eq!(name::normal(&once), Some(once));
        }
        let folded = letters::folded(&text);
        proptest::prop_assert_eq!(letters::folded(&folded), folded);
    }
}
