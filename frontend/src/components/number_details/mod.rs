//! The page of one number: its header, whether it may be used, and one panel per object. Panels are built once and follow
//! a signal, so that a live change redraws a badge and nothing else.

pub mod channel;
pub mod channel_act;
pub mod display_name;
pub mod fact;
pub mod header;
pub mod health;
pub mod live;
pub mod readiness;
pub mod section_nav;
pub mod stale;
pub mod waba;
