//! The step that a person can take next, as a control: the registration dialog, the accounts' page, or Meta. Nothing when it is
//! somebody else's turn.

use clienthub_shared::number::Number;
use clienthub_shared::permission::Permission;
use clienthub_shared::readiness::NextAction;
use leptos::prelude::*;

use super::facts::next_offer;
use crate::components::registration::offer::RegisterButton;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::icon::Icon;
use crate::words::turn;

/// Where what only Meta can show is done: requests to accept, appeals.
const META_BUSINESS: &str = "https://business.facebook.com/";

#[component]
pub fn NextStep(number: Number) -> impl IntoView {
    if let Some(offer) = next_offer(&number) {
        return view! { <RegisterButton number offer class="btn-soft btn-primary" /> }.into_any();
    }
    let action = turn::cause(&number.readiness, number.attention).and_then(|check| check.action);
    match action {
        Some(action @ (NextAction::ReplaceToken | NextAction::ReconnectWaba)) => {
            let org = use_org();
            let may = org.refusal(Permission::NumbersManage).is_none();
            let text = if may { turn::action(action) } else { tr!(card.accounts) };
            let icon = if action == NextAction::ReplaceToken { "key-round" } else { "link" };
            view! {
                <a class="btn btn-soft btn-primary" href=org.path("/settings/whatsapp-accounts")>
                    <Icon name=icon />
                    {text}
                </a>
            }
            .into_any()
        }
        Some(action @ (NextAction::AcceptOnBehalf | NextAction::Appeal)) => view! {
            <a class="btn btn-soft btn-primary" href=META_BUSINESS target="_blank" rel="noreferrer">
                <Icon name="external-link" />
                {turn::action(action)}
            </a>
        }
        .into_any(),
        Some(
            NextAction::RequestCode
            | NextAction::FinishRegistration
            | NextAction::ChangeDisplayName
            | NextAction::WaitForReview
            | NextAction::WaitForMeta
            | NextAction::ContactOperator,
        )
        | None => ().into_any(),
    }
}
