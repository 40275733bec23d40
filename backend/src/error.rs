//! What services answer when they can't: one enum, turned into HTTP only by `http/error.rs`, logged once there.

use clienthub_shared::permission::Permission;
use clienthub_shared::problem::{ErrorCode, FieldError, Provider};

use crate::graph::{GraphError, GraphErrorKind};
use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// 404: it does not exist, or the asker may not know.
    #[error("not found")]
    NotFound,
    /// 401
    #[error("{0}")]
    Unauthenticated(ErrorCode),
    /// 403: the asker may know that the thing exists.
    #[error("permission {0} is missing")]
    Forbidden(Permission),
    /// 403 for the request itself: another site, a wrong verify token.
    #[error("{0}")]
    Denied(ErrorCode),
    /// 400: unreadable.
    #[error("unreadable request")]
    Unreadable(ErrorCode, Vec<FieldError>),
    /// 422 with the fields.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// 409
    #[error("{0}")]
    Conflict(ErrorCode),
    /// 422 for the request as a whole.
    #[error("{0}")]
    Refused(ErrorCode),
    /// 412
    #[error("another version")]
    Stale,
    /// 429 with seconds.
    #[error("{0}, wait {1} s")]
    Limited(ErrorCode, u64),
    /// Meta refused, or refused before, and we know what it means.
    #[error("{0}")]
    Answered(Box<Refusal>),
    #[error(transparent)]
    Provider(#[from] GraphError),
    /// 503 with seconds.
    #[error("{0}, wait {1} s")]
    Unavailable(ErrorCode, u64),
    #[error("{0:#}")]
    Internal(#[from] anyhow::Error),
}

/// A refusal of Meta's in our words.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub kind: RefusalKind,
    pub code: ErrorCode,
    /// What Meta answered, when it was asked.
    pub provider: Option<Provider>,
    /// Values for the page's sentence.
    pub params: serde_json::Map<String, serde_json::Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// 422: other input may do.
    Input,
    /// 409: not in this state.
    State,
    /// 429 with seconds.
    Wait(u64),
    /// 503 with seconds: Meta's fault.
    Busy(u64),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        match self.kind {
            RefusalKind::Wait(wait_s) | RefusalKind::Busy(wait_s) => write!(f, ", wait {wait_s} s"),
            RefusalKind::Input | RefusalKind::State => Ok(()),
        }
    }
}

pub type AppResult<T> = Result<T, AppError>;

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        Self::Internal(anyhow::Error::new(error))
    }
}

impl AppError {
    /// Somebody else changed a row meanwhile: nothing was written, and trying again at once is right.
    pub fn is_raced(&self) -> bool {
        matches!(self, Self::Internal(cause) if cause.downcast_ref().is_some_and(StoreError::is_raced))
    }

    /// Meta was not there, or spoke nonsense: nothing was learnt, and the next try may work.
    pub fn is_passing(&self) -> bool {
        use GraphErrorKind::{Garbled, Temporary, Timeout, Unreachable};
        matches!(self, Self::Provider(error) if matches!(error.kind, Garbled | Temporary | Timeout | Unreachable))
    }

    /// A unique index refused a row: somebody else has just written the same.
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Internal(cause) if cause.downcast_ref().is_some_and(StoreError::is_unique))
    }
}

/// A finding about one field.
pub fn field(path: &str, code: ErrorCode) -> FieldError {
    FieldError::new(path, code)
}

/// The same with a value for the sentence, such as `max`.
pub fn field_with(path: &str, code: ErrorCode, name: &str, value: impl Into<serde_json::Value>) -> FieldError {
    FieldError::new(path, code).with(name, value)
}
