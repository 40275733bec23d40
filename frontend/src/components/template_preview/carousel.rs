//! Cards under a message: swiped, or moved with the arrow keys. The one that is being edited comes into sight.

use clienthub_shared::template::word::ComponentKind;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::Shown;
use super::bubble::Bubble;
use crate::components::template_editor::model::{Spot, place};
use crate::intl;
use crate::tr;
use crate::ui::live::{Show, effect, keyed};

#[component]
pub fn Cards(shown: Shown) -> impl IntoView {
    let count = Memo::new(move |_| shown.template.with(|it| place::cards(it).len()));
    let there = Memo::new(move |_| shown.template.with(|it| place::has(it, Spot::Whole, ComponentKind::Carousel)));
    let card = move |at: usize| {
        let label = tr!(template_preview.card_n, n = intl::number(at as u64 + 1));
        // Isolated: what changes in one card does not make the browser paint the others again.
        view! {
            <li class="isolate w-56 flex-none snap-start" aria-label=label>
                <Bubble shown spot=Spot::Card(at) clock=String::new() />
            </li>
        }
    };
    let list = NodeRef::<html::Ul>::new();
    effect(move || {
        count.track();
        let (at, list) = (shown.card.get(), list.get());
        // The card may be drawn in this very frame.
        request_animation_frame(move || {
            if let Some(list) = list {
                bring(&list, at);
            }
        });
    });
    view! {
        <Show when=move || there.get()>
            <ul
                node_ref=list
                class="mt-2 flex snap-x snap-mandatory items-start gap-2 overflow-x-auto scroll-smooth pb-2 motion-reduce:scroll-auto"
                tabindex="0"
                aria-label=tr!(template_preview.cards)
            >
                {keyed(move || 0..count.get(), |at| *at, card)}
            </ul>
        </Show>
    }
}

/// Only the cards move, the page does not. Measured, since texts that run from right to left begin at the other side.
fn bring(list: &HtmlElement, at: usize) {
    if let Some(card) = list.children().item(at as u32) {
        let (list_spot, spot) = (list.get_bounding_client_rect(), card.get_bounding_client_rect());
        let (start, end) = (spot.left() - list_spot.left(), spot.right() - list_spot.right());
        let is_rtl = list.closest("[dir=rtl]").is_ok_and(|found| found.is_some());
        list.scroll_by_with_x_and_y(if is_rtl { end } else { start }, 0.0);
    }
}
