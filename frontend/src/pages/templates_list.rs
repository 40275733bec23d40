//! The templates of a WABA.

use leptos::prelude::*;

use crate::layouts::header::set_crumbs;
use crate::state::waba::use_waba;
use crate::tr;
use crate::ui::live::live;

#[component]
pub fn TemplatesList() -> impl IntoView {
    set_crumbs(&[], tr!(templates.title));
    let waba = use_waba();
    view! {
        <h1>{tr!(templates.title)}</h1>
        <p class="hint">{live(move || waba.name())}</p>
    }
}
