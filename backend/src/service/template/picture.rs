//! Files of headers as Meta shows them, for pages: they load nothing from elsewhere.

use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::Template;

use super::alike;
use crate::error::{AppError, AppResult, field};
use crate::graph::MediaFile;
use crate::state::AppState;
use crate::store::{template, template_version};

/// Newest versions that are looked through.
const VERSIONS: u32 = 100;

/// The file at an address that the template shows, its draft or an earlier version. 400 for any other; 404 when Meta has it no more.
pub async fn read(app: &AppState, org: OrgId, waba: WabaId, id: TemplateId, address: &str) -> AppResult<MediaFile> {
    let db = app.db.read();
    let row = template::find(db, org, waba, id).await?.ok_or(AppError::NotFound)?;
    let at_meta = row.content()?.unwrap_or_default();
    let shows = |template: &Template| alike::files_of(template).iter().any(|file| file == address);
    let mut is_known = shows(&at_meta) || row.draft()?.is_some_and(|draft| shows(&draft));
    if !is_known {
        for version in template_version::page(db, org, id, None, VERSIONS).await?.0 {
            is_known = is_known || shows(&version.template()?);
        }
    }
    // A handle is no address: nobody can look at it.
    if !is_known || !alike::is_address(address) {
        return Err(AppError::Unreadable(ErrorCode::BadQuery, vec![field("address", ErrorCode::NotFound)]));
    }
    // Addresses grow old: the last sync may have brought another of the same file.
    let newest = alike::files_of(&at_meta).into_iter().find(|file| alike::is_same_file(address, file));
    let file = app.graph.fetch_media(newest.as_deref().unwrap_or(address)).await.map_err(AppError::Provider)?;
    file.ok_or(AppError::NotFound)
}
