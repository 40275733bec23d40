//! `/orgs/{org}/tokens`: access tokens for integrators.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use clienthub_shared::access_token::{AccessToken, AccessTokenCreate, AccessTokenCreated};
use clienthub_shared::page::Page;

use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, KeysManage};
use crate::http::cursor::Cursors;
use crate::http::extract::{self, Json, NoParams, Params};
use crate::http::idempotency::Once;
use crate::service::{self, view};
use crate::state::AppState;
use crate::store;

/// The access tokens of an organisation, the newest first; expired ones too, revoked ones not. Never their secrets.
#[utoipa::path(
    tag = "access tokens",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses((status = 200, body = Page<AccessToken>), Problems)
)]
#[get("/orgs/{org}/tokens")]
pub async fn list_access_tokens(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<KeysManage>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    let cursors = Cursors::new(&app.keys, "tokens", can.org, &())?;
    let before = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let db = app.db.read();
    let (rows, has_more) = store::access_token::page(db, can.org, before.as_ref(), limit).await?;
    let total = Some(store::access_token::total(db, can.org).await?);
    let data = rows.into_iter().map(view::access_token).collect::<Result<Vec<_>, _>>()?;
    let next = data.last().filter(|_| has_more);
    let next_cursor = next.map(|last| cursors.write(&last.id)).transpose()?;
    Ok(answer::ok(&Page { data, next_cursor, total }))
}

/// Make an access token. The answer alone holds its `secret`.
///
/// It never does more than you may yourself: scopes are refused beyond that (422 `scope_not_yours`), and what you lose later it loses
/// too. At most 100 live tokens (409 `too_many_access_tokens`). Repeated with the same `Idempotency-Key`: 409 `secret_shown_once`.
#[utoipa::path(
    tag = "access tokens",
    params(("org" = String, Path, description = "Id of the organisation"), Once),
    request_body = AccessTokenCreate,
    responses((status = 201, body = AccessTokenCreated), Problems)
)]
#[post("/orgs/{org}/tokens")]
pub async fn create_access_token(
    app: web::Data<AppState>,
    can: Can<KeysManage>,
    once: Once,
    _: NoParams,
    body: Json<AccessTokenCreate>,
) -> AppResult<HttpResponse> {
    let work = once.of(&app, &can.actor, &body.0)?.with_secret();
    work.run(async move {
        let created = service::access_token::create(&app, &can.actor, can.org, &can.permissions, body.0).await?;
        Ok(answer::json(StatusCode::CREATED, &created))
    })
    .await
}

/// Revoke an access token: it opens nothing from now on, and its streams end within 15 seconds. Those that it made stay.
#[utoipa::path(
    tag = "access tokens",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("token" = String, Path, description = "Id of the access token"),
    ),
    responses((status = 204), Problems)
)]
#[delete("/orgs/{org}/tokens/{token}")]
pub async fn revoke_access_token(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<KeysManage>,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let id = extract::path_id(&request, "token")?;
    service::access_token::revoke(&app, &can.actor, can.org, id).await?;
    Ok(answer::no_content())
}
