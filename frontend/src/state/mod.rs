//! What several pages need at once: who is signed in, what they prefer, the organisation's live stream, and `Remote`,
//! a value that is read from the API and read again.

pub mod listing;
pub mod org;
pub mod paging;
pub mod preferences;
pub mod remote;
pub mod session;
pub mod stream;
pub mod waba;
pub mod way;
