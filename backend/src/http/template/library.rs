//! What Meta has ready: its template library, and its own texts of authentication templates.

use actix_web::{HttpRequest, HttpResponse, get, web};
use clienthub_shared::language::is_language;
use clienthub_shared::page::Page;
use clienthub_shared::template::limits::{EXPIRATION_MAX, EXPIRATION_MIN};
use clienthub_shared::template::request::{AuthenticationText, LibraryTemplate};

use super::waba_of;
use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead};
use crate::http::cursor::Cursors;
use crate::http::extract::{Params, bad};
use crate::service::template::library::{self, LibraryFilter};
use crate::state::AppState;

/// Languages in one request for Meta's texts.
const LANGUAGES_MAX: usize = 20;

/// Meta's template library, page by page, read from Meta. Make a draft of an entry with `library_template_name` and its inputs.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("q" = Option<String>, Query, max_length = 200, description = "Words of the name or the text"),
        ("topic" = Option<String>, Query, description = "`LibraryTopic`"),
        ("usecase" = Option<String>, Query, description = "`LibraryUsecase`"),
        ("industry" = Option<String>, Query, description = "`LibraryIndustry`"),
        ("language" = Option<String>, Query, description = "One of Meta's language codes"),
        ("limit" = Option<u32>, Query, description = "Rows on the page", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before, with the same filters"),
    ),
    responses((status = 200, body = Page<LibraryTemplate>, description = "Without `total`"), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/template-library")]
pub async fn list_library_templates(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let q = params.q()?;
    let (topic, usecase) = (params.one("topic")?, params.one("usecase")?);
    let industry = params.one("industry")?;
    let language = language(&mut params)?;
    let (limit, cursor) = (params.limit()?, params.text("cursor"));
    params.finish()?;
    let waba = waba_of(&app, &request, can.org).await?;
    let filter = LibraryFilter { q, topic, usecase, industry, language };
    let cursors = Cursors::new(&app.keys, "template_library", can.org, &(waba, &filter))?;
    let after: Option<String> = cursor.map(|cursor| cursors.read(&cursor)).transpose()?;
    let (data, next) = library::list(&app, can.org, waba, &filter, after.as_deref(), limit).await?;
    let next_cursor = next.map(|next| cursors.write(&next)).transpose()?;
    Ok(answer::ok(&Page { data, next_cursor, total: None }))
}

/// Meta's own texts of an authentication template, for previews.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("languages" = String, Query, description = "Meta's language codes, at most 20 by comma"),
        ("security" = Option<bool>, Query, description = "With the sentence that warns against passing the code on"),
        ("expiry" = Option<u8>, Query, description = "With the footer that says how many minutes the code is good", minimum = 1, maximum = 90),
    ),
    responses((status = 200, body = Page<AuthenticationText>), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/templates/authentication-texts")]
pub async fn list_authentication_texts(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let languages: Vec<String> = params.list("languages")?;
    let security = params.one("security")?.unwrap_or(false);
    let expiry: Option<u8> = params.one("expiry")?;
    params.finish()?;
    let is_known = (1..=LANGUAGES_MAX).contains(&languages.len()) && languages.iter().all(|code| is_language(code));
    if !is_known {
        return Err(bad("languages"));
    }
    if expiry.is_some_and(|minutes| !(EXPIRATION_MIN..=EXPIRATION_MAX).contains(&i64::from(minutes))) {
        return Err(bad("expiry"));
    }
    let waba = waba_of(&app, &request, can.org).await?;
    let data = library::authentication_texts(&app, can.org, waba, &languages, security, expiry).await?;
    Ok(answer::ok(&Page { data, next_cursor: None, total: None }))
}

fn language(params: &mut Params) -> AppResult<Option<String>> {
    let code = params.text("language");
    if code.as_deref().is_some_and(|code| !is_language(code)) { Err(bad("language")) } else { Ok(code) }
}
