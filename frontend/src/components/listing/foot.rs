//! Below a list: which rows these are, and the way to the others.

use clienthub_shared::page::{LIMIT_DEFAULT, Page};
use leptos::prelude::*;

use crate::intl;
use crate::state::paging::Paging;
use crate::ui::pager::Pager;

/// "1–25 of 118", of the first, the last and all.
pub type Range = fn(String, String, String) -> String;

#[component]
pub fn ListFoot<T: Send + Sync + 'static>(
    page: Signal<Page<T>>,
    /// The page is that of the address, not of the one before.
    current: RwSignal<bool>,
    paging: Paging,
    range: Range,
    /// Between the range and the buttons.
    #[prop(optional, into)]
    aside: ViewFn,
) -> impl IntoView {
    let number = Memo::new(move |before| match before {
        Some(before) if !current.get() => *before,
        _ => paging.page(),
    });
    let range = Signal::derive(move || {
        let from = number.get() as u64 * u64::from(LIMIT_DEFAULT);
        page.with(|page| {
            let to = from + page.data.len() as u64;
            let total = page.total.map_or_else(String::new, intl::number);
            range(intl::number(from + 1), intl::number(to), total)
        })
    });
    let has_previous = Signal::derive(move || paging.page() > 0);
    let has_next = Signal::derive(move || page.with(|page| page.next_cursor.is_some()));
    let on_previous = Callback::new(move |()| paging.previous());
    let on_next = Callback::new(move |()| paging.next(page.with_untracked(|page| page.next_cursor.clone())));
    view! { <Pager range has_previous has_next on_previous on_next aside /> }
}
