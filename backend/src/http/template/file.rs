//! Many templates in one file, in Meta's own list: import, plan, export.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use anyhow::Context;
use clienthub_shared::template::request::{TemplateFile, TemplatePlan};

use super::waba_of;
use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead, TemplatesManage};
use crate::http::extract::{JsonFile, NoParams, Params};
use crate::http::idempotency::Once;
use crate::service::template::import;
use crate::service::template::plan::{self, Export};
use crate::state::AppState;

/// Take templates from a file: each that may be becomes a draft, or the draft of the one that is there. Nothing is sent to Meta. A row
/// for each says what was done, or why not. At most 6,000 templates and 16 MB; two files are looked through at a time, another waits
/// (503 `overloaded`). They are written some hundred at a time: what was written stays when the rest fails, and sending the file again
/// goes on.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        Once,
    ),
    request_body = TemplateFile,
    responses((status = 200, body = TemplatePlan), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates/import")]
pub async fn import_templates(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    once: Once,
    _: NoParams,
    body: JsonFile<TemplateFile>,
) -> AppResult<HttpResponse> {
    let waba = waba_of(&app, &request, can.org).await?;
    let work = once.of(&app, &can.actor, &body.value)?;
    work.run(async move {
        let JsonFile { value, turn: _turn } = body;
        Ok(answer::ok(&import::import(&app, &can.actor, can.org, waba, value).await?))
    })
    .await
}

/// What a file would change: a row for each template, with its first 20 findings. Nothing is changed. Limits as of the import.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("prune" = Option<bool>, Query, description = "`true`: also what the WABA has and the file has not"),
    ),
    request_body = TemplateFile,
    responses((status = 200, body = TemplatePlan), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates/plan")]
pub async fn plan_templates(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
    body: JsonFile<TemplateFile>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let prune = params.one("prune")?.unwrap_or(false);
    params.finish()?;
    let waba = waba_of(&app, &request, can.org).await?;
    let JsonFile { value, turn } = body;
    // To its end, also when nobody waits for it any more: the turn is given back with the memory.
    let plan = tokio::spawn(async move {
        let _turn = turn;
        plan::plan(&app, can.org, waba, value, prune).await
    });
    Ok(answer::ok(&plan.await.context("planning")??))
}

/// The templates in Meta's own list, as `import` and other tools take them.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("names" = Option<String>, Query, description = "Only these, several by comma"),
        ("drafts" = Option<bool>, Query, description = "`true`: what was not sent yet instead of what Meta has"),
    ),
    responses((status = 200, body = TemplateFile), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/templates/export")]
pub async fn export_templates(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let wish = Export { names: params.list("names")?, drafts: params.one("drafts")?.unwrap_or(false) };
    params.finish()?;
    let waba = waba_of(&app, &request, can.org).await?;
    Ok(answer::ok(&plan::export(&app, can.org, waba, &wish).await?))
}
