//! The buttons beside the facts of the panel *WhatsApp channel*: the PIN, and registering once more.

use clienthub_shared::number::NumberDetails;
use clienthub_shared::permission::Permission;
use clienthub_shared::registration::RegistrationState;
use leptos::prelude::*;

use crate::components::registration::offer::use_registering;
use crate::components::registration::pin::ChangePinDialog;
use crate::components::registration::reveal::ShowPinDialog;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::button::Button;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    RegisterAgain,
    ShowPin,
    ChangePin,
}

/// What the buttons need of their panel.
#[derive(Clone, Copy)]
struct Acts {
    details: Signal<NumberDetails>,
    show_pin: RwSignal<bool>,
    change_pin: RwSignal<bool>,
}

/// Call it where the facts are drawn; its dialogs live beside them.
pub fn provide_acts(details: Signal<NumberDetails>, changed: Callback<NumberDetails>) -> impl IntoView {
    let acts = Acts { details, show_pin: RwSignal::new(false), change_pin: RwSignal::new(false) };
    provide_context(acts);
    let id = details.with_untracked(|d| d.number.id);
    let name = Signal::derive(move || details.with(|d| d.number.display_name.clone()));
    view! {
        <ShowPinDialog open=acts.show_pin id subtitle=name />
        <ChangePinDialog open=acts.change_pin id subtitle=name on_changed=changed />
    }
}

#[component]
pub fn ActButton(act: Act) -> impl IntoView {
    let org = use_org();
    let registering = use_registering();
    let acts: Acts = expect_context();
    let reason = move || {
        org.refusal(Permission::NumbersManage).or_else(|| {
            let connected = acts.details.with(|d| d.number.registration.state == RegistrationState::Connected);
            let known = acts.details.with(|d| d.registration_details.pin_known);
            match act {
                Act::RegisterAgain => None,
                Act::ShowPin if known => None,
                Act::ShowPin if connected => Some(tr!(error.pin_unknown).to_owned()),
                Act::ShowPin | Act::ChangePin => (!connected).then(|| tr!(registering.pin_later).to_owned()),
            }
        })
    };
    let blocked = Memo::new(move |_| reason());
    let run = Callback::new(move |()| match act {
        Act::RegisterAgain => {
            let number = acts.details.with_untracked(|d| d.number.clone());
            registering.open_again(number.id, &number.display_name, &number.phone_number);
        }
        Act::ShowPin => acts.show_pin.set(true),
        Act::ChangePin => acts.change_pin.set(true),
    });
    let (text, icon) = match act {
        Act::RegisterAgain => (tr!(registering.again_button), "refresh-cw"),
        Act::ShowPin => (tr!(registering.show_pin_button), "eye"),
        Act::ChangePin => (tr!(registering.change_pin_button), "pencil"),
    };
    view! { <Button class="btn-sm" icon text blocked=blocked on_click=run /> }
}
