//! What Meta asks for when a template with a one-time code is taken from its library: its sentences, and how the code gets into the
//! app (reference 4.10; the fields are those of 4.6).

use clienthub_shared::template::limits::{APPS_MAX, EXPIRATION_MAX, EXPIRATION_MIN, HASH_LENGTH, PACKAGE_MAX};
use clienthub_shared::template::word::OtpType;
use leptos::prelude::*;
use serde_json::{Map, Value, json};

use crate::tr;
use crate::ui::check::CheckField;
use crate::ui::field::TextField;
use crate::ui::form::FormState;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, keyed};
use crate::ui::select::{SelectField, fixed};

const EXPIRY: &str = "code_expiration_minutes";
const TERMS: &str = "zero_tap_terms_accepted";
/// Package and signature of each app.
const APPS: [(&str, &str); APPS_MAX] = [
    ("package_0", "hash_0"),
    ("package_1", "hash_1"),
    ("package_2", "hash_2"),
    ("package_3", "hash_3"),
    ("package_4", "hash_4"),
];

#[derive(Clone, Copy)]
pub struct CodeInputs {
    security: RwSignal<bool>,
    /// Empty: the footer says nothing.
    expiry: RwSignal<String>,
    way: RwSignal<String>,
    terms: RwSignal<bool>,
    apps: [(RwSignal<String>, RwSignal<String>); APPS_MAX],
    count: RwSignal<usize>,
}

impl CodeInputs {
    pub fn new() -> Self {
        Self {
            security: RwSignal::new(true),
            expiry: RwSignal::default(),
            way: RwSignal::new(OtpType::CopyCode.as_str().to_owned()),
            terms: RwSignal::new(false),
            apps: std::array::from_fn(|_| (RwSignal::default(), RwSignal::default())),
            count: RwSignal::new(1),
        }
    }

    fn is(self, way: OtpType) -> bool {
        self.way.with(|word| *word == way.as_str())
    }

    fn minutes(self) -> Result<Option<i64>, ()> {
        let text = self.expiry.get_untracked();
        match text.trim() {
            "" => Ok(None),
            text => text.parse().ok().filter(|it| (EXPIRATION_MIN..=EXPIRATION_MAX).contains(it)).map(Some).ok_or(()),
        }
    }

    /// Says what is wrong; true when nothing is.
    pub fn judge(self, form: FormState) -> bool {
        let mut good = true;
        let mut say = |name: &'static str, wrong: bool, said: &'static str| {
            form.judge(name, wrong.then(|| said.to_owned()));
            good &= !wrong;
        };
        untrack(|| {
            say(EXPIRY, self.minutes().is_err(), tr!(template_library.expiry_wrong));
            say(TERMS, self.is(OtpType::ZeroTap) && !self.terms.get(), tr!(template_library.terms_missing));
            let count = if self.is(OtpType::CopyCode) { 0 } else { self.count.get() };
            for (at, (package, hash)) in self.apps.into_iter().enumerate() {
                let of = |wrong: bool| at < count && wrong;
                say(APPS[at].0, of(!package.with(|it| is_package(it.trim()))), tr!(template_library.package_wrong));
                let length = hash.with(|it| it.trim().chars().count());
                say(APPS[at].1, of(length != HASH_LENGTH), tr!(template_library.hash_wrong));
            }
        });
        good
    }

    /// `library_template_body_inputs`
    pub fn body(self) -> Map<String, Value> {
        let security = Value::Bool(self.security.get_untracked());
        let minutes = self.minutes().ok().flatten().map(|minutes| (EXPIRY.to_owned(), minutes.into()));
        [("add_security_recommendation".to_owned(), security)].into_iter().chain(minutes).collect()
    }

