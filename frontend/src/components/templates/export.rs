//! Templates as a file in Meta's own shape.

use js_sys::JSON;
use leptos::prelude::untrack;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use crate::api;
use crate::intl;
use crate::state::waba::WabaContext;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::download::download;
use crate::ui::toast::Toasts;
use crate::words::error;

/// Of these names, or of all.
pub fn export(waba: WabaContext, toasts: Toasts, names: Vec<String>) {
    let what = match names.as_slice() {
        [one] => one,
        _ => "templates",
    };
    let file = file_name(what, &intl::plain(&untrack(|| waba.name())), &intl::day_now());
    spawn_local(async move {
        match api::template::export_templates(waba, names).await {
            Ok(list) => {
                let text = JSON::stringify_with_replacer_and_space(&list, &JsValue::NULL, &JsValue::from_f64(2.0));
                let stored = text.is_ok_and(|text| download(&file, "application/json", text));
                toasts.say(
                    if stored { Tone::Ok } else { Tone::Bad },
                    if stored { tr!(templates.exported) } else { tr!(templates.not_exported) },
                );
            }
            Err(failure) => toasts.say(Tone::Bad, error::sentence(&failure)),
        }
    });
}

/// "templates-birch-2026-11-23.json": of the account's name only letters and digits that every system takes.
fn file_name(what: &str, account: &str, day: &str) -> String {
    let mut name = what.to_owned();
    for word in account.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        name.push('-');
        name.push_str(&word.to_ascii_lowercase());
    }
    name + "-" + day + ".json"
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_is_named_for_what_it_holds_the_account_and_the_day() {
        assert_eq!(file_name("templates", "Birch & Co", "2026-11-23"), "templates-birch-co-2026-11-23.json");
        assert_eq!(file_name("order_ready", "ビール", "2026-11-23"), "order_ready-2026-11-23.json");
    }
}
