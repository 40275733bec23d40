//! Title of a page, one sentence about it, and its main button.

use leptos::prelude::*;

#[component]
pub fn PageHeading(
    title: &'static str,
    hint: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3">
            <div class="min-w-0 grow basis-72">
                <h1>{title}</h1>
                <p class="hint mt-0.5">{hint}</p>
            </div>
            {children.map(|children| view! { <div class="flex flex-wrap gap-2 max-sm:w-full">{children()}</div> })}
        </div>
    }
}
