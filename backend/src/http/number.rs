//! `/orgs/{org}/numbers`: WhatsApp numbers.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use clienthub_shared::activity::Activity;
use clienthub_shared::health::Health;
use clienthub_shared::id::{NumberId, OrgId};
use clienthub_shared::number::{Number, NumberCounts, NumberDetails, NumberSort};
use clienthub_shared::page::Page;

use crate::error::{AppError, AppResult};
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::cursor::Cursors;
use crate::http::extract::{self, NoParams, Params};
use crate::service::{self, fold, view};
use crate::state::AppState;
use crate::store;
use crate::store::number_list::{NumberFilter, NumberOrder};

/// The numbers of an organisation, page by page. Several values of one filter are separated by commas and are alternatives;
/// filters combine.
#[utoipa::path(
    tag = "numbers",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("q" = Option<String>, Query, max_length = 200, description = "Part of the name, the WABA's name or the digits, without \
            regard to letter case and accents, leading 0 and + dropped; or exactly an id of the number or the WABA, ours or Meta's"),
        ("status" = Option<String>, Query, description = "`NumberStatus`, several by comma"),
        ("attention" = Option<String>, Query, description = "`Attention`, several by comma"),
        ("waba_status" = Option<String>, Query, description = "`WabaStatus`, several by comma"),
        ("waba" = Option<String>, Query, description = "Our ids of WABAs, several by comma"),
        ("quality" = Option<String>, Query, description = "`Quality`, several by comma"),
        ("limit_tier" = Option<String>, Query, description = "`LimitTier`, several by comma"),
        ("sort" = Option<String>, Query, description = "`added`, `name` or `status`; a leading `-` is descending. Default `-added`"),
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before, with the same filters and order"),
    ),
    responses((status = 200, body = Page<Number>), Problems)
)]
#[get("/orgs/{org}/numbers")]
pub async fn list_numbers(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (filter, order) = (filter(&mut params)?, order(&mut params)?);
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    let cursors = Cursors::new(&app.keys, "numbers", can.org, &(&filter, order))?;
    let after = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let db = app.db.read();
    let (rows, next) = store::number_list::page(db, can.org, &filter, order, after.as_ref(), limit).await?;
    // A first page without a next one is the whole list.
    let total = match (&after, &next) {
        (None, None) => rows.len() as u64,
        _ => store::number_list::total(db, can.org, &filter).await?,
    };
    let data = view::numbers(&rows, app.clock.now())?;
    let next_cursor = next.map(|next| cursors.write(&next)).transpose()?;
    Ok(answer::ok(&Page { data, next_cursor, total: Some(total) }))
}

fn filter(params: &mut Params) -> AppResult<NumberFilter> {
    Ok(NumberFilter {
        search: params.q()?.map(|q| fold::search(&q)),
        status: params.values("status")?,
        attention: params.values("attention")?,
        waba_status: params.values("waba_status")?,
        waba: params.values("waba")?,
        quality: params.values("quality")?,
        limit_tier: params.values("limit_tier")?,
    })
}

fn order(params: &mut Params) -> AppResult<NumberOrder> {
    let (by, descending) = params.sort()?.unwrap_or((NumberSort::Added, true));
    Ok(NumberOrder { by, descending })
}

/// How many numbers need whom.
#[utoipa::path(
    tag = "numbers",
    params(("org" = String, Path, description = "Id of the organisation")),
    responses((status = 200, body = NumberCounts), Problems)
)]
#[get("/orgs/{org}/numbers/counts")]
pub async fn get_number_counts(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    Params::of(&request)?.finish()?;
    Ok(answer::ok(&store::number_list::counts(app.db.read(), can.org).await?))
}

/// One number with everything that its page shows. The `ETag` is its version.
#[utoipa::path(
    tag = "numbers",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("number" = String, Path, description = "Our id of the number"),
    ),
    responses((status = 200, body = NumberDetails), Problems)
)]
#[get("/orgs/{org}/numbers/{number}")]
pub async fn get_number(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    Params::of(&request)?.finish()?;
    let id: NumberId = extract::path_id(&request, "number")?;
    shown(&app, can.org, id).await
}

/// The whole number as an answer.
async fn shown(app: &AppState, org: OrgId, id: NumberId) -> AppResult<HttpResponse> {
    let details = read_details(app, org, id).await?;
    Ok(answer::versioned(&details, details.number.version))
}

pub(super) async fn read_details(app: &AppState, org: OrgId, id: NumberId) -> AppResult<NumberDetails> {
    let db = app.db.read();
    let row = store::number_list::find_details(db, org, id).await?.ok_or(AppError::NotFound)?;
    let flow = store::registration::find(db, org, id).await?;
    let pins = store::pin::list_facts(db, org, id).await?;
    Ok(view::details(row, flow.as_ref(), &pins, app.clock.now())?)
}

/// Everything that happened to a number and its WABA, newest first: Meta's events, applied or superseded, and people's actions
/// with their outcome.
#[utoipa::path(
    tag = "numbers",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("number" = String, Path, description = "Our id of the number"),
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses((status = 200, body = Page<Activity>, description = "Without `total`"), Problems)
)]
#[get("/orgs/{org}/numbers/{number}/activity")]
pub async fn list_number_activity(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    let id: NumberId = extract::path_id(&request, "number")?;
    let cursors = Cursors::new(&app.keys, "activity", can.org, &id)?;
    let before = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let db = app.db.read();
    let (_, waba) = store::number::find(db, can.org, id).await?.ok_or(AppError::NotFound)?;
    let waba = store::word("wabas.id", &waba.id)?;
    let (rows, has_more) = store::activity::page(db, can.org, id, waba, before, limit).await?;
    let data = rows.into_iter().map(view::activity).collect::<Result<Vec<_>, _>>()?;
    let next = data.last().filter(|_| has_more);
    let next_cursor = next.map(|last| cursors.write(&last.id)).transpose()?;
    Ok(answer::ok(&Page { data, next_cursor, total: None }))
}

/// Read one number from Meta now; at most every 30 seconds (429 `sync_too_soon`). Open to every role; 409 `waba_disconnected`
/// without a valid token.
#[utoipa::path(
    tag = "numbers",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("number" = String, Path, description = "Our id of the number"),
    ),
    responses((status = 200, body = NumberDetails), Problems)
)]
#[post("/orgs/{org}/numbers/{number}/sync")]
pub async fn sync_number(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
    _: NoParams,
) -> AppResult<HttpResponse> {
    let id: NumberId = extract::path_id(&request, "number")?;
    service::sync::sync_number(&app, &can.actor, can.org, id).await?;
    shown(&app, can.org, id).await
}

/// Meta's word on whether the number can send: the last one known, with its age. Older than five minutes, Meta is asked
/// in the background and the stream tells.
#[utoipa::path(
    tag = "numbers",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("number" = String, Path, description = "Our id of the number"),
    ),
    responses((status = 200, body = Health), Problems)
)]
#[get("/orgs/{org}/numbers/{number}/health")]
pub async fn get_number_health(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    Params::of(&request)?.finish()?;
    let id: NumberId = extract::path_id(&request, "number")?;
    let (number, _) = store::number::find(app.db.read(), can.org, id).await?.ok_or(AppError::NotFound)?;
    service::health::refresh_later(&app, can.org, id).await?;
    Ok(answer::ok(&view::health(&number)?))
}
