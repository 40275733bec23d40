//! What Meta has ready: its template library, and its own texts of authentication templates. Read when asked for, kept nowhere.

use clienthub_shared::id::{OrgId, WabaId};
use clienthub_shared::template::Template;
use clienthub_shared::template::library::{LibraryIndustry, LibraryTopic, LibraryUsecase};
use clienthub_shared::template::request::{AuthenticationText, LibraryTemplate};
use serde::Serialize;
use serde_json::{Value, json};

use super::access::Access;
use crate::error::AppResult;
use crate::graph::{MetaAuthenticationText, MetaLibraryFilter, MetaLibraryTemplate};
use crate::state::AppState;

/// What a page of the library is of; what is absent filters nothing.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LibraryFilter {
    /// Words of the name or the text.
    pub q: Option<String>,
    pub topic: Option<LibraryTopic>,
    pub usecase: Option<LibraryUsecase>,
    pub industry: Option<LibraryIndustry>,
    pub language: Option<String>,
}

/// One page, and Meta's cursor of the next.
pub async fn list(
    app: &AppState,
    org: OrgId,
    waba: WabaId,
    filter: &LibraryFilter,
    after: Option<&str>,
    limit: u32,
) -> AppResult<(Vec<LibraryTemplate>, Option<String>)> {
    let access = Access::open(app, org, waba).await?;
    let limit = limit.to_string();
    let filter = MetaLibraryFilter {
        search: filter.q.as_deref(),
        topic: filter.topic.map(LibraryTopic::as_str),
        usecase: filter.usecase.map(LibraryUsecase::as_str),
        industry: filter.industry.map(LibraryIndustry::as_str),
        language: filter.language.as_deref(),
        name: None,
        limit: Some(&limit),
    };
    let page = access.call(app.graph.list_library_templates(&access.secret, filter, after)).await?;
    Ok((page.data.into_iter().map(entry).collect(), page.after))
}

/// Also in the shape of a template, as previews show it.
fn entry(row: MetaLibraryTemplate) -> LibraryTemplate {
    let mut components = Vec::new();
    if let Some(text) = &row.header {
        components.push(json!({ "type": "HEADER", "format": "TEXT", "text": text }));
    }
    if let Some(text) = &row.body {
        let mut body = json!({ "type": "BODY", "text": text });
        if !row.body_params.is_empty() {
            body["example"] = json!({ "body_text": [row.body_params] });
        }
        components.push(body);
    }
    if !row.buttons.is_empty() {
        components.push(json!({ "type": "BUTTONS", "buttons": row.buttons }));
    }
    let category = row.category.unwrap_or_default();
    let template =
        json!({ "name": row.name, "language": row.language, "category": category, "components": components });
    let object = if let Value::Object(object) = template { object } else { Default::default() };
    LibraryTemplate {
        id: row.id.as_str().to_owned(),
        name: row.name,
        language: row.language,
        category,
        topic: row.topic,
        usecase: row.usecase,
        industry: row.industry,
        template: Template::from_object(object),
    }
}

/// Meta's texts in some languages. `expiry_min`: 1 to 90.
pub async fn authentication_texts(
    app: &AppState,
    org: OrgId,
    waba: WabaId,
    languages: &[String],
    security: bool,
    expiry_min: Option<u8>,
) -> AppResult<Vec<AuthenticationText>> {
    let access = Access::open(app, org, waba).await?;
    let codes: Vec<_> = languages.iter().map(String::as_str).collect();
    let (secret, meta_waba) = (&access.secret, access.waba.meta_id.as_str());
    let texts = access.call(app.graph.authentication_texts(secret, meta_waba, &codes, security, expiry_min)).await?;
    Ok(texts.into_iter().map(text).collect())
}

fn text(row: MetaAuthenticationText) -> AuthenticationText {
    let button = row.buttons.into_iter().next();
    let (button, autofill) = button.map_or((None, None), |button| (button.text, button.autofill_text));
    AuthenticationText {
        language: row.language,
        body: row.body.unwrap_or_default(),
        footer: row.footer,
        button,
        autofill,
    }
}
