//! A text that the browser stores as a file.

use js_sys::{Array, JsString};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// False when the browser does not take it.
pub fn download(name: &str, kind: &str, text: JsString) -> bool {
    stored(name, kind, &text).is_ok()
}

fn stored(name: &str, kind: &str, text: &JsString) -> Result<(), JsValue> {
    let about = BlobPropertyBag::new();
    about.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(text), &about)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}
