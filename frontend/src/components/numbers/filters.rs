//! What the list can be filtered by. Choosing changes the URL at once.

use clienthub_shared::status::{LimitTier, NumberStatus, Quality, WabaStatus};
use leptos::prelude::*;

use super::query::{Filter, ListQuery};
use crate::tr;
use crate::ui::filter::{Choice, ListFilter};
use crate::words::{number, waba};

/// A WABA to choose: id and name. An open menu must not be built anew because a WABA changed otherwise.
pub type WabaNames = Memo<Vec<(String, String)>>;

/// Changes the list's URL: the new state, and whether the old one stays in the history.
pub type Go = Callback<(ListQuery, bool)>;

fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::Status => tr!(filter.status),
        Filter::WabaStatus => tr!(filter.waba_status),
        Filter::Quality => tr!(filter.quality),
        Filter::LimitTier => tr!(filter.limit),
        Filter::Waba => tr!(filter.waba),
    }
}

fn choices(filter: Filter, wabas: WabaNames) -> Vec<Choice> {
    match filter {
        Filter::Status => {
            let all = NumberStatus::ALL.iter();
            all.map(|word| Choice::of(word.as_str(), number::status(*word, None))).collect()
        }
        Filter::WabaStatus => {
            WabaStatus::ALL.iter().map(|word| Choice::of(word.as_str(), waba::status(*word))).collect()
        }
        Filter::Quality => Quality::ALL.iter().map(|word| Choice::of(word.as_str(), number::quality(*word))).collect(),
        Filter::LimitTier => {
            LimitTier::ALL.iter().map(|word| Choice::plain(word.to_string(), number::limit(*word))).collect()
        }
        Filter::Waba => wabas.get().into_iter().map(|(id, name)| Choice::plain(id, name)).collect(),
    }
}

/// As the menus and the sheet show them.
pub fn list_filter(filter: Filter, query: Memo<ListQuery>, wabas: WabaNames, go: Go) -> ListFilter {
    ListFilter {
        label: label(filter),
        nothing: tr!(filter.no_waba),
        choices: Signal::derive(move || choices(filter, wabas)),
        chosen: Memo::new(move |_| query.with(|query| query.chosen(filter))),
        toggle: Callback::new(move |word: String| go.run((query.get_untracked().toggle(filter, &word), false))),
        clear: Callback::new(move |()| go.run((query.get_untracked().clear(filter), false))),
    }
}
