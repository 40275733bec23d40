//! What each fix makes of a broken template.

use serde_json::{Value, json};

use super::{table, template};
use crate::template::generator::table::{legal, put};
use crate::template::{FindingCode, Fix, fix, fix_all, validate};

/// Breaks a legal template in one place, fixes it, and answers what stands there then.
fn fixed(on: &str, path: &str, broken: Value, wanted: Fix) -> Value {
    let mut value = legal(on);
    put(&mut value, path, broken);
    let broken = template(value);
    let findings = validate(&broken);
    let finding = findings.iter().find(|finding| finding.fix == Some(wanted));
    let finding = finding.unwrap_or_else(|| panic!("no {wanted} in {findings:?}"));
    let fixed = fix(&broken, finding).unwrap_or_else(|| panic!("{wanted} does not help"));
    assert!(!validate(&fixed).contains(finding), "{wanted}");
    let fixed = serde_json::to_value(fixed).unwrap();
    fixed.pointer(&format!("/{}", path.replace('.', "/"))).cloned().unwrap_or_default()
}

#[test]
fn each_fix_does_what_it_says() {
    let body = "components.1.text";
    for (on, path, broken, wanted, right) in [
        ("plain", "name", json!("Shop Open-2"), Fix::FixName, json!("shop_open_2")),
        ("plain", "language", json!("pt-BR"), Fix::FixLanguage, json!("pt_BR")),
        ("plain", "message_send_ttl_seconds", json!(10), Fix::Clamp, json!(30)),
        ("authentication", "components.1.code_expiration_minutes", json!(100), Fix::Clamp, json!(90)),
        (
            "utility",
            body,
            json!("Hallo {{2}}, dein Paket {{5}} liegt bereit."),
            Fix::RenumberVariables,
            json!("Hallo {{1}}, dein Paket {{2}} liegt bereit."),
        ),
        (
            "named",
            body,
            json!("Hallo {{first name}}, dein Paket {{Parcel#}} liegt ab heute bereit."),
            Fix::RenameVariables,
            json!("Hallo {{first_name}}, dein Paket {{parcel}} liegt ab heute bereit."),
        ),
        (
            "utility",
            body,
            json!("Hallo, dein neues Paket {{1}}{{2}} liegt bereit."),
            Fix::SeparateVariables,
            json!("Hallo, dein neues Paket {{1}} {{2}} liegt bereit."),
        ),
        (
            "utility",
            body,
            json!("Hallo {{1}}, bereit liegt heute dein Paket {{2}}  "),
            Fix::AddFullStop,
            json!("Hallo {{1}}, bereit liegt heute dein Paket {{2}}."),
        ),
        (
            "utility",
            "components.3.buttons.0.text",
            json!("See my pick-up instructions"),
            Fix::Shorten,
            json!("See my pick-up"),
        ),
        ("utility", "components.0.text", json!("*Abholung* 4* {{1}}"), Fix::CleanText, json!("Abholung 4 {{1}}")),
        ("utility", "components.0.text", json!("🎉 Abholung {{1}}"), Fix::CleanText, json!("Abholung {{1}}")),
        ("utility", "components.0.text", json!("Abholung\n {{1}}"), Fix::CleanText, json!("Abholung {{1}}")),
        (
            "utility",
            "components.3.buttons.1.url",
            json!("a.example/{{1}}"),
            Fix::AddHttps,
            json!("https://a.example/{{1}}"),
        ),
        (
            "utility",
            "components.1.example.body_text",
            json!([["Ada", "P-104", "x"]]),
            Fix::RemoveSamples,
            json!([["Ada", "P-104"]]),
        ),
        (
            "utility",
            "components.1.example",
            json!({}),
            Fix::AddSamples,
            json!({"body_text": [["sample 1", "sample 2"]]}),
        ),
        (
            "utility",
            "components.3.buttons.1.example",
            json!([]),
            Fix::AddSamples,
            json!(["https://birch.example/p/sample"]),
        ),
        (
            "named",
            "components.0.example",
            json!({}),
            Fix::AddSamples,
            json!({"header_text_named_params": [{"param_name": "first_name", "example": "Ada"}]}),
        ),
        ("offer", "components.4", json!({"type": "FOOTER", "text": "x"}), Fix::Remove, json!(null)),
        ("carousel", "components.1.cards.0.components.3", json!({"type": "FOOTER"}), Fix::Remove, json!(null)),
    ] {
        assert_eq!(fixed(on, path, broken, wanted), right);
    }
}

#[test]
fn samples_move_with_their_variables() {
    let mut value = legal("utility");
    put(&mut value, "components.1.text", json!("Paket {{2}} liegt bereit, {{1}}, ab heute."));
    let broken = template(value);
    let fixed = fix(&broken, &validate(&broken)[0]).unwrap();
    let body = fixed.body().unwrap();
    assert_eq!(body.text, "Paket {{1}} liegt bereit, {{2}}, ab heute.");
    assert_eq!(body.example.positional, ["P-104", "Ada"]);
}

#[test]
fn renamed_samples_stay_with_their_variables() {
    let mut value = legal("named");
    put(&mut value, "components.1.text", json!("Hallo {{First Name}}, dein Paket {{parcel}} liegt ab heute bereit."));
    put(&mut value, "components.1.example.body_text_named_params.0.param_name", json!("First Name"));
    let broken = template(value);
    let (fixed, findings) = fix_all(&broken);
    assert_eq!(findings, []);
    assert_eq!(fixed.body().unwrap().example.named[0].param_name, "first_name");
}

