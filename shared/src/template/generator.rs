//! Strategies of proptest: templates that keep every rule, and JSON that only looks like a template.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::language::languages;

/// Any legal template.
pub fn legal() -> BoxedStrategy<Value> {
    prop_oneof![4 => standard(), 2 => carousel(), 1 => offer(), 2 => authentication()].boxed()
}

fn head(category: &'static str) -> impl Strategy<Value = Map<String, Value>> {
    let ttl = match category {
        "AUTHENTICATION" => prop_oneof![Just(-1), 30..=900_i64],
        "UTILITY" => prop_oneof![Just(-1), 30..=43_200_i64],
        _ => prop_oneof![Just(43_200), 43_200..=2_592_000_i64],
    };
    let language = select(languages().collect::<Vec<_>>());
    ("[a-z0-9_]{1,40}_x", language, proptest::option::of(ttl)).prop_map(move |(name, language, ttl)| {
        let mut head = Map::new();
        head.insert("name".into(), name.into());
        head.insert("language".into(), language.into());
        head.insert("category".into(), category.into());
        if let Some(ttl) = ttl {
            head.insert("message_send_ttl_seconds".into(), ttl.into());
        }
        head
    })
}

fn with(mut head: Map<String, Value>, named: bool, components: Vec<Option<Value>>) -> Value {
    if named {
        head.insert("parameter_format".into(), "NAMED".into());
    }
    head.insert("components".into(), components.into_iter().flatten().collect());
    Value::Object(head)
}

fn words(count: usize) -> impl Strategy<Value = String> {
    vec("[a-zäöüA-Z0-9]{1,4}", count).prop_map(|words| words.join(" "))
}

fn variable(named: bool, at: usize) -> String {
    if named { format!("v_{at}") } else { (at + 1).to_string() }
}

/// Two words before each variable and one after the last.
fn body(named: bool, variables_max: usize) -> impl Strategy<Value = Value> {
    (0..=variables_max).prop_flat_map(|count| (vec(words(2), count), words(3), vec("[a-z]{1,4}", count))).prop_map(
        move |(before, after, samples)| {
            let mut text = String::new();
            for (at, words) in before.iter().enumerate() {
                text.push_str(&format!("{words} {{{{{}}}}}, ", variable(named, at)));
            }
            text.push_str(&after);
            let mut body = json!({"type": "BODY", "text": text});
            if !samples.is_empty() {
                body["example"] = if named {
                    let pairs: Vec<Value> = samples
                        .iter()
                        .enumerate()
                        .map(|(at, sample)| json!({"param_name": variable(true, at), "example": sample}))
                        .collect();
                    json!({"body_text_named_params": pairs})
                } else {
                    json!({"body_text": [samples]})
                };
            }
            body
        },
    )
}

fn file(format: &str) -> Value {
    json!({"type": "HEADER", "format": format, "example": {"header_handle": ["4::aW1hZ2U"]}})
}

fn header(named: bool) -> impl Strategy<Value = Value> {
    let name = variable(named, 0);
    prop_oneof![
        words(3).prop_map(|text| json!({"type": "HEADER", "format": "TEXT", "text": text})),
        words(2).prop_map(move |text| {
            let example = if named {
                json!({"header_text_named_params": [{"param_name": name, "example": "Ada"}]})
            } else {
                json!({"header_text": ["Ada"]})
            };
            json!({"type": "HEADER", "format": "TEXT", "text": format!("{text} {{{{{name}}}}}"), "example": example})
        }),
        select(vec!["IMAGE", "VIDEO", "DOCUMENT"]).prop_map(file),
        Just(json!({"type": "HEADER", "format": "LOCATION"})),
    ]
}

fn url() -> impl Strategy<Value = Value> {
    ("[a-z]{1,8}", words(2), any::<bool>()).prop_map(|(path, text, variable)| {
        let url = format!("https://birch.example/{path}{}", if variable { "/{{1}}" } else { "" });
        if variable {
            json!({"type": "URL", "text": text, "url": url, "example": ["P-104"]})
        } else {
            json!({"type": "URL", "text": text, "url": url})
        }
    })
}

