//! What the list can be filtered by. Choosing changes the URL at once.

use clienthub_shared::status::{LimitTier, NumberStatus, Quality, WabaStatus};
use leptos::prelude::*;

use super::query::{Filter, Go, ListQuery};
use crate::components::listing::toolbar::list_filter;
use crate::tr;
use crate::ui::filter::{Choice, ListFilter};
use crate::words::{number, waba};

/// A WABA to choose: id and name. An open menu must not be built anew because a WABA changed otherwise.
pub type WabaNames = Memo<Vec<(String, String)>>;

fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::Attention => tr!(numbers.by_turn),
        Filter::Status => tr!(filter.status),
        Filter::WabaStatus => tr!(filter.waba_status),
        Filter::Quality => tr!(filter.quality),
        Filter::LimitTier => tr!(filter.limit),
        Filter::Waba => tr!(filter.waba),
    }
}

fn choices(filter: Filter, wabas: WabaNames) -> Vec<Choice> {
    match filter {
        // Chips, no menu.
        Filter::Attention => Vec::new(),
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

/// Those with a menu.
pub fn filters(query: Memo<ListQuery>, wabas: WabaNames, go: Go) -> Vec<(Filter, ListFilter)> {
    let of = |filter: Filter| {
        (filter, list_filter(filter, label(filter), tr!(filter.no_waba), move || choices(filter, wabas), query, go))
    };
    Filter::MENUS.map(of).to_vec()
}