#[test]
fn quick_replies_stay_where_the_first_button_is() {
    let (reply, url) =
        (json!({"type": "QUICK_REPLY", "text": "a"}), json!({"type": "URL", "text": "b", "url": "https://b.example"}));
    let kinds = |list: Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|button| button["text"].as_str().unwrap_or("code").to_owned()).collect()
    };
    let path = "components.3.buttons";
    let list = fixed("utility", path, json!([reply, url, reply]), Fix::RegroupButtons);
    assert_eq!(kinds(list), ["a", "a", "b"]);
    let list = fixed("utility", path, json!([url, reply, url]), Fix::RegroupButtons);
    assert_eq!(kinds(list), ["b", "b", "a"]);
    let code = json!({"type": "COPY_CODE", "example": "X"});
    let list = fixed("offer", path, json!([url, code]), Fix::RegroupButtons);
    assert_eq!(kinds(list), ["code", "b"]);
}

#[test]
fn the_format_follows_the_variables() {
    let text = json!({"type": "BODY", "text": "Dear {{name}}, we are open."});
    assert_eq!(fixed("plain", "components.0", text.clone(), Fix::SetParameterFormat)["text"], text["text"]);
    let odd = json!({"type": "BODY", "text": "Dear {{Your name}}, we are open."});
    let mut value = legal("plain");
    put(&mut value, "components.0", odd);
    let (fixed, findings) = fix_all(&template(value));
    assert_eq!(findings, []);
    assert_eq!(
        serde_json::to_value(fixed).unwrap()["components"][0],
        json!({"type": "BODY", "text": "Dear {{your_name}}, we are open.",
            "example": {"body_text_named_params": [{"param_name": "your_name", "example": "your_name"}]}})
    );
}

#[test]
fn what_meta_sends_of_an_authentication_template_can_be_submitted_again() {
    let read = json!({"name": "login_code", "language": "en_US", "category": "AUTHENTICATION", "components": [
        {"type": "BODY", "text": "*{{1}}* is your verification code.", "add_security_recommendation": true,
         "example": {"body_text": [["123456"]]}},
        {"type": "FOOTER", "text": "This code expires in 10 minutes.", "code_expiration_minutes": 10},
        {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Copy code", "example": ["x"],
         "url": "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}"}]},
    ]});
    let read = template(read);
    assert!(validate(&read).iter().all(|finding| !finding.is_error()));
    let (fixed, findings) = fix_all(&read);
    assert_eq!(findings, []);
    assert_eq!(
        serde_json::to_value(fixed).unwrap()["components"],
        json!([
            {"type": "BODY", "add_security_recommendation": true},
            {"type": "FOOTER", "code_expiration_minutes": 10},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE", "text": "Copy code"}]},
        ])
    );
}

/// As Meta shows it, with a hash that an address has to spell out.
#[test]
fn a_button_that_meta_shows_as_an_address_keeps_its_app_and_its_label() {
    for (kind, terms) in [("ONE_TAP", None), ("ZERO_TAP", Some(true))] {
        let url = format!(
            "https://www.whatsapp.com/otp/code/?otp_type={kind}&cta_display_name=Fill+it%20in%21&package_name=com.birch.app&\
             signature_hash=Qx7%2FPm%2BbC1d&code=otp{{{{1}}}}"
        );
        let read =
            template(json!({"name": "login_code", "language": "en_US", "category": "AUTHENTICATION", "components": [
                {"type": "BODY", "text": "*{{1}}* is your verification code.", "example": {"body_text": [["123456"]]}},
                {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Copy code", "url": url, "example": ["x"]}]},
            ]}));
        let (fixed, findings) = fix_all(&read);
        assert_eq!(findings, [], "{kind}");
        let mut otp = json!({"type": "OTP", "otp_type": kind, "text": "Copy code", "autofill_text": "Fill it in!",
            "supported_apps": [{"package_name": "com.birch.app", "signature_hash": "Qx7/Pm+bC1d"}]});
        if let Some(terms) = terms {
            otp["zero_tap_terms_accepted"] = json!(terms);
        }
        assert_eq!(serde_json::to_value(fixed).unwrap()["components"][1]["buttons"], json!([otp]));
    }
}

/// Only Meta's own address stands for the OTP button.
#[test]
fn another_address_does_not_become_an_otp_button() {
    let mut value = legal("authentication");
    put(&mut value, "components.0.text", json!("Your code"));
    put(&mut value, "components.2.buttons", json!([{"type": "URL", "text": "Open", "url": "https://birch.example"}]));
    let (fixed, findings) = fix_all(&template(value));
    assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [FindingCode::AuthButtons]);
    assert_eq!(serde_json::to_value(fixed).unwrap()["components"][2]["buttons"][0]["type"], "URL");
}

/// A button that does nothing would be worse than none.
#[test]
fn a_fix_that_the_table_offers_helps() {
    for (rule, value) in table::broken() {
        let broken = template(value);
        for finding in validate(&broken) {
            if finding.fix.is_some() {
                let fixed = fix(&broken, &finding);
                assert!(fixed.is_some(), "{rule}: {finding:?}");
            }
        }
    }
}
