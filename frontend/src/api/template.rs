//! Message templates of a WABA. `query` is a ready query string: the list's own URL has the same words. What the editor needs
//! beside this is in `template_draft.rs`.

use clienthub_shared::activity::Activity;
use clienthub_shared::page::Page;
use clienthub_shared::template::Template;
use clienthub_shared::template::details::{TemplateComparison, TemplateDetails, TemplateVersion};
use clienthub_shared::template::family::{TemplateFamily, TemplateSummary};
use clienthub_shared::template::request::{
    LibraryTemplate, TemplateDuplicate, TemplatePlan, TemplateRestore, TemplatesDelete, TemplatesDeleted,
};
use wasm_bindgen::JsValue;

use super::client::{self, Answer};
use crate::state::waba::WabaContext;

/// The WABA in paths of the API.
fn path(waba: WabaContext, rest: &str) -> String {
    format!("/orgs/{}/wabas/{}{rest}", waba.org.id(), waba.id())
}

fn one(waba: WabaContext, template: &str, rest: &str) -> String {
    path(waba, &format!("/templates/{template}{rest}"))
}

/// Where files of its headers are, as Meta shows them: `?address=` with one of its handles. `base` is the WABA's.
pub fn media(base: &str, template: &str) -> String {
    [client::BASE, base, "/templates/", template, "/media"].concat()
}

/// `query` without the question mark, values encoded.
pub async fn list_templates(waba: WabaContext, query: String) -> Answer<Page<TemplateFamily>> {
    client::get(&path(waba, &format!("/templates?{query}"))).await
}

pub async fn get_summary(waba: WabaContext) -> Answer<TemplateSummary> {
    client::get(&path(waba, "/templates/summary")).await
}

/// 202; the stream tells when it is done.
pub async fn sync_templates(waba: WabaContext) -> Answer<TemplateSummary> {
    client::order(&path(waba, "/templates/sync")).await
}

pub async fn delete_templates(waba: WabaContext, delete: TemplatesDelete) -> Answer<TemplatesDeleted> {
    client::post(&path(waba, "/templates/delete"), &delete).await
}

pub async fn get_template(waba: WabaContext, template: String) -> Answer<TemplateDetails> {
    client::get(&one(waba, &template, "")).await
}

pub async fn duplicate_template(
    waba: WabaContext,
    template: String,
    duplicate: TemplateDuplicate,
) -> Answer<TemplateDetails> {
    client::post(&one(waba, &template, "/duplicate"), &duplicate).await
}

/// Reads this one from Meta now.
pub async fn sync_template(waba: WabaContext, template: String) -> Answer<TemplateDetails> {
    client::order(&one(waba, &template, "/sync")).await
}

pub async fn unpause_template(waba: WabaContext, template: String) -> Answer<TemplateDetails> {
    client::order(&one(waba, &template, "/unpause")).await
}

pub async fn restore_version(waba: WabaContext, template: String, number: i64) -> Answer<TemplateDetails> {
    client::post(&one(waba, &template, "/restore"), &TemplateRestore { number }).await
}

pub async fn list_versions(waba: WabaContext, template: String) -> Answer<Page<TemplateVersion>> {
    client::get(&one(waba, &template, "/versions?limit=100")).await
}

pub async fn compare_versions(waba: WabaContext, template: String, from: i64, to: i64) -> Answer<TemplateComparison> {
    client::get(&one(waba, &template, &format!("/versions/compare?from={from}&to={to}"))).await
}

pub async fn list_activity(waba: WabaContext, template: String, cursor: Option<String>) -> Answer<Page<Activity>> {
    let cursor = cursor.as_deref().map_or_else(String::new, client::cursor_pair);
    client::get(&one(waba, &template, &format!("/activity?limit=50{cursor}"))).await
}

/// `file` is Meta's list as text: what a person pasted or chose, read by the browser only.
pub async fn plan_templates(waba: WabaContext, file: String) -> Answer<TemplatePlan> {
    client::write_file(&path(waba, "/templates/plan"), file, None).await
}

/// Every good one becomes a draft. Repeated with its key it is not done again.
pub async fn import_templates(waba: WabaContext, file: String, key: String) -> Answer<TemplatePlan> {
    client::write_file(&path(waba, "/templates/import"), file, Some(key)).await
}

/// Meta's list, not read by us. No names: all.
pub async fn export_templates(waba: WabaContext, names: Vec<String>) -> Answer<JsValue> {
    let names = if names.is_empty() { String::new() } else { format!("?names={}", names.join(",")) };
    client::get_raw(&path(waba, &format!("/templates/export{names}"))).await
}

/// Rows of Meta's library: the first `pages` hundreds as one page, read one after another. `query` begins with `&` where there is one.
pub async fn list_library(waba: WabaContext, query: String, pages: u32) -> Answer<Page<LibraryTemplate>> {
    let mut all: Page<LibraryTemplate> =
        client::get(&path(waba, &format!("/template-library?limit=100{query}"))).await?;
    for _ in 1..pages {
        let Some(cursor) = all.next_cursor.take() else { break };
        let cursor = client::cursor_pair(&cursor);
        let rest = format!("/template-library?limit=100{query}{cursor}");
        let next: Page<LibraryTemplate> = client::get(&path(waba, &rest)).await?;
        all.data.extend(next.data);
        all.next_cursor = next.next_cursor;
    }
    Ok(all)
}

/// A draft.
pub async fn create_template(waba: WabaContext, template: Template) -> Answer<TemplateDetails> {
    client::post(&path(waba, "/templates"), &template).await
}

/// Created and sent at once. What Meta does not take leaves no draft behind.
pub async fn create_and_submit(waba: WabaContext, template: Template) -> Answer<TemplateDetails> {
    let made = create_template(waba, template).await?;
    let id = made.id.to_string();
    let sent = client::order(&one(waba, &id, "/submit")).await;
    if sent.is_err() {
        // What stays after all can be deleted in the list.
        let _ = client::delete(&one(waba, &id, "")).await;
    }
    sent
}
