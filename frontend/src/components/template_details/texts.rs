//! What a template says, part by part.

use clienthub_shared::template::Template;
use clienthub_shared::template::component::{Card, Component};
use leptos::prelude::*;
use serde_json::Value;

use crate::tr;
use crate::ui::live::live;

/// Its parts as they stand.
#[component]
pub fn Texts(template: Signal<Template>) -> impl IntoView {
    live(move || template.with(|template| parts(&template.components)).into_any())
}

fn parts(components: &[Component]) -> impl IntoView + use<> {
    let rows = components.iter().map(part).map(|(term, text)| {
        view! {
            <div class="grid gap-0.5">
                <dt class="text-xs text-muted">{term}</dt>
                <dd class="text-sm break-words whitespace-pre-line" dir="auto">{text}</dd>
            </div>
        }
    });
    view! { <dl class="grid gap-3">{rows.collect_view()}</dl> }
}

fn part(component: &Component) -> (&'static str, AnyView) {
    let labels = |buttons: &Value| {
        let texts = buttons.get("buttons").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let label = |button: &Value| {
            let text = button.get("text").and_then(Value::as_str);
            text.or_else(|| button.get("type")?.as_str()).unwrap_or_default().to_owned()
        };
        texts.iter().map(label).collect::<Vec<_>>().join("\n")
    };
    match component {
        Component::Header(header) => {
            let format = || header.format.as_ref().map(|format| format.as_str().to_owned()).unwrap_or_default();
            let text = if header.text.is_empty() { format() } else { header.text.clone() };
            (tr!(template_details.header), text.into_any())
        }
        Component::Body(body) => (tr!(template_details.body), body.text.clone().into_any()),
        Component::Footer(footer) => (tr!(template_details.footer), footer.text.clone().into_any()),
        Component::Buttons(_) => (tr!(template_details.buttons), labels(&component.to_value()).into_any()),
        Component::Offer(offer) => (tr!(template_details.offer), offer.text.clone().into_any()),
        Component::Carousel(carousel) => {
            let card = |card: &Card| view! { <li class="rounded-box border border-line p-3">{parts(&card.components).into_any()}</li> };
            let cards = carousel.cards.iter().map(card).collect_view();
            (tr!(template_details.carousel), view! { <ol class="mt-1 grid gap-2">{cards}</ol> }.into_any())
        }
        Component::CallPermission(_) => (tr!(template_details.call_permission), ().into_any()),
        Component::Other(value) => {
            (tr!(template_details.other), view! { <span class="mono break-all">{value.to_string()}</span> }.into_any())
        }
    }
}
