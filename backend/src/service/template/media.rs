//! Sample files of headers on their way to Meta (reference 4.12). The bytes pass through and stay nowhere; how far they are, Meta knows.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bytes::Bytes;
use clienthub_shared::id::{OrgId, UploadId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::FindingCode;
use clienthub_shared::template::media::{BEGINNING, begins_like, check_media, media_rule};
use clienthub_shared::template::request::{MediaCreate, MediaUpload};
use clienthub_shared::template::word::HeaderFormat;
use futures_util::{StreamExt, TryStream, TryStreamExt, stream};
use secrecy::ExposeSecret;
use serde_json::{Map, json};

use super::access::Access;
use crate::error::{AppError, AppResult, Refusal, RefusalKind, field};
use crate::graph::{GraphErrorKind, MetaUploadSession, no_more_than};
use crate::state::AppState;
use crate::store::upload::{self, Model, session_place};

const NAME_MAX: usize = 200;
/// Formats of headers that have a file, the narrower rule first.
const FORMATS: [HeaderFormat; 3] = [HeaderFormat::Image, HeaderFormat::Video, HeaderFormat::Document];

/// Begins an upload: type and size are looked at before Meta is asked.
pub async fn begin(app: &AppState, org: OrgId, waba: WabaId, file: MediaCreate) -> AppResult<MediaUpload> {
    must_be_taken(&file)?;
    let access = Access::open(app, org, waba).await?;
    let session = app.graph.begin_upload(&access.secret, &file.file_name, &file.mime_type, file.bytes);
    let session = access.call(session).await?;
    let id = UploadId::from_uuid(app.clock.uuid());
    let row = Model {
        id: id.to_string(),
        org_id: org.to_string(),
        waba_id: waba.to_string(),
        sealed_session: app.keys.seal(&session_place(id), &session.expose())?,
        file_name: file.file_name,
        mime_type: file.mime_type,
        bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
        handle: None,
        created_at: app.clock.now().timestamp_micros(),
    };
    let tx = app.db.begin().await?;
    upload::insert(&*tx, row).await?;
    tx.commit().await?;
    Ok(MediaUpload { id, offset: 0, bytes: file.bytes, handle: None })
}

fn must_be_taken(file: &MediaCreate) -> AppResult<()> {
    let refused = |path: &str, finding| Err(not_accepted(path, finding));
    let name = file.file_name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(AppError::Invalid(vec![field("file_name", ErrorCode::BadFormat)]));
    }
    let fits = |format: &&HeaderFormat| {
        media_rule(**format).is_some_and(|rule| rule.mime_types.contains(&file.mime_type.as_str()))
    };
    let Some(format) = FORMATS.iter().find(fits) else { return refused("mime_type", FindingCode::MediaType) };
    match check_media(*format, &file.mime_type, file.bytes) {
        Some(finding) => refused("bytes", finding),
        None => Ok(()),
    }
}

fn not_accepted(path: &str, finding: FindingCode) -> AppError {
    AppError::Invalid(vec![field(path, ErrorCode::MediaNotAccepted).with("finding", finding.as_str())])
}

/// How far it is, as Meta says.
pub async fn read(app: &AppState, org: OrgId, waba: WabaId, id: UploadId) -> AppResult<MediaUpload> {
    let open = Open::of(app, org, waba, id).await?;
    open.progress().await
}

