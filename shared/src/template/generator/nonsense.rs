//! JSON that only looks like a template.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

/// JSON out of a template's words, in any order and of any type.
pub fn nonsense() -> impl Strategy<Value = Map<String, Value>> {
    let word = select(WORDS.to_vec()).prop_map(Value::from);
    let text = vec(select(SCRAPS.to_vec()), 0..6).prop_map(|scraps| Value::from(scraps.concat()));
    let leaf = prop_oneof![
        word,
        text,
        any::<String>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null)
    ];
    let value = leaf.prop_recursive(7, 60, 6, |inner| {
        let kind = select(KINDS.to_vec()).prop_map(Value::from);
        let object = (kind, vec((select(KEYS.to_vec()), inner.clone()), 0..6));
        let object = object.prop_map(|(kind, members)| {
            let mut object: Map<String, Value> = members.into_iter().map(|(key, value)| (key.into(), value)).collect();
            object.insert("type".into(), kind);
            Value::Object(object)
        });
        prop_oneof![2 => object, 1 => vec(inner, 0..6).prop_map(Value::from)]
    });
    let components = vec(value.clone(), 0..6).prop_map(Value::from);
    let rest = vec((select(KEYS.to_vec()), value), 0..6);
    (components, rest).prop_map(|(components, rest)| {
        let mut object: Map<String, Value> = rest.into_iter().map(|(key, value)| (key.into(), value)).collect();
        object.entry("components").or_insert(components);
        object
    })
}

const KINDS: [&str; 16] = [
    "HEADER",
    "BODY",
    "FOOTER",
    "BUTTONS",
    "CAROUSEL",
    "LIMITED_TIME_OFFER",
    "CALL_PERMISSION_REQUEST",
    "QUICK_REPLY",
    "URL",
    "PHONE_NUMBER",
    "COPY_CODE",
    "OTP",
    "FLOW",
    "CATALOG",
    "body",
    "NEW",
];

const WORDS: [&str; 18] = [
    "UTILITY",
    "MARKETING",
    "AUTHENTICATION",
    "NAMED",
    "POSITIONAL",
    "TEXT",
    "IMAGE",
    "PRODUCT",
    "GIF",
    "COPY_CODE",
    "ONE_TAP",
    "ZERO_TAP",
    "de",
    "pt-br",
    "https://a.example/{{1}}",
    "a.example",
    "+49 30",
    "https://www.whatsapp.com/otp/code/",
];

const SCRAPS: [&str; 20] = [
    "{{1}}",
    "{{2}}",
    "{{3}}",
    "{{name}}",
    "{{Order ID}}",
    "{{",
    "}}",
    "{",
    "*",
    "_",
    "🎉",
    "\n",
    " ",
    "word",
    "wort ",
    "ü",
    "\u{200d}",
    "     ",
    ". ",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

const KEYS: [&str; 34] = [
    "name",
    "language",
    "category",
    "parameter_format",
    "components",
    "message_send_ttl_seconds",
    "type",
    "format",
    "text",
    "example",
    "header_text",
    "header_text_named_params",
    "body_text",
    "body_text_named_params",
    "header_handle",
    "param_name",
    "add_security_recommendation",
    "code_expiration_minutes",
    "buttons",
    "cards",
    "limited_time_offer",
    "has_expiration",
    "url",
    "phone_number",
    "otp_type",
    "autofill_text",
    "supported_apps",
    "zero_tap_terms_accepted",
    "package_name",
    "signature_hash",
    "flow_id",
    "quality_score",
    "status",
    "surprise",
];
