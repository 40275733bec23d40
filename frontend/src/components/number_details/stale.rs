//! Meta cannot be asked for this WABA: the page says how old it is and why, and where that is mended.

use clienthub_shared::number::NumberDetails;
use clienthub_shared::waba::{SyncState, TokenState};
use leptos::prelude::*;

use crate::intl;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::ui::time::track_minute;
use crate::words::error;

#[component]
pub fn StaleAtMeta(details: Signal<NumberDetails>) -> impl IntoView {
    let reason = Memo::new(move |_| details.with(reason));
    let age = move || {
        track_minute();
        match details.with(|d| d.number.synced_at) {
            Some(at) => tr!(details.stale, age = intl::relative(&at)),
            None => tr!(details.stale_never).to_owned(),
        }
    };
    let accounts = use_org().path("/settings/whatsapp-accounts");
    view! {
        <Show when=move || reason.with(Option::is_some)>
            <div class="notice mt-5 max-sm:flex-wrap" data-tone="wait" role="status">
                <Icon name="cloud-alert" />
                <div class="min-w-0 grow max-sm:basis-56"><strong>{live(age)}</strong> " " {live(move || reason.get())}</div>
                <a class="btn btn-sm shrink-0" href=accounts.clone()>{tr!(alert.show_account)}</a>
            </div>
        </Show>
    }
}

fn reason(details: &NumberDetails) -> Option<String> {
    let waba = &details.waba_details;
    let name = waba.name.as_str();
    match (waba.token.state, waba.sync.state) {
        (TokenState::Missing, _) => Some(tr!(details.token_missing, waba = name)),
        (TokenState::Expired | TokenState::Refused, _) => Some(tr!(details.stale_token, waba = name)),
        (TokenState::Valid | TokenState::Expiring, SyncState::Failed) => Some(match waba.sync.error {
            Some(code) => tr!(details.stale_sync, waba = name, reason = error::code_of_read(code)),
            None => tr!(details.stale_sync_plain, waba = name),
        }),
        (TokenState::Valid | TokenState::Expiring, SyncState::Never | SyncState::Running | SyncState::Done) => None,
    }
}
