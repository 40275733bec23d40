//! `/orgs/{org}/wabas/{waba}/templates`: message templates.

mod check;
mod draft;
mod file;
mod library;
mod list;
mod media;
mod send;
mod sync;
mod version;

pub use check::validate_template;
pub use draft::{create_template, discard_template_draft, duplicate_template, restore_template, update_template};
pub use file::{export_templates, import_templates, plan_templates};
pub use library::{list_authentication_texts, list_library_templates};
pub use list::{get_template, get_template_summary, list_templates};
pub use media::{create_media_upload, get_media_upload, get_template_media, send_media};
pub use send::{delete_template, delete_templates, submit_template, unpause_template};
pub use sync::{sync_template, sync_templates};
pub use version::{compare_template_versions, list_template_activity, list_template_versions};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use clienthub_shared::id::{OrgId, TemplateId, WabaId};

use crate::error::{AppError, AppResult};
use crate::http::{answer, extract};
use crate::service::view;
use crate::state::AppState;
use crate::store;

/// Where a template is: of the path.
struct Place {
    org: OrgId,
    waba: WabaId,
    id: TemplateId,
}

impl Place {
    fn of(request: &HttpRequest, org: OrgId) -> AppResult<Self> {
        let (waba, id) = (extract::path_id(request, "waba")?, extract::path_id(request, "template")?);
        Ok(Self { org, waba, id })
    }

    /// The whole template as an answer, with its version as `ETag`.
    async fn shown(&self, app: &AppState, status: StatusCode) -> AppResult<HttpResponse> {
        let db = app.db.read();
        let waba = store::waba::find(db, self.org, self.waba).await?.ok_or(AppError::NotFound)?;
        let row = store::template::find(db, self.org, self.waba, self.id).await?.ok_or(AppError::NotFound)?;
        let names = [row.name.as_str()];
        let family = store::template_list::languages(db, self.org, self.waba, names, false).await?;
        let details = view::template(row, &waba, &family, app.clock.now())?;
        let mut answer = answer::json(status, &details);
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", details.version)) {
            answer.headers_mut().insert(header::ETAG, tag);
        }
        Ok(answer)
    }
}

/// The WABA of the path, of this organisation.
async fn waba_of(app: &AppState, request: &HttpRequest, org: OrgId) -> AppResult<WabaId> {
    let id: WabaId = extract::path_id(request, "waba")?;
    store::waba::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    Ok(id)
}
