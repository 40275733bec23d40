//! The fields of one button, by its kind. What is of no kind that is known is shown as it came.

use clienthub_shared::template::button::{Button, Flow, UrlButton};
use clienthub_shared::template::limits::{CODE_MAX, CODE_MAX_WITH_OFFER, LABEL_MAX, PHONE_MAX};
use clienthub_shared::template::word::{ButtonKind, ComponentKind, FlowAction, FlowIcon, Open, Word};
use leptos::prelude::*;

use super::field::{Field, NumberField, Tick};
use super::model::button::{json, one, one_mut, toggle_url_variable};
use super::model::{Spot, place};
use super::names;
use super::state::{Editor, use_editor};
use super::unknown::Json;
use crate::tr;
use crate::ui::live::{Show, live};
use crate::ui::select::SelectField;

/// One button of the template: reads and writes its members.
#[derive(Clone, Copy)]
pub struct One {
    editor: Editor,
    spot: Spot,
    at: usize,
    path: Signal<String>,
}

impl One {
    fn path(self, member: &'static str) -> Signal<String> {
        Signal::derive(move || [self.path.get().as_str(), ".", member].concat())
    }

    fn text(self, read: impl Fn(&Button) -> Option<&str> + Send + Sync + 'static) -> Memo<String> {
        let One { editor, spot, at, .. } = self;
        editor.text(move |it| one(it, spot, at).and_then(&read).unwrap_or_default().to_owned())
    }

    fn write(self, act: impl FnOnce(&mut Button)) {
        let One { editor, spot, at, .. } = self;
        editor.change(|template| {
            if let Some(button) = one_mut(template, spot, at) {
                act(button);
            }
        });
    }

    fn typed(self, act: impl Fn(&mut Button, String) + Send + Sync + 'static) -> Callback<String> {
        Callback::new(move |text: String| self.write(|button| act(button, text)))
    }
}

#[component]
pub fn ButtonFields(spot: Spot, at: usize, kind: Option<ButtonKind>, path: Signal<String>) -> impl IntoView {
    let editor = use_editor();
    let it = One { editor, spot, at, path };
    let Some(kind) = kind else {
        let value = editor.text(move |template| one(template, spot, at).map(json).unwrap_or_default());
        return live(move || view! { <Json label=tr!(template_editor.unknown_button) text=value.get() /> });
    };
    let rest = match kind {
        ButtonKind::Url => view! { <Url it /> }.into_any(),
        ButtonKind::PhoneNumber => view! { <Phone it /> }.into_any(),
        ButtonKind::CopyCode => return view! { <Code it /> }.into_any(),
        ButtonKind::Flow => view! { <FlowFields it /> }.into_any(),
        ButtonKind::VoiceCall => view! { <Minutes it /> }.into_any(),
        ButtonKind::QuickReply | ButtonKind::Catalog | ButtonKind::Mpm | ButtonKind::Spm | ButtonKind::Otp => {
            view! { <p class="hint self-center sm:pt-5">{names::button_hint(kind)}</p> }.into_any()
        }
    };
    view! {
        <div class="mt-2 grid items-start gap-3 sm:grid-cols-2">
            <Label it />
            {rest}
        </div>
    }
    .into_any()
}

#[component]
fn Label(it: One) -> impl IntoView {
    let value = it.text(|button| Some(button.text()));
    let typed = it.typed(|button, text| {
        if let Some(label) = button.text_mut() {
            *label = text;
        }
    });
    view! { <Field label=tr!(template_editor.label) path=it.path("text") value on_input=typed max=LABEL_MAX /> }
}

fn url_of(button: &mut Button) -> Option<&mut UrlButton> {
    match button {
        Button::Url(url) => Some(url),
        _ => None,
    }
}

