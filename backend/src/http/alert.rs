//! `/orgs/{org}/alerts`: what somebody should look at now.

use actix_web::{HttpRequest, HttpResponse, get, web};
use clienthub_shared::alert::Alert;
use clienthub_shared::id::OrgId;
use clienthub_shared::page::Page;

use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::cursor::Cursors;
use crate::http::extract::Params;
use crate::service;
use crate::state::AppState;

/// Open alerts: tokens, low quality, restrictions, violations, failing syncs (of a WABA, of its templates), rejected templates and Meta's own. The most severe
/// first, then the newest.
#[utoipa::path(
    tag = "organisations",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses((status = 200, body = Page<Alert>), Problems)
)]
#[get("/orgs/{org}/alerts")]
pub async fn list_alerts(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    Ok(answer::ok(&page(&app, can.org, cursor, limit).await?))
}

/// The page that begins at the cursor.
pub(super) async fn page(app: &AppState, org: OrgId, cursor: Option<String>, limit: u32) -> AppResult<Page<Alert>> {
    let cursors = Cursors::new(&app.keys, "alerts", org, &())?;
    let after = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let (data, next, total) = service::alert::page(app, org, after.as_ref(), limit).await?;
    let next_cursor = next.map(|next| cursors.write(&next)).transpose()?;
    Ok(Page { data, next_cursor, total: Some(total) })
}