    /// `library_template_button_inputs`
    pub fn button(self) -> Value {
        untrack(|| {
            let mut button = json!({"type": "OTP", "otp_type": self.way.get()});
            if !self.is(OtpType::CopyCode) {
                let text = |it: RwSignal<String>| it.with(|it| it.trim().to_owned());
                let app =
                    |(package, hash): (_, _)| json!({"package_name": text(package), "signature_hash": text(hash)});
                button["supported_apps"] = self.apps.into_iter().take(self.count.get()).map(app).collect();
            }
            if self.is(OtpType::ZeroTap) {
                button[TERMS] = true.into();
            }
            button
        })
    }
}

/// As `com.example.app`.
fn is_package(name: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|sign: char| sign.is_ascii_alphabetic())
            && part.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
    };
    name.len() <= PACKAGE_MAX && name.contains('.') && name.split('.').all(is_part)
}

#[component]
pub fn CodeFields(inputs: CodeInputs, form: FormState) -> impl IntoView {
    let ways = [
        (OtpType::CopyCode.as_str(), tr!(template_editor.otp_copy).to_owned()),
        (OtpType::OneTap.as_str(), tr!(template_editor.otp_one_tap).to_owned()),
        (OtpType::ZeroTap.as_str(), tr!(template_editor.otp_zero_tap).to_owned()),
    ];
    view! {
        <CheckField label=tr!(template_library.security) name="security" value=inputs.security />
        <TextField
            label=tr!(template_editor.expiry)
            name=EXPIRY
            value=inputs.expiry
            inputmode="numeric"
            hint=tr!(template_editor.expiry_hint).to_owned()
            error=form.field(EXPIRY)
        />
        <SelectField
            label=tr!(template_editor.otp_way)
            name="otp_type"
            options=fixed(ways.to_vec())
            value=inputs.way
            on_change=Callback::new(move |word| inputs.way.set(word))
        />
        <Show when=move || inputs.is(OtpType::ZeroTap)>
            <CheckField label=tr!(template_editor.zero_tap_terms) name=TERMS value=inputs.terms error=form.field(TERMS) />
        </Show>
        <Show when=move || !inputs.is(OtpType::CopyCode)><Apps inputs form /></Show>
    }
}

/// Android apps that take the code.
#[component]
fn Apps(inputs: CodeInputs, form: FormState) -> impl IntoView {
    let app = move |at: usize| {
        let ((package, hash), (package_name, hash_name)) = (inputs.apps[at], APPS[at]);
        view! {
            <li class="grid items-start gap-3 sm:grid-cols-2">
                <TextField
                    label=tr!(template_editor.package)
                    name=package_name
                    value=package
                    mono=true
                    error=form.field(package_name)
                />
                <TextField label=tr!(template_editor.hash) name=hash_name value=hash mono=true error=form.field(hash_name) />
            </li>
        }
    };
    view! {
        <div>
            <h3 class="mb-2 text-sm">{tr!(template_editor.apps)}</h3>
            <ul class="grid gap-3">{keyed(move || 0..inputs.count.get(), |at| *at, app)}</ul>
            <div class="mt-3 flex flex-wrap gap-2 empty:hidden">
                <Show when=move || { inputs.count.get() < APPS_MAX }>
                    <button type="button" class="btn btn-sm" on:click=move |_| inputs.count.update(|count| *count += 1)>
                        <Icon name="plus" />
                        {tr!(template_editor.add_app)}
                    </button>
                </Show>
                <Show when=move || { inputs.count.get() > 1 }>
                    <button
                        type="button"
                        class="btn btn-ghost btn-sm text-muted"
                        on:click=move |_| inputs.count.update(|count| *count -= 1)
                    >
                        <Icon name="minus" />
                        {tr!(template_library.remove_last_app)}
                    </button>
                </Show>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::is_package;

    #[test]
    fn a_package_has_two_parts_at_least() {
        assert!(is_package("com.example.app_2"));
        for wrong in ["", "app", "com.", ".app", "com.2go", "com.example app"] {
            assert!(!is_package(wrong), "{wrong}");
        }
    }
}