#[component]
fn Url(it: One) -> impl IntoView {
    let address = it.text(|button| match button {
        Button::Url(url) => Some(&url.url),
        _ => None,
    });
    let sample = it.text(|button| match button {
        Button::Url(url) => url.example.first().map(String::as_str),
        _ => None,
    });
    let variable = Memo::new(move |_| address.with(|address| address.contains("{{")));
    let typed = it.typed(|button, text| {
        if let Some(url) = url_of(button) {
            if !text.contains("{{") {
                url.example.clear();
            }
            url.url = text;
        }
    });
    let typed_sample = it.typed(|button, text| {
        if let Some(url) = url_of(button) {
            url.example = if text.is_empty() { Vec::new() } else { vec![text] };
        }
    });
    let toggle = Callback::new(move |_| it.write(|button| url_of(button).map_or((), toggle_url_variable)));
    view! {
        <Field label=tr!(template_editor.address) path=it.path("url") value=address on_input=typed inputmode="url" />
        <Tick
            label=tr!(template_editor.address_variable)
            hint=tr!(template_editor.address_variable_hint).to_owned()
            value=variable
            on_change=toggle
        />
        <Show when=move || variable.get()>
            <Field
                label=tr!(template_editor.address_sample)
                path=it.path("example")
                value=sample
                on_input=typed_sample
                hint=tr!(template_editor.address_sample_hint).to_owned()
                inputmode="url"
                below=true
            />
        </Show>
    }
}

#[component]
fn Phone(it: One) -> impl IntoView {
    let value = it.text(|button| match button {
        Button::PhoneNumber(phone) => Some(&phone.phone_number),
        _ => None,
    });
    let typed = it.typed(|button, text| {
        if let Button::PhoneNumber(phone) = button {
            phone.phone_number = text;
        }
    });
    view! {
        <Field
            label=tr!(template_editor.number)
            path=it.path("phone_number")
            value
            on_input=typed
            max=PHONE_MAX
            inputmode="tel"
            hint=tr!(template_editor.number_hint).to_owned()
        />
    }
}

#[component]
fn Code(it: One) -> impl IntoView {
    let value = it.text(|button| match button {
        Button::CopyCode(code) => Some(&code.example),
        _ => None,
    });
    let typed = it.typed(|button, text| {
        if let Button::CopyCode(code) = button {
            code.example = text;
        }
    });
    let offer = it.editor.template.with_untracked(|template| place::has(template, Spot::Whole, ComponentKind::Offer));
    view! {
        <div class="mt-2 grid items-start gap-3 sm:grid-cols-2">
            <Field
                label=tr!(template_editor.code)
                path=it.path("example")
                value
                on_input=typed
                max=if offer { CODE_MAX_WITH_OFFER } else { CODE_MAX }
            />
            <p class="hint self-center sm:pt-5">{tr!(template_editor.copy_code_hint)}</p>
        </div>
    }
}

#[component]
fn Minutes(it: One) -> impl IntoView {
    let One { editor, spot, at, .. } = it;
    let value = editor.memo(Box::new(move |template| match one(template, spot, at) {
        Some(Button::VoiceCall(call)) => call.ttl_minutes,
        _ => None,
    }));
    let typed = Callback::new(move |minutes| {
        it.write(|button| {
            if let Button::VoiceCall(call) = button {
                call.ttl_minutes = minutes;
            }
        });
    });
    view! {
        <NumberField
            label=tr!(template_editor.call_minutes)
            path=it.path("ttl_minutes")
            value
            on_input=typed
            hint=tr!(template_editor.call_minutes_hint).to_owned()
        />
    }
}

/// By which of three ways the flow is named.
const SOURCES: [&str; 3] = ["flow_id", "flow_name", "flow_json"];

fn source(flow: &Flow) -> usize {
    match (flow.flow_name.is_empty(), flow.flow_json.is_empty()) {
        (false, _) => 1,
        (true, false) => 2,
        (true, true) => 0,
    }
}

fn source_text(flow: &mut Flow, source: usize) -> &mut String {
    match source {
        1 => &mut flow.flow_name,
        2 => &mut flow.flow_json,
        _ => &mut flow.flow_id,
    }
}

