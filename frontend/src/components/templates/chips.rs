//! The languages of a family, coloured by state; each leads to its template.

use clienthub_shared::template::family::{TemplateFamily, TemplateLanguage};
use leptos::prelude::*;

use super::acts::{CopyKind, CopyOf, use_acts};
use super::items::AddLanguage;
use crate::tr;
use crate::ui::icon::Icon;
use crate::words::template;

#[component]
pub fn Chips(family: TemplateFamily) -> impl IntoView {
    let acts = use_acts();
    let name = family.name.clone();
    let chips = family.languages.iter().map(|language| view! { <Chip language=language.clone() /> }).collect_view();
    let family = StoredValue::new(family);
    let add = Callback::new(move |()| {
        acts.copied.set(family.with_value(|family| CopyOf::family(CopyKind::Language, family)));
    });
    view! {
        <div class="flex flex-wrap gap-1.5">
            {chips}
            <AddLanguage name on_select=add />
        </div>
    }
}

#[component]
pub fn Chip(
    language: TemplateLanguage,
    /// The one whose page is open.
    #[prop(optional)]
    current: bool,
) -> impl IntoView {
    let acts = use_acts();
    let badge = template::state(language.state, None);
    let href = acts.waba.path(&format!("/{}", language.id));
    let said = template::language(&language.language);
    let title = if language.unsent {
        tr!(templates.chip_unsent, language = said, state = badge.text)
    } else {
        tr!(templates.chip, language = said, state = badge.text)
    };
    let unsent = language.unsent.then(|| view! { <Icon name="pencil" /> });
    view! {
        <a
            class="lang"
            class=("outline-2", current)
            class=("outline-primary", current)
            href=href
            data-tone=badge.tone.as_str()
            title=title.clone()
            aria-label=title
            aria-current=current.then_some("page")
        >
            <Icon name=badge.icon />
            {language.language}
            {unsent}
        </a>
    }
}
