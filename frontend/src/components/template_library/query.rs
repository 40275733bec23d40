//! What the library is searched by, which lives in the URL: the same words as the API's query.

use leptos_router::params::ParamsMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Topic,
    Usecase,
    Industry,
    Language,
}

impl By {
    pub const ALL: [Self; 4] = [Self::Topic, Self::Usecase, Self::Industry, Self::Language];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Usecase => "usecase",
            Self::Industry => "industry",
            Self::Language => "language",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LibraryQuery {
    pub q: String,
    /// A word for each of `By::ALL`; empty: any.
    words: [String; 4],
}

impl LibraryQuery {
    pub fn parse(params: &ParamsMap) -> Self {
        let words = By::ALL.map(|by| params.get(by.name()).unwrap_or_default());
        Self { q: params.get("q").unwrap_or_default(), words }
    }

    pub fn word(&self, by: By) -> &str {
        &self.words[by as usize]
    }

    pub fn with(mut self, by: By, word: String) -> Self {
        self.words[by as usize] = word;
        self
    }

    /// `&q=…&topic=…`, for the API; with a question mark in front for the address bar.
    pub fn pairs(&self) -> String {
        let named = By::ALL.map(|by| (by.name(), self.word(by)));
        let all = [("q", self.q.as_str())].into_iter().chain(named);
        all.filter(|(_, word)| !word.is_empty())
            .map(|(name, word)| format!("&{name}={}", js_sys::encode_uri_component(word)))
            .collect()
    }

    pub fn to_url(&self) -> String {
        self.pairs().replacen('&', "?", 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_is_taken_back_leaves_nothing() {
        let query = LibraryQuery::default().with(By::Topic, "PAYMENTS".into());
        assert_eq!(query.word(By::Topic), "PAYMENTS");
        assert_eq!(query.with(By::Topic, String::new()), LibraryQuery::default());
    }
}
