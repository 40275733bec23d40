//! How the sandbox's own pages are sent: whole, and with a policy that lets nothing run but what stands in them.

use actix_web::HttpResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

pub fn html(page: String) -> HttpResponse {
    let policy = format!(
        "default-src 'none'; connect-src 'self'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        source(&page, "style"),
        source(&page, "script"),
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(("content-security-policy", policy))
        .insert_header(("cache-control", "no-store"))
        .body(page)
}

/// The hash of the page's only element of this kind.
fn source(page: &str, element: &str) -> String {
    let content = page
        .split_once(&format!("<{element}>"))
        .and_then(|(_, rest)| rest.split_once(&format!("</{element}>")))
        .map(|(content, _)| content);
    content.map_or_else(
        || "'none'".to_owned(),
        |content| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content.as_bytes()))),
    )
}

/// Safe inside an element and inside a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
