//! What a business gives for a template of the library (reference 4.10): the body inputs with their sentences, the button inputs with their
//! links, numbers and OTP buttons, and what is refused of both.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::template::{OK, check, sub};
use support::{Server, demo_server};

const REFUSED: (i64, i64) = (100, 0);

fn wanted(entry: &str, extra: Value) -> Value {
    let mut body = json!({ "name": entry, "language": "en_US", "category": "UTILITY", "library_template_name": entry });
    body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    body
}

fn link(base: &str) -> Value {
    json!({ "type": "URL", "url": { "base_url": base } })
}

fn phone(number: &str) -> Value {
    json!({ "type": "PHONE_NUMBER", "phone_number": number })
}

async fn components(sandbox: &Server, body: Value) -> Value {
    let created = sandbox.create(body).await;
    assert_eq!(created.body["status"], "APPROVED", "{}", created.body);
    sandbox.template(created.body["id"].as_str().unwrap(), "components").await["components"].clone()
}

#[tokio::test]
async fn body_inputs_add_sentences_in_the_entrys_language() {
    let sandbox = demo_server().await;
    let all = json!({ "add_contact_number": true, "add_learn_more_link": true, "add_track_package_link": true,
        "add_security_recommendation": true, "code_expiration_minutes": 5 });
    let german = json!({ "name": "unterwegs", "language": "de", "library_template_body_inputs": all,
        "library_template_button_inputs": [link("https://birch.example/p")] });
    let shown = components(&sandbox, wanted("delivery_update_1", german)).await;
    let text = shown[0]["text"].as_str().unwrap();
    let end = "Bei Fragen ruf uns an. Tippe unten, um mehr zu erfahren. Tippe unten, um dein Paket zu verfolgen.";
    assert!(text.starts_with("Hallo {{1}}") && text.ends_with(end), "{text}");
    assert_eq!(shown.as_array().unwrap().len(), 2, "a utility template has no footer about a code");

    // Neither a parcel nor a link is in these, so nothing is said of them.
    for (entry, inputs, suffix) in [
        ("transaction_alert_1", json!([phone("+4930901820")]), "it was not you. If you have questions, call us."),
        ("payment_confirmation_1", json!([]), "to your mailbox. If you have questions, call us."),
        ("low_balance_warning_1", json!([link("https://birch.example")]), "call us. Tap below to learn more."),
    ] {
        let extra =
            json!({ "library_template_body_inputs": all.to_string(), "library_template_button_inputs": inputs });
        let shown = components(&sandbox, wanted(entry, extra)).await;
        let body = shown.as_array().unwrap().iter().find(|component| component["type"] == "BODY").unwrap();
        assert!(body["text"].as_str().unwrap().ends_with(suffix), "{entry}: {body}");
    }
    let none = json!({ "name": "bare", "library_template_body_inputs": { "add_contact_number": false, "add_learn_more_link": null } });
    let shown = components(&sandbox, wanted("payment_scheduled_1", none)).await;
    assert!(shown[0]["text"].as_str().unwrap().ends_with("until the evening before."), "{shown}");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn button_inputs_fill_links_and_numbers_in_order() {
    let sandbox = demo_server().await;
    let sample = json!({ "type": "url", "url": { "base_url": "https://birch.example/{{1}}", "url_suffix_example": "https://birch.example/x" } });
    let inputs = json!([{ "type": "QUICK_REPLY" }, { "type": "QUICK_REPLY" }, sample]);
    let shown =
        components(&sandbox, wanted("feedback_survey_1", json!({ "library_template_button_inputs": inputs }))).await;
    let link = json!({ "type": "URL", "text": "Open survey", "url": "https://birch.example/{{1}}", "example": ["https://birch.example/x"] });
    assert_eq!(shown[1]["buttons"][2], link);
    assert_eq!(shown[1]["buttons"][0], json!({ "type": "QUICK_REPLY", "text": "Good" }));
    // Inputs of quick replies may be left out, and a link without a variable needs no sample.
    let inputs = json!([{ "type": "URL", "url": { "base_url": "https://birch.example/s" } }]).to_string();
    let extra = json!({ "name": "survey", "library_template_button_inputs": inputs });
    let shown = components(&sandbox, wanted("feedback_survey_1", extra)).await;
    assert_eq!(
        shown[1]["buttons"][2],
        json!({ "type": "URL", "text": "Open survey", "url": "https://birch.example/s" })
    );
    sandbox.running.stop().await;
}

#[tokio::test]
async fn inputs_that_meta_would_refuse() {
    let sandbox = demo_server().await;
    let body = |inputs: Value| wanted("payment_scheduled_1", json!({ "library_template_body_inputs": inputs }));
    let buttons = |inputs: Value| wanted("auto_pay_reminder_1", json!({ "library_template_button_inputs": inputs }));
    let (site, number) = (link("https://birch.example"), phone("+4930901820"));
    let url = |url: Value| buttons(json!([{ "type": "URL", "url": url }, phone("+4930901820")]));
    let long = format!("https://birch.example/{}", "p".repeat(2000));
    for (what, body, expected) in [
        ("no object", body(json!([true])), REFUSED),
        ("no JSON", body(json!("yes")), REFUSED),
        ("an unknown body input", body(json!({ "add_discount": true })), REFUSED),
        ("a flag as a text", body(json!({ "add_contact_number": "true" })), REFUSED),
        ("no minutes", body(json!({ "code_expiration_minutes": 0 })), REFUSED),
        ("too many minutes", body(json!({ "code_expiration_minutes": 91 })), REFUSED),
        ("minutes as a text", body(json!({ "code_expiration_minutes": "5" })), REFUSED),
        ("no array", buttons(json!({})), REFUSED),
        ("no objects", buttons(json!(["URL"])), REFUSED),
        ("no type", buttons(json!([{ "phone_number": "+4930901820" }])), REFUSED),
        ("an unknown button input", buttons(json!([{ "type": "URL", "text": "Mine" }])), REFUSED),
        ("one too few", buttons(json!([site])), REFUSED),
        ("one too many", buttons(json!([site, number, site])), REFUSED),
        ("another order", buttons(json!([number, site])), REFUSED),
        ("of another type", buttons(json!([site, { "type": "OTP" }])), REFUSED),
        ("a link without its url", buttons(json!([{ "type": "URL" }, number])), REFUSED),
        ("an url as a text", url(json!("https://birch.example")), REFUSED),
        ("an unknown part of the url", url(json!({ "base": "https://birch.example" })), REFUSED),
        ("a number without its number", buttons(json!([site, { "type": "PHONE_NUMBER" }])), REFUSED),
        ("a variable without a sample", url(json!({ "base_url": "https://birch.example/{{1}}" })), sub(2388043)),
        (
            "a variable in the middle",
            url(json!({ "base_url": "https://birch.example/{{1}}/p", "url_suffix_example": "x" })),
            sub(2388042),
        ),
        ("another scheme", url(json!({ "base_url": "ftp://birch.example" })), sub(2388042)),
        ("a long url", url(json!({ "base_url": long })), sub(2388040)),
        ("a long number", buttons(json!([site, phone("+49 30 9018 2012 3456 78")])), sub(2388040)),
        ("no number", buttons(json!([site, phone("call me")])), (192, 0)),
        ("as Meta wants it", buttons(json!([site, number])), OK),
    ] {
        check(&sandbox, what, body, expected).await;
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn an_authentication_template_takes_minutes_security_and_an_otp_button() {
    let sandbox = demo_server().await;
    let code = |name: &str, body: Value, buttons: Value| {
        wanted(
            "verify_code_1",
            json!({ "name": name, "category": "AUTHENTICATION", "library_template_body_inputs": body,
            "library_template_button_inputs": buttons }),
        )
    };
    let apps = json!([{ "package_name": "com.birch.app", "signature_hash": "Qx7/PmAbC1d" }]);
    let both = json!({ "add_security_recommendation": true, "code_expiration_minutes": 5, "add_contact_number": true });
    let one_tap = json!([{ "type": "OTP", "otp_type": "one_tap", "supported_apps": apps }]);
    let shown = components(&sandbox, code("one_tap", both, one_tap)).await;
    let expected = "*{{1}}* is your verification code. For your security, do not share this code.";
    assert_eq!((&shown[0]["text"], &shown[0]["add_security_recommendation"]), (&json!(expected), &json!(true)));
    assert_eq!(shown[1]["text"], "This code expires in 5 minutes.");
    let url = shown[2]["buttons"][0]["url"].as_str().unwrap();
    assert!(url.contains("otp_type=ONE_TAP") && url.contains("package_name=com.birch.app"), "{url}");
    assert_eq!(shown[2]["buttons"][0]["text"], "Copy code");

    let bare = components(&sandbox, code("bare", Value::Null, Value::Null)).await;
    assert_eq!(bare[0]["text"], "*{{1}}* is your verification code.");
    assert_eq!(bare.as_array().unwrap().len(), 2);
    assert!(bare[1]["buttons"][0]["url"].as_str().unwrap().contains("otp_type=COPY_CODE"));

    let otp = |extra: Value| code("refused", Value::Null, json!([extra]));
    for (what, body, expected) in [
        ("minutes", code("refused", json!({ "code_expiration_minutes": 91 }), Value::Null), REFUSED),
        ("another button", otp(json!({ "type": "URL", "url": { "base_url": "https://birch.example" } })), REFUSED),
        ("two buttons", code("refused", Value::Null, json!([{ "type": "OTP" }, { "type": "OTP" }])), REFUSED),
        ("an unknown OTP type", otp(json!({ "type": "OTP", "otp_type": "TWO_TAP" })), REFUSED),
        ("no app", otp(json!({ "type": "OTP", "otp_type": "ONE_TAP" })), sub(2388043)),
        ("terms", otp(json!({ "type": "OTP", "otp_type": "ZERO_TAP", "supported_apps": apps })), sub(2388043)),
        (
            "zero tap",
            otp(
                json!({ "type": "OTP", "otp_type": "ZERO_TAP", "zero_tap_terms_accepted": true, "supported_apps": apps }),
            ),
            OK,
        ),
    ] {
        check(&sandbox, what, body, expected).await;
    }
    sandbox.running.stop().await;
}
