//! Views: stored rows as the API shows them. Pure; `now` is passed in, for countdowns and for what has run out. The facts that states
//! follow from are read from rows in `service::facts`; the rules themselves are in `service::status`.

mod access_token;
mod activity;
mod number;
mod registration;
mod template;
pub mod waba;

pub use access_token::{access_token, permissions};
pub use activity::activity;
pub use number::{details, health, number, numbers};
pub use registration::register_calls;
pub use template::{families, template, template_version};
pub use waba::{waba, wabas};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use crate::clock::from_micros;
use crate::store::{StoreError, StoreResult};

pub fn at(micros: i64) -> Option<DateTime<Utc>> {
    Some(from_micros(micros))
}

/// The value of a JSON column; an absent one is the type's default.
pub fn json<T: DeserializeOwned + Default>(what: &'static str, text: Option<&str>) -> StoreResult<T> {
    let Some(text) = text else { return Ok(T::default()) };
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt { what, value: text.into() })
}
