//! The way to the editor. Who may not take it sees it nevertheless, with the reason.

use leptos::prelude::*;

use crate::tr;
use crate::ui::button::Button;
use crate::ui::icon::Icon;
use crate::ui::live::{bound, live};

#[component]
pub fn EditLink(
    /// daisyUI classes besides `btn`.
    class: &'static str,
    #[prop(into)] href: Signal<String>,
    /// Why it may not be edited.
    #[prop(into)]
    blocked: Signal<Option<String>>,
) -> impl IntoView {
    live(move || match blocked.get() {
        Some(reason) => view! {
            <Button class icon="pencil" text=tr!(templates.edit) blocked=Signal::stored(Some(reason)) />
        }
        .into_any(),
        None => view! {
            <a class=format!("btn {class}") href=bound(move || href.get())>
                <Icon name="pencil" />
                {tr!(templates.edit)}
            </a>
        }
        .into_any(),
    })
}