/// At most one of each kind beside quick replies and addresses, in two groups.
fn buttons() -> impl Strategy<Value = Value> {
    let replies = vec(words(2).prop_map(|text| json!({"type": "QUICK_REPLY", "text": text})), 0..=4);
    let others = proptest::sample::subsequence(
        vec![
            json!({"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+4930901820"}),
            json!({"type": "COPY_CODE", "example": "BREAD10"}),
            json!({"type": "FLOW", "text": "Start", "flow_id": "17"}),
            json!({"type": "VOICE_CALL", "text": "Talk"}),
        ],
        0..=4,
    );
    (replies, others, vec(url(), 0..=2), any::<bool>()).prop_filter_map(
        "a group is not empty",
        |(replies, mut others, urls, first)| {
            others.extend(urls);
            let all: Vec<Value> = if first {
                replies.into_iter().chain(others).collect()
            } else {
                others.into_iter().chain(replies).collect()
            };
            (!all.is_empty()).then(|| json!({"type": "BUTTONS", "buttons": all}))
        },
    )
}

fn standard() -> BoxedStrategy<Value> {
    let footer = words(4).prop_map(|text| json!({"type": "FOOTER", "text": text}));
    (any::<bool>(), select(vec!["UTILITY", "MARKETING"]), proptest::option::of(footer))
        .prop_flat_map(|(named, category, footer)| {
            let parts =
                (head(category), proptest::option::of(header(named)), body(named, 8), proptest::option::of(buttons()));
            parts.prop_map(move |(head, header, body, buttons)| {
                with(head, named, vec![header, Some(body), footer.clone(), buttons])
            })
        })
        .boxed()
}

fn carousel() -> BoxedStrategy<Value> {
    let kinds = (select(vec!["IMAGE", "VIDEO"]), any::<bool>(), 0..=2_usize, any::<bool>(), 2..=10_usize);
    kinds
        .prop_flat_map(|(format, has_body, buttons, named, count)| {
            let card = (body(named, 2), vec(url(), buttons)).prop_map(move |(body, urls)| {
                let mut components = vec![file(format)];
                components.extend(has_body.then_some(body));
                if !urls.is_empty() {
                    components.push(json!({"type": "BUTTONS", "buttons": urls}));
                }
                json!({"components": components})
            });
            (head("MARKETING"), body(named, 3), vec(card, count)).prop_map(move |(head, body, cards)| {
                with(head, named, vec![Some(body), Some(json!({"type": "CAROUSEL", "cards": cards}))])
            })
        })
        .boxed()
}

fn offer() -> BoxedStrategy<Value> {
    let parts = (head("MARKETING"), proptest::option::of(select(vec!["IMAGE", "VIDEO"])), body(false, 5), url());
    (parts, any::<bool>(), "[A-Za-z]{1,16}")
        .prop_map(|((head, format, body, url), expires, text)| {
            let code = expires.then(|| json!({"type": "COPY_CODE", "example": "BREAD10"}));
            let buttons: Vec<Value> = code.into_iter().chain([url]).collect();
            let offer = json!({"text": text, "has_expiration": expires});
            let components = vec![
                format.map(file),
                Some(body),
                Some(json!({"type": "LIMITED_TIME_OFFER", "limited_time_offer": offer})),
                Some(json!({"type": "BUTTONS", "buttons": buttons})),
            ];
            with(head, false, components)
        })
        .boxed()
}

fn authentication() -> BoxedStrategy<Value> {
    let app = ("[a-z]{1,9}\\.[a-z][a-z0-9_]{0,9}", "[A-Za-z0-9+/]{11}")
        .prop_map(|(name, hash)| json!({"package_name": name, "signature_hash": hash}));
    let otp = (select(vec!["COPY_CODE", "ONE_TAP", "ZERO_TAP"]), vec(app, 1..=5)).prop_map(|(kind, apps)| match kind {
        "COPY_CODE" => json!({"type": "OTP", "otp_type": kind, "text": "Copy"}),
        "ONE_TAP" => json!({"type": "OTP", "otp_type": kind, "autofill_text": "Fill in", "supported_apps": apps}),
        _ => json!({"type": "OTP", "otp_type": kind, "zero_tap_terms_accepted": true, "supported_apps": apps}),
    });
    let minutes = (1..=90).prop_map(|minutes| json!({"type": "FOOTER", "code_expiration_minutes": minutes}));
    (head("AUTHENTICATION"), any::<bool>(), proptest::option::of(minutes), otp)
        .prop_map(|(head, recommendation, footer, otp)| {
            let body = json!({"type": "BODY", "add_security_recommendation": recommendation});
            with(head, false, vec![Some(body), footer, Some(json!({"type": "BUTTONS", "buttons": [otp]}))])
        })
        .boxed()
}

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
