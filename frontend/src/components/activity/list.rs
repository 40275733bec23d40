//! The feed as a panel, day by day, with *Load more* at its foot. Rows are kept by id: a live one comes in front and moves
//! nothing else.

use std::time::Duration;

use chrono::DateTime;
use clienthub_shared::activity::Activity;
use leptos::prelude::*;

use super::feed::Feed;
use super::row::ActivityRow;
use crate::intl;
use crate::tr;
use crate::ui::button::Button;
use crate::ui::live::{Show, keyed, live};
use crate::ui::panel::Empty;
use crate::ui::time::track_minute;

#[component]
pub fn ActivityList(
    feed: Signal<Feed>,
    #[prop(into)] loading_more: Signal<bool>,
    load_more: Callback<()>,
    /// Above the button: why older rows could not be loaded.
    #[prop(into)]
    failure: ViewFn,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| feed.with(|feed| feed.rows.is_empty()));
    let has_more = Memo::new(move |_| feed.with(|feed| feed.next_cursor.is_some()));
    let days = Memo::new(move |_| feed.with(days));
    // Rows that come after the first view are new to the reader.
    let settled = StoredValue::new(false);
    set_timeout(
        move || {
            let _ = settled.try_set_value(true);
        },
        Duration::from_millis(500),
    );
    let foot = move || {
        let failure = failure.run();
        if has_more.get() {
            view! {
                <div class="grid justify-items-center gap-3">
                    {failure}
                    <Button text=tr!(activity.load_more) icon="history" pending=loading_more on_click=load_more />
                </div>
            }
            .into_any()
        } else {
            view! { <p class="hint text-center">{tr!(activity.end)}</p> }.into_any()
        }
    };
    let foot = StoredValue::new(foot);
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=|| view! { <Empty icon="history" title=tr!(activity.empty) text=tr!(activity.empty_text) /> }
        >
            <div class="grid gap-4">
                {keyed(move || days.get(), String::clone, move |name| view! { <DayPanel name feed settled /> })}
                {foot.with_value(|foot| foot.clone())}
            </div>
        </Show>
    }
}

/// "20 Nov 2026" of every row, in the reader's zone, each once.
fn days(feed: &Feed) -> Vec<String> {
    let mut days: Vec<String> = Vec::new();
    for row in &feed.rows {
        let name = intl::date(&row.at);
        if !days.contains(&name) {
            days.push(name);
        }
    }
    days
}

#[component]
fn DayPanel(name: String, feed: Signal<Feed>, settled: StoredValue<bool>) -> impl IntoView {
    let title = {
        let name = name.clone();
        live(move || {
            track_minute();
            near_name(&name).unwrap_or_else(|| name.clone())
        })
    };
    let rows = Memo::new(move |_| {
        let of_day = |row: &&Activity| intl::date(&row.at) == name;
        feed.with(|feed| feed.rows.iter().filter(of_day).cloned().collect::<Vec<_>>())
    });
    let heading = crate::ui::unique_id("day");
    view! {
        <section class="panel overflow-hidden" aria-labelledby=heading.clone()>
            <h2 id=heading.clone() class="border-b border-line px-4 py-2.5 text-sm font-semibold sm:px-5">
                {title}
            </h2>
            <ul class="divide-y divide-line">
                {keyed(
                    move || rows.get(),
                    |row| row.id,
                    move |row| {
                        let fresh = settled.get_value();
                        view! { <li><ActivityRow row fresh /></li> }
                    },
                )}
            </ul>
        </section>
    }
}

/// "Today", "Yesterday".
fn near_name(name: &str) -> Option<String> {
    let now = DateTime::from_timestamp_millis(intl::now_ms() as i64)?;
    if intl::date(&now) == name {
        return Some(tr!(activity.today).to_owned());
    }
    let before = now - chrono::Duration::days(1);
    (intl::date(&before) == name).then(|| tr!(activity.yesterday).to_owned())
}
