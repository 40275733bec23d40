//! Cards under a message: swiped, or moved with the arrow keys.

use clienthub_shared::template::word::ComponentKind;
use leptos::prelude::*;

use super::Shown;
use super::bubble::Bubble;
use crate::components::template_editor::model::{Spot, place};
use crate::intl;
use crate::tr;
use crate::ui::live::{Show, keyed};

#[component]
pub fn Cards(shown: Shown) -> impl IntoView {
    let count = Memo::new(move |_| shown.template.with(|it| place::cards(it).len()));
    let there = Memo::new(move |_| shown.template.with(|it| place::has(it, Spot::Whole, ComponentKind::Carousel)));
    let card = move |at: usize| {
        let label = tr!(template_preview.card_n, n = intl::number(at as u64 + 1));
        view! {
            <li class="w-56 flex-none snap-start" aria-label=label>
                <Bubble shown spot=Spot::Card(at) clock=String::new() />
            </li>
        }
    };
    view! {
        <Show when=move || there.get()>
            <ul
                class="mt-2 flex snap-x snap-mandatory items-start gap-2 overflow-x-auto pb-2"
                tabindex="0"
                aria-label=tr!(template_preview.cards)
            >
                {keyed(move || 0..count.get(), |at| *at, card)}
            </ul>
        </Show>
    }
}
