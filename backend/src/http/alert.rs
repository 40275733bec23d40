//! `/orgs/{org}/alerts`: what somebody should look at now.

use actix_web::{HttpRequest, HttpResponse, get, web};
use clienthub_shared::alert::Alert;
use clienthub_shared::page::Page;

use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::extract::Params;
use crate::service;
use crate::state::AppState;

/// Open alerts: tokens, low quality, restrictions, violations, failing syncs and Meta's own. The most severe first, all on one
/// page.
#[utoipa::path(
    tag = "organisations",
    params(("org" = String, Path, description = "Id of the organisation")),
    responses((status = 200, body = Page<Alert>), Problems)
)]
#[get("/orgs/{org}/alerts")]
pub async fn list_alerts(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    Params::of(&request)?.finish()?;
    let data = service::alert::list(&app, can.org).await?;
    let total = Some(data.len() as u64);
    Ok(answer::ok(&Page { data, next_cursor: None, total }))
}
