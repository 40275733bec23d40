//! A notice: one strong clause, one sentence, at most one action (the children). Read out at once only when it is bad.

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::Icon;

#[component]
pub fn Notice(
    tone: Tone,
    icon: &'static str,
    #[prop(into)] strong: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="notice max-sm:flex-wrap" data-tone=tone.as_str() role=(tone == Tone::Bad).then_some("alert")>
            <Icon name=icon />
            <div class="min-w-0 flex-1 basis-48 wrap-anywhere">
                <strong>{strong}</strong>
                " "
                {text}
            </div>
            {children.map(|children| children())}
        </div>
    }
}
