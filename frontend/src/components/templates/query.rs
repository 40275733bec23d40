//! The list's state, which lives in the URL: the same words as the API's query, and `page` to count rows from. Unknown
//! words in a URL are dropped.

use std::str::FromStr;

use clienthub_shared::page::LIMIT_DEFAULT;
use clienthub_shared::status::Quality;
use clienthub_shared::template::family::TemplateSort;
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::{Category, find};
use leptos_router::params::ParamsMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Status,
    Category,
    Language,
    Quality,
}

impl Filter {
    pub const ALL: [Self; 4] = [Self::Status, Self::Category, Self::Language, Self::Quality];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    pub by: TemplateSort,
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: TemplateSort::Edited, descending: true }
    }
}

impl Sort {
    pub const ALL: [Self; 4] = [
        Self { by: TemplateSort::Edited, descending: true },
        Self { by: TemplateSort::Edited, descending: false },
        Self { by: TemplateSort::Name, descending: false },
        Self { by: TemplateSort::Name, descending: true },
    ];

    fn parse(word: &str) -> Option<Self> {
        let (descending, by) = match word.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, word),
        };
        Some(Self { by: by.parse().ok()?, descending })
    }

    fn word(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.by)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TemplatesQuery {
    pub q: String,
    pub status: Vec<TemplateState>,
    pub category: Vec<Category>,
    /// Meta's codes.
    pub language: Vec<String>,
    pub quality: Vec<Quality>,
    pub sort: Sort,
    /// 0 is the first.
    pub page: u64,
    pub cursor: Option<String>,
}

/// A value of the address by its name.
type Get<'a> = &'a dyn Fn(&str) -> Option<String>;

fn list(get: Get, name: &str) -> Vec<String> {
    let text = get(name).unwrap_or_default();
    text.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn words<T: FromStr>(get: Get, name: &str) -> Vec<T> {
    list(get, name).iter().filter_map(|word| word.parse().ok()).collect()
}

fn texts<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

fn toggled<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value {
        match list.iter().position(|known| *known == value) {
            Some(at) => drop(list.remove(at)),
            None => list.push(value),
        }
    }
}

impl TemplatesQuery {
    pub fn parse(params: &ParamsMap) -> Self {
        Self::read(&|name| params.get(name))
    }

    fn read(get: Get) -> Self {
        let cursor = get("cursor").filter(|cursor| !cursor.is_empty());
        let page = get("page").and_then(|page| page.parse::<u64>().ok()).unwrap_or(1);
        Self {
            q: get("q").unwrap_or_default(),
            status: words(get, "status"),
            category: list(get, "category").iter().filter_map(|word| find(word)).collect(),
            language: list(get, "language"),
            quality: words(get, "quality"),
            sort: get("sort").and_then(|word| Sort::parse(&word)).unwrap_or_default(),
            page: if cursor.is_some() { page.saturating_sub(1).max(1) } else { 0 },
            cursor,
        }
    }

    /// The words of a filter that are chosen.
    pub fn chosen(&self, filter: Filter) -> Vec<String> {
        match filter {
            Filter::Status => texts(&self.status),
            Filter::Category => self.category.iter().map(|category| word_of(*category)).collect(),
            Filter::Language => self.language.clone(),
            Filter::Quality => texts(&self.quality),
        }
    }

    pub fn toggle(mut self, filter: Filter, word: &str) -> Self {
        match filter {
            Filter::Status => toggled(&mut self.status, word.parse().ok()),
            Filter::Category => toggled(&mut self.category, find(word)),
            Filter::Language => toggled(&mut self.language, Some(word.to_owned())),
            Filter::Quality => toggled(&mut self.quality, word.parse().ok()),
        }
        self.first_page()
    }

    pub fn clear(mut self, filter: Filter) -> Self {
        match filter {
            Filter::Status => self.status.clear(),
            Filter::Category => self.category.clear(),
            Filter::Language => self.language.clear(),
            Filter::Quality => self.quality.clear(),
        }
        self.first_page()
    }

    /// Without search and filters, sorted as before.
    pub fn clear_all(self) -> Self {
        Self { sort: self.sort, ..Self::default() }
    }

    pub fn first_page(mut self) -> Self {
        self.page = 0;
        self.cursor = None;
        self
    }

    /// How many filters are set, the search aside.
    pub fn filters_set(&self) -> usize {
        Filter::ALL.into_iter().filter(|filter| !self.chosen(*filter).is_empty()).count()
    }

    pub fn is_plain(&self) -> bool {
        self.q.is_empty() && self.filters_set() == 0
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("q", encode(&self.q)),
            ("status", self.chosen(Filter::Status).join(",")),
            ("category", self.chosen(Filter::Category).join(",")),
            ("language", encode(&self.language.join(","))),
            ("quality", self.chosen(Filter::Quality).join(",")),
        ];
        if self.sort != Sort::default() {
            pairs.push(("sort", self.sort.word()));
        }
        pairs.push(("cursor", self.cursor.as_deref().map(encode).unwrap_or_default()));
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// For the API, without the question mark.
    pub fn to_api(&self) -> String {
        let mut text = format!("limit={LIMIT_DEFAULT}");
        for (name, value) in self.pairs() {
            text.push_str(&format!("&{name}={value}"));
        }
        text
    }

    /// For the address bar: with the question mark, empty when there is nothing to say.
    pub fn to_url(&self) -> String {
        let mut pairs = self.pairs();
        if self.cursor.is_some() {
            pairs.push(("page", (self.page + 1).to_string()));
        }
        if pairs.is_empty() {
            return String::new();
        }
        let text: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("?{}", text.join("&"))
    }
}

/// As our URLs have it; the API takes it in any letter case.
pub fn word_of(category: Category) -> String {
    category.as_str().to_ascii_lowercase()
}

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> TemplatesQuery {
        let find = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        TemplatesQuery::read(&find)
    }

    #[test]
    fn unknown_words_of_an_address_are_dropped() {
        let query = read(&[
            ("status", "approved,frozen,rejected"),
            ("category", "marketing,UTILITY,fun"),
            ("language", "de,,en_GB"),
            ("quality", "great"),
            ("sort", "-size"),
        ]);
        assert_eq!(query.status, [TemplateState::Approved, TemplateState::Rejected]);
        assert_eq!(query.category, [Category::Marketing, Category::Utility]);
        assert_eq!(query.language, ["de", "en_GB"]);
        assert!(query.quality.is_empty());
        assert_eq!(query.sort, Sort::default());
    }

    #[test]
    fn a_choice_is_taken_back_by_choosing_it_again() {
        let query = TemplatesQuery::default().toggle(Filter::Category, "utility").toggle(Filter::Language, "de");
        assert_eq!(query.chosen(Filter::Category), ["utility"]);
        assert_eq!(query.filters_set(), 2);
        let query = query.toggle(Filter::Category, "utility").clear(Filter::Language);
        assert!(query.is_plain());
    }

    #[test]
    fn another_filter_begins_at_the_first_page() {
        let walked = read(&[("cursor", "abc"), ("page", "3"), ("sort", "name")]);
        assert_eq!((walked.page, walked.cursor.as_deref()), (2, Some("abc")));
        let filtered = walked.toggle(Filter::Status, "rejected");
        assert_eq!((filtered.page, filtered.cursor.as_ref()), (0, None));
        assert_eq!(filtered.sort.by, TemplateSort::Name);
        assert_eq!(filtered.clone().clear_all(), TemplatesQuery { sort: filtered.sort, ..TemplatesQuery::default() });
    }
}
