//! What the browser does in a text area: inserting at the caret so that undo still works, and marks around what is chosen.

use js_sys::{Array, Function, Reflect};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;

/// Replaces what is chosen. As if typed: the area tells of its input, and undo takes it back.
pub fn insert(area: &HtmlTextAreaElement, text: &str) {
    let _ = area.focus();
    let page: JsValue = document().into();
    let command =
        Reflect::get(&page, &JsValue::from_str("execCommand")).ok().and_then(|it| it.dyn_into::<Function>().ok());
    let words = Array::of3(&JsValue::from_str("insertText"), &JsValue::FALSE, &JsValue::from_str(text));
    if command.and_then(|command| command.apply(&page, &words).ok()).is_some_and(|done| done.is_truthy()) {
        return;
    }
    if area.set_range_text(text).is_ok()
        && let Ok(event) = web_sys::Event::new("input")
    {
        let _ = area.dispatch_event(&event);
    }
}

/// From and to, in UTF-16 units.
pub fn chosen(area: &HtmlTextAreaElement) -> (u32, u32) {
    let at = |place: Result<Option<u32>, JsValue>| place.ok().flatten().unwrap_or_default();
    (at(area.selection_start()), at(area.selection_end()))
}

pub fn choose(area: &HtmlTextAreaElement, from: u32, to: u32) {
    let _ = area.set_selection_range(from, to);
}

/// `*bold*`: around the words, not the blanks at their ends. Marks that are there already go.
pub fn mark(area: &HtmlTextAreaElement, mark: &str) {
    let (from, to) = chosen(area);
    let value: Vec<u16> = area.value().encode_utf16().collect();
    let text = String::from_utf16_lossy(value.get(from as usize..to as usize).unwrap_or_default());
    let words = text.trim();
    let (before, after) = text.split_once(words).unwrap_or(("", ""));
    let bare = words.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)).filter(|_| words.len() > mark.len());
    match bare {
        Some(bare) => insert(area, &[before, bare, after].concat()),
        None => insert(area, &[before, mark, words, mark, after].concat()),
    }
    if words.is_empty() {
        let inside = from + mark.len() as u32;
        choose(area, inside, inside);
    }
}
