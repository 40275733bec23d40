//! Open alerts: a panel on the dashboard, and one line above other pages that opens in place. The most severe come first; the others
//! on request, a hundred at a time.

use clienthub_shared::alert::{Alert, AlertCode};
use clienthub_shared::permission::Permission;
use leptos::prelude::*;

use crate::intl;
use crate::state::org::{OrgContext, use_org};
use crate::ui::form::FailureNotice;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::unique_id;
use crate::words::alert;
use crate::{tr, tr_count};

/// In the panel before the person asks for all.
const SHOWN: usize = 5;

/// What was read of the open alerts, and how many more there are.
#[derive(Clone, Copy)]
struct Alerts {
    read: Memo<Vec<Alert>>,
    unread: Memo<u64>,
}

impl Alerts {
    fn of(org: OrgContext) -> Self {
        let read = Memo::new(move |_| {
            org.alerts.data.with(|page| page.as_ref().map(|page| page.data.clone()).unwrap_or_default())
        });
        let unread = Memo::new(move |_| {
            let page = org.alerts.data.read();
            let page = page.as_ref().filter(|page| page.next_cursor.is_some());
            page.map_or(0, |page| page.total.unwrap_or_default().saturating_sub(page.data.len() as u64))
        });
        Self { read, unread }
    }

    fn total(self) -> u64 {
        self.read.with(Vec::len) as u64 + self.unread.get()
    }
}

/// In full, with what to do. Nothing while there is no alert.
#[component]
pub fn AlertsPanel() -> impl IntoView {
    let alerts = Alerts::of(use_org());
    let all = RwSignal::new(false);
    let more = move || alerts.read.with(Vec::len) > SHOWN;
    view! {
        <Show when=move || alerts.total() != 0>
            <section class="panel overflow-hidden" aria-labelledby="alerts">
                <div class="panel-head">
                    <h2 class="grow" id="alerts">{tr!(alert.title)}</h2>
                    <span class="rounded-full bg-bad-soft px-2 py-0.5 text-xs font-semibold tabular text-bad">
                        {live(move || intl::number(alerts.total()))}
                    </span>
                </div>
                <Rows alerts all=all.into() />
                <Show when=more>
                    <div class="border-t border-line px-4 py-1.5 lg:px-5">
                        <button
                            type="button"
                            class="btn btn-link btn-sm"
                            aria-expanded=bound(move || if all.get() { "true" } else { "false" })
                            on:click=move |_| all.update(|all| *all = !*all)
                        >
                            {live(move || if all.get() { tr!(alert.fewer).to_owned() } else { tr_count!(alerts.total(), alert.all) })}
                        </button>
                    </div>
                </Show>
            </section>
        </Show>
    }
}

/// Their number and the most severe one; the others open below.
#[component]
pub fn AlertsLine() -> impl IntoView {
    let alerts = Alerts::of(use_org());
    let open = RwSignal::new(false);
    let id = unique_id("alerts");
    let head = move || {
        alerts.read.with(|alerts| alerts.first().map(alert::sentence)).map(|(icon, strong, _)| {
            view! {
                <Icon name=icon />
                <span class="min-w-0 grow wrap-anywhere">
                    <strong>{live(move || tr_count!(alerts.total(), alert.open))}</strong>
                    " · "
                    {strong}
                </span>
            }
        })
    };
    let tone = move || alerts.read.with(|alerts| alerts.first().map(|first| alert::tone(first.severity).as_str()));
    view! {
        <Show when=move || alerts.total() != 0>
            <section class="mb-5 grid gap-2" aria-label=tr!(alert.region)>
                <button
                    type="button"
                    class="notice w-full cursor-pointer text-left max-lg:min-h-11"
                    data-tone=bound(tone)
                    aria-expanded=bound(move || if open.get() { "true" } else { "false" })
                    aria-controls=id.clone()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {live(head)}
                    <span class="shrink-0" class=("rotate-180", move || open.get())>
                        <Icon name="chevron-down" />
                    </span>
                </button>
                <div id=id.clone()>
                    <Show when=move || open.get()>
                        <div class="panel overflow-hidden">
                            <Rows alerts all=Signal::stored(true) />
                        </div>
                    </Show>
                </div>
            </section>
        </Show>
    }
}

#[component]
fn Rows(alerts: Alerts, all: Signal<bool>) -> impl IntoView {
    let org = use_org();
    let pending = org.alerts.pending;
    let read_on = move |_| {
        if !pending.get_untracked() {
            org.alert_pages.update(|pages| *pages += 1);
        }
    };
    let failure = move || org.alerts.error.get().map(|failure| view! { <FailureNotice failure /> });
    let rows = move || {
        let shown = if all.get() { usize::MAX } else { SHOWN };
        alerts.read.with(|alerts| alerts.iter().take(shown).map(|alert| row(org, alert)).collect_view())
    };
    view! {
        <ul class="divide-y divide-line">{live(rows)}</ul>
        <Show when=move || all.get() && alerts.unread.get() != 0>
            <div class="grid gap-2 border-t border-line px-4 py-3 lg:px-5">
                {live(failure)}
                <button
                    type="button"
                    class="btn btn-sm justify-self-start"
                    aria-disabled=bound(move || pending.get().then_some("true"))
                    on:click=read_on
                >
                    {live(move || tr_count!(alerts.unread.get(), alert.more))}
                </button>
            </div>
        </Show>
    }
}

fn row(org: OrgContext, alert: &Alert) -> impl IntoView + use<> {
    let (icon, strong, text) = alert::sentence(alert);
    let (way, href) = way(org, alert);
    view! {
        <li
            class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 px-4 py-3 lg:px-5"
            data-tone=alert::tone(alert.severity).as_str()
        >
            <span class="tone-text mt-0.5">
                <Icon name=icon />
            </span>
            <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
                <div class="min-w-0 flex-1 basis-60 wrap-anywhere">
                    <p class="font-medium">{strong}</p>
                    <p class="hint mt-0.5">{text}</p>
                </div>
                <a class="btn btn-sm" href=href>{way}</a>
            </div>
        </li>
    }
}

/// Where the person can look or act: (button, address).
fn way(org: OrgContext, alert: &Alert) -> (&'static str, String) {
    let accounts = org.path("/settings/whatsapp-accounts");
    let number = alert.number_id.map(|id| (tr!(alert.show_number), org.path(&format!("/numbers/{id}"))));
    match alert.code {
        AlertCode::TokenExpired | AlertCode::TokenExpiring => {
            let may = org.refusal(Permission::NumbersManage).is_none();
            (if may { tr!(alert.replace_token) } else { tr!(alert.show_account) }, accounts)
        }
        AlertCode::LowQuality => number.unwrap_or_else(|| {
            let path = org.path(&format!("/numbers?quality=low&waba={}", alert.waba_id));
            (tr!(alert.show_numbers), path)
        }),
        AlertCode::TemplatesRejected | AlertCode::TemplateSyncFailing => {
            let templates = org.path(&format!("/wabas/{}/templates", alert.waba_id));
            match (alert.template_id, alert.code) {
                (Some(id), _) => (tr!(alert.show_template), format!("{templates}/{id}")),
                (None, AlertCode::TemplatesRejected) => {
                    (tr!(alert.show_templates), format!("{templates}?status=rejected"))
                }
                (None, _) => (tr!(alert.show_templates), templates),
            }
        }
        AlertCode::Restriction
        | AlertCode::Violation
        | AlertCode::Banned
        | AlertCode::SyncFailing
        | AlertCode::MetaAlert => number.unwrap_or((tr!(alert.show_account), accounts)),
    }
}
