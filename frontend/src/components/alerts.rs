//! Open alerts above a page: the three most severe, the others on request, a hundred at a time.

use clienthub_shared::alert::{Alert, AlertCode};
use clienthub_shared::permission::Permission;
use leptos::prelude::*;

use crate::state::org::{OrgContext, use_org};
use crate::state::preferences::Preferences;
use crate::ui::form::FailureNotice;
use crate::ui::live::{Show, bound, live};
use crate::ui::notice::Notice;
use crate::words::alert;
use crate::{tr, tr_count};

const SHOWN: usize = 3;
/// On a phone the page itself stays in sight.
const SHOWN_NARROW: usize = 1;

#[component]
pub fn AlertsStrip() -> impl IntoView {
    let org = use_org();
    let preferences: Preferences = expect_context();
    let all = RwSignal::new(false);
    let alerts = Memo::new(move |_| {
        org.alerts.data.with(|page| page.as_ref().map(|page| page.data.clone()).unwrap_or_default())
    });
    // On pages that were not read yet.
    let unread = Memo::new(move |_| {
        let page = org.alerts.data.read();
        let page = page.as_ref().filter(|page| page.next_cursor.is_some());
        page.map_or(0, |page| page.total.unwrap_or_default().saturating_sub(page.data.len() as u64))
    });
    let pending = org.alerts.pending;
    let read_on = move |_| {
        if !pending.get_untracked() {
            org.alert_pages.update(|pages| *pages += 1);
        }
    };
    let failure = move || org.alerts.error.get().map(|failure| view! { <FailureNotice failure /> });
    let shown = move || if preferences.wide.get() { SHOWN } else { SHOWN_NARROW };
    let list = move || {
        let mut alerts = alerts.get();
        if !all.get() {
            alerts.truncate(shown());
        }
        alerts.into_iter().map(|alert| row(org, &alert)).collect_view()
    };
    let more = move || alerts.with(|alerts| alerts.len() > shown());
    view! {
        <Show when=move || alerts.with(|alerts| !alerts.is_empty())>
            <section class="mb-5 grid gap-2" aria-label=tr!(alert.region)>
                {live(list)}
                <Show when=move || all.get() && unread.get() != 0>
                    {failure}
                    <button
                        type="button"
                        class="btn btn-sm justify-self-start"
                        aria-disabled=bound(move || pending.get().then_some("true"))
                        on:click=read_on
                    >
                        {live(move || tr_count!(unread.get(), alert.more))}
                    </button>
                </Show>
                <Show when=more>
                    <button
                        type="button"
                        class="btn btn-link btn-sm justify-self-start"
                        aria-expanded=bound(move || if all.get() { "true" } else { "false" })
                        on:click=move |_| all.update(|all| *all = !*all)
                    >
                        {live(move || {
                            if all.get() {
                                tr!(alert.fewer).to_owned()
                            } else {
                                let (read, unread) = (alerts.with(Vec::len), unread.get());
                                match unread {
                                    0 => tr_count!(read as u64, alert.all),
                                    _ => tr_count!(read.saturating_sub(shown()) as u64 + unread, alert.more),
                                }
                            }
                        })}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

fn row(org: OrgContext, alert: &Alert) -> impl IntoView + use<> {
    let (icon, strong, text) = alert::sentence(alert);
    let way = way(org, alert);
    view! {
        <Notice tone=alert::tone(alert.severity) icon strong text>
            {way.map(|(text, href)| view! { <a class="btn btn-sm shrink-0" href=href>{text}</a> })}
        </Notice>
    }
}

/// Where the person can look or act: (button, address).
fn way(org: OrgContext, alert: &Alert) -> Option<(&'static str, String)> {
    let accounts = org.path("/settings/whatsapp-accounts");
    let number = alert.number_id.map(|id| (tr!(alert.show_number), org.path(&format!("/numbers/{id}"))));
    match alert.code {
        AlertCode::TokenExpired | AlertCode::TokenExpiring => {
            let may = org.refusal(Permission::NumbersManage).is_none();
            Some((if may { tr!(alert.replace_token) } else { tr!(alert.show_account) }, accounts))
        }
        AlertCode::LowQuality => number.or_else(|| {
            let path = org.path(&format!("/numbers?quality=low&waba={}", alert.waba_id));
            Some((tr!(alert.show_numbers), path))
        }),
        AlertCode::Restriction
        | AlertCode::Violation
        | AlertCode::Banned
        | AlertCode::SyncFailing
        | AlertCode::MetaAlert => number.or(Some((tr!(alert.show_account), accounts))),
    }
}
