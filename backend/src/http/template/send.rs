//! What Meta hears of: sending, deleting, lifting a pause.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, post, web};
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::request::{TemplatesDelete, TemplatesDeleted};

use super::{Place, waba_of};
use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, TemplatesManage};
use crate::http::extract::{self, Json, NoParams};
use crate::http::idempotency::Once;
use crate::service::own_time::Progress;
use crate::service::template::{delete, pause, submit};
use crate::state::AppState;

/// Send the draft to Meta: a new template, or an edit of one that Meta has.
///
/// What the rules here know is refused without a call: 422 `template_rule_broken` at each path; 409 `template_locked` (`lock` and `next_at`: one edit of
/// an approved template in 24 hours, ten in 30 days, none while it is in review), `template_name_blocked` (`until`), `template_limit_reached`,
/// `template_unchanged`, `request_in_progress`; 429 `template_creations_used_up`. What Meta refuses all the same comes with Meta's words in
/// `provider` and stands in `refusal` until the next try. A lost answer is found again by the next try or sync; nothing is sent twice.
/// With `If-Match` 412 when the template is another than the one that was looked at: nothing is sent.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
        ("If-Match" = Option<String>, Header, description = "The version that is to be sent"),
        Once,
    ),
    responses(
        (status = 200, body = TemplateDetails, description = "Meta has it"),
        (status = 202, body = TemplateDetails, description = "Meta has not answered yet; the stream tells"),
        Problems
    )
)]
#[post("/orgs/{org}/wabas/{waba}/templates/{template}/submit")]
pub async fn submit_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    once: Once,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let place = Place::of(&request, can.org)?;
    let version = extract::if_match(&request)?;
    let work = once.of(&app, &can.actor, &version)?;
    work.run(async move {
        let progress = submit::submit(&app, &can.actor, place.org, place.waba, place.id, version).await?;
        let status = if progress == Progress::Done { StatusCode::OK } else { StatusCode::ACCEPTED };
        place.shown(&app, status).await
    })
    .await
}

/// Lift a pause that does not end by itself. 429 `unpause_too_soon` in its first five minutes, 409 `template_unchanged` when it is not
/// paused.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
        Once,
    ),
    responses((status = 200, body = TemplateDetails), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates/{template}/unpause")]
pub async fn unpause_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    once: Once,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let place = Place::of(&request, can.org)?;
    let work = once.of(&app, &can.actor, &())?;
    work.run(async move {
        pause::unpause(&app, &can.actor, place.org, place.waba, place.id).await?;
        place.shown(&app, StatusCode::OK).await
    })
    .await
}

/// Delete one language of a template, here and at Meta. Where `blocks_name` is true, name and language stay blocked for 30 days.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
    ),
    responses((status = 204), Problems)
)]
#[delete("/orgs/{org}/wabas/{waba}/templates/{template}")]
pub async fn delete_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let Place { org, waba, id } = Place::of(&request, can.org)?;
    delete::delete(&app, &can.actor, org, waba, id).await?;
    Ok(answer::no_content())
}

/// Delete whole families and single languages, at most 100 templates together. Those that Meta keeps are told with its reason; the others
/// are gone.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        Once,
    ),
    request_body = TemplatesDelete,
    responses((status = 200, body = TemplatesDeleted), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates/delete")]
pub async fn delete_templates(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    once: Once,
    _: NoParams,
    body: Json<TemplatesDelete>,
) -> AppResult<HttpResponse> {
    let waba = waba_of(&app, &request, can.org).await?;
    let work = once.of(&app, &can.actor, &body.0)?;
    work.run(async move { Ok(answer::ok(&delete::delete_many(&app, &can.actor, can.org, waba, body.0).await?)) }).await
}
