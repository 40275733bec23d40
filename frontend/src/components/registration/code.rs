//! The second step: the code. It is checked as soon as its sixth digit is there; another one may be asked for when the
//! ring is through.

use clienthub_shared::registration::{CodeMethod, CodeRequest};
use leptos::prelude::*;

use super::attempts::Attempts;
use super::flow::Flow;
use super::notices::Notices;
use super::options::Options;
use super::stage::Stage;
use super::steps::Foot;
use crate::intl;
use crate::tr;
use crate::ui::code_field::{CodeField, DIGITS};
use crate::ui::countdown::{Countdown, CountdownRing, left_s};
use crate::ui::form::Form;
use crate::ui::icon::Icon;
use crate::ui::live::{bound, live};

#[component]
pub fn CodeStep(flow: Flow) -> impl IntoView {
    let sent = Memo::new(move |before: Option<&Option<CodeRequest>>| {
        flow.part(|d| d.code.clone()).or_else(|| before.cloned().flatten())
    });
    let submit = Callback::new(move |()| {
        if untrack(|| flow.blocked()).is_none() {
            flow.register(true);
        }
    });
    let typed = Callback::new(move |()| {
        flow.typed();
        let complete = |value: RwSignal<String>| value.with_untracked(String::len) == DIGITS;
        let all = complete(flow.code) && (!flow.own_pin.get_untracked() || complete(flow.pin));
        if all && untrack(|| !flow.asks() || flow.confirmed.get()) {
            submit.run(());
        }
    });
    let is_old = Memo::new(move |_| {
        let now = flow.now.get();
        sent.with(|sent| sent.as_ref().is_none_or(|code| code.expires_at.timestamp_millis() as f64 <= now))
    });
    let text = move || {
        let Some(code) = sent.get() else {
            return String::new();
        };
        let time = intl::clock_or_day(&code.requested_at);
        if is_old.get() {
            return tr!(registering.code_old, time = time);
        }
        let language = intl::languages([code.language.as_str()].into_iter()).pop();
        let language = language.map(|(_, name)| name).unwrap_or_default();
        let until = intl::clock(&code.expires_at);
        match code.method {
            CodeMethod::Sms => tr!(registering.sent_sms, language = language, time = time, until = until),
            CodeMethod::Voice => tr!(registering.sent_call, language = language, time = time, until = until),
        }
    };
    // Nothing to ask for while a wait or a step runs; the notice says until when.
    let can_ask = Memo::new(move |_| flow.blocked().is_none());
    view! {
        <Form state=flow.form class="" on_submit=submit>
            <div class="grid gap-4 px-4 pb-5 sm:px-6">
                <p aria-live="polite">{live(text)}</p>
                <CodeField
                    label=tr!(registering.code)
                    value=flow.code
                    name="code"
                    autocomplete="one-time-code"
                    hint=tr!(registering.code_hint)
                    error=flow.field("code")
                    focus=true
                    locked=flow.locked()
                    on_change=typed
                />
                <Notices flow stage=Stage::EnterCode />
                <Attempts flow />
                {live(move || can_ask.get().then(|| view! { <Again flow sent /> }))}
                <Options flow />
            </div>
            <Foot flow submit=tr!(registering.verify) />
        </Form>
    }
}

/// No code? By SMS or by call, in the same language; or another language.
#[component]
fn Again(flow: Flow, sent: Memo<Option<CodeRequest>>) -> impl IntoView {
    let next_at = move || sent.with(|sent| sent.as_ref().map(|code| code.next_at.timestamp_millis() as f64));
    let left = Signal::derive(move || left_s(next_at(), flow.now.get()));
    let whole = Signal::derive(move || {
        sent.with(|sent| sent.as_ref().map_or(0, |code| (code.next_at - code.requested_at).num_seconds().max(0) as u64))
    });
    let waits = Memo::new(move |_| left.get() > 0);
    let off = Memo::new(move |_| waits.get() || flow.form.pending.get() || flow.blocked().is_some());
    let ask = move |method| {
        let language = sent.with_untracked(|sent| sent.as_ref().map(|code| code.language.clone()));
        if let Some(language) = language.filter(|_| !off.get_untracked()) {
            flow.typed();
            flow.request_code(method, language);
        }
    };
    let button = move |method, icon, text: &'static str, name: &'static str| {
        view! {
            <button type="button" class="btn btn-sm" disabled=bound(move || off.get()) aria-label=name on:click=move |_| ask(method)>
                <Icon name=icon class="size-3.5" />
                {text}
            </button>
        }
    };
    view! {
        <div class="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-field bg-base-200 p-3 text-sm">
            <CountdownRing left whole />
            <span class="grow basis-40">
                {live(move || {
                    if waits.get() {
                        view! { {tr!(registering.again_in)} " " <Countdown left /> }.into_any()
                    } else {
                        tr!(registering.again_now).into_any()
                    }
                })}
            </span>
            <span class="flex flex-wrap gap-2">
                {button(CodeMethod::Sms, "message-square-more", tr!(registering.sms), tr!(registering.again_sms))}
                {button(CodeMethod::Voice, "phone", tr!(registering.call), tr!(registering.again_call))}
            </span>
            <p class="hint w-full">
                {tr!(registering.no_sms)} " "
                <button
                    type="button"
                    class="link hit cursor-pointer"
                    on:click=move |_| {
                        if !flow.form.pending.get_untracked() {
                            flow.other_code.set(true);
                        }
                    }
                >
                    {tr!(registering.other_language)}
                </button>
            </p>
        </div>
    }
}
