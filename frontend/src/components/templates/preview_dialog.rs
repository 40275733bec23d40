//! *Preview* of a row: what its templates say on a phone, one language at a time, without leaving the list. It reads the language that
//! is chosen itself, while it is open; the list has no texts.

use clienthub_shared::stream::RESYNC;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::family::{TemplateFamily, TemplateLanguage};
use clienthub_shared::template::state::TemplateState;
use leptos::prelude::*;

use super::acts::use_acts;
use super::edit_link::EditLink;
use crate::api;
use crate::components::template_details::content::Content;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::dialog::{Dialog, opened_by};
use crate::ui::live::bound;
use crate::ui::load::Load;
use crate::ui::select::SelectField;
use crate::words::template;

#[component]
pub fn PreviewDialog() -> impl IntoView {
    let acts = use_acts();
    let open = opened_by(acts.previewed, || ());
    // It keeps its name while it goes.
    let title = Memo::new(move |before: Option<&String>| {
        let name = acts.previewed.with(|family| family.as_ref().map(|family| family.name.clone()));
        name.or_else(|| before.cloned()).unwrap_or_default()
    });
    let shown = move || acts.previewed.get_untracked().map(|family| view! { <Shown family /> });
    view! {
        <Dialog open title width="max-w-md">
            {shown()}
        </Dialog>
    }
}

#[component]
fn Shown(family: TemplateFamily) -> impl IntoView {
    let acts = use_acts();
    let waba = acts.waba;
    let chosen = RwSignal::new(family.languages.first().map(|first| first.id.to_string()).unwrap_or_default());
    let remote = Remote::new(move || api::template::get_template(waba, chosen.get()));
    let languages = family.languages.clone();
    waba.org.stream.on_change(move |events| {
        let is_one = |id: &str| languages.iter().any(|language| id == language.id.to_string());
        if events.iter().any(|event| event.kind == RESYNC || is_one(&event.id)) {
            remote.refresh();
        }
    });
    let gone: Vec<String> = family
        .languages
        .iter()
        .filter(|language| language.state == TemplateState::Deleted)
        .map(|language| language.id.to_string())
        .collect();
    let blocked = Signal::derive(move || {
        let is_gone = chosen.with(|id| gone.contains(id));
        acts.refusal.get().or_else(|| is_gone.then(|| tr!(template_details.is_deleted).to_owned()))
    });
    let page = move |rest: &str| waba.path(&format!("/{}{rest}", chosen.get()));
    let choice = (family.languages.len() > 1).then(|| {
        view! {
            <SelectField
                label=tr!(templates.new_language)
                name="language"
                options=family.languages.iter().map(language_option).collect()
                value=chosen
                on_change=Callback::new(move |id| chosen.set(id))
            />
        }
    });
    let body = |details: Signal<TemplateDetails>| view! { <Content details /> };
    view! {
        <div class="grid gap-4 px-4 pt-4 pb-5 sm:px-6">
            {choice}
            <Load
                remote
                failed=tr!(template_details.failed)
                loading=tr!(template_details.loading)
                skeleton=|| view! { <div class="skeleton h-96"></div> }
                children=body
            />
        </div>
        <div class="modal-action">
            <a class="btn" href=bound(move || page(""))>{tr!(templates.open)}</a>
            <EditLink class="btn-primary" href=Signal::derive(move || page("/edit")) blocked />
        </div>
    }
}

/// "German (de) · Approved", by id.
pub fn language_option(language: &TemplateLanguage) -> (String, String) {
    let text = format!("{} · {}", template::language(&language.language), template::state(language.state, None).text);
    (language.id.to_string(), text)
}
