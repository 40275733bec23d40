//! `/me`: the person who is signed in, and what they change about themselves. Not for access tokens.

use actix_web::{HttpRequest, HttpResponse, get, patch, put, web};
use clienthub_shared::me::{PasswordChange, UserPatch};
use clienthub_shared::session::Me;

use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::SignedIn;
use crate::http::extract::{self, Json, NoParams};
use crate::http::guard;
use crate::service;
use crate::service::session;
use crate::state::AppState;

/// Who is signed in, and in which organisations. The `ETag` is the user's version.
#[utoipa::path(tag = "me", security(("session" = [])), responses((status = 200, body = Me), Problems))]
#[get("/me")]
pub async fn get_me(app: web::Data<AppState>, who: SignedIn, _: NoParams) -> AppResult<HttpResponse> {
    let me = session::me(&app, who.user).await?;
    Ok(answer::versioned(&me, me.user.version))
}

/// Change your name or preferences: a merge patch, null for language or theme follows browser and device. Honours `If-Match`.
#[utoipa::path(
    tag = "me",
    security(("session" = [])),
    request_body = UserPatch,
    responses((status = 200, body = Me), (status = 412, description = "Changed in the meantime"), Problems)
)]
#[patch("/me")]
pub async fn update_me(
    app: web::Data<AppState>,
    request: HttpRequest,
    who: SignedIn,
    _: NoParams,
    body: Json<UserPatch>,
) -> AppResult<HttpResponse> {
    let version = extract::if_match(&request)?;
    let user = service::me::update(&app, &who.actor, who.user.id, body.0, version).await?;
    let me = session::me(&app, user).await?;
    Ok(answer::versioned(&me, me.user.version))
}

/// Change your password. Your other sessions end at once, this one and access tokens stay.
///
/// 422 `password_wrong` at `current`, which is slowed down as signing in is (429 `sign_in_slowed`); 422 `password_same` at `new`.
#[utoipa::path(
    tag = "me",
    security(("session" = [])),
    request_body = PasswordChange,
    responses((status = 204), Problems)
)]
#[put("/me/password")]
pub async fn change_password(
    app: web::Data<AppState>,
    request: HttpRequest,
    who: SignedIn,
    _: NoParams,
    body: Json<PasswordChange>,
) -> AppResult<HttpResponse> {
    let address = guard::client_address(&app, &request);
    service::me::change_password(&app, &who.actor, &who.user, who.session, &body.0, &address).await?;
    Ok(answer::no_content())
}
