//! Opening the dialog: what a page needs of it. Lists, cards and headers put a `RegisterButton`, which knows by the
//! number's readiness whether it is wanted and what it is called.

use clienthub_shared::id::NumberId;
use clienthub_shared::number::Number;
use clienthub_shared::permission::Permission;
use clienthub_shared::readiness::{Check, CheckCode, CheckState, NextAction};
use leptos::prelude::*;

use crate::state::org::use_org;
use crate::tr;
use crate::ui::button::Button;

/// The number that the dialog is about.
#[derive(Clone, PartialEq)]
pub struct Target {
    pub id: NumberId,
    pub name: String,
    /// E.164.
    pub phone: String,
    /// It is connected and shall be registered once more.
    pub again: bool,
}

/// The one registration dialog of the open organisation.
#[derive(Clone, Copy)]
pub struct Registering {
    pub(super) open: RwSignal<bool>,
    pub(super) target: RwSignal<Option<Target>>,
}

impl Registering {
    pub fn provide() {
        provide_context(Self { open: RwSignal::new(false), target: RwSignal::new(None) });
    }

    /// Opens the dialog where this number stands.
    pub fn open(self, id: NumberId, name: &str, phone: &str) {
        self.show(Target { id, name: name.to_owned(), phone: phone.to_owned(), again: false });
    }

    /// Opens it to register a connected number once more.
    pub fn open_again(self, id: NumberId, name: &str, phone: &str) {
        self.show(Target { id, name: name.to_owned(), phone: phone.to_owned(), again: true });
    }

    fn show(self, target: Target) {
        self.target.set(Some(target));
        self.open.set(true);
    }
}

/// Only pages inside the shell may call it.
pub fn use_registering() -> Registering {
    expect_context()
}

/// What can be done about a number's registration now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    RequestCode,
    Finish,
    /// Meta has set a wait: the dialog says how long and why.
    ShowWait,
}

impl Offer {
    /// `None`: registered, or something else comes first.
    pub fn of(number: &Number) -> Option<Self> {
        number.readiness.checks.iter().find_map(|check| Self::of_check(number, check))
    }

    /// As `of`, when only this check matters (the cause of the number's attention).
    pub fn of_check(number: &Number, check: &Check) -> Option<Self> {
        if check.code != CheckCode::Registered || check.state != CheckState::Open {
            return None;
        }
        match check.action? {
            NextAction::RequestCode => Some(Self::RequestCode),
            NextAction::FinishRegistration => Some(Self::Finish),
            NextAction::WaitForMeta => number.registration.waits_until.map(|_| Self::ShowWait),
            NextAction::ReplaceToken
            | NextAction::ReconnectWaba
            | NextAction::AcceptOnBehalf
            | NextAction::ChangeDisplayName
            | NextAction::Appeal
            | NextAction::WaitForReview
            | NextAction::ContactOperator => None,
        }
    }

    /// Text and icon of its button.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::RequestCode => (tr!(registering.request_code), "message-square-more"),
            Self::Finish => (tr!(registering.finish), "hash"),
            Self::ShowWait => (tr!(registering.show_wait), "timer"),
        }
    }
}

/// Opens the dialog for `number`. Who may not register sees it with the reason.
#[component]
pub fn RegisterButton(
    number: Number,
    offer: Offer,
    /// Besides `btn`.
    #[prop(default = "btn-soft btn-primary btn-sm")]
    class: &'static str,
) -> impl IntoView {
    let registering = use_registering();
    let blocked = use_org().refusal(Permission::NumbersManage);
    let (text, icon) = offer.words();
    let id = number.id;
    let open = Callback::new(move |()| registering.open(id, &number.display_name, &number.phone_number));
    view! {
        // By this the dialog finds its way back when the row was drawn anew meanwhile.
        <span class="contents" data-register=id.to_string()>
            <Button class icon text blocked=Signal::stored(blocked) on_click=open />
        </span>
    }
}
