//! One template of the library: what it is for and what it says.

use clienthub_shared::template::button::Button as TemplateButton;
use clienthub_shared::template::component::Component;
use clienthub_shared::template::request::LibraryTemplate;
use clienthub_shared::template::word::find;
use leptos::prelude::*;

use crate::components::template_preview::{drawn, format};
use crate::components::templates::acts::use_acts;
use crate::tr;
use crate::ui::badge::StateBadge;
use crate::ui::button::Button;
use crate::ui::icon::Icon;
use crate::words::{library, template};

#[component]
pub fn Card(row: LibraryTemplate, choose: Callback<LibraryTemplate>) -> impl IntoView {
    let acts = use_acts();
    let about = library::about(row.topic.as_deref(), row.usecase.as_deref());
    let texts = row.template.components.iter().map(part).collect_view();
    let badge = template::category(find(&row.category));
    let title = crate::ui::unique_id("library");
    let title_id = title.clone();
    let chosen = row.clone();
    view! {
        <article class="panel flex flex-col" aria-labelledby=title>
            <div class="border-b border-line px-4 py-3">
                <h2 class="text-sm font-semibold break-all" id=title_id>{row.name}</h2>
                <p class="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-muted">
                    <StateBadge badge />
                    <span>{template::language(&row.language)}</span>
                </p>
                <p class="mt-0.5 text-xs text-muted">{about}</p>
            </div>
            <div class="grid grow content-start gap-2 px-4 py-3 text-sm" lang=row.language.replace('_', "-") dir="auto">
                {texts}
            </div>
            <div class="border-t border-line px-4 py-3">
                <Button
                    class="btn-sm"
                    icon="plus"
                    text=tr!(template_library.take)
                    blocked=acts.refusal
                    on_click=Callback::new(move |()| choose.run(chosen.clone()))
                />
            </div>
        </article>
    }
}

fn part(component: &Component) -> AnyView {
    match component {
        Component::Header(header) => {
            let text = header.text.clone();
            view! { <p class="font-semibold break-words empty:hidden">{text}</p> }.into_any()
        }
        Component::Body(body) => {
            let text = drawn(format::runs(&template::excerpt(&body.text)));
            view! { <p class="break-words whitespace-pre-line">{text}</p> }.into_any()
        }
        Component::Footer(footer) => {
            let text = footer.text.clone();
            view! { <p class="text-xs break-words text-muted empty:hidden">{text}</p> }.into_any()
        }
        Component::Buttons(group) => {
            let button = |button: &TemplateButton| {
                let (icon, text) = label(button);
                view! { <li class="flex items-center gap-1.5 text-act"><Icon name=icon class="size-3.5" />{text}</li> }
            };
            view! { <ul class="grid gap-1 border-t border-line pt-2">{group.buttons.iter().map(button).collect_view()}</ul> }
                .into_any()
        }
        Component::Carousel(_) | Component::Offer(_) | Component::CallPermission(_) | Component::Other(_) => {
            ().into_any()
        }
    }
}

/// Icon and text.
fn label(button: &TemplateButton) -> (&'static str, String) {
    match button {
        TemplateButton::Url(url) => ("external-link", url.text.clone()),
        TemplateButton::PhoneNumber(phone) => ("phone", phone.text.clone()),
        TemplateButton::QuickReply(plain)
        | TemplateButton::Catalog(plain)
        | TemplateButton::Mpm(plain)
        | TemplateButton::Spm(plain) => ("message-square-more", plain.text.clone()),
        TemplateButton::CopyCode(_) | TemplateButton::Otp(_) => ("copy", tr!(template_library.copy_code).to_owned()),
        TemplateButton::Flow(flow) => ("rows-3", flow.text.clone()),
        TemplateButton::VoiceCall(call) => ("phone", call.text.clone()),
        TemplateButton::Other(value) => {
            let text = value.get("text").and_then(|text| text.as_str()).unwrap_or_default();
            ("circle-question-mark", text.to_owned())
        }
    }
}
