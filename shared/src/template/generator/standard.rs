//! Templates of one bubble: a header, a body, a footer and buttons; of one product, with an offer, or asking for a call.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::text::{body, label, line, url, variable, words};
use super::{head, with};

pub fn file(format: &str) -> Value {
    json!({"type": "HEADER", "format": format, "example": {"header_handle": ["4::aW1hZ2U"]}})
}

fn header(category: &'static str, named: bool) -> impl Strategy<Value = Value> {
    let name = variable(named, 0);
    let files = if category == "MARKETING" {
        vec!["IMAGE", "VIDEO", "DOCUMENT", "GIF", "image"]
    } else {
        vec!["IMAGE", "VIDEO", "DOCUMENT"]
    };
    prop_oneof![
        2 => line(3).prop_map(|text| json!({"type": "HEADER", "format": "TEXT", "text": text})),
        2 => line(2).prop_map(move |text| {
            let example = if named {
                json!({"header_text_named_params": [{"param_name": name, "example": "Ada"}]})
            } else {
                json!({"header_text": ["Ada"]})
            };
            json!({"type": "HEADER", "format": "TEXT", "text": format!("{text} {{{{{name}}}}}"), "example": example})
        }),
        2 => select(files).prop_map(file),
        1 => Just(json!({"type": "HEADER", "format": "LOCATION"})),
    ]
}

fn footer() -> impl Strategy<Value = Value> {
    (line(4), any::<bool>())
        .prop_map(|(text, emoji)| json!({"type": "FOOTER", "text": if emoji { format!("{text} 🥖") } else { text }}))
}

/// Kinds of buttons of which the reference has the name alone.
pub const NAMED_ONLY: [&str; 6] = ["REQUEST_CONTACT_INFO", "APP", "ORDER_DETAILS", "REMINDER", "POSTBACK", "EXTENSION"];

fn named_only() -> impl Strategy<Value = Value> {
    (select(NAMED_ONLY.to_vec()), proptest::option::of(label())).prop_map(|(kind, text)| match text {
        Some(text) => json!({"type": kind, "text": text}),
        None => json!({"type": kind}),
    })
}

/// At most one of each kind beside quick replies and addresses, in two groups.
fn buttons(category: &'static str) -> impl Strategy<Value = Value> {
    let replies = vec(label().prop_map(|text| json!({"type": "QUICK_REPLY", "text": text})), 0..=3);
    let mut once = vec![
        json!({"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+49 (30) 90-18.20"}),
        json!({"type": "COPY_CODE", "example": "BREAD10"}),
        json!({"type": "FLOW", "text": "Start", "flow_id": "17"}),
        json!({"type": "VOICE_CALL", "text": "Talk", "ttl_minutes": 60}),
        json!({"type": "MPM", "text": "View items"}),
    ];
    if category == "MARKETING" {
        once.push(json!({"type": "CATALOG", "text": "View catalog"}));
    }
    let most = once.len() - 1;
    let others = proptest::sample::subsequence(once, 0..=most);
    (replies, others, vec(url(), 0..=1), proptest::option::of(named_only()), any::<bool>()).prop_filter_map(
        "a group is not empty",
        |(replies, mut others, urls, named_only, first)| {
            others.extend(urls.into_iter().chain(named_only));
            let all: Vec<Value> = if first {
                replies.into_iter().chain(others).collect()
            } else {
                others.into_iter().chain(replies).collect()
            };
            (!all.is_empty()).then(|| json!({"type": "BUTTONS", "buttons": all}))
        },
    )
}

pub fn standard() -> BoxedStrategy<Value> {
    (any::<bool>(), select(vec!["UTILITY", "MARKETING"]), proptest::option::of(footer()))
        .prop_flat_map(|(named, category, footer)| {
            let header = proptest::option::of(header(category, named));
            let buttons = proptest::option::of(buttons(category));
            (head(category), header, body(named, 8), buttons).prop_map(move |(head, header, body, buttons)| {
                with(head, named, vec![header, Some(body), footer.clone(), buttons])
            })
        })
        .boxed()
}

/// One product, of the catalog.
pub fn product() -> BoxedStrategy<Value> {
    (head("MARKETING"), body(false, 2), label())
        .prop_map(|(head, body, text)| {
            let buttons = json!({"type": "BUTTONS", "buttons": [{"type": "SPM", "text": text}]});
            with(head, false, vec![Some(json!({"type": "HEADER", "format": "PRODUCT"})), Some(body), Some(buttons)])
        })
        .boxed()
}

pub fn call_permission() -> BoxedStrategy<Value> {
    (head("UTILITY"), body(true, 2))
        .prop_map(|(head, body)| with(head, true, vec![Some(body), Some(json!({"type": "CALL_PERMISSION_REQUEST"}))]))
        .boxed()
}

pub fn offer() -> BoxedStrategy<Value> {
    let parts = (head("MARKETING"), proptest::option::of(select(vec!["IMAGE", "VIDEO"])), body(false, 5), url());
    (parts, any::<bool>(), words(2))
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
