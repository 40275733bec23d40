//! `/session`: signing in, staying, signing out. Not for access tokens.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, post, web};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::session::{Me, SessionCreate};

use crate::error::{AppError, AppResult};
use crate::http::answer::{self, Problems};
use crate::http::extract::{Json, NoParams};
use crate::http::{auth, cookies, guard};
use crate::service::session;
use crate::state::AppState;

/// Sign in. Sets two HttpOnly cookies; the browser sends them back by itself.
#[utoipa::path(tag = "session", security(()), request_body = SessionCreate, responses((status = 201, body = Me), Problems))]
#[post("/session")]
pub async fn create_session(
    app: web::Data<AppState>,
    request: HttpRequest,
    _: NoParams,
    body: Json<SessionCreate>,
) -> AppResult<HttpResponse> {
    auth::no_token(&request).await?;
    guard::same_origin(&app, &request)?;
    let address = guard::client_address(&app, &request);
    let (me, tokens) = session::sign_in(&app, &body.0, &address).await?;
    Ok(with_cookies(answer::json(StatusCode::CREATED, &me), cookies::set(&app, &tokens)))
}

/// A new pair of cookies for the refresh cookie. The one just replaced stays good for 60 seconds.
#[utoipa::path(tag = "session", security(("refresh" = [])), responses((status = 200, body = Me), Problems))]
#[post("/session/refresh")]
pub async fn refresh_session(app: web::Data<AppState>, request: HttpRequest, _: NoParams) -> AppResult<HttpResponse> {
    auth::no_token(&request).await?;
    guard::same_origin(&app, &request)?;
    let token = cookies::refresh(&app, &request).ok_or(AppError::Unauthenticated(ErrorCode::NotSignedIn))?;
    let (me, tokens) = session::refresh(&app, &token).await?;
    Ok(with_cookies(answer::ok(&me), cookies::set(&app, &tokens)))
}

/// Sign out: the session ends at once, everywhere.
#[utoipa::path(tag = "session", security(("session" = [])), responses((status = 204), Problems))]
#[delete("/session")]
pub async fn delete_session(app: web::Data<AppState>, request: HttpRequest, _: NoParams) -> AppResult<HttpResponse> {
    auth::no_token(&request).await?;
    guard::same_origin(&app, &request)?;
    let by_access = cookies::access(&app, &request).and_then(|token| session::read_access(&app, &token));
    let by_refresh = cookies::refresh(&app, &request).and_then(|token| session::session_of_refresh(&app, &token));
    if let Some(session) = by_access.map(|(_, session)| session).or(by_refresh) {
        session::sign_out(&app, session).await?;
    }
    Ok(with_cookies(answer::no_content(), cookies::clear(&app)))
}

fn with_cookies(mut answer: HttpResponse, cookies: [actix_web::cookie::Cookie<'static>; 2]) -> HttpResponse {
    for cookie in cookies {
        if let Err(error) = answer.add_cookie(&cookie) {
            tracing::error!(%error, "a cookie could not be set");
        }
    }
    answer
}
