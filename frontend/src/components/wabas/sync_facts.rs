//! When a WABA was last read from Meta, whether that runs now, and why it failed.

use clienthub_shared::waba::{SyncState, Waba};

use crate::components::number_details::fact::{Aged, Part};
use crate::words::{error, waba};

pub fn sync_facts(account: &Waba) -> Vec<Part> {
    let sync = &account.sync;
    let failed = match sync.state {
        SyncState::Failed => [
            sync.failed_at.map(|at| Part::Aged(Aged::SyncFailed, at)),
            sync.error.map(|code| Part::Hint(error::code_of_read(code))),
        ],
        SyncState::Never | SyncState::Running | SyncState::Done => [None, None],
    };
    let good = account.synced_at.map(|at| Part::Aged(Aged::ReadFromMeta, at));
    let lines = failed.into_iter().chain([good]).flatten();
    [Part::Badge(waba::sync(sync.state))].into_iter().chain(lines).collect()
}
