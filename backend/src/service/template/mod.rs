//! Message templates of a WABA: drafts, what is sent to Meta, and what follows from its answers. What Meta has and what was not sent
//! yet stand side by side in one row; a sync never touches the second.

pub mod alike;
pub mod compare;
pub mod content;
pub mod draft;
pub mod held;
pub mod record;
pub mod rule;
pub mod summary;
pub mod sync;
pub mod trail;
