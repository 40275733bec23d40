//! The order of a list: a menu of which one is chosen.

use leptos::prelude::*;

use super::icon::Icon;
use super::live::live;
use super::menu::{Menu, MenuItem};
use crate::tr;

#[component]
pub fn SortMenu(
    /// "Newest first", in the order of the menu.
    orders: Vec<&'static str>,
    /// What is sorted by, in a word.
    by: Signal<&'static str>,
    /// Place in `orders`.
    current: Memo<usize>,
    on_choose: Callback<usize>,
) -> impl IntoView {
    let orders = StoredValue::new(orders);
    let order = move |at: usize| orders.with_value(|orders| orders.get(at).copied().unwrap_or_default());
    let name = Signal::derive(move || tr!(sort.label, order = order(current.get())));
    let items = move || {
        (0..orders.with_value(Vec::len))
            .map(|at| {
                let checked = Signal::derive(move || current.get() == at);
                let choose = Callback::new(move |()| on_choose.run(at));
                view! { <MenuItem checked on_select=choose>{order(at)}</MenuItem> }
            })
            .collect_view()
    };
    view! {
        <div class="max-lg:grow">
            <Menu
                label=name
                button_class="btn w-full"
                trigger=move || {
                    view! {
                        <Icon name="arrow-down-wide-narrow" />
                        <span>{live(move || by.get())}</span>
                        <Icon name="chevron-down" class="size-3.5 text-muted" />
                    }
                }
            >
                {items()}
            </Menu>
        </div>
    }
}
