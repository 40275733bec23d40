//! `/orgs`: the organisations of the person who asks.

use actix_web::{HttpRequest, HttpResponse, get, patch, web};
use clienthub_shared::org::{Org, OrgMembership, OrgPatch};
use clienthub_shared::page::Page;

use crate::error::{AppError, AppResult};
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, MembersManage, NumbersRead, SignedIn};
use crate::http::extract::{self, Json, NoParams};
use crate::service;
use crate::state::AppState;
use crate::store;

/// The organisations that you belong to, with your role and permissions in each. All on one page.
#[utoipa::path(tag = "organisations", responses((status = 200, body = Page<OrgMembership>), Problems))]
#[get("/orgs")]
pub async fn list_orgs(app: web::Data<AppState>, who: SignedIn, _: NoParams) -> AppResult<HttpResponse> {
    let data = service::session::organisations(app.db.read(), &who.user).await?;
    let total = Some(data.len() as u64);
    Ok(answer::ok(&Page { data, next_cursor: None, total }))
}

/// One organisation.
#[utoipa::path(
    tag = "organisations",
    params(("org" = String, Path, description = "Id of the organisation")),
    responses((status = 200, body = Org), Problems)
)]
#[get("/orgs/{org}")]
pub async fn get_org(app: web::Data<AppState>, can: Can<NumbersRead>, _: NoParams) -> AppResult<HttpResponse> {
    let org = store::org::find(app.db.read(), can.org).await?.ok_or(AppError::NotFound)?;
    Ok(answer::versioned(&org, org.version))
}

/// Change name or contact: a merge patch, `contact_email: null` clears it. Honours `If-Match`.
#[utoipa::path(
    tag = "organisations",
    params(("org" = String, Path, description = "Id of the organisation")),
    request_body = OrgPatch,
    responses((status = 200, body = Org), (status = 412, description = "Changed in the meantime"), Problems)
)]
#[patch("/orgs/{org}")]
pub async fn update_org(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<MembersManage>,
    _: NoParams,
    body: Json<OrgPatch>,
) -> AppResult<HttpResponse> {
    let version = extract::if_match(&request)?;
    let org = service::org::update(&app, &can.actor, can.org, body.0, version).await?;
    Ok(answer::versioned(&org, org.version))
}
