//! A transaction that another was faster than is run once more: people do not hear of races.

use crate::error::AppResult;

const TIMES: u32 = 3;

/// Runs `step` until nobody changed its rows between its reads and its writes.
pub async fn when_raced<T>(mut step: impl AsyncFnMut() -> AppResult<T>) -> AppResult<T> {
    for _ in 1..TIMES {
        match step().await {
            Err(error) if error.is_raced() => {}
            outcome => return outcome,
        }
    }
    step().await
}
