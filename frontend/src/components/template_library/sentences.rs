//! Sentences that Meta adds to the body of a template of its library when asked to (reference 4.10). A row does not say which it
//! takes, so each is offered where the template has what it points to.

use clienthub_shared::template::button::Button;
use clienthub_shared::template::library::LibraryUsecase;
use clienthub_shared::template::request::LibraryTemplate;
use leptos::prelude::*;
use serde_json::Value;

use super::button_inputs::buttons;
use crate::tr;
use crate::ui::check::CheckField;

#[derive(Clone, Copy)]
pub struct Sentence {
    /// Meta's word for it.
    name: &'static str,
    text: &'static str,
    wanted: RwSignal<bool>,
}

pub fn of(row: &LibraryTemplate) -> Vec<Sentence> {
    let has_number = buttons(row).any(|button| matches!(button, Button::PhoneNumber(_)));
    let has_address = buttons(row).any(|button| matches!(button, Button::Url(_)));
    let usecase = row.usecase.as_deref().and_then(|word| word.parse().ok());
    [
        (has_number, "add_contact_number", tr!(template_library.add_contact_number)),
        (has_address, "add_learn_more_link", tr!(template_library.add_learn_more_link)),
        (
            has_address && usecase.is_some_and(is_about_parcels),
            "add_track_package_link",
            tr!(template_library.add_track_package_link),
        ),
    ]
    .into_iter()
    .filter(|(is_offered, ..)| *is_offered)
    .map(|(_, name, text)| Sentence { name, text, wanted: RwSignal::new(false) })
    .collect()
}

fn is_about_parcels(usecase: LibraryUsecase) -> bool {
    matches!(
        usecase,
        LibraryUsecase::DeliveryConfirmation
            | LibraryUsecase::DeliveryFailed
            | LibraryUsecase::DeliveryUpdate
            | LibraryUsecase::OrderDelay
            | LibraryUsecase::ShipmentConfirmation
    )
}

/// `library_template_body_inputs`; nothing that was not wanted.
pub fn answers(sentences: &[Sentence]) -> serde_json::Map<String, Value> {
    let wanted = sentences.iter().filter(|sentence| sentence.wanted.get_untracked());
    wanted.map(|sentence| (sentence.name.to_owned(), Value::Bool(true))).collect()
}

#[component]
pub fn Sentences(sentences: Vec<Sentence>) -> impl IntoView {
    (!sentences.is_empty()).then(|| {
        let boxes = sentences
            .into_iter()
            .map(|it| view! { <CheckField label=it.text name=it.name value=it.wanted /> })
            .collect_view();
        view! {
            <fieldset class="grid gap-2">
                <legend class="label mb-1.5">{tr!(template_library.sentences)}</legend>
                {boxes}
            </fieldset>
        }
    })
}
