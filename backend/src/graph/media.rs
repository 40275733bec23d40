//! Sample files of headers where Meta shows them (reference 1: `scontent.whatsapp.net`; the sandbox serves them itself). They come
//! from Meta's hosts only, without a token: their addresses are signed and grow old.

use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use tokio::time::timeout_at;
use url::Url;

use super::GraphClient;
use super::error::GraphError;

/// And all hosts below them.
const HOSTS: [&str; 3] = ["whatsapp.net", "fbcdn.net", "fbsbx.com"];
/// What a header may be (reference 4.4).
const TYPES: [&str; 4] = ["image/jpeg", "image/png", "video/mp4", "application/pdf"];
/// The largest that Meta takes.
const LARGEST: u64 = 100 * 1024 * 1024;
/// 100 MB at 3 Mbit/s.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_secs(5 * 60);

/// A file as it comes.
pub struct MediaFile {
    pub mime_type: &'static str,
    /// In bytes, where Meta says it.
    pub length: Option<u64>,
    pub bytes: BoxStream<'static, Result<Bytes, GraphError>>,
}

impl GraphClient {
    /// The file at an address that Meta gave. None: Meta has it no more, the address is too old, or it is no file of a header.
    pub async fn fetch_media(&self, address: &str) -> Result<Option<MediaFile>, GraphError> {
        let Some(url) = Url::parse(address).ok().filter(|url| self.is_of_meta(url)) else { return Ok(None) };
        let asked = self.http()?.get(url).timeout(DOWNLOAD_TIMEOUT).send();
        let answer = timeout_at(self.deadline(), asked).await.map_err(|_| GraphError::timeout())?;
        let answer = answer.map_err(GraphError::unreachable)?;
        tracing::debug!(status = answer.status().as_u16(), "asked Meta for a file");
        match answer.status().as_u16() {
            200 => Ok(opened(answer)),
            status @ 500.. => Err(GraphError::from_status(status)),
            _ => Ok(None),
        }
    }

    fn is_of_meta(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let is_below =
            |known: &str| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        let is_plain = url.username().is_empty() && url.password().is_none();
        let is_known = url.scheme() == "https" && url.port().is_none() && HOSTS.iter().any(|known| is_below(known));
        is_plain && (is_known || url.origin() == self.config().base_url.origin())
    }
}

fn opened(answer: Response) -> Option<MediaFile> {
    let said = answer.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let said = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mime_type = TYPES.into_iter().find(|known| *known == said)?;
    let length = answer.content_length();
    if length.is_some_and(|length| length > LARGEST) {
        return None;
    }
    let mut left = LARGEST;
    let bytes = answer.bytes_stream().map_err(GraphError::unreachable).and_then(move |chunk| {
        let rest = left.checked_sub(chunk.len() as u64);
        left = rest.unwrap_or(0);
        std::future::ready(rest.map(|_| chunk).ok_or_else(|| GraphError::garbled("the file is larger than 100 MB")))
    });
    Some(MediaFile { mime_type, length, bytes: bytes.boxed() })
}

#[cfg(test)]
mod tests {
    use crate::graph::tests::client;

    #[test]
    fn only_metas_hosts_are_asked() {
        let client = client("http://127.0.0.1:4001");
        for (address, is_asked) in [
            ("https://scontent.whatsapp.net/v/t61/first.png?oe=1&oh=2", true),
            ("https://scontent-fra5-1.xx.fbcdn.net/v/a.jpg", true),
            ("https://lookaside.fbsbx.com/a", true),
            ("http://127.0.0.1:4001/__sandbox/media/demo1", true),
            ("http://127.0.0.1:4002/__sandbox/media/demo1", false),
            ("http://scontent.whatsapp.net/v/t61/first.png", false),
            ("https://scontent.whatsapp.net:8443/first.png", false),
            ("https://user@scontent.whatsapp.net/first.png", false),
            ("https://evilwhatsapp.net/a.png", false),
            ("https://whatsapp.net.evil.example/a.png", false),
            ("https://169.254.169.254/latest/meta-data", false),
            ("https://evil.example/#.whatsapp.net", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(client.is_of_meta(&address.parse().unwrap()), is_asked, "{address}");
        }
    }
}
