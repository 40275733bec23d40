//! Addresses and phone numbers behind the buttons of a template of the library: the business's own, asked for in the order of the
//! buttons (reference 4.10).

use clienthub_shared::template::button::Button;
use clienthub_shared::template::component::Component;
use clienthub_shared::template::request::LibraryTemplate;
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::tr;
use crate::ui::field::TextField;
use crate::ui::form::FormState;
use crate::ui::live::Show;

/// Fields are told apart by these names: the value, and the sample of an address. Meta allows ten buttons.
const NAMES: [(&str, &str); 10] = [
    ("input_0", "sample_0"),
    ("input_1", "sample_1"),
    ("input_2", "sample_2"),
    ("input_3", "sample_3"),
    ("input_4", "sample_4"),
    ("input_5", "sample_5"),
    ("input_6", "sample_6"),
    ("input_7", "sample_7"),
    ("input_8", "sample_8"),
    ("input_9", "sample_9"),
];

/// What is filled in with each message.
const VARIABLE: &str = "{{1}}";

/// What one button asks for.
#[derive(Clone, Copy)]
pub struct ButtonInput {
    name: &'static str,
    sample_name: &'static str,
    is_url: bool,
    label: StoredValue<String>,
    value: RwSignal<String>,
    sample: RwSignal<String>,
}

pub fn of(row: &LibraryTemplate) -> Vec<ButtonInput> {
    let asked = buttons(row).filter_map(|button| match button {
        Button::Url(url) => Some((tr!(template_library.url_of, button = url.text.as_str()), true)),
        Button::PhoneNumber(phone) => Some((tr!(template_library.phone_of, button = phone.text.as_str()), false)),
        _ => None,
    });
    let input = |((name, sample_name), (label, is_url))| ButtonInput {
        name,
        sample_name,
        is_url,
        label: StoredValue::new(label),
        value: RwSignal::default(),
        sample: RwSignal::default(),
    };
    NAMES.into_iter().zip(asked).map(input).collect()
}

pub fn buttons(row: &LibraryTemplate) -> impl Iterator<Item = &Button> {
    row.template.components.iter().flat_map(|component| match component {
        Component::Buttons(group) => group.buttons.as_slice(),
        _ => &[],
    })
}

impl ButtonInput {
    /// Says what is wrong; true when nothing is.
    pub fn judge(self, form: FormState) -> bool {
        let value = self.value.get_untracked();
        let wrong = value.trim().is_empty() || self.is_url != is_address(&value);
        let said = if self.is_url { tr!(template_library.url_wrong) } else { tr!(template_library.phone_wrong) };
        form.judge(self.name, wrong.then(|| said.to_owned()));
        let sample_wrong = value.contains(VARIABLE) && !self.sample.with_untracked(|sample| is_address(sample));
        form.judge(self.sample_name, sample_wrong.then(|| tr!(template_library.url_wrong).to_owned()));
        !wrong && !sample_wrong
    }

    pub fn answer(self) -> Value {
        let text = |value: RwSignal<String>| value.with_untracked(|value| value.trim().to_owned());
        let value = text(self.value);
        if !self.is_url {
            return json!({"type": "PHONE_NUMBER", "phone_number": value});
        }
        let sample = if value.contains(VARIABLE) { text(self.sample) } else { value.clone() };
        json!({"type": "URL", "url": {"base_url": value, "url_suffix_example": sample}})
    }
}

fn is_address(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("https://") || text.starts_with("http://")
}

#[component]
pub fn ButtonInputs(inputs: Vec<ButtonInput>, form: FormState) -> impl IntoView {
    let field = move |input: ButtonInput| {
        let hint = if input.is_url {
            tr!(template_library.url_hint, variable = VARIABLE)
        } else {
            tr!(template_library.phone_hint).to_owned()
        };
        view! {
            <TextField
                label=input.label.get_value()
                name=input.name
                value=input.value
                kind=if input.is_url { "url" } else { "tel" }
                hint
                error=form.field(input.name)
            />
            <Show when=move || input.is_url && input.value.with(|value| value.contains(VARIABLE))>
                <TextField
                    label=tr!(template_editor.address_sample)
                    name=input.sample_name
                    value=input.sample
                    kind="url"
                    hint=tr!(template_editor.address_sample_hint).to_owned()
                    error=form.field(input.sample_name)
                />
            </Show>
        }
    };
    inputs.into_iter().map(field).collect_view()
}
