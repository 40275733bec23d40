//! Icons of the sprite in index.html (`assets/sprite.svg`, Lucide). Decorative: the text beside them speaks.

use leptos::prelude::*;

#[component]
pub fn Icon(
    name: &'static str,
    /// Size and colour; 16 px in the text's colour by itself.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("icon {class}") aria-hidden="true">
            <use_ href=format!("#i-{name}") />
        </svg>
    }
}

#[component]
pub fn Mark(class: &'static str) -> impl IntoView {
    view! {
        <svg class=class viewBox="0 0 28 28" aria-hidden="true">
            <use_ href="#i-mark" />
        </svg>
    }
}
