//! Texts that keep the rules of their place: bodies with variables and samples, headers, labels, addresses.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Words of several scripts.
pub fn words(count: usize) -> impl Strategy<Value = String> {
    let word = prop_oneof![4 => "[a-zäöüA-Z0-9]{1,4}", 1 => "[א-ת]{1,4}", 1 => "[一-龠]{1,3}"];
    vec(word, count).prop_map(|words| words.join(" "))
}

/// Two words, also where no blank stands between them.
fn pair() -> impl Strategy<Value = String> {
    let blank = select(vec![" ", "\n", "  ", " - "]);
    prop_oneof![
        3 => (words(1), blank, words(1)).prop_map(|(first, blank, second)| [first, blank.into(), second].concat()),
        1 => "[a-z]{1,4}[一-龠]",
        1 => "[一-龠]{2}",
        1 => "[一-龠][a-z]{1,4}",
    ]
}

/// Signs that are no emoji, though they stand among them.
fn symbol() -> impl Strategy<Value = &'static str> {
    select(vec!["✓", "★", "™", "§", "→", "①", "♔", "✿", "…", "5*"])
}

/// What a header, footer or label may hold.
pub fn line(count: usize) -> impl Strategy<Value = String> {
    (words(count), proptest::option::of(symbol())).prop_map(|(words, symbol)| match symbol {
        Some(symbol) => [symbol, " ", &words].concat(),
        None => words,
    })
}

/// At most 25 signs; emoji are odd there, and not wrong.
pub fn label() -> impl Strategy<Value = String> {
    prop_oneof![4 => line(2), 1 => Just("Ok 👍".to_owned()), 1 => "[一-龠]{1,25}"]
}

pub fn variable(named: bool, at: usize) -> String {
    if named { format!("v_{at}") } else { (at + 1).to_string() }
}

/// Two words before each variable and one after the last, which is as dense as it may be.
pub fn body(named: bool, variables_max: usize) -> impl Strategy<Value = Value> {
    let parts = (0..=variables_max).prop_flat_map(|count| (vec(pair(), count), words(1), vec("[a-z]{1,4}", count)));
    parts.prop_map(move |(before, after, samples)| {
        let mut text = String::new();
        for (at, words) in before.iter().enumerate() {
            text.push_str(&format!("{words} {{{{{}}}}} ", variable(named, at)));
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
    })
}

pub fn url() -> impl Strategy<Value = Value> {
    let host = select(vec![
        "birch.example",
        "a_b.birch.example:8080",
        "bäckerei.example",
        "例え.example",
        "127.0.0.1",
        "me:pw@birch.example",
        "xn--bcker-gra.example",
    ]);
    let path = prop_oneof![4 => "/[a-z]{1,8}", 1 => Just(String::new()), 1 => Just("/ä?q=<1>#^".to_owned())];
    (host, path, label(), any::<bool>()).prop_map(|(host, path, text, variable)| {
        let url = format!("https://{host}{path}{}", if variable { "/{{1}}" } else { "" });
        if variable {
            json!({"type": "URL", "text": text, "url": url, "example": ["P-104"]})
        } else {
            json!({"type": "URL", "text": text, "url": url})
        }
    })
}
