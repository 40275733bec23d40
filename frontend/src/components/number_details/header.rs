//! Above every tab of a number: who it is, its three most wanted facts, and *Sync now*. Below: the tabs, which are links.

use clienthub_shared::number::NumberDetails;
use clienthub_shared::status::Quality;
use clienthub_shared::waba::{TokenState, Waba};
use leptos::prelude::*;

use super::live::LiveBadge;
use crate::components::registration::offer::{Offer, RegisterButton};
use crate::layouts::header::initials;
use crate::state::org::{OrgContext, use_org};
use crate::tr;
use crate::ui::button::Button;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::ui::tabs::Tabs;
use crate::words::number;

#[component]
pub fn NumberHeader(
    details: Signal<NumberDetails>,
    #[prop(into)] syncing: Signal<bool>,
    /// It was read a moment ago.
    #[prop(into)]
    pauses: Signal<bool>,
    sync: Callback<()>,
) -> impl IntoView {
    let org = use_org();
    let name = Memo::new(move |_| details.with(|d| d.number.display_name.clone()));
    let official = Memo::new(move |_| details.with(|d| d.number.official));
    let quality = Memo::new(move |_| details.with(|d| d.number.quality));
    let limit = move || details.with(|d| number::limit_a_day(d.number.limit_tier));
    let phone = details.with_untracked(|d| d.number.phone_number.clone());
    let status = move || details.with(|d| number::status(d.number.status, d.number.meta_status.as_deref()));
    let blocked = Memo::new(move |_| {
        let refusal = details.with(|d| sync_refusal(org, &d.waba_details));
        refusal.or_else(|| pauses.get().then(|| tr!(details.sync_pause).to_owned()))
    });
    let offer = Memo::new(move |_| details.with(|d| Offer::of(&d.number)));
    let register = move || {
        let offer = offer.get()?;
        let number = details.with_untracked(|d| d.number.clone());
        Some(view! { <RegisterButton number offer class="btn-primary max-sm:grow" /> })
    };
    view! {
        <div class="flex flex-wrap items-start gap-x-4 gap-y-3">
            <span class="avatar-text size-12 text-sm" aria-hidden="true">{live(move || initials(&name.get()))}</span>
            <div class="min-w-0 grow basis-64">
                <h1 class="flex items-center gap-1.5 break-words">
                    {live(move || name.get())}
                    <Show when=move || official.get()>
                        <span title=tr!(numbers.official) class="text-act">
                            <Icon name="badge-check" class="size-[1.125rem]" />
                            <span class="sr-only">{tr!(numbers.official)}</span>
                        </span>
                    </Show>
                </h1>
                <div class="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
                    <span class="flex items-center tabular text-muted">
                        {number::phone(&phone)} " " <CopyButton text=phone.clone() label=tr!(details.copy_number) />
                    </span>
                    <span class="contents" aria-live="polite">
                        <LiveBadge badge=Signal::derive(status) />
                    </span>
                    <Show when=move || quality.get() != Quality::Unknown>
                        <LiveBadge badge=Signal::derive(move || number::quality(quality.get())) />
                    </Show>
                    <span class="text-muted">{live(limit)}</span>
                </div>
            </div>
            <div class="flex flex-wrap gap-2 max-sm:w-full">
                <Button
                    class="max-sm:grow"
                    icon="refresh-cw"
                    text=tr!(details.sync)
                    blocked=blocked
                    pending=syncing
                    on_click=sync
                />
                {live(register)}
            </div>
        </div>
    }
}

/// Why this person, or anybody, cannot ask Meta for this WABA now.
pub fn sync_refusal(org: OrgContext, waba: &Waba) -> Option<String> {
    if org.is_operator() {
        return Some(tr!(permission.operator_reads).to_owned());
    }
    let name = waba.name.as_str();
    match waba.token.state {
        TokenState::Valid | TokenState::Expiring => None,
        TokenState::Expired => Some(tr!(details.token_expired, waba = name)),
        TokenState::Refused => Some(tr!(details.token_refused, waba = name)),
        TokenState::Missing => Some(tr!(details.token_missing, waba = name)),
    }
}

/// `base` is the address of the first tab.
#[component]
pub fn NumberTabs(base: String) -> impl IntoView {
    let activity = format!("{base}/activity");
    let tabs = vec![(base, tr!(details.tab_details)), (activity, tr!(details.tab_activity))];
    view! { <div class="mt-4"><Tabs label=tr!(details.tabs) tabs /></div> }
}

/// In the shape of header and tabs.
#[component]
pub fn HeaderSkeleton() -> impl IntoView {
    view! {
        <div aria-hidden="true">
            <div class="flex items-start gap-4">
                <div class="skeleton size-12"></div>
                <div class="grid grow gap-2">
                    <div class="skeleton h-6 w-56"></div>
                    <div class="skeleton h-4 w-72 max-w-full"></div>
                </div>
            </div>
            <div class="mt-4 mb-5 flex h-11 items-center gap-6 border-b border-line">
                <div class="skeleton h-4 w-16"></div>
                <div class="skeleton h-4 w-16"></div>
            </div>
        </div>
    }
}
