//! How a list that is searched, filtered, sorted and read page by page stands in its address: with the same words as in the API's
//! query, and `page` to count rows from. Unknown words of an address are dropped. What a list can be filtered and sorted by is said
//! beside it (`components/numbers/query.rs`); walking through its pages is `paging`.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use clienthub_shared::page::LIMIT_DEFAULT;
use leptos::prelude::Callback;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use leptos_router::params::ParamsMap;

/// No list is walked through further; the address of a page can say anything.
const PAGE_MAX: usize = 100_000;

/// The filters of one list.
pub trait Listed: Copy + Eq + Debug + Send + Sync + 'static {
    /// What it is sorted by.
    type By: Copy + Eq + Debug + Display + FromStr + Send + Sync;

    const ALL: &'static [Self];
    /// The order without a word in the address.
    const SORT: Sort<Self::By>;

    /// In the query.
    fn name(self) -> &'static str;

    /// A word as addresses have it; `None` when there is none such.
    fn known(self, word: &str) -> Option<String>;

    /// One word at most.
    fn is_single(self) -> bool {
        false
    }
}

/// For `Listed::known`: the words of a type of ours.
pub fn word<T: FromStr + Display>(word: &str) -> Option<String> {
    word.parse::<T>().ok().map(|known| known.to_string())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<B> {
    pub by: B,
    pub descending: bool,
}

impl<B: Copy + PartialEq + Display + FromStr> Sort<B> {
    pub const fn up(by: B) -> Self {
        Self { by, descending: false }
    }

    pub const fn down(by: B) -> Self {
        Self { by, descending: true }
    }

    fn parse(word: &str) -> Option<Self> {
        match word.strip_prefix('-') {
            Some(rest) => rest.parse().ok().map(Self::down),
            None => word.parse().ok().map(Self::up),
        }
    }

    fn word(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.by)
    }

    /// `aria-sort` of the column.
    pub fn of_column(self, by: B) -> Option<&'static str> {
        (self.by == by).then_some(if self.descending { "descending" } else { "ascending" })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query<F: Listed> {
    pub q: String,
    /// The words of each filter of `F::ALL`, in their order.
    words: Vec<Vec<String>>,
    pub sort: Sort<F::By>,
    /// 0 is the first.
    pub page: usize,
    pub cursor: Option<String>,
}

/// Changes the list's address: the new state, and whether it takes the place of the old one in the history.
pub type Go<F> = Callback<(Query<F>, bool)>;

/// Of the list at `path`.
pub fn navigator<F: Listed>(path: String) -> Go<F> {
    let navigate = use_navigate();
    Callback::new(move |(query, replace): (Query<F>, bool)| {
        let to = format!("{path}{}", query.to_url());
        navigate(&to, NavigateOptions { replace, scroll: false, ..Default::default() });
    })
}

impl<F: Listed> Default for Query<F> {
    fn default() -> Self {
        Self { q: String::new(), words: vec![Vec::new(); F::ALL.len()], sort: F::SORT, page: 0, cursor: None }
    }
}

impl<F: Listed> Query<F> {
    pub fn parse(params: &ParamsMap) -> Self {
        Self::read(&|name| params.get(name))
    }

    /// `get`: a value of the address by its name.
    pub fn read(get: &dyn Fn(&str) -> Option<String>) -> Self {
        let words = |filter: &F| {
            let text = get(filter.name()).unwrap_or_default();
            let mut words: Vec<String> = Vec::new();
            for word in text.split(',').filter(|word| !word.is_empty()).filter_map(|word| filter.known(word)) {
                if (words.is_empty() || !filter.is_single()) && !words.contains(&word) {
                    words.push(word);
                }
            }
            words
        };
        let cursor = get("cursor").filter(|cursor| !cursor.is_empty());
        let page = get("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1);
        Self {
            q: get("q").unwrap_or_default(),
            words: F::ALL.iter().map(words).collect(),
            sort: get("sort").and_then(|word| Sort::parse(&word)).unwrap_or(F::SORT),
            page: if cursor.is_some() { page.saturating_sub(1).clamp(1, PAGE_MAX) } else { 0 },
            cursor,
        }
    }

    fn place(filter: F) -> usize {
        F::ALL.iter().position(|known| *known == filter).unwrap_or_default()
    }

    /// The words of a filter that are chosen.
    pub fn chosen(&self, filter: F) -> &[String] {
        &self.words[Self::place(filter)]
    }

    /// These and no others.
    pub fn choose(mut self, filter: F, words: Vec<String>) -> Self {
        self.words[Self::place(filter)] = words;
        self.first_page()
    }

    /// Words that there are none of change nothing.
    pub fn toggle(self, filter: F, word: &str) -> Self {
        let mut words = self.chosen(filter).to_vec();
        if let Some(word) = filter.known(word) {
            match words.iter().position(|known| *known == word) {
                Some(at) => drop(words.remove(at)),
                None => words.push(word),
            }
        }
        self.choose(filter, words)
    }

    pub fn clear(self, filter: F) -> Self {
        self.choose(filter, Vec::new())
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

    /// Neither searched nor filtered.
    pub fn is_plain(&self) -> bool {
        self.q.is_empty() && self.words.iter().all(Vec::is_empty)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let filters = F::ALL.iter().zip(&self.words);
        let mut pairs = vec![("q", encode(&self.q))];
        pairs.extend(
            filters.map(|(filter, words)| {
                (filter.name(), words.iter().map(|it| encode(it)).collect::<Vec<_>>().join(","))
            }),
        );
        if self.sort != F::SORT {
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

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Reads an address written as pairs.
#[cfg(test)]
pub fn read<F: Listed>(pairs: &[(&str, &str)]) -> Query<F> {
    Query::read(&|name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Listed, PAGE_MAX, Query, Sort, read};

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Fruit {
        Colour,
        Weight,
    }

    impl Listed for Fruit {
        type By = u8;
        const ALL: &'static [Self] = &[Self::Colour, Self::Weight];
        const SORT: Sort<u8> = Sort::down(0);

        fn name(self) -> &'static str {
            match self {
                Self::Colour => "colour",
                Self::Weight => "weight",
            }
        }

        fn known(self, word: &str) -> Option<String> {
            match self {
                Self::Colour => ["red", "green"].contains(&word).then(|| word.to_owned()),
                Self::Weight => super::word::<u32>(word),
            }
        }

        fn is_single(self) -> bool {
            self == Self::Weight
        }
    }

    #[test]
    fn unknown_words_of_an_address_are_dropped() {
        let query = read::<Fruit>(&[("colour", "green,,blue,red"), ("weight", "heavy"), ("sort", "-size")]);
        assert_eq!(query.chosen(Fruit::Colour), ["green", "red"]);
        assert_eq!(query.chosen(Fruit::Weight), [""; 0]);
        assert_eq!(query.sort, Fruit::SORT);
    }

    #[test]
    fn a_filter_of_one_word_takes_the_first() {
        assert_eq!(read::<Fruit>(&[("weight", "2,1")]).chosen(Fruit::Weight), ["2"]);
    }

    #[test]
    fn a_word_that_stands_twice_in_an_address_counts_once() {
        let query = read::<Fruit>(&[("colour", "red,green,red")]);
        assert_eq!(query.chosen(Fruit::Colour), ["red", "green"]);
        assert_eq!(query.toggle(Fruit::Colour, "red").chosen(Fruit::Colour), ["green"]);
    }

    #[test]
    fn a_choice_is_taken_back_by_choosing_it_again() {
        let query = Query::<Fruit>::default().toggle(Fruit::Colour, "red").toggle(Fruit::Colour, "blue");
        assert_eq!(query.chosen(Fruit::Colour), ["red"]);
        assert!(query.toggle(Fruit::Colour, "red").is_plain());
    }

    #[test]
    fn another_filter_begins_at_the_first_page() {
        let walked = read::<Fruit>(&[("cursor", "abc"), ("page", "3"), ("sort", "7")]);
        assert_eq!((walked.page, walked.cursor.as_deref()), (2, Some("abc")));
        let filtered = walked.toggle(Fruit::Colour, "red");
        assert_eq!((filtered.page, filtered.cursor.as_ref()), (0, None));
        assert_eq!(filtered.sort, Sort::up(7));
        assert_eq!(filtered.clone().clear_all(), Query { sort: filtered.sort, ..Query::default() });
    }

    #[test]
    fn a_page_without_its_cursor_is_the_first() {
        assert_eq!(read::<Fruit>(&[("page", "4")]).page, 0);
        assert_eq!(read::<Fruit>(&[("page", "x"), ("cursor", "abc")]).page, 1);
    }

    #[test]
    fn a_page_has_a_number_that_can_be_counted_with() {
        for page in ["4000000000", "18446744073709551615"] {
            let page = read::<Fruit>(&[("page", page), ("cursor", "abc")]).page;
            assert!((1..=PAGE_MAX).contains(&page), "{page}");
        }
    }
}
