//! The pages, embedded in the program. Hashed names never change and are kept for a year; every other address that looks
//! like a page gets the page of its program (decision 0008), so that deep links work. Compressed copies are made when the pages are built.

use actix_web::http::header::{self, ContentType, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use clienthub_shared::program::Program;
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
    Ok(file(request, Program::of(request.path()).page()).unwrap_or_else(missing))
}

/// What `serve` and `demo` say in the log when there are no pages.
pub const MISSING: &str =
    "this program was built without its pages: only the API answers. `cargo xtask demo` builds both";

pub fn are_missing() -> bool {
    Program::ALL.iter().any(|program| Dist::get(program.page()).is_none())
}

/// In place of every page.
fn missing() -> HttpResponse {
    const PAGE: &str = "<!doctype html><html lang=\"en\"><title>Clienthub without pages</title><h1>This Clienthub was built without \
                        its pages</h1><p>The API works and is described at <a href=\"/api/docs/\">/api/docs</a>.</p><p>To build the \
                        program with its pages, run <code>cargo xtask demo</code> in the source tree.</p></html>";
    let mut answer = HttpResponse::ServiceUnavailable();
    answer.insert_header((header::CACHE_CONTROL, "no-store")).content_type(ContentType::html()).body(PAGE)
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
            accepts.split(',').any(|one| {
                let (name, weight) = one.split_once(';').unwrap_or((one, ""));
                name.trim() == *encoding && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
            })
        })
        .find_map(|(encoding, ending)| Dist::get(&format!("{path}.{ending}")).map(|file| (file, Some(encoding))))
}

/// Trunk puts a 64-bit hash into the names of what it builds, in hexadecimal digits without leading zeros.
fn is_hashed(path: &str) -> bool {
    path.split(['-', '.', '_', '/'])
        .any(|part| (12..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_program_without_pages_says_how_to_get_them() {
        let answer = missing();
        assert_eq!(answer.status().as_u16(), 503);
        assert_eq!(answer.headers().get(header::CONTENT_TYPE).unwrap(), "text/html; charset=utf-8");
        let page = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
        let page = String::from_utf8(page.to_vec()).unwrap();
        assert!(["cargo xtask demo", "/api/docs"].iter().all(|word| page.contains(word)), "{page}");
    }

    #[test]
    fn hashed_names_are_known_by_their_digits() {
        assert!(is_hashed("clienthub-frontend-13b723eb418907e.js"));
        assert!(is_hashed("clienthub-frontend-0f3a9c1d2b4e5f60_bg.wasm"));
        assert!(!is_hashed("boot.js") && !is_hashed("fonts/inter.woff2"));
    }
}