/// Passes the bytes on from `offset` on. 413 when there are more than the file was said to have; 409 `upload_offset_wrong` with the
/// right one when Meta has another part of the file, or somebody else's bytes instead of these; 422 for a file that is not of the type
/// that it was said to have.
pub async fn send<S>(
    app: &AppState,
    org: OrgId,
    waba: WabaId,
    id: UploadId,
    (offset, length): (u64, Option<u64>),
    bytes: S,
) -> AppResult<MediaUpload>
where
    S: TryStream<Ok = Bytes, Error = io::Error> + Send + 'static,
{
    let open = Open::of(app, org, waba, id).await?;
    let progress = open.progress().await?;
    if progress.handle.is_some() {
        return Ok(progress);
    }
    let wrong = |offset: u64| {
        let mut params = Map::new();
        params.insert("offset".into(), json!(offset));
        let (kind, code) = (RefusalKind::State, ErrorCode::UploadOffsetWrong);
        AppError::Answered(Box::new(Refusal { kind, code, provider: None, params }))
    };
    if progress.offset != offset {
        return Err(wrong(progress.offset));
    }
    let (left, too_large) = (progress.bytes - offset, || AppError::Unreadable(ErrorCode::BodyTooLarge, Vec::new()));
    if length.is_some_and(|length| length > left) {
        return Err(too_large());
    }
    let bytes = looked_into(&open.row.mime_type, if offset == 0 { BEGINNING } else { 0 }, bytes).await?;
    let (is_longer, passed_on) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let (told, counted) = (is_longer.clone(), passed_on.clone());
    let bytes = bytes.inspect_ok(move |chunk| {
        counted.fetch_add(chunk.len() as u64, Ordering::Relaxed);
    });
    let bytes = no_more_than(left, bytes, move || {
        told.store(true, Ordering::Relaxed);
        io::ErrorKind::InvalidData.into()
    });
    let (secret, session) = (&open.access.secret, &open.session);
    let sent = open.access.call(app.graph.send_upload(secret, session, offset, length, bytes)).await;
    let sent = match open.forgotten(sent) {
        Err(_) if is_longer.load(Ordering::Relaxed) => return Err(too_large()),
        // A part of the file came through, and Meta misses the rest. Any other number of bytes is somebody else's, or not all of ours.
        Err(AppError::Provider(refused)) if matches!(refused.kind, GraphErrorKind::Input | GraphErrorKind::State) => {
            let now = open.progress().await?;
            let is_ours = now.offset == offset + passed_on.load(Ordering::Relaxed) && now.offset < now.bytes;
            return match now.offset {
                none if none == offset => Err(AppError::Provider(refused)),
                _ if is_ours => Ok(now),
                other => Err(wrong(other)),
            };
        }
        sent => sent?,
    };
    match sent {
        Some(handle) => {
            let tx = app.db.begin().await?;
            upload::put_handle(&*tx, org, id, &handle).await?;
            tx.commit().await?;
            Ok(MediaUpload { offset: progress.bytes, handle: Some(handle), ..progress })
        }
        None => open.progress().await,
    }
}

/// The same bytes, once the first of them are known to be of that type. 422 before Meta has any of them.
async fn looked_into<S>(
    mime_type: &str,
    beginning: usize,
    bytes: S,
) -> AppResult<impl TryStream<Ok = Bytes, Error = io::Error, Item = io::Result<Bytes>> + Send + 'static>
where
    S: TryStream<Ok = Bytes, Error = io::Error> + Send + 'static,
{
    let (mut bytes, mut came, mut first) = (Box::pin(bytes.into_stream()), Vec::new(), Vec::new());
    while first.len() < beginning {
        let Some(chunk) = bytes.next().await else { break };
        if let Ok(chunk) = &chunk {
            first.extend(chunk.iter().take(beginning - first.len()));
        }
        let is_over = chunk.is_err();
        came.push(chunk);
        if is_over {
            break;
        }
    }
    match begins_like(mime_type, &first) {
        true => Ok(stream::iter(came).chain(bytes)),
        false => Err(not_accepted("mime_type", FindingCode::MediaType)),
    }
}

/// An upload that Meta may still know.
struct Open {
    access: Access,
    session: MetaUploadSession,
    row: Model,
}

impl Open {
    async fn of(app: &AppState, org: OrgId, waba: WabaId, id: UploadId) -> AppResult<Self> {
        let row = upload::find(app.db.read(), org, waba, id).await?.ok_or(AppError::NotFound)?;
        let access = Access::open(app, org, waba).await?;
        let name = app.keys.open(&session_place(id), &row.sealed_session)?;
        let session = MetaUploadSession::parse(name.expose_secret());
        let session = session.ok_or_else(|| anyhow::anyhow!("a stored upload has no session"))?;
        Ok(Self { access, session, row })
    }

    async fn progress(&self) -> AppResult<MediaUpload> {
        let bytes = u64::try_from(self.row.bytes).unwrap_or(0);
        let id = self.row.id.parse().map_err(|_| AppError::NotFound)?;
        if self.row.handle.is_some() {
            return Ok(MediaUpload { id, offset: bytes, bytes, handle: self.row.handle.clone() });
        }
        let offset = self.access.app.graph.upload_offset(&self.access.secret, &self.session);
        let offset = self.forgotten(self.access.call(offset).await)?;
        Ok(MediaUpload { id, offset, bytes, handle: None })
    }

    /// Meta knows a session for about a day.
    fn forgotten<T>(&self, answer: AppResult<T>) -> AppResult<T> {
        match answer {
            Err(AppError::Provider(error)) if error.kind == GraphErrorKind::NotFound => {
                Err(AppError::Conflict(ErrorCode::UploadExpired))
            }
            answer => answer,
        }
    }
}
