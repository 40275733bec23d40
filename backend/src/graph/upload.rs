//! Resumable uploads of files for headers (reference 4.12): a session of the app, bytes that may come in several goes, a handle at
//! the end. The session's name holds a signature, so it is a secret: it is never printed, and only what looks like one is sent.
//! Bytes are passed on as they come.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStream;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{Body, Method};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::time::timeout_at;

use super::call::{Call, Seen, check_path, tell};
use super::error::GraphError;
use super::wire::{int, text};
use super::{Answer, GraphClient};

/// 100 MB at 1 Mbit/s.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(15 * 60);
/// Longer than any of Meta's.
const LONGEST: usize = 1_024;
const PREFIX: &str = "upload:";
/// Meta's word for a token here.
const SCHEME: &str = "OAuth";

/// The name of a session: `upload:MTph…?sig=…`.
#[derive(Clone)]
pub struct MetaUploadSession {
    /// With its prefix.
    key: String,
    signature: SecretString,
}

impl MetaUploadSession {
    /// None: not the name of a session.
    pub fn parse(id: &str) -> Option<Self> {
        let (key, signature) = id.split_once("?sig=")?;
        let is_good = |text: &str| !text.is_empty() && text.len() <= LONGEST && text.bytes().all(is_letter);
        (is_session(key) && is_good(signature)).then(|| Self { key: key.to_owned(), signature: signature.into() })
    }

    /// The whole name, to be sealed.
    pub fn expose(&self) -> SecretString {
        format!("{}?sig={}", self.key, self.signature.expose_secret()).into()
    }

    fn call<'a>(&'a self, method: Method, token: &'a SecretString) -> Call<'a> {
        let mut call = Call::new(method, vec![&self.key], token);
        let signature = self.signature.expose_secret();
        call.query = vec![("sig", signature)];
        call.hidden = vec![signature];
        call.scheme = SCHEME;
        call
    }
}

impl fmt::Debug for MetaUploadSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MetaUploadSession").field(&self.key).finish()
    }
}

/// A part of a path that names a session. The letters are base64's without the slash.
pub(super) fn is_session(text: &str) -> bool {
    let key = text.strip_prefix(PREFIX).unwrap_or_default();
    !key.is_empty() && key.len() <= LONGEST && key.bytes().all(is_letter)
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_=+.~".contains(&byte)
}

#[derive(Deserialize)]
struct MetaUploadBody {
    id: String,
}

#[derive(Deserialize)]
struct MetaUploadState {
    #[serde(default, deserialize_with = "int")]
    file_offset: Option<i64>,
}

#[derive(Deserialize)]
struct MetaUploadHandle {
    #[serde(default, deserialize_with = "text")]
    h: Option<String>,
}

impl GraphClient {
    /// A session for a file of this size and type. Sent once; a second session does no harm.
    pub async fn begin_upload(
        &self,
        token: &SecretString,
        file_name: &str,
        mime_type: &str,
        length: u64,
    ) -> Result<Answer<MetaUploadSession>, GraphError> {
        let length = length.to_string();
        let mut call = Call::new(Method::POST, vec![&self.config().app_id, "uploads"], token);
        call.form = vec![("file_name", file_name), ("file_length", &length), ("file_type", mime_type)];
        let answer: Answer<MetaUploadBody> = self.perform(&call).await?;
        let session = MetaUploadSession::parse(&answer.value.id);
        let session =
            session.ok_or_else(|| GraphError::garbled("the session's name is not one that Meta documents"))?;
        Ok(answer.map(|_| session))
    }

    /// How many bytes Meta has.
    pub async fn upload_offset(
        &self,
        token: &SecretString,
        session: &MetaUploadSession,
    ) -> Result<Answer<u64>, GraphError> {
        let answer: Answer<MetaUploadState> = self.perform(&session.call(Method::GET, token)).await?;
        let offset = answer.value.file_offset.and_then(|offset| u64::try_from(offset).ok());
        let offset = offset.ok_or_else(|| GraphError::garbled("the session does not say how far it is"))?;
        Ok(answer.map(|_| offset))
    }

    /// Passes the bytes on from `offset` on, which must be where the session stands, and holds none back. `length` is that of
    /// `bytes`, where it is known. The handle once Meta has the whole file; while some is missing it may be absent, or Meta may
    /// refuse: ask for the offset then. Sent once.
    pub async fn send_upload<S>(
        &self,
        token: &SecretString,
        session: &MetaUploadSession,
        offset: u64,
        length: Option<u64>,
        bytes: S,
    ) -> Result<Answer<Option<String>>, GraphError>
    where
        S: TryStream + Send + 'static,
        S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
        Bytes: From<S::Ok>,
    {
        let call = session.call(Method::POST, token);
        check_path(&call.path)?;
        let mut request = self.request(&call)?.header("file_offset", offset.to_string());
        request = request.header(CONTENT_TYPE, "application/octet-stream");
        if let Some(length) = length {
            request = request.header(CONTENT_LENGTH, length.to_string());
        }
        let request = request.body(Body::wrap_stream(bytes));
        let (deadline, mut seen) = (self.deadline_in(UPLOAD_TIMEOUT), Seen::new());
        let outcome = timeout_at(deadline, self.exchange::<MetaUploadHandle>(&call, request, &mut seen)).await;
        let outcome = outcome.unwrap_or_else(|_| Err(GraphError::timeout()));
        Ok(tell(&call, &seen, outcome)?.map(|told| told.h.filter(|handle| !handle.is_empty())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_sessions_are_taken_and_their_signature_is_not_printed() {
        let id = "upload:MTphdHRhY2htZW50Ojlk==?sig=ARZqkGCA_uQMxC8nHKI";
        let session = MetaUploadSession::parse(id).unwrap();
        assert_eq!(session.expose().expose_secret(), id);
        assert!(!format!("{session:?}").contains("ARZqk"));
        let long = format!("upload:{}?sig=a", "a".repeat(2_000));
        for wrong in [
            "",
            "upload:",
            "upload:?sig=a",
            "upload:a",
            "upload:a?sig=",
            "upload:a/b?sig=c",
            "upload:a?sig=b&x=y",
            "upload:a?sig=b#c",
            "upload:..%2f?sig=a",
            "download:a?sig=b",
            "120000000000001?sig=b",
            "upload:é?sig=a",
            &long,
        ] {
            assert!(MetaUploadSession::parse(wrong).is_none(), "{wrong}");
        }
    }
}
