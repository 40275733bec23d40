//! For the machine that watches: `/healthz` says that the process answers, `/readyz` that it can do its work.

use actix_web::{HttpResponse, get, web};
use clienthub_shared::problem::ErrorCode;

use crate::error::{AppError, AppResult};
use crate::state::AppState;

#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().body("ok\n")
}

#[get("/readyz")]
pub async fn readyz(app: web::Data<AppState>) -> AppResult<HttpResponse> {
    if !app.is_ready() {
        return Err(AppError::Unavailable(ErrorCode::Starting, 1));
    }
    app.db.ping().await?;
    Ok(HttpResponse::Ok().body("ok\n"))
}
