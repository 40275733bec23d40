//! `/orgs`: the organisations of the person who asks.

use actix_web::{HttpRequest, HttpResponse, get, patch, web};
use clienthub_shared::org::{Org, OrgMembership, OrgPatch};
use clienthub_shared::page::Page;
use clienthub_shared::session::User;

use crate::error::{AppError, AppResult};
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, MembersManage, NumbersRead, Sender};
use crate::http::cursor::{self, Cursors};
use crate::http::extract::{self, Json, NoParams, Params};
use crate::service;
use crate::service::access_token::bearer::Bearer;
use crate::state::AppState;
use crate::store;

/// The organisations that you belong to, by name, with your role and permissions in each. Operators see every organisation, an access
/// token its own with what it may do.
#[utoipa::path(
    tag = "organisations",
    params(
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses((status = 200, body = Page<OrgMembership>), Problems)
)]
#[get("/orgs")]
pub async fn list_orgs(app: web::Data<AppState>, request: HttpRequest, who: Sender) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    match who {
        Sender::Person(person) => of_person(&app, &person.user, limit, cursor).await,
        Sender::Token(bearer) => of_token(&app, bearer, cursor).await,
    }
}

async fn of_person(app: &AppState, user: &User, limit: u32, cursor: Option<String>) -> AppResult<HttpResponse> {
    let cursors = Cursors::new(&app.keys, "orgs", user.id, &())?;
    let after = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let (db, user) = (app.db.read(), (!user.operator).then_some(user.id));
    let one_more = Some(u64::from(limit) + 1);
    let mut data = match user {
        Some(user) => store::org::list_of_user_any_org(db, user, after.as_ref(), one_more).await?,
        None => store::org::list_for_operator_any_org(db, after.as_ref(), one_more).await?,
    };
    let has_more = data.len() > limit as usize;
    data.truncate(limit as usize);
    let next = data.last().filter(|_| has_more).map(store::org::position);
    let next_cursor = next.map(|next| cursors.write(&next)).transpose()?;
    Ok(answer::ok(&Page { data, next_cursor, total: Some(store::org::count_any_org(db, user).await?) }))
}

/// The one organisation of a token.
async fn of_token(app: &AppState, bearer: Bearer, cursor: Option<String>) -> AppResult<HttpResponse> {
    // There is no second page that a cursor could be of.
    if cursor.is_some() {
        return Err(cursor::stale());
    }
    let org = store::org::find(app.db.read(), bearer.org).await?.ok_or(AppError::NotFound)?;
    let data = vec![OrgMembership { id: org.id, name: org.name, role: None, permissions: bearer.permissions }];
    Ok(answer::ok(&Page { data, next_cursor: None, total: Some(1) }))
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
