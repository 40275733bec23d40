//! Readiness at the top of the page: may the number be used, and if not, what is missing, whose turn it is and since when,
//! with one sentence per next action. The facts come from the server; nothing is decided here.

use clienthub_shared::number::NumberDetails;
use clienthub_shared::readiness::{Check, CheckCode, CheckState, NextAction, Readiness};
use clienthub_shared::status::{Attention, NameState};
use leptos::prelude::*;

use super::fact::Aged;
use super::live::glow;
use crate::state::org::use_org;
use crate::ui::badge::Tone;
use crate::ui::icon::Icon;
use crate::ui::live::{bound, live};
use crate::ui::time::track_minute;
use crate::words::turn;
use crate::{tr, tr_count};

#[component]
pub fn ReadinessPanel(details: Signal<NumberDetails>) -> impl IntoView {
    let facts =
        Memo::new(move |_| details.with(|d| (d.number.readiness.clone(), d.number.attention, d.number.name.state)));
    let glow = glow(facts);
    let content = move || {
        let (readiness, attention, name) = facts.get();
        let head = headline(&readiness, attention, name);
        let (tone, icon) = (head.tone.as_str(), head.icon);
        let rail = readiness.checks.iter().map(|check| {
            let tone = turn::check(check).tone.as_str();
            view! { <i data-tone=tone></i> }
        });
        let all_done = readiness.checks.iter().all(|check| check.state != CheckState::Open);
        let layout = if all_done { COMPACT } else { STACKED };
        view! {
            <div class=layout.panel>
                <div class="min-w-0">
                    <p class="flex items-start gap-2 font-semibold" data-tone=tone>
                        <span class="tone-text"><Icon name=icon class="size-5" /></span>
                        {head.title}
                    </p>
                    <p class="hint mt-0.5">{head.hint}</p>
                    <div class=layout.rail aria-hidden="true">{rail.collect_view()}</div>
                </div>
                <ul class=layout.checks>
                    {readiness.checks.iter().map(|check| line(check, name)).collect_view()}
                </ul>
            </div>
        }
    };
    view! {
        <section class="panel" aria-label=tr!(details.readiness) class:changed=bound(move || glow.get())>
            {live(content)}
        </section>
    }
}

struct Layout {
    panel: &'static str,
    rail: &'static str,
    checks: &'static str,
}

/// Nothing is open: the four checks stand beside the headline.
const COMPACT: Layout = Layout {
    panel: "grid gap-x-8 gap-y-3 p-4 sm:px-5 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-center",
    rail: "rail mt-2.5 max-w-xs",
    checks: "checks gap-y-2 sm:grid-flow-col sm:grid-rows-2 sm:gap-x-6",
};

/// Each open check needs room for what to do.
const STACKED: Layout =
    Layout { panel: "grid gap-4 p-4 sm:px-5", rail: "rail mt-3", checks: "checks gap-x-8 gap-y-3 lg:grid-cols-2" };

struct Headline {
    tone: Tone,
    icon: &'static str,
    title: &'static str,
    hint: String,
}

fn headline(readiness: &Readiness, attention: Attention, name: NameState) -> Headline {
    let open = readiness.checks.iter().filter(|check| check.state == CheckState::Open).count() as u64;
    if readiness.ready {
        let hint = match name {
            NameState::Approved => tr!(details.ready_nothing),
            NameState::UnderReview => tr!(details.ready_name_review),
            NameState::Declined | NameState::Expired | NameState::None => tr!(details.ready_name_open),
        };
        let title = tr!(details.ready);
        return Headline { tone: Tone::Ok, icon: "circle-check", title, hint: hint.to_owned() };
    }
    let hint = tr_count!(open, details.not_ready_steps);
    let (tone, icon, title) = match attention {
        Attention::Client => (Tone::Act, "user-round", tr!(details.not_ready_client)),
        Attention::Meta => (Tone::Wait, "hourglass", tr!(details.not_ready_meta)),
        Attention::Operator => (Tone::Idle, "life-buoy", tr!(details.not_ready_operator)),
        Attention::None => (Tone::Idle, "archive", tr!(details.not_ready)),
    };
    Headline { tone, icon, title, hint }
}

fn line(check: &Check, name: NameState) -> impl IntoView + use<> {
    let badge = turn::check_with_name(check, name);
    let open = check.state == CheckState::Open;
    let at = check.since;
    let who = check.who.filter(|_| open).map(|who| turn::who(who).text);
    let harmless = (open && !check.blocking).then(|| tr!(details.not_blocking).to_owned());
    let turn = move || {
        track_minute();
        let since = at.map(|at| Aged::Since.text(&at));
        who.clone().into_iter().chain(since).chain(harmless.clone()).collect::<Vec<_>>().join(" · ")
    };
    let action = check.action.filter(|_| open);
    let what = action.map(|action| (what_to_do(action, check.code), leads_to_accounts(action)));
    view! {
        <li data-tone=badge.tone.as_str()>
            <Icon name=badge.icon />
            <div class="min-w-0">
                <span class:font-medium=open>{badge.text}</span>
                {open.then(|| view! { <p class="text-xs text-muted">{live(turn)}</p> })}
                {what
                    .map(|(text, to_accounts)| {
                        view! {
                            <p class="mt-1">
                                {text}
                                {to_accounts
                                    .then(|| {
                                        let href = use_org().path("/settings/whatsapp-accounts");
                                        view! { " " <a class="link" href=href>{tr!(details.open_accounts)}</a> }
                                    })}
                            </p>
                        }
                    })}
            </div>
        </li>
    }
}

/// The next step, as a sentence to the reader.
fn what_to_do(action: NextAction, code: CheckCode) -> &'static str {
    match action {
        NextAction::ReplaceToken => tr!(details.do_replace_token),
        NextAction::ReconnectWaba => tr!(details.do_reconnect_waba),
        NextAction::AcceptOnBehalf => tr!(details.do_accept_on_behalf),
        NextAction::ChangeDisplayName => tr!(details.do_change_display_name),
        NextAction::RequestCode => tr!(details.do_request_code),
        NextAction::FinishRegistration => tr!(details.do_finish_registration),
        NextAction::Appeal => tr!(details.do_appeal),
        NextAction::WaitForReview => match code {
            CheckCode::DisplayName => tr!(details.locked_text_first),
            CheckCode::WabaApproved | CheckCode::OnBehalf | CheckCode::Registered => tr!(details.do_wait_for_review),
        },
        NextAction::WaitForMeta => tr!(details.do_wait_for_meta),
        NextAction::ContactOperator => tr!(details.do_contact_operator),
    }
}

/// The step is taken on the page of the WhatsApp accounts.
fn leads_to_accounts(action: NextAction) -> bool {
    match action {
        NextAction::ReplaceToken | NextAction::ReconnectWaba => true,
        NextAction::AcceptOnBehalf
        | NextAction::ChangeDisplayName
        | NextAction::RequestCode
        | NextAction::FinishRegistration
        | NextAction::Appeal
        | NextAction::WaitForReview
        | NextAction::WaitForMeta
        | NextAction::ContactOperator => false,
    }
}
