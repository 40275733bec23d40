//! Applies webhook events (placeholder until the branch lands).
use crate::{error::AppResult, state::AppState};
pub async fn apply_events(_: &AppState, _: &str) -> AppResult<bool> {
    Ok(false)
}
