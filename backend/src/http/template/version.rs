//! What a template was: its versions, what differs between two, and everything that happened to it.

use actix_web::{HttpRequest, HttpResponse, get, web};
use clienthub_shared::activity::Activity;
use clienthub_shared::page::Page;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::details::{TemplateComparison, TemplateVersion};

use super::Place;
use crate::error::{AppError, AppResult, field};
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::cursor::Cursors;
use crate::http::extract::Params;
use crate::service::{template, view};
use crate::state::AppState;
use crate::store;

/// Every text that Meta has had, sent from here or found there, the newest first.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses((status = 200, body = Page<TemplateVersion>), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/templates/{template}/versions")]
pub async fn list_template_versions(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    let place = known(&app, &request, &can).await?;
    let cursors = Cursors::new(&app.keys, "template_versions", can.org, &place.id)?;
    let before = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let db = app.db.read();
    let (rows, has_more) = store::template_version::page(db, can.org, place.id, before, limit).await?;
    let next_cursor = rows.last().filter(|_| has_more).map(|last| cursors.write(&last.number)).transpose()?;
    let total = u64::try_from(store::template_version::last_number(db, place.org, place.id).await?).ok();
    let data = rows.into_iter().map(view::template_version).collect::<Result<Vec<_>, _>>()?;
    Ok(answer::ok(&Page { data, next_cursor, total }))
}

/// Two versions, and each member in which they differ.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
        ("from" = i64, Query, description = "Number of a version"),
        ("to" = i64, Query, description = "Number of another"),
    ),
    responses((status = 200, body = TemplateComparison), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/templates/{template}/versions/compare")]
pub async fn compare_template_versions(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (from, to) = (params.one("from")?, params.one("to")?);
    params.finish()?;
    let place = known(&app, &request, &can).await?;
    let mut sides = Vec::new();
    for (name, number) in [("from", from), ("to", to)] {
        let missing = |code| AppError::Unreadable(ErrorCode::BadQuery, vec![field(name, code)]);
        let number = number.ok_or_else(|| missing(ErrorCode::Required))?;
        let row = store::template_version::find(app.db.read(), can.org, place.id, number).await?;
        sides.push(view::template_version(row.ok_or(AppError::NotFound)?)?);
    }
    let (Some(to), Some(from)) = (sides.pop(), sides.pop()) else { return Err(AppError::NotFound) };
    let differences = template::compare::differences(&from.template, &to.template);
    Ok(answer::ok(&TemplateComparison { from, to, differences }))
}

/// Everything that happened to a template, newest first: Meta's events, what syncs found, and people's actions with their outcome.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses((status = 200, body = Page<Activity>, description = "Without `total`"), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/templates/{template}/activity")]
pub async fn list_template_activity(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    let place = known(&app, &request, &can).await?;
    let cursors = Cursors::new(&app.keys, "template_activity", can.org, &place.id)?;
    let before = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let (rows, has_more) = store::activity::page_of_template(app.db.read(), can.org, place.id, before, limit).await?;
    let data = rows.into_iter().map(view::activity).collect::<Result<Vec<_>, _>>()?;
    let next_cursor = data.last().filter(|_| has_more).map(|last| cursors.write(&last.id)).transpose()?;
    Ok(answer::ok(&Page { data, next_cursor, total: None }))
}

async fn known(app: &AppState, request: &HttpRequest, can: &Can<NumbersRead>) -> AppResult<Place> {
    let place = Place::of(request, can.org)?;
    let row = store::template::find(app.db.read(), place.org, place.waba, place.id).await?;
    row.map(|_| place).ok_or(AppError::NotFound)
}
