//! Sample files of headers: `…/media`, on their way to Meta, in as many goes as it takes; `…/templates/{template}/media`, as Meta
//! shows them.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use clienthub_shared::id::UploadId;
use clienthub_shared::template::request::{MediaCreate, MediaUpload};
use futures_util::StreamExt;

use super::{Place, waba_of};
use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, NumbersRead, TemplatesManage};
use crate::http::extract::{self, Json, NoParams, Params};
use crate::http::idempotency::Once;
use crate::service::template::{media, picture};
use crate::state::AppState;

/// Of a `Range` that is passed on: browsers ask for one part.
const RANGE_MAX: usize = 64;

/// Begin an upload. 422 `media_not_accepted` for a type or size that Meta does not take: JPEG and PNG up to 5 MB, MP4 up to 16 MB,
/// PDF up to 100 MB.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        Once,
    ),
    request_body = MediaCreate,
    responses((status = 201, body = MediaUpload), Problems)
)]
#[post("/orgs/{org}/wabas/{waba}/media")]
pub async fn create_media_upload(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    once: Once,
    _: NoParams,
    body: Json<MediaCreate>,
) -> AppResult<HttpResponse> {
    let waba = waba_of(&app, &request, can.org).await?;
    let work = once.of(&app, &can.actor, &body.0)?;
    work.run(async move {
        let upload = media::begin(&app, can.org, waba, body.0).await?;
        Ok(answer::json(StatusCode::CREATED, &upload))
    })
    .await
}

/// How far Meta has the file. 409 `upload_expired` when it does not know the upload any more.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("upload" = String, Path, description = "Id of the upload"),
    ),
    responses((status = 200, body = MediaUpload), Problems)
)]
#[get("/orgs/{org}/wabas/{waba}/media/{upload}")]
pub async fn get_media_upload(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
) -> AppResult<HttpResponse> {
    Params::of(&request)?.finish()?;
    let waba = waba_of(&app, &request, can.org).await?;
    let id: UploadId = extract::path_id(&request, "upload")?;
    Ok(answer::ok(&media::read(&app, can.org, waba, id).await?))
}

/// Send the bytes from `offset` to the end of the file. They are passed on to Meta as they come, and stay nowhere. When the connection
/// breaks, ask how far Meta has it and go on there; 409 `upload_offset_wrong` says so too, also when somebody else sent at once and Meta
/// took theirs; 413 when there is more than the file was said to have; 422 `media_not_accepted` at `mime_type` when its first bytes are
/// not those of its type. `handle` in the answer goes into a header's `example.header_handle`.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("upload" = String, Path, description = "Id of the upload"),
        ("offset" = Option<u64>, Query, description = "Where in the file the bytes begin; 0 where nothing is said"),
    ),
    request_body(content_type = "application/octet-stream", content = Vec<u8>),
    responses((status = 200, body = MediaUpload), Problems)
)]
#[put("/orgs/{org}/wabas/{waba}/media/{upload}")]
pub async fn send_media(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<TemplatesManage>,
    payload: web::Payload,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let offset = params.one("offset")?.unwrap_or(0);
    params.finish()?;
    let waba = waba_of(&app, &request, can.org).await?;
    let id: UploadId = extract::path_id(&request, "upload")?;
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    // The payload belongs to this thread; what reads it for Meta may run on another.
    let (into, bytes) = tokio::sync::mpsc::channel(4);
    let reading = actix_web::rt::spawn(async move {
        let mut payload = payload;
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| std::io::Error::from(std::io::ErrorKind::UnexpectedEof));
            let is_over = chunk.is_err();
            if into.send(chunk).await.is_err() || is_over {
                return;
            }
        }
    });
    let bytes =
        futures_util::stream::unfold(bytes, |mut bytes| async move { bytes.recv().await.map(|chunk| (chunk, bytes)) });
    let sent = media::send(&app, can.org, waba, id, (offset, length), bytes).await;
    reading.abort();
    Ok(answer::ok(&sent?))
}

/// The file of a header, cards' too, as Meta shows it: `address` is one of `example.header_handle` of the template, its draft or a
/// version. 400 for any other address, 404 when Meta has the file no more: sync, and Meta gives it another address.
#[utoipa::path(
    tag = "templates",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("waba" = String, Path, description = "Our id of the WABA"),
        ("template" = String, Path, description = "Our id of the template"),
        ("address" = String, Query, description = "Address of the file at Meta"),
    ),
    responses(
        (status = 206, description = "The part that `Range` names, where Meta gives parts"),
        (status = 200, description = "The file", content(
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "video/mp4"), (Vec<u8> = "application/pdf")
        )),
        Problems
    )
)]
#[get("/orgs/{org}/wabas/{waba}/templates/{template}/media")]
pub async fn get_template_media(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    let mut params = Params::of(&request)?;
    let address = params.text("address").unwrap_or_default();
    params.finish()?;
    let Place { org, waba, id } = Place::of(&request, can.org)?;
    let range = request.headers().get(header::RANGE).and_then(|range| range.to_str().ok());
    let file = picture::read(&app, (org, waba, id), &address, range.filter(|range| range.len() <= RANGE_MAX)).await?;
    let mut answer = match file.part {
        Some(part) => HttpResponse::PartialContent().insert_header((header::CONTENT_RANGE, part)).take(),
        None => HttpResponse::Ok(),
    };
    answer.content_type(file.mime_type).insert_header((header::CACHE_CONTROL, "private, max-age=86400"));
    answer.insert_header((header::ACCEPT_RANGES, "bytes"));
    if let Some(length) = file.length {
        answer.no_chunking(length);
    }
    Ok(answer.streaming(file.bytes))
}
