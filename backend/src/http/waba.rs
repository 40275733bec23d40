//! `/orgs/{org}/wabas`: WhatsApp Business Accounts.

use actix_web::{HttpRequest, HttpResponse, get, web};
use clienthub_shared::id::WabaId;
use clienthub_shared::page::Page;
use clienthub_shared::waba::Waba;

use crate::error::{AppError, AppResult};
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::cursor::Cursors;
use crate::http::extract::{self, Params};
use crate::service::view;
use crate::state::AppState;
use crate::store;

/// The WABAs of an organisation, the newest first; disconnected ones too.
#[utoipa::path(
    tag = "wabas",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses((status = 200, body = Page<Waba>), Problems)
)]
#[get("/orgs/{org}/wabas")]
pub async fn list_wabas(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    let cursors = Cursors::new(&app.keys, "wabas", can.org, &())?;
    let after = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let db = app.db.read();
    let (rows, next) = store::waba_list::page(db, can.org, after.as_ref(), limit).await?;
    let total = Some(store::waba_list::total(db, can.org).await?);
    let data = view::wabas(&rows, app.clock.now())?;
    let next_cursor = next.map(|next| cursors.write(&next)).transpose()?;
    Ok(answer::ok(&Page { data, next_cursor, total }))
}

/// One WABA. The `ETag` is its version.
#[utoipa::path(
    tag = "wabas",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
    ),
    responses((status = 200, body = Waba), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}")]
pub async fn get_waba(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    Params::of(&request)?.finish()?;
    let id: WabaId = extract::path_id(&request, "waba")?;
    let row = store::waba_list::find(app.db.read(), can.org, id).await?.ok_or(AppError::NotFound)?;
    let waba = view::waba(&row, app.clock.now())?;
    Ok(answer::versioned(&waba, waba.version))
}
