//! The pages, embedded in the program. Hashed names never change and are kept for a year; every other address that looks
//! like a page gets `index.html`, so that deep links work. Compressed copies are made when the pages are built.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::{AppError, AppResult};

#[derive(RustEmbed)]
#[folder = "../frontend/dist"]
#[allow_missing = true]
struct Dist;

pub fn serve(request: &HttpRequest) -> AppResult<HttpResponse> {
    let path = request.path().trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') {
        return file(request, path).ok_or(AppError::NotFound);
    }
    file(request, "index.html").ok_or_else(|| {
        AppError::Internal(anyhow::anyhow!("this program was built without its pages; run `cargo xtask demo`"))
    })
}

fn file(request: &HttpRequest, path: &str) -> Option<HttpResponse> {
    let plain = Dist::get(path)?;
    let accepts = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let (body, encoding) = compressed(path, accepts.unwrap_or_default()).unwrap_or((plain, None));
    let tag = format!("\"{}\"", &hex::encode(body.metadata.sha256_hash())[..32]);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((
            header::CACHE_CONTROL,
            if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" },
        ))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((header::ETAG, tag.clone()));
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes()) {
        return Some(answer.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    if let Some(encoding) = encoding {
        answer.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(encoding)));
    }
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    Some(answer.content_type(kind.as_ref()).body(body.data.into_owned()))
}

fn compressed(path: &str, accepts: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| {
            accepts.split(',').any(|one| one.split(';').next().unwrap_or_default().trim() == *encoding)
        })
        .find_map(|(encoding, ending)| Dist::get(&format!("{path}.{ending}")).map(|file| (file, Some(encoding))))
}

/// Trunk puts 16 hexadecimal digits into the names of what it builds.
fn is_hashed(path: &str) -> bool {
    path.split(['-', '.', '_', '/']).any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
