//! Files of headers as Meta shows them, for pages: they load nothing from elsewhere.

use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::Template;
use futures_util::StreamExt;

use super::alike;
use crate::error::{AppError, AppResult, field};
use crate::graph::MediaFile;
use crate::state::AppState;
use crate::store::{template, template_version};

/// Newest versions that are looked through.
const VERSIONS: u32 = 100;

/// The file at an address that the template shows, its draft or an earlier version. 400 for any other; 404 when Meta has it no more.
pub async fn read(
    app: &AppState,
    (org, waba, id): (OrgId, WabaId, TemplateId),
    address: &str,
    range: Option<&str>,
) -> AppResult<MediaFile> {
    let db = app.db.read();
    let row = template::find(db, org, waba, id).await?.ok_or(AppError::NotFound)?;
    let files = row.content()?.map(|at_meta| alike::files_of(&at_meta)).unwrap_or_default();
    let shows = |template: &Template| alike::files_of(template).iter().any(|file| file == address);
    let mut is_known = files.iter().any(|file| file == address) || row.draft()?.is_some_and(|draft| shows(&draft));
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
    let same = || files.iter().find(|file| alike::is_same_file(address, file));
    let newest = files.iter().find(|file| *file == address).or_else(same).map_or(address, String::as_str);
    let turn = app.files.picture().await?;
    let file = app.graph.fetch_media(newest, range).await.map_err(AppError::Provider)?.ok_or(AppError::NotFound)?;
    let bytes = file.bytes.inspect(move |_| {
        let _held = &turn;
    });
    Ok(MediaFile { bytes: bytes.boxed(), ..file })
}
