//! Where one is in a list that is read page by page: `?page=2&cursor=…` in the URL, beside what it is searched by (`listing`). The way
//! back is known for the pages that were walked through; a link into the middle goes back to the first.

use clienthub_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::listing::{Go, Listed, Query, Sort, navigator};
use super::remote::Reader;
use crate::ui::live::effect;

/// A list without filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nothing {}

impl Listed for Nothing {
    type By = bool;
    const ALL: &'static [Self] = &[];
    const SORT: Sort<bool> = Sort::up(false);

    fn name(self) -> &'static str {
        match self {}
    }

    fn known(self, _: &str) -> Option<String> {
        match self {}
    }
}

/// The cursors of pages that were walked through. Only what was walked takes room: the number of a page comes from the address.
#[derive(Default)]
struct Walked(Vec<(usize, Option<String>)>);

impl Walked {
    fn keep(&mut self, page: usize, cursor: Option<String>) {
        self.0.retain(|(known, _)| *known != page);
        self.0.push((page, cursor));
    }

    fn cursor(&self, page: usize) -> Option<String> {
        self.0.iter().find(|(known, _)| *known == page).and_then(|(_, cursor)| cursor.clone())
    }
}

#[derive(Clone, Copy)]
pub struct Paging {
    /// Number of the page, 0 is the first, and its cursor.
    at: Memo<(usize, Option<String>)>,
    walked: StoredValue<Walked>,
    go: Callback<(usize, Option<String>, bool)>,
}

impl Paging {
    /// Of the list at `path`, which has nothing else in its address.
    pub fn new(path: String) -> Self {
        let params = use_query_map();
        Self::of(Memo::new(move |_| params.with(Query::<Nothing>::parse)), navigator(path))
    }

    /// Of a list with search and filters.
    pub fn of<F: Listed>(query: Memo<Query<F>>, go: Go<F>) -> Self {
        let at = Memo::new(move |_| query.with(|query| (query.page, query.cursor.clone())));
        let go = Callback::new(move |(page, cursor, replace): (usize, Option<String>, bool)| {
            let page = if cursor.is_some() { page } else { 0 };
            let mut next = query.get_untracked();
            (next.page, next.cursor) = (page, cursor);
            go.run((next, replace));
            window().scroll_to_with_x_and_y(0.0, 0.0);
        });
        Self { at, walked: StoredValue::default(), go }
    }

    /// From the start when the cursor is one of an older list.
    pub fn mend(self, reader: Reader) {
        effect(move || {
            if reader.error.with(|error| error.as_ref().is_some_and(|error| error.is(ErrorCode::CursorStale))) {
                self.first();
            }
        });
    }

    pub fn cursor(self) -> Option<String> {
        self.at.with(|(_, cursor)| cursor.clone())
    }

    pub fn page(self) -> usize {
        self.at.with(|(page, _)| *page)
    }

    pub fn next(self, cursor: Option<String>) {
        let (page, here) = self.at.get_untracked();
        self.walked.update_value(|walked| walked.keep(page, here));
        self.go.run((page + 1, cursor, false));
    }

    pub fn previous(self) {
        let page = self.at.with_untracked(|(page, _)| page.saturating_sub(1));
        let cursor = self.walked.with_value(|walked| walked.cursor(page));
        self.go.run((page, cursor, false));
    }

    /// In place of the present page, when that is none any more.
    pub fn first(self) {
        if self.at.with_untracked(|(page, _)| *page > 0) {
            self.go.run((0, None, true));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Walked;

    #[test]
    fn the_way_back_is_known_for_pages_that_were_walked() {
        let mut walked = Walked::default();
        for (page, cursor) in [(0, None), (usize::MAX, Some("far")), (1, Some("old")), (1, Some("new"))] {
            walked.keep(page, cursor.map(str::to_owned));
        }
        assert_eq!(walked.cursor(1).as_deref(), Some("new"));
        assert_eq!(walked.cursor(usize::MAX).as_deref(), Some("far"));
        assert_eq!((walked.cursor(0), walked.cursor(7)), (None, None));
        assert_eq!(walked.0.len(), 3);
    }
}
