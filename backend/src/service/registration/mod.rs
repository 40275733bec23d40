//! Registering numbers (product 4.3): asking for a code, checking it, register with a PIN, changing and showing the PIN.
//!
//! Each step is one row's business. It is written down before Meta is called (`held.rs`: the number is locked, the step in
//! flight has an owner, a lease and a fence), runs apart from the request that began it (`run.rs`), and is taken up again by a
//! task when its process dies (`resume.rs`). What Meta counts is never repeated without a read first. `drive.rs` checks the code and
//! registers, `pins.rs` says which PIN, `refusal.rs` what Meta's refusals mean.

mod begin;
mod code;
mod drive;
mod held;
mod pin;
mod pins;
mod refusal;
mod refused;
mod resume;
mod run;
mod wait;

pub use begin::register;
pub use code::request_code;
pub use pin::{change_pin, reveal_pin};
pub use resume::resume;
