//! The foot of a list: which rows these are, and the way to the others.

use leptos::prelude::*;

use crate::tr;
use crate::ui::live::{bound, live};

#[component]
pub fn Pager(
    /// "1–25 of 118"; empty while unknown.
    #[prop(into)]
    range: Signal<String>,
    #[prop(into)] has_previous: Signal<bool>,
    #[prop(into)] has_next: Signal<bool>,
    on_previous: Callback<()>,
    on_next: Callback<()>,
    /// Between range and buttons.
    #[prop(optional, into)]
    aside: ViewFn,
) -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-center gap-3 border-t border-line px-3 py-2.5 text-sm text-muted lg:px-4">
            <span class="tabular">{live(move || range.get())}</span>
            {aside.run()}
            <nav class="join ml-auto" aria-label=tr!(ui.pages)>
                <button
                    type="button"
                    class="btn btn-sm join-item"
                    disabled=bound(move || !has_previous.get())
                    on:click=move |_| on_previous.run(())
                >
                    {tr!(ui.previous)}
                </button>
                <button
                    type="button"
                    class="btn btn-sm join-item"
                    disabled=bound(move || !has_next.get())
                    on:click=move |_| on_next.run(())
                >
                    {tr!(ui.next)}
                </button>
            </nav>
        </div>
    }
}
