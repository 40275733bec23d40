//! Authentication templates: presets with one OTP button, its app in either place.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::text::words;
use super::{head, with};

fn otp() -> impl Strategy<Value = Value> {
    let app = ("[a-z]{1,9}\\.[a-z][a-z0-9_]{0,9}", "[A-Za-z0-9+/]{11}")
        .prop_map(|(name, hash)| json!({"package_name": name, "signature_hash": hash}));
    let kind = select(vec!["COPY_CODE", "ONE_TAP", "ZERO_TAP", "one_tap"]);
    (kind, vec(app, 1..=5), any::<bool>(), words(2)).prop_map(|(kind, apps, older, text)| {
        let mut otp = json!({"type": "OTP", "otp_type": kind, "text": text});
        if kind == "COPY_CODE" {
            return otp;
        }
        otp["autofill_text"] = json!("Fill in");
        if kind == "ZERO_TAP" {
            otp["zero_tap_terms_accepted"] = json!(true);
        }
        otp["supported_apps"] = json!(apps);
        if older {
            otp["supported_apps"] = json!([]);
            otp["package_name"] = apps[0]["package_name"].clone();
            otp["signature_hash"] = apps[0]["signature_hash"].clone();
        }
        otp
    })
}

pub fn authentication() -> BoxedStrategy<Value> {
    let body = prop_oneof![
        any::<bool>().prop_map(|wanted| json!({"type": "BODY", "add_security_recommendation": wanted})),
        Just(json!({"type": "BODY", "text": ""})),
    ];
    let footer = (1..=90, any::<bool>()).prop_map(|(minutes, empty)| {
        let mut footer = json!({"type": "FOOTER", "code_expiration_minutes": minutes});
        if empty {
            footer["text"] = json!("");
        }
        footer
    });
    (head("AUTHENTICATION"), body, proptest::option::of(footer), otp())
        .prop_map(|(head, body, footer, otp)| {
            with(head, false, vec![Some(body), footer, Some(json!({"type": "BUTTONS", "buttons": [otp]}))])
        })
        .boxed()
}
