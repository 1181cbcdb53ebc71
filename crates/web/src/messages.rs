//! The message catalogues: every text of the pages, English and Spanish.

use std::sync::LazyLock;

use bluestem_model::time::Date;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

type Catalogue = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Catalogue> =
    LazyLock::new(|| catalogue(Lang::En, include_str!("../messages/en.ftl")));
static SPANISH: LazyLock<Catalogue> =
    LazyLock::new(|| catalogue(Lang::Es, include_str!("../messages/es.ftl")));

impl Lang {
    /// The language with this tag: `en`, `es`, or a regional form of them.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.trim() {
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that the pages have.
    pub(crate) fn from_accept(header: &str) -> Option<Self> {
        header.split(',').find_map(|range| Self::from_tag(range.split(';').next()?.trim()))
    }

    /// Its tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The other one.
    #[must_use]
    pub(crate) fn other(self) -> Self {
        match self {
            Self::En => Self::Es,
            Self::Es => Self::En,
        }
    }

    /// The text with this key.
    pub(crate) fn say(self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text with this key and one value in it.
    pub(crate) fn say_with(self, key: &str, name: &str, value: &str) -> String {
        let mut values = FluentArgs::new();
        values.set(name, value);
        self.format(key, Some(&values))
    }

    /// A date as people of this language write it: `Sept. 5, 2027`, `5 de septiembre de 2027`.
    pub(crate) fn date(self, date: Date) -> String {
        let month = self.say(&format!("month-{}", date.month()));
        match self {
            Self::En => format!("{month} {}, {}", date.day(), date.year()),
            Self::Es => format!("{} de {month} de {}", date.day(), date.year()),
        }
    }

    fn format(self, key: &str, values: Option<&FluentArgs<'_>>) -> String {
        let catalogue = match self {
            Self::En => &*ENGLISH,
            Self::Es => &*SPANISH,
        };
        // Every key that templates use exists: a test compares them. The key itself still tells more than nothing.
        let Some(pattern) = catalogue.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        catalogue.format_pattern(pattern, values, &mut Vec::new()).into_owned()
    }
}

fn catalogue(lang: Lang, text: &str) -> Catalogue {
    let language: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    // A text that does not parse in full loses that entry, which a test finds.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut catalogue = FluentBundle::new_concurrent(vec![language]);
    // Values are app names in running text of one direction: no isolation marks in what people copy.
    catalogue.set_use_isolating(false);
    catalogue.add_resource_overriding(resource);
    catalogue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<(String, Vec<String>)> {
        let resource = FluentResource::try_new(text.to_owned()).expect("the catalogue parses");
        assert!(resource.entries().count() > 0);
        text.lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
            .map(|line| {
                let (key, value) = line.split_once(" = ").expect("key = text on one line");
                assert!(!value.trim().is_empty(), "{key} has no text");
                let values =
                    value.split("{ $").skip(1).map(|rest| rest[..rest.find(" }").unwrap()].to_owned());
                (key.to_owned(), values.collect())
            })
            .collect()
    }

    fn english() -> Vec<(String, Vec<String>)> {
        entries(include_str!("../messages/en.ftl"))
    }

    #[test]
    fn both_catalogues_have_the_same_keys_and_values() {
        let sorted = |mut found: Vec<(String, Vec<String>)>| {
            for (_, values) in &mut found {
                values.sort();
            }
            found.sort();
            found
        };
        let spanish = sorted(entries(include_str!("../messages/es.ftl")));
        let english = sorted(english());
        assert_eq!(english, spanish);
        assert!(english.windows(2).all(|pair| pair[0].0 != pair[1].0), "a key stands twice");
    }

    #[test]
    fn spanish_is_not_english() {
        let same = |key: &String| {
            !key.starts_with("name-") && !key.starts_with("month-") && Lang::En.say(key) == Lang::Es.say(key)
        };
        let untranslated: Vec<_> = english().into_iter().map(|(key, _)| key).filter(same).collect();
        assert!(untranslated.is_empty(), "{untranslated:?}");
    }

    #[test]
    fn templates_and_code_use_every_key_and_no_other() {
        let mut text = String::new();
        for folder in ["templates", "src"] {
            text_below(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut text);
        }
        let said = |opening| text.split(opening).skip(1).map(|rest: &str| &rest[..rest.find('"').unwrap()]);
        let known: Vec<String> = english().into_iter().map(|(key, _)| key).collect();
        let mut said = said("say(\"").chain(said("say_with(\""));
        let missing = said.find(|key| !known.iter().any(|known| known == key));
        assert_eq!(missing, None, "not in the catalogue");
        // Some stand in tables, apart from where they are said.
        let is_dead = |key: &&String| !key.starts_with("month-") && !text.contains(&format!("\"{key}\""));
        let dead: Vec<_> = known.iter().filter(is_dead).collect();
        assert!(dead.is_empty(), "in the catalogue, used nowhere: {dead:?}");
    }

    fn text_below(folder: &std::path::Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                text_below(&path, text);
            } else {
                text.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn dates_have_the_form_of_the_public_suite() {
        let date = bluestem_model::time::parse_date("2027-09-05").unwrap();
        assert_eq!(Lang::En.date(date), "Sept. 5, 2027");
        assert_eq!(Lang::Es.date(date), "5 de septiembre de 2027");
    }

    #[test]
    fn the_language_is_that_of_the_reader() {
        assert_eq!(Lang::from_accept("fr-CH, es-MX;q=0.9, en;q=0.8"), Some(Lang::Es));
        assert_eq!(Lang::from_accept("fr"), None);
        assert_eq!(Lang::from_tag("english"), None);
    }
}