#[component]
fn FlowFields(it: One) -> impl IntoView {
    let first = it.editor.template.with_untracked(|template| match one(template, it.spot, it.at) {
        Some(Button::Flow(flow)) => source(flow),
        _ => 0,
    });
    let chosen = RwSignal::new(first);
    let value = it.text(move |button| match button {
        Button::Flow(flow) => Some(match chosen.get() {
            1 => &flow.flow_name,
            2 => &flow.flow_json,
            _ => &flow.flow_id,
        }),
        _ => None,
    });
    let typed = it.typed(move |button, text| {
        if let Button::Flow(flow) = button {
            *source_text(flow, chosen.get_untracked()) = text;
        }
    });
    let choose = Callback::new(move |word: String| {
        let to = SOURCES.iter().position(|known| *known == word).unwrap_or_default();
        it.write(|button| {
            if let Button::Flow(flow) = button {
                for at in 0..SOURCES.len() {
                    source_text(flow, at).clear();
                }
            }
        });
        chosen.set(to);
    });
    let action = it.text(|button| match button {
        Button::Flow(flow) => flow.flow_action.as_ref().map(Open::as_str),
        _ => None,
    });
    let set_action = it.typed(|button, word| {
        if let Button::Flow(flow) = button {
            flow.flow_action = Some(Open::read(&word));
        }
    });
    let screen = it.text(|button| match button {
        Button::Flow(flow) => Some(&flow.navigate_screen),
        _ => None,
    });
    let set_screen = it.typed(|button, text| {
        if let Button::Flow(flow) = button {
            flow.navigate_screen = text;
        }
    });
    let icon = it.text(|button| match button {
        Button::Flow(flow) => flow.icon.as_ref().map(Open::as_str),
        _ => None,
    });
    let set_icon = it.typed(|button, word| {
        if let Button::Flow(flow) = button {
            flow.icon = (!word.is_empty()).then(|| Open::read(&word));
        }
    });
    let words =
        |at: usize| [tr!(template_editor.flow_id), tr!(template_editor.flow_name), tr!(template_editor.flow_json)][at];
    let sources = SOURCES.iter().enumerate().map(|(at, word)| ((*word).to_owned(), words(at).to_owned())).collect();
    let navigate = Memo::new(move |_| action.with(|word| word != FlowAction::DataExchange.word()));
    view! {
        <SelectField
            label=tr!(template_editor.flow_by)
            name="flow"
            options=sources
            value=Signal::derive(move || SOURCES[chosen.get()].to_owned())
            on_change=choose
        />
        <Field label=tr!(template_editor.flow_value) path=Signal::derive(move || [it.path.get().as_str(), ".", SOURCES[chosen.get()]].concat()) value on_input=typed />
        <SelectField
            label=tr!(template_editor.flow_action)
            name="action"
            options=vec![
                (FlowAction::Navigate.word().to_owned(), tr!(template_editor.flow_navigate).to_owned()),
                (FlowAction::DataExchange.word().to_owned(), tr!(template_editor.flow_exchange).to_owned()),
            ]
            value=action
            on_change=set_action
        />
        <Show when=move || navigate.get()>
            <Field
                label=tr!(template_editor.flow_screen)
                path=it.path("navigate_screen")
                value=screen
                on_input=set_screen
                hint=tr!(template_editor.flow_screen_hint).to_owned()
            />
        </Show>
        <SelectField
            label=tr!(template_editor.flow_icon)
            name="icon"
            options=vec![
                (String::new(), tr!(template_editor.flow_icon_none).to_owned()),
                (FlowIcon::Document.word().to_owned(), tr!(template_editor.flow_icon_document).to_owned()),
                (FlowIcon::Promotion.word().to_owned(), tr!(template_editor.flow_icon_promotion).to_owned()),
                (FlowIcon::Review.word().to_owned(), tr!(template_editor.flow_icon_review).to_owned()),
            ]
            value=icon
            on_change=set_icon
        />
    }
}
