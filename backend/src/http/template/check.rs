//! `…/templates/validate`: the rules, without Meta.

use actix_web::{HttpRequest, HttpResponse, post, web};
use anyhow::Context;
use clienthub_shared::id::WabaId;
use clienthub_shared::template::check::TemplateCheck;
use clienthub_shared::template::{Template, fix_all, validate};

use crate::error::{AppError, AppResult};
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::extract::{self, Json, Params};
use crate::state::AppState;
use crate::store;

/// Look for what Meta would refuse, and for what is odd. Nothing is stored or sent, and neither a token nor Meta is needed: it works
/// while the WABA is disconnected.
///
/// The body is a template in Meta's own shape. 200 also with findings; at most 200 of them.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("fix" = Option<bool>, Query, description = "`true`: also answer the template with every fix made; the findings are what remains"),
    ),
    request_body = Template,
    responses((status = 200, body = TemplateCheck), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/templates/validate")]
pub async fn validate_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
    body: Json<Template>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let fix = params.one("fix")?.unwrap_or(false);
    params.finish()?;
    let id: WabaId = extract::path_id(&request, "waba")?;
    store::waba::find(app.db.read(), can.org, id).await?.ok_or(AppError::NotFound)?;
    // Milliseconds for what people write, longer for what breaks every rule.
    let check = tokio::task::spawn_blocking(move || {
        if fix {
            let (template, findings) = fix_all(&body.0);
            TemplateCheck { findings, template: Some(template) }
        } else {
            TemplateCheck { findings: validate(&body.0), template: None }
        }
    });
    Ok(answer::ok(&check.await.context("validating a template")?))
}
