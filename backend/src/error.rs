//! What services answer when they can't: one enum, turned into HTTP only by `http/error.rs`, logged once there.

use clienthub_shared::permission::Permission;
use clienthub_shared::problem::{ErrorCode, FieldError};

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
    #[error(transparent)]
    Provider(#[from] GraphError),
    /// 503 with seconds.
    #[error("{0}, wait {1} s")]
    Unavailable(ErrorCode, u64),
    #[error("{0:#}")]
    Internal(#[from] anyhow::Error),
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
