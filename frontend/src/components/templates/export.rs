//! Templates as a file in Meta's own shape.

use js_sys::JSON;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use crate::api;
use crate::state::waba::WabaContext;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::download::download;
use crate::ui::toast::Toasts;
use crate::words::error;

/// Of these names, or of all.
pub fn export(waba: WabaContext, toasts: Toasts, names: Vec<String>) {
    let file = match names.as_slice() {
        [one] => format!("{one}.json"),
        _ => "templates.json".to_owned(),
    };
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
