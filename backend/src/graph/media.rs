//! Sample files of headers where Meta shows them (reference 1: `scontent.whatsapp.net`; the sandbox serves them itself). They come
//! from Meta's hosts only, without a token: their addresses are signed and grow old.

use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStream, TryStreamExt};
use reqwest::Response;
use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE, RANGE};
use tokio::time::timeout_at;
use url::Url;

use super::GraphClient;
use super::error::GraphError;

/// And all hosts below them.
const HOSTS: [&str; 3] = ["whatsapp.net", "fbcdn.net", "fbsbx.com"];
/// What a header may be (reference 4.5).
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
    /// The `Content-Range` of a part that was asked for.
    pub part: Option<String>,
    pub bytes: BoxStream<'static, Result<Bytes, GraphError>>,
}

impl GraphClient {
    /// The file at an address that Meta gave, or the part that a `Range` names. None: Meta has it no more, the address is too old, or
    /// it is no file of a header.
    pub async fn fetch_media(&self, address: &str, range: Option<&str>) -> Result<Option<MediaFile>, GraphError> {
        let Some(url) = Url::parse(address).ok().filter(|url| self.is_of_meta(url)) else { return Ok(None) };
        let mut request = self.http()?.get(url).timeout(DOWNLOAD_TIMEOUT);
        if let Some(range) = range {
            request = request.header(RANGE, range);
        }
        let answer = timeout_at(self.deadline(), request.send()).await.map_err(|_| GraphError::timeout())?;
        let answer = answer.map_err(GraphError::unreachable)?;
        tracing::debug!(status = answer.status().as_u16(), "asked Meta for a file");
        match answer.status().as_u16() {
            200 | 206 => Ok(opened(answer)),
            status @ (429 | 500..) => Err(GraphError::from_status(status)),
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
    let said = |name| answer.headers().get(name)?.to_str().ok();
    let kind = said(CONTENT_TYPE)?.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mime_type = TYPES.into_iter().find(|known| *known == kind)?;
    let part = said(CONTENT_RANGE).filter(|_| answer.status() == 206).map(ToOwned::to_owned);
    let length = answer.content_length();
    if length.is_some_and(|length| length > LARGEST) {
        return None;
    }
    let bytes = answer.bytes_stream().map_err(GraphError::unreachable);
    let bytes = no_more_than(LARGEST, bytes, || GraphError::garbled("the file is larger than 100 MB"));
    Some(MediaFile { mime_type, length, part, bytes: bytes.boxed() })
}

/// The stream, which ends with what `over` says when it is longer.
pub fn no_more_than<E: Send + 'static>(
    mut left: u64,
    bytes: impl TryStream<Ok = Bytes, Error = E> + Send + 'static,
    over: impl Fn() -> E + Send + 'static,
) -> impl TryStream<Ok = Bytes, Error = E, Item = Result<Bytes, E>> + Send + 'static {
    bytes.into_stream().and_then(move |chunk| {
        let rest = left.checked_sub(chunk.len() as u64);
        left = rest.unwrap_or(0);
        std::future::ready(rest.map(|_| chunk).ok_or_else(&over))
    })
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;
    use crate::graph::tests::client;

    #[tokio::test]
    async fn a_stream_ends_where_it_is_too_long() {
        for (left, wanted) in [(6, Ok(6)), (7, Ok(6)), (5, Err("over"))] {
            let chunks = stream::iter(["ab", "cd", "ef"].map(|chunk| Ok::<_, &str>(Bytes::from(chunk))));
            let read = no_more_than(left, chunks, || "over").try_collect::<Vec<_>>().await;
            assert_eq!(read.map(|chunks| chunks.concat().len()), wanted);
        }
    }

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
