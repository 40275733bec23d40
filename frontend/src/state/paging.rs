//! Where one is in a list that is read page by page: `?page=2&cursor=…` in the URL. The way back is known for the pages that
//! were walked through; a link into the middle goes back to the first.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

#[derive(Clone, Copy)]
pub struct Paging {
    /// Number of the page, 0 is the first, and its cursor.
    at: Memo<(usize, Option<String>)>,
    walked: StoredValue<Vec<Option<String>>>,
    go: Callback<(usize, Option<String>, bool)>,
}

impl Paging {
    /// Of the list at `path`.
    pub fn new(path: String) -> Self {
        let params = use_query_map();
        let at = Memo::new(move |_| {
            params.with(|params| match params.get("cursor") {
                Some(cursor) if !cursor.is_empty() => {
                    let page = params.get_str("page").and_then(|page| page.parse().ok()).unwrap_or(2);
                    (page.max(2) - 1, Some(cursor))
                }
                _ => (0, None),
            })
        });
        let navigate = use_navigate();
        let go = Callback::new(move |(page, cursor, replace): (usize, Option<String>, bool)| {
            let query = cursor.map(|cursor| {
                let cursor = js_sys::encode_uri_component(&cursor);
                format!("?page={}&cursor={cursor}", page + 1)
            });
            let to = format!("{path}{}", query.unwrap_or_default());
            navigate(&to, NavigateOptions { replace, scroll: false, ..Default::default() });
            window().scroll_to_with_x_and_y(0.0, 0.0);
        });
        Self { at, walked: StoredValue::default(), go }
    }

    pub fn cursor(self) -> Option<String> {
        self.at.with(|(_, cursor)| cursor.clone())
    }

    pub fn page(self) -> usize {
        self.at.with(|(page, _)| *page)
    }

    pub fn next(self, cursor: Option<String>) {
        let (page, here) = self.at.get_untracked();
        self.walked.update_value(|walked| {
            walked.resize(walked.len().max(page + 1), None);
            walked[page] = here;
        });
        self.go.run((page + 1, cursor, false));
    }

    pub fn previous(self) {
        let page = self.at.with_untracked(|(page, _)| page.saturating_sub(1));
        let cursor = self.walked.with_value(|walked| walked.get(page).cloned().flatten());
        self.go.run((page, cursor, false));
    }

    /// In place of the present page, when that is none any more.
    pub fn first(self) {
        if self.at.with_untracked(|(page, _)| *page > 0) {
            self.go.run((0, None, true));
        }
    }
}
