//! What the editor of templates asks for: drafts, submission, files of headers, Meta's texts of authentication templates.
//! `base` is the WABA: `/orgs/{org}/wabas/{waba}`.

use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::request::{AuthenticationText, MediaCreate, MediaUpload, TemplateDuplicate};
use serde::Deserialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

use super::client::{self, Answer, ApiError};

/// The body is a template in Meta's shape. Repeated with its key it is not done again.
pub async fn create_template(base: &str, body: String, key: &str) -> Answer<TemplateDetails> {
    client::create(&format!("{base}/templates"), body, key.to_owned()).await
}

pub async fn get_template(base: &str, template: &str) -> Answer<TemplateDetails> {
    client::get(&format!("{base}/templates/{template}")).await
}

/// A merge patch of the draft; 412 when it has another version by now.
pub async fn update_template(base: &str, template: &str, patch: String, version: i64) -> Answer<TemplateDetails> {
    client::patch_version(&format!("{base}/templates/{template}"), patch, version).await
}

/// What Meta has stays; 409 when there is nothing else.
pub async fn discard_draft(base: &str, template: &str) -> Answer<TemplateDetails> {
    client::write(client::Method::Delete, &format!("{base}/templates/{template}/draft"), None).await
}

/// The version that the person saw; 412 when it has another by now.
pub async fn submit_template(base: &str, template: &str, version: i64) -> Answer<TemplateDetails> {
    client::order_version(&format!("{base}/templates/{template}/submit"), version).await
}

/// The same template in another language, as a draft.
pub async fn add_language(base: &str, template: &str, language: String) -> Answer<TemplateDetails> {
    let order = TemplateDuplicate { language: Some(language), ..TemplateDuplicate::default() };
    client::post(&format!("{base}/templates/{template}/duplicate"), &order).await
}

#[derive(Deserialize)]
pub struct AuthenticationTexts {
    pub data: Vec<AuthenticationText>,
}

pub async fn list_authentication_texts(
    base: &str,
    language: &str,
    security: bool,
    expiry: Option<i64>,
) -> Answer<AuthenticationTexts> {
    let expiry = expiry.map_or_else(String::new, |minutes| format!("&expiry={minutes}"));
    let path = format!("{base}/templates/authentication-texts?languages={language}&security={security}{expiry}");
    client::get(&path).await
}

pub async fn create_media(base: &str, media: &MediaCreate) -> Answer<MediaUpload> {
    client::post(&format!("{base}/media"), media).await
}

pub async fn get_media(base: &str, upload: &str) -> Answer<MediaUpload> {
    client::get(&format!("{base}/media/{upload}")).await
}

/// The file at an address of `api::template::media`.
pub async fn get_file(address: &str) -> Option<Blob> {
    client::get_file(address).await
}

/// Sends bytes from `offset` on. By XMLHttpRequest, since only that tells how far it is. Drop or `abort` it to stop.
pub fn put_media(
    base: &str,
    upload: &str,
    offset: u64,
    bytes: &Blob,
    progress: impl Fn(f64) + 'static,
    done: impl Fn(Answer<MediaUpload>) + 'static,
) -> Option<XmlHttpRequest> {
    let request = XmlHttpRequest::new().ok()?;
    request.open("PUT", &format!("{}{base}/media/{upload}?offset={offset}", client::BASE)).ok()?;
    request.set_request_header("Content-Type", "application/octet-stream").ok()?;
    request.set_request_header("Accept", "application/json").ok()?;
    let moved = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| progress(event.loaded()));
    let of = request.clone();
    let ended = Closure::<dyn Fn(JsValue)>::new(move |_| {
        let status = of.status().unwrap_or_default();
        let text = of.response_text().ok().flatten().unwrap_or_default();
        done(if status == 0 { Err(ApiError::Network) } else { client::answer(status, &text) });
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(moved.as_ref().unchecked_ref()));
    }
    request.set_onloadend(Some(ended.as_ref().unchecked_ref()));
    // Two small closures per try; the browser calls them until the request has ended.
    moved.forget();
    ended.forget();
    request.send_with_opt_blob(Some(bytes)).ok()?;
    Some(request)
}
