//! What Meta says, and what we make of it: the one place where Meta's raw words become our states.
//!
//! Pure functions: no clock (`now` is passed in), no I/O, no history; the caller stores the result, writes the history row
//! and comes back at `next_expiry_at`. Start at `waba.rs` and `number.rs` (one function derives each state, first match
//! wins), then `readiness.rs` (what is missing and whose turn it is). The words themselves are in `words.rs`.

mod number;
mod readiness;
#[cfg(test)]
mod tests;
mod waba;
pub mod words;

pub use number::{NumberFacts, NumberState, code_not_needed, derive_number, sends, waits};
pub use readiness::{NumberInput, WabaInput, attention, readiness};
pub use waba::{
    Disconnection, TokenSource, WabaFacts, WabaState, derive_waba, disconnection, sync_is_stuck, violation_ends,
};
pub use words::restriction_stops_messaging;
