//! `/orgs/{org}/dashboard`: what the first page shows, in one answer.

use actix_web::{HttpResponse, get, web};
use clienthub_shared::dashboard::{ALERTS, Dashboard, RECENT};
use clienthub_shared::number::NumberSort;

use crate::error::AppResult;
use crate::http::alert;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::extract::NoParams;
use crate::service::view;
use crate::state::AppState;
use crate::store::number_list::{self, NumberFilter, NumberOrder};

/// How many numbers need whom, the five numbers added most recently, and the first five open alerts.
#[utoipa::path(
    tag = "organisations",
    params(("org" = String, Path, description = "Id of the organisation")),
    responses((status = 200, body = Dashboard), Problems)
)]
#[get("/orgs/{org}/dashboard")]
pub async fn get_dashboard(app: web::Data<AppState>, can: Can<NumbersRead>, _: NoParams) -> AppResult<HttpResponse> {
    let db = app.db.read();
    let newest = NumberOrder { by: NumberSort::Added, descending: true };
    let counts = number_list::counts(db, can.org).await?;
    let (rows, _) = number_list::page(db, can.org, &NumberFilter::default(), newest, None, RECENT).await?;
    let recent = view::numbers(&rows, app.clock.now())?;
    let alerts = alert::page(&app, can.org, None, ALERTS).await?;
    Ok(answer::ok(&Dashboard { counts, recent, alerts }))
}
