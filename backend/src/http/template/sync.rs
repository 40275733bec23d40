//! Reading templates from Meta now: all of a WABA, or one.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, post, web};
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::family::TemplateSummary;

use super::{Place, waba_of};
use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::extract::NoParams;
use crate::service::template::{summary, sync};
use crate::state::AppState;

/// Sync the templates of a WABA now; at most every 30 seconds (429 `sync_too_soon`). Open to every role. What it found stands in `changes`.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
    ),
    responses((status = 202, body = TemplateSummary, description = "Started; the stream tells"), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates/sync")]
pub async fn sync_templates(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let waba = waba_of(&app, &request, can.org).await?;
    sync::request(&app, &can.actor, can.org, waba).await?;
    Ok(answer::json(StatusCode::ACCEPTED, &summary::read(&app, can.org, waba).await?))
}

/// Read one template from Meta now. A draft that Meta never had is looked for by its name and language; drafts stay as they are.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
    ),
    responses((status = 200, body = TemplateDetails), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates/{template}/sync")]
pub async fn sync_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let place = Place::of(&request, can.org)?;
    sync::read_now(&app, place.org, place.waba, place.id).await?;
    place.shown(&app, StatusCode::OK).await
}
