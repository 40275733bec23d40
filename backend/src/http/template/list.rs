//! Reading templates: the list of families, what stands above it, one template.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, web};
use clienthub_shared::language::is_language;
use clienthub_shared::page::Page;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::family::{TemplateFamily, TemplateSort, TemplateSummary};
use clienthub_shared::template::word::{Category, find};

use super::{Place, waba_of};
use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::cursor::Cursors;
use crate::http::extract::{Params, bad};
use crate::service::{fold, template, view};
use crate::state::AppState;
use crate::store::template_list::{self, TemplateFilter, TemplateOrder};

/// The templates of a WABA by families, page by page: all languages of a name are one row. A family is listed when one of its languages
/// fits all filters; several values of one filter are separated by commas and are alternatives.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("q" = Option<String>, Query, max_length = 200, description = "Words that are all in the name or in a text, without regard to \
            letter case and accents; or exactly an id, ours or Meta's"),
        ("status" = Option<String>, Query, description = "`TemplateState`, several by comma; deleted ones are listed only with `deleted`"),
        ("category" = Option<String>, Query, description = "`AUTHENTICATION`, `MARKETING`, `UTILITY`, in any letter case, several by comma"),
        ("language" = Option<String>, Query, description = "Meta's language codes, several by comma"),
        ("quality" = Option<String>, Query, description = "`Quality`, several by comma"),
        ("sort" = Option<String>, Query, description = "`edited` or `name`; a leading `-` is descending. Default `-edited`"),
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before, with the same filters and order"),
    ),
    responses((status = 200, body = Page<TemplateFamily>), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/templates")]
pub async fn list_templates(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let (filter, order) = (filter(&mut params)?, order(&mut params)?);
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    let waba = waba_of(&app, &request, can.org).await?;
    let cursors = Cursors::new(&app.keys, "templates", can.org, &(waba, &filter, order))?;
    let after = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let db = app.db.read();
    let (rows, has_more) = template_list::page(db, can.org, waba, &filter, order, after.as_ref(), limit).await?;
    let total = match &after {
        None => rows.first().map_or(0, |first| u64::try_from(first.rest).unwrap_or(0)),
        Some(_) => template_list::total(db, can.org, waba, &filter).await?,
    };
    let next_cursor = rows.last().filter(|_| has_more).map(|last| cursors.write(last)).transpose()?;
    let names = rows.iter().map(|row| row.name.as_str());
    let languages = template_list::languages(db, can.org, waba, names, filter.wants_gone()).await?;
    let data = view::families(rows, languages)?;
    Ok(answer::ok(&Page { data, next_cursor, total: Some(total) }))
}

fn filter(params: &mut Params) -> AppResult<TemplateFilter> {
    let words: Vec<String> = params.values("category")?;
    let category = words.iter().map(|word| find::<Category>(word).ok_or_else(|| bad("category")));
    let filter = TemplateFilter {
        search: params.q()?.map(|q| fold::template_search(&q)),
        state: params.values("status")?,
        category: category.collect::<AppResult<_>>()?,
        language: params.values("language")?,
        quality: params.values("quality")?,
    };
    if filter.language.iter().all(|code| is_language(code)) { Ok(filter) } else { Err(bad("language")) }
}

fn order(params: &mut Params) -> AppResult<TemplateOrder> {
    let (by, descending) = params.sort()?.unwrap_or((TemplateSort::Edited, true));
    Ok(TemplateOrder { by, descending })
}

/// What stands above the list: counts by state, Meta's limits, when it was last synced, and what was different at Meta then.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
    ),
    responses((status = 200, body = TemplateSummary), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/templates/summary")]
pub async fn get_template_summary(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    Params::of(&request)?.finish()?;
    let waba = waba_of(&app, &request, can.org).await?;
    Ok(answer::ok(&template::summary::read(&app, can.org, waba).await?))
}

/// One template with everything that its page and its editor show. The `ETag` is its version.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
    ),
    responses((status = 200, body = TemplateDetails), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/templates/{template}")]
pub async fn get_template(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    Params::of(&request)?.finish()?;
    Place::of(&request, can.org)?.shown(&app, StatusCode::OK).await
}
