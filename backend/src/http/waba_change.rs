//! `/orgs/{org}/wabas`: connecting, syncing, disconnecting. Reading is in `waba.rs`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, post, web};
use clienthub_shared::id::{OrgId, WabaId};
use clienthub_shared::waba::{Waba, WabaConnect};

use crate::error::{AppError, AppResult};
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersManage, NumbersRead};
use crate::http::extract::{self, Json, NoParams};
use crate::http::idempotency::Once;
use crate::service;
use crate::service::view;
use crate::state::AppState;
use crate::store;

/// Connect a WABA by its Meta id and an access token, or give a connected one another token.
///
/// The token is checked with Meta (`debug_token`, then a read), the app is subscribed, and the first sync starts at once. 422
/// `token_invalid`, `token_expired`, `token_of_another_app`, `token_scope_missing` or `token_without_waba` at `access_token`, 422 `waba_unreadable` at
/// `meta_id`, 409 `waba_taken` when another organisation of this hub has it.
#[utoipa::path(
    tag = "wabas",
    params(("org" = String, Path, description = "Id of the organisation"), Once),
    request_body = WabaConnect,
    responses(
        (status = 201, body = Waba, description = "Connected"),
        (status = 200, body = Waba, description = "Was connected; has another token now"),
        Problems
    )
)]
#[post("/orgs/{org}/wabas")]
pub async fn connect_waba(
    app: web::Data<AppState>,
    can: Can<NumbersManage>,
    once: Once,
    _: NoParams,
    body: Json<WabaConnect>,
) -> AppResult<HttpResponse> {
    let work = once.of(&app, &can.actor, &body.0)?;
    work.run(async move {
        let connected = service::waba::connect(&app, &can.actor, can.org, body.0).await?;
        let waba = shown(&app, can.org, connected.waba).await?;
        Ok(answer::json(if connected.new { StatusCode::CREATED } else { StatusCode::OK }, &waba))
    })
    .await
}

/// Sync a WABA and its numbers now; at most every 30 seconds (429 `sync_too_soon`). Open to every role.
#[utoipa::path(
    tag = "wabas",
    params(("org" = String, Path, description = "Id of the organisation"), ("waba" = String, Path, description = "Id of the WABA")),
    responses((status = 202, body = Waba, description = "Started; the stream tells"), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/sync")]
pub async fn sync_waba(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let id = extract::path_id(&request, "waba")?;
    service::waba::request_sync(&app, &can.actor, can.org, id).await?;
    Ok(answer::json(StatusCode::ACCEPTED, &shown(&app, can.org, id).await?))
}

/// Disconnect a WABA: the app is unsubscribed, the token erased; WABA and numbers stay as history.
#[utoipa::path(
    tag = "wabas",
    params(("org" = String, Path, description = "Id of the organisation"), ("waba" = String, Path, description = "Id of the WABA")),
    responses((status = 204), Problems)
)]
#[delete("/orgs/{org}/wabas/{waba}")]
pub async fn disconnect_waba(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersManage>,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let id = extract::path_id(&request, "waba")?;
    service::waba::disconnect(&app, &can.actor, can.org, id).await?;
    Ok(answer::no_content())
}

async fn shown(app: &AppState, org: OrgId, id: WabaId) -> AppResult<Waba> {
    let row = store::waba_list::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    Ok(view::waba(&row, app.clock.now())?)
}
