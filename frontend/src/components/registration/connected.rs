//! The end: connected, and whether the number may be used already or what is still open and whose turn it is. Also what is
//! said of a number that is never registered here.

use clienthub_shared::readiness::CheckState;
use leptos::html;
use leptos::prelude::*;

use super::flow::Flow;
use super::offer::use_registering;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::notice::Notice;
use crate::words::turn;

#[component]
pub fn ConnectedStep(flow: Flow) -> impl IntoView {
    let title = NodeRef::<html::H3>::new();
    // What the focus was on is gone: the news is read instead.
    title.on_load(|title| {
        let _ = title.focus();
    });
    let readiness = Memo::new(move |_| flow.details.with(|d| d.number.readiness.clone()));
    let rest = move || {
        let readiness = readiness.get();
        if readiness.ready {
            return view! { <p class="hint">{tr!(details.ready)}</p> }.into_any();
        }
        let open = readiness.checks.iter().filter(|check| check.state == CheckState::Open && check.blocking);
        let lines = open.map(|check| {
            let badge = turn::check(check);
            let who = check.who.map(|who| turn::who(who).text);
            view! {
                <li data-tone=badge.tone.as_str()>
                    <Icon name=badge.icon />
                    <span>{badge.text}</span>
                    <span class="text-muted">{who}</span>
                </li>
            }
        });
        let lines = lines.collect_view();
        view! {
            <p class="hint">{tr!(registering.still_open)}</p>
            <ul class="checks mx-auto mt-1 w-full max-w-xs text-left">{lines}</ul>
        }
        .into_any()
    };
    view! {
        <div class="grid justify-items-center gap-1 px-4 pt-2 pb-7 text-center sm:px-6" data-tone="ok">
            <span class="tone-text mb-1"><Icon name="circle-check" class="size-10" /></span>
            <h3 node_ref=title tabindex="-1" class="text-lg outline-none">
                {if flow.again { tr!(registering.connected_again) } else { tr!(registering.connected) }}
            </h3>
            {live(rest)}
        </div>
        <Ways flow />
    }
}

#[component]
pub fn OnBusinessApp(flow: Flow) -> impl IntoView {
    view! {
        <div class="px-4 pb-5 sm:px-6">
            <Notice
                tone=Tone::Idle
                icon="smartphone"
                strong=tr!(registering.on_app)
                text=tr!(error.number_on_business_app)
            />
        </div>
        <Ways flow />
    }
}

/// To the number's page, or away.
#[component]
fn Ways(flow: Flow) -> impl IntoView {
    let registering = use_registering();
    let href = use_org().path(&format!("/numbers/{}", flow.id));
    let close = move |_| registering.open.set(false);
    view! {
        <div class="modal-action">
            <a class="btn btn-ghost" href=href on:click=close>{tr!(registering.show_details)}</a>
            <button type="button" class="btn btn-primary" on:click=close>{tr!(registering.done)}</button>
        </div>
    }
}
