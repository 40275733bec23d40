//! What can be done with the families that are selected.

use leptos::prelude::*;

use super::acts::{Doomed, undeletable, use_acts};
use super::export::export;
use crate::tr;
use crate::tr_count;
use crate::ui::button::Button;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::ui::toast::Toasts;

#[component]
pub fn SelectionBar() -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let count = move || acts.selected.with(Vec::len) as u64;
    let save = move |_| {
        let names = acts.selected.with_untracked(|all| all.iter().map(|family| family.name.clone()).collect());
        export(acts.waba, toasts, names);
    };
    let delete = Callback::new(move |()| {
        acts.doomed.set(acts.selected.with_untracked(|all| all.iter().map(Doomed::family).collect()));
    });
    let blocked = Signal::derive(move || {
        let stay = || acts.selected.with(|all| undeletable(all.iter().flat_map(|family| &family.languages)));
        acts.refusal.get().or_else(|| stay().map(str::to_owned))
    });
    view! {
        <Show when=move || count() != 0>
            <div
                class="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-act-soft px-4 py-2 text-sm text-act"
                role="status"
            >
                <span class="font-semibold tabular">{live(move || tr_count!(count(), templates.selected))}</span>
                <button type="button" class="btn btn-sm" on:click=save>
                    <Icon name="download" class="size-3.5" />
                    {tr!(templates.export)}
                </button>
                <Button
                    class="btn-sm text-bad"
                    icon="trash-2"
                    text=tr!(templates.delete)
                    blocked=blocked
                    on_click=delete
                />
                <button type="button" class="btn btn-link btn-sm ml-auto" on:click=move |_| acts.selected.set(Vec::new())>
                    {tr!(templates.clear_selection)}
                </button>
            </div>
        </Show>
    }
}
