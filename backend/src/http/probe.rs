//! For the machine that watches: `/healthz` says that the process answers, `/readyz` that it can do its work.

use actix_web::{HttpResponse, route, web};
use clienthub_shared::problem::ErrorCode;

use crate::error::{AppError, AppResult};
use crate::state::AppState;

#[route("/healthz", method = "GET", method = "HEAD")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().body("ok\n")
}

#[route("/readyz", method = "GET", method = "HEAD")]
pub async fn readyz(app: web::Data<AppState>) -> AppResult<HttpResponse> {
    if !app.is_ready() {
        return Err(AppError::Unavailable(ErrorCode::Starting, 1));
    }
    app.db.ping().await?;
    Ok(HttpResponse::Ok().body("ok\n"))
}
