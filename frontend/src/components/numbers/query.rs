//! The list's state, which lives in the URL: the same words as the API's query, and `page` to count rows from. Unknown
//! words in a URL are dropped.

use std::str::FromStr;

use clienthub_shared::number::NumberSort;
use clienthub_shared::page::LIMIT_DEFAULT;
use clienthub_shared::status::{Attention, LimitTier, NumberStatus, Quality, WabaStatus};
use leptos_router::params::ParamsMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Status,
    WabaStatus,
    Quality,
    LimitTier,
    Waba,
}

impl Filter {
    pub const ALL: [Self; 5] = [Self::Status, Self::WabaStatus, Self::Quality, Self::LimitTier, Self::Waba];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    pub by: NumberSort,
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: NumberSort::Added, descending: true }
    }
}

impl Sort {
    pub const ALL: [Self; 6] = [
        Self { by: NumberSort::Added, descending: true },
        Self { by: NumberSort::Added, descending: false },
        Self { by: NumberSort::Name, descending: false },
        Self { by: NumberSort::Name, descending: true },
        Self { by: NumberSort::Status, descending: false },
        Self { by: NumberSort::Status, descending: true },
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
pub struct ListQuery {
    pub q: String,
    pub attention: Option<Attention>,
    pub status: Vec<NumberStatus>,
    pub waba_status: Vec<WabaStatus>,
    pub quality: Vec<Quality>,
    pub limit_tier: Vec<LimitTier>,
    /// Our ids.
    pub waba: Vec<String>,
    pub sort: Sort,
    /// 0 is the first.
    pub page: u64,
    pub cursor: Option<String>,
}

fn words<T: FromStr>(params: &ParamsMap, name: &str) -> Vec<T> {
    params.get_str(name).map(|list| list.split(',').filter_map(|word| word.parse().ok()).collect()).unwrap_or_default()
}

fn join<T: ToString>(list: &[T]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn toggled<T: FromStr + PartialEq>(list: &mut Vec<T>, word: &str) {
    if let Ok(value) = word.parse::<T>() {
        match list.iter().position(|known| *known == value) {
            Some(at) => drop(list.remove(at)),
            None => list.push(value),
        }
    }
}

impl ListQuery {
    pub fn parse(params: &ParamsMap) -> Self {
        let cursor = params.get("cursor").filter(|cursor| !cursor.is_empty());
        let page = params.get_str("page").and_then(|page| page.parse::<u64>().ok()).unwrap_or(1);
        Self {
            q: params.get("q").unwrap_or_default(),
            attention: params.get_str("attention").and_then(|word| word.parse().ok()),
            status: words(params, "status"),
            waba_status: words(params, "waba_status"),
            quality: words(params, "quality"),
            limit_tier: words(params, "limit_tier"),
            waba: words(params, "waba"),
            sort: params.get_str("sort").and_then(Sort::parse).unwrap_or_default(),
            page: if cursor.is_some() { page.saturating_sub(1).max(1) } else { 0 },
            cursor,
        }
    }

    /// The words of a filter that are chosen.
    pub fn chosen(&self, filter: Filter) -> Vec<String> {
        fn texts<T: ToString>(list: &[T]) -> Vec<String> {
            list.iter().map(ToString::to_string).collect()
        }
        match filter {
            Filter::Status => texts(&self.status),
            Filter::WabaStatus => texts(&self.waba_status),
            Filter::Quality => texts(&self.quality),
            Filter::LimitTier => texts(&self.limit_tier),
            Filter::Waba => self.waba.clone(),
        }
    }

    pub fn toggle(mut self, filter: Filter, word: &str) -> Self {
        match filter {
            Filter::Status => toggled(&mut self.status, word),
            Filter::WabaStatus => toggled(&mut self.waba_status, word),
            Filter::Quality => toggled(&mut self.quality, word),
            Filter::LimitTier => toggled(&mut self.limit_tier, word),
            Filter::Waba => toggled(&mut self.waba, word),
        }
        self.first_page()
    }

    pub fn clear(mut self, filter: Filter) -> Self {
        match filter {
            Filter::Status => self.status.clear(),
            Filter::WabaStatus => self.waba_status.clear(),
            Filter::Quality => self.quality.clear(),
            Filter::LimitTier => self.limit_tier.clear(),
            Filter::Waba => self.waba.clear(),
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

    /// How many filters are set, the search and the chips aside.
    pub fn filters_set(&self) -> usize {
        Filter::ALL.into_iter().filter(|filter| !self.chosen(*filter).is_empty()).count()
    }

    pub fn is_plain(&self) -> bool {
        self.q.is_empty() && self.attention.is_none() && self.filters_set() == 0
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("q", encode(&self.q)),
            ("attention", self.attention.map(|word| word.to_string()).unwrap_or_default()),
            ("status", join(&self.status)),
            ("waba_status", join(&self.waba_status)),
            ("quality", join(&self.quality)),
            ("limit_tier", join(&self.limit_tier)),
            ("waba", join(&self.waba)),
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

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
