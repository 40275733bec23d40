//! A panel with a title, and the skeletons that stand for text while it loads.

use leptos::prelude::*;

use super::unique_id;

#[component]
pub fn Panel(
    #[prop(into)] title: String,
    /// Anchor for links within the page; made up when absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// At the right of the title.
    #[prop(optional, into)]
    aside: ViewFn,
    children: Children,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| unique_id("panel"));
    let title_id = format!("{id}-t");
    view! {
        <section class="panel" id=id aria-labelledby=title_id.clone()>
            <div class="panel-head">
                <h2 class="grow" id=title_id.clone()>{title}</h2>
                {aside.run()}
            </div>
            {children()}
        </section>
    }
}

/// Grey lines in the shape of a panel with fields.
#[component]
pub fn PanelSkeleton(#[prop(default = 4)] rows: usize) -> impl IntoView {
    view! {
        <div class="panel" aria-hidden="true">
            <div class="panel-head"><div class="skeleton h-5 w-40"></div></div>
            <div class="grid gap-4 p-5">
                {(0..rows).map(|_| view! { <div class="skeleton h-4 w-full max-w-lg"></div> }).collect_view()}
            </div>
        </div>
    }
}

/// Centred words for a region with nothing in it: icon, title, a sentence, and the way out.
#[component]
pub fn Empty(
    icon: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="panel grid justify-items-center gap-1 px-5 py-10 text-center">
            <span class="mb-2 text-muted">
                <super::icon::Icon name=icon class="size-6" />
            </span>
            <h2>{title}</h2>
            <p class="hint max-w-md">{text}</p>
            {children.map(|children| view! { <div class="mt-3 flex flex-wrap justify-center gap-2">{children()}</div> })}
        </section>
    }
}
