//! Addresses and phone numbers behind the buttons of a template of the library: the business's own, asked for in the order of the
//! buttons (reference 4.10).

use clienthub_shared::template::FindingCode;
use clienthub_shared::template::button::Button;
use clienthub_shared::template::component::Component;
use clienthub_shared::template::limits::{PHONE_MAX, URL_MAX};
use clienthub_shared::template::request::LibraryTemplate;
use clienthub_shared::template::validate::{address_fault, is_phone};
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::intl;
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
        let wrong = if self.is_url { address_wrong(value.trim()) } else { phone_wrong(value.trim()) };
        let needs_sample = self.is_url && value.contains(VARIABLE);
        let sample = || self.sample.with_untracked(|sample| sample_wrong(sample.trim()));
        let wrong = [(self.name, wrong), (self.sample_name, needs_sample.then(sample).flatten())];
        let good = wrong.iter().all(|(_, wrong)| wrong.is_none());
        for (name, wrong) in wrong {
            form.judge(name, wrong.map(sentence));
        }
        good
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

/// As the validator judges the button of a template; Meta's one variable stands at the very end.
fn address_wrong(address: &str) -> Option<FindingCode> {
    sample_wrong(address).or_else(|| {
        let fixed = address.strip_suffix(VARIABLE).unwrap_or(address);
        fixed.contains("{{").then_some(FindingCode::UrlVariablePlace)
    })
}

fn sample_wrong(address: &str) -> Option<FindingCode> {
    address_fault(address).or_else(|| (address.chars().count() > URL_MAX).then_some(FindingCode::TooLong))
}

fn phone_wrong(number: &str) -> Option<FindingCode> {
    (!is_phone(number) || number.chars().count() > PHONE_MAX).then_some(FindingCode::PhoneFormat)
}

fn sentence(wrong: FindingCode) -> String {
    match wrong {
        FindingCode::PhoneFormat => tr!(finding.phone_format).to_owned(),
        FindingCode::UrlVariablePlace => tr!(finding.url_variable_place).to_owned(),
        FindingCode::TooLong => tr!(error.too_long, max = intl::number(URL_MAX as u64)),
        FindingCode::UrlFormat => tr!(finding.url_format).to_owned(),
        _ => tr!(template_library.url_wrong).to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use clienthub_shared::template::FindingCode;

    use super::{address_wrong, phone_wrong};

    #[test]
    fn what_the_validator_refuses_is_not_asked_of_meta() {
        for (address, wrong) in [
            ("https://birch.example/o/{{1}}", None),
            ("birch.example", Some(FindingCode::UrlScheme)),
            ("", Some(FindingCode::UrlScheme)),
            ("https://birch example", Some(FindingCode::UrlFormat)),
            ("https://{{1}}", Some(FindingCode::UrlFormat)),
            ("https://birch.example/{{1}}/now", Some(FindingCode::UrlVariablePlace)),
            ("https://birch.example/{{1}}{{1}}", Some(FindingCode::UrlVariablePlace)),
        ] {
            assert_eq!(address_wrong(address), wrong, "{address}");
        }
        let long = ["https://birch.example/", &"a".repeat(1990)].concat();
        assert_eq!(address_wrong(&long), Some(FindingCode::TooLong));
        for number in ["https://birch.example", "call us", "12", "+49 30 901820 901820 901820"] {
            assert_eq!(phone_wrong(number), Some(FindingCode::PhoneFormat), "{number}");
        }
        assert_eq!(phone_wrong("+49 30 901820"), None);
    }
}
