//! What Meta writes in an authentication template, for its language and choices: read from Meta through the hub wherever a text of the
//! template is left to it. Nothing is drawn here: the editor and a template's content read it and hand it to their `Preview`.

use std::time::Duration;

use clienthub_shared::template::Template;
use clienthub_shared::template::button::Button;
use clienthub_shared::template::request::AuthenticationText;
use clienthub_shared::template::word::Category;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::template_draft;
use crate::components::template_editor::model::{Spot, button, place};
use crate::ui::live::effect;

/// While somebody changes the choices.
const PAUSE: Duration = Duration::from_millis(400);

/// Language, the advice on security, minutes until the code expires.
type Wanted = (String, bool, Option<i64>);

/// `base` is the WABA: `/orgs/{org}/wabas/{waba}`.
pub fn texts(base: String, template: Signal<Template>) -> Signal<Option<AuthenticationText>> {
    let found = RwSignal::new(None::<AuthenticationText>);
    let wanted = Memo::new(move |_| template.with(wanted));
    let base = StoredValue::new(base);
    let count = StoredValue::new(0_u32);
    effect(move || {
        let Some((language, security, expiry)) = wanted.get() else { return };
        count.update_value(|count| *count += 1);
        let this = count.get_value();
        let ask = move || {
            spawn_local(async move {
                if count.try_get_value() != Some(this) {
                    return;
                }
                let base = base.get_value();
                let answer = template_draft::list_authentication_texts(&base, &language, security, expiry).await;
                if count.try_get_value() == Some(this) {
                    found.set(answer.ok().and_then(|texts| texts.data.into_iter().next()));
                }
            });
        };
        set_timeout(ask, if this == 1 { Duration::ZERO } else { PAUSE });
    });
    Signal::derive(move || found.get().filter(|text| template.with(|it| it.language == text.language)))
}

fn wanted(template: &Template) -> Option<Wanted> {
    let otp = button::list(template, Spot::Whole).iter().find_map(|button| match button {
        Button::Otp(otp) => Some(otp),
        _ => None,
    })?;
    if template.known_category() != Some(Category::Authentication) || template.language.is_empty() {
        return None;
    }
    let body = template.body()?;
    let footer = place::footer(template, Spot::Whole);
    let expiry = footer.and_then(|footer| footer.code_expiration_minutes).filter(|minutes| (1..=90).contains(minutes));
    let is_whole = !body.text.is_empty()
        && !super::buttons::label(otp).is_empty()
        && (expiry.is_none() || footer.is_some_and(|footer| !footer.text.is_empty()));
    (!is_whole).then(|| (template.language.clone(), body.add_security_recommendation == Some(true), expiry))
}

#[cfg(test)]
mod tests {
    use super::wanted;
    use clienthub_shared::template::Template;
    use serde_json::{Value, json};

    fn template(components: Value) -> Template {
        let whole = json!({"name": "code", "language": "ar", "category": "AUTHENTICATION", "components": components});
        serde_json::from_value(whole).unwrap()
    }

    #[test]
    fn metas_words_are_asked_for_where_the_template_leaves_them_out() {
        let left_out = template(json!([
            {"type": "BODY", "add_security_recommendation": true},
            {"type": "FOOTER", "code_expiration_minutes": 10},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]},
        ]));
        assert_eq!(wanted(&left_out), Some(("ar".to_owned(), true, Some(10))));
    }

    #[test]
    fn a_template_with_all_of_its_words_asks_for_none() {
        let whole = template(json!([
            {"type": "BODY", "text": "{{1}} is your code."},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE", "text": "Copy"}]},
        ]));
        assert_eq!(wanted(&whole), None);
    }
}
