//! The registration dialog: reads the number when it opens, follows it live, and shows the step where it stands. Closing
//! loses nothing, the server keeps the state; while a step runs it stays, since its answer would be seen by nobody.

use clienthub_shared::number::NumberDetails;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::code::CodeStep;
use super::connected::{ConnectedStep, OnBusinessApp};
use super::finish::FinishStep;
use super::flow::Flow;
use super::offer::{Target, use_registering};
use super::request::RequestStep;
use super::stage::Stage;
use super::steps::Steps;
use crate::api;
use crate::state::org::use_org;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::dialog::Dialog;
use crate::ui::form::FormState;
use crate::ui::live::{live, when_over};
use crate::ui::load::Load;
use crate::words::number;

/// Mounted once, by the shell.
#[component]
pub fn RegistrationDialog() -> impl IntoView {
    let registering = use_registering();
    let (open, target) = (registering.open, registering.target);
    let form = FormState::new(&["code", "pin"]);
    let title = move || match target.with(|target| target.as_ref().is_some_and(|target| target.again)) {
        true => tr!(registering.title_again).to_owned(),
        false => tr!(registering.title).to_owned(),
    };
    let subtitle = move || {
        let target = target.get()?;
        Some(format!("{} · {}", target.name, number::phone(&target.phone)))
    };
    when_over(
        move || open.get(),
        move || {
            if let Some(target) = target.get_untracked() {
                give_focus_back(&target);
            }
        },
    );
    view! {
        <Dialog
            open
            title=Signal::derive(title)
            subtitle=Signal::derive(move || subtitle().unwrap_or_default())
            busy=form.pending
            width="max-w-md"
        >
            {live(move || target.get().map(|target| view! { <Content target form /> }))}
        </Dialog>
    }
}

#[component]
fn Content(target: Target, form: FormState) -> impl IntoView {
    form.reset();
    let org = use_org();
    let id = target.id;
    let remote = Remote::new(move || {
        let org = org.id();
        async move { api::number::get_number(&org, &id.to_string()).await }
    });
    org.stream.on_change(move |events| {
        let id = id.to_string();
        if events.iter().any(|event| event.kind == clienthub_shared::stream::RESYNC || event.id == id) {
            remote.refresh();
        }
    });
    let skeleton = || {
        view! {
            <div class="grid gap-4 px-4 pb-6 sm:px-6">
                <div class="skeleton h-5"></div>
                <div class="skeleton h-10"></div>
                <div class="skeleton h-14"></div>
                <div class="skeleton h-10"></div>
            </div>
        }
    };
    let body = move |details: Signal<NumberDetails>| {
        let flow = Flow::new(id, target.again, remote, details, form);
        view! { <Body flow /> }
    };
    view! {
        <div class="min-h-40 pt-4">
            <Load
                remote
                failed=tr!(details.failed)
                loading=tr!(details.loading)
                skeleton=skeleton
                children=body
            />
        </div>
    }
}

#[component]
fn Body(flow: Flow) -> impl IntoView {
    let stage = flow.stage();
    let step = move || match stage.get() {
        Stage::OnBusinessApp => view! { <OnBusinessApp flow /> }.into_any(),
        Stage::RequestCode => view! { <RequestStep flow /> }.into_any(),
        Stage::EnterCode => view! { <CodeStep flow /> }.into_any(),
        Stage::Finish => view! { <FinishStep flow /> }.into_any(),
        Stage::Connected => view! { <ConnectedStep flow /> }.into_any(),
    };
    view! {
        <Steps flow stage />
        {live(step)}
    }
}

/// The browser gives the focus back to the button that opened; when that was drawn anew or is gone, to its successor, else
/// to the page.
fn give_focus_back(target: &Target) {
    let successor = format!("[data-register='{}'] button", target.id);
    request_animation_frame(move || {
        let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        if !lost {
            return;
        }
        for selector in [successor.as_str(), "#main"] {
            if let Ok(Some(element)) = document().query_selector(selector) {
                let _ = element.unchecked_into::<HtmlElement>().focus();
                return;
            }
        }
    });
}
