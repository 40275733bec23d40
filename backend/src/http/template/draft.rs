//! Drafts: everything about a template that Meta does not hear of.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, patch, post, web};
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::request::{TemplateDuplicate, TemplateRestore};
use clienthub_shared::template::{Rest, Template};

use super::{Place, waba_of};
use crate::error::AppResult;
use crate::http::answer::Problems;
use crate::http::auth::{Can, TemplatesManage};
use crate::http::extract::{self, Json, NoParams};
use crate::http::idempotency::Once;
use crate::service::template::draft;
use crate::state::AppState;

/// Make a draft. Nothing is sent to Meta, and it works while the WABA is disconnected.
///
/// The body is a template in Meta's own shape. Name and language must be right (422 with `template_rule_broken` at the path; `params.finding` is
/// the validator's code), everything else may be unfinished. 409 `template_exists`. One of Meta's library has `library_template_name` and its
/// inputs instead of components.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        Once,
    ),
    request_body = Template,
    responses((status = 201, body = TemplateDetails), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates")]
pub async fn create_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    once: Once,
    _: NoParams,
    body: Json<Template>,
) -> AppResult<HttpResponse> {
    let waba = waba_of(&app, &request, can.org).await?;
    let work = once.of(&app, &can.actor, &body.0)?;
    work.run(async move {
        let id = draft::create(&app, &can.actor, can.org, waba, body.0).await?;
        Place { org: can.org, waba, id }.shown(&app, StatusCode::CREATED).await
    })
    .await
}

/// Change what is edited: the draft, or else a draft made of what Meta has. A merge patch in Meta's own shape: `components` replaces all
/// of them, `null` removes a member.
///
/// `name` and `language` only while Meta has never had it (422 `template_name_fixed`). With `If-Match` 412 when somebody else was faster.
/// 409 `request_in_progress` while it is on its way to Meta.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
        ("If-Match" = Option<String>, Header, description = "The version that the change is based on"),
    ),
    request_body = Template,
    responses((status = 200, body = TemplateDetails), Problems)
)]
#[patch("/orgs/{org}/wabas/{waba}/templates/{template}")]
pub async fn update_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    _: NoParams,
    body: Json<Rest>,
) -> AppResult<HttpResponse> {
    let place = Place::of(&request, can.org)?;
    let version = extract::if_match(&request)?;
    draft::update(&app, &can.actor, can.org, place.waba, place.id, body.0, version).await?;
    place.shown(&app, StatusCode::OK).await
}

/// Throw the unsent changes away; what Meta has stays. 409 `template_unchanged` when there are none.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
    ),
    responses((status = 200, body = TemplateDetails), Problems)
)]
#[delete("/orgs/{org}/wabas/{waba}/templates/{template}/draft")]
pub async fn discard_template_draft(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let place = Place::of(&request, can.org)?;
    draft::discard(&app, &can.actor, can.org, place.waba, place.id).await?;
    place.shown(&app, StatusCode::OK).await
}

/// A draft with the same content: under another name, in another language (*add language*), or in another WABA of the
/// organisation. 409 `template_exists`.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
        Once,
    ),
    request_body = TemplateDuplicate,
    responses((status = 201, body = TemplateDetails), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates/{template}/duplicate")]
pub async fn duplicate_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    once: Once,
    _: NoParams,
    body: Json<TemplateDuplicate>,
) -> AppResult<HttpResponse> {
    let Place { org, waba, id } = Place::of(&request, can.org)?;
    let work = once.of(&app, &can.actor, &body.0)?;
    work.run(async move {
        let (waba, id) = draft::duplicate(&app, &can.actor, org, waba, id, body.0).await?;
        Place { org, waba, id }.shown(&app, StatusCode::CREATED).await
    })
    .await
}

/// A version that Meta has had becomes the draft; it is sent like any other.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
    ),
    request_body = TemplateRestore,
    responses((status = 200, body = TemplateDetails), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates/{template}/restore")]
pub async fn restore_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    _: NoParams,
    body: Json<TemplateRestore>,
) -> AppResult<HttpResponse> {
    let place = Place::of(&request, can.org)?;
    draft::restore(&app, &can.actor, place.org, place.waba, place.id, body.0).await?;
    place.shown(&app, StatusCode::OK).await
}
