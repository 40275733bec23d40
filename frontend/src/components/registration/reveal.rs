//! Showing the PIN that the hub knows: for the person's password, for 30 seconds. It is in memory no longer than on screen.

use std::time::Duration;

use clienthub_shared::id::NumberId;
use clienthub_shared::registration::{PinReveal, RevealedPin};
use leptos::html;
use leptos::prelude::*;

use crate::api;
use crate::intl;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::copy::CopyButton;
use crate::ui::countdown::{Countdown, left_s};
use crate::ui::dialog::{Cancel, Dialog};
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormState};
use crate::ui::live::live;
use crate::ui::notice::Notice;
use crate::ui::time::ticking;

const SHOWN: Duration = Duration::from_secs(30);

#[component]
pub fn ShowPinDialog(
    open: RwSignal<bool>,
    id: NumberId,
    /// The number's name.
    subtitle: Signal<String>,
) -> impl IntoView {
    let form = FormState::new(&["password"]);
    view! {
        <Dialog open title=tr!(registering.show_pin) subtitle=subtitle busy=form.pending width="max-w-md">
            <Content open form id />
        </Dialog>
    }
}

#[component]
fn Content(open: RwSignal<bool>, form: FormState, id: NumberId) -> impl IntoView {
    let shown = RwSignal::new(None::<RevealedPin>);
    let hidden_again = RwSignal::new(false);
    form.reset();
    live(move || match shown.get() {
        Some(pin) => view! { <Revealed open shown hidden_again pin /> }.into_any(),
        None => view! { <Ask form id shown hidden_again /> }.into_any(),
    })
}

#[component]
fn Ask(
    form: FormState,
    id: NumberId,
    shown: RwSignal<Option<RevealedPin>>,
    hidden_again: RwSignal<bool>,
) -> impl IntoView {
    let org = use_org();
    let password = RwSignal::new(String::new());
    let first = NodeRef::<html::Input>::new();
    first.on_load(|input| {
        let _ = input.focus();
    });
    let submit = Callback::new(move |()| {
        if password.with_untracked(String::is_empty) {
            form.findings.set(vec![("password", tr!(sign_in.password_missing).to_owned())]);
            return;
        }
        form.findings.set(Vec::new());
        let (org, reveal) = (org.id(), PinReveal { password: password.get_untracked() });
        form.submit(async move { api::number::reveal_pin(&org, &id.to_string(), &reveal).await }, move |pin| {
            shown.set(Some(pin));
        });
    });
    let text =
        if hidden_again.get_untracked() { tr!(registering.hidden_again) } else { tr!(registering.show_pin_text) };
    view! {
        <Form state=form class="mt-4" on_submit=submit>
            <div class="grid gap-4 px-4 pb-5 sm:px-6">
                <p aria-live="polite">{text}</p>
                <TextField
                    label=tr!(registering.password)
                    value=password
                    name="password"
                    kind="password"
                    autocomplete="current-password"
                    error=form.field("password")
                    node_ref=first
                />
                <FormFailure state=form />
            </div>
            <div class="modal-action">
                <Cancel />
                <Button
                    class="btn-primary"
                    kind="submit"
                    icon="eye"
                    text=tr!(registering.show_pin)
                    pending=form.pending
                />
            </div>
        </Form>
    }
}

#[component]
fn Revealed(
    open: RwSignal<bool>,
    shown: RwSignal<Option<RevealedPin>>,
    hidden_again: RwSignal<bool>,
    pin: RevealedPin,
) -> impl IntoView {
    let until = intl::now_ms() + SHOWN.as_secs_f64() * 1000.0;
    let now = ticking();
    let left = Signal::derive(move || left_s(Some(until), now.get()));
    let hide = move || {
        let _ = hidden_again.try_set(true);
        let _ = shown.try_set(None);
    };
    // Not by the tick: a tab in the background may miss it.
    if let Ok(handle) = set_timeout_with_handle(hide, SHOWN) {
        on_cleanup(move || handle.clear());
    }
    let line = |pin: String, label: &'static str| {
        let spaced = format!("{} {}", pin.get(..3).unwrap_or(&pin), pin.get(3..).unwrap_or_default());
        view! {
            <p class="flex items-center gap-3">
                <span class="text-2xl font-semibold tracking-widest tabular" aria-label=spell(&pin) role="text">
                    {spaced}
                </span>
                <CopyButton text=pin label=label />
            </p>
        }
    };
    let other = pin.unconfirmed.clone().map(|other| {
        view! {
            <Notice
                tone=Tone::Wait
                icon="circle-alert"
                strong=tr!(registering.unconfirmed)
                text=tr!(registering.unconfirmed_text)
            />
            {line(other, tr!(registering.copy_other_pin))}
        }
    });
    let title = NodeRef::<html::Div>::new();
    title.on_load(|title| {
        let _ = title.focus();
    });
    view! {
        <div class="mt-4 grid gap-4 px-4 pb-5 outline-none sm:px-6" node_ref=title tabindex="-1">
            {line(pin.pin, tr!(registering.copy_pin))}
            {other}
            <p class="hint">{tr!(registering.hides_in)} " " <Countdown left /></p>
        </div>
        <div class="modal-action">
            <Button class="btn-ghost" text=tr!(registering.hide) on_click=Callback::new(move |()| hide()) />
            <Button class="btn-primary" text=tr!(registering.done) on_click=Callback::new(move |()| open.set(false)) />
        </div>
    }
}

/// Digit by digit, for who listens.
fn spell(pin: &str) -> String {
    pin.chars().map(String::from).collect::<Vec<_>>().join(" ")
}
