//! `/`: goes on to the dashboard of the organisation that was open last, else of the first.

use leptos::prelude::*;

use crate::layouts::plain::Plain;
use crate::layouts::shell::{LAST_ORG, SessionError, ToSignIn, Waiting};
use crate::state::preferences;
use crate::state::session::{Session, SessionState};
use crate::state::way::use_way;
use crate::tr;
use crate::ui::live::{effect, live};
use crate::ui::panel::Empty;

#[component]
pub fn Home() -> impl IntoView {
    let session: Session = expect_context();
    live(move || match session.get() {
        SessionState::Checking => view! { <Waiting /> }.into_any(),
        SessionState::Failed(error) => view! { <SessionError error /> }.into_any(),
        SessionState::SignedOut => view! { <ToSignIn left=false /> }.into_any(),
        SessionState::Left => view! { <ToSignIn left=true /> }.into_any(),
        SessionState::SignedIn(me) => {
            let last = preferences::read(LAST_ORG);
            let orgs = me.organisations;
            let chosen =
                orgs.iter().find(|org| last.as_deref() == Some(org.id.to_string().as_str())).or_else(|| orgs.first());
            match chosen {
                Some(org) => view! { <Go path=format!("/orgs/{}/dashboard", org.id) /> }.into_any(),
                None => view! { <NoOrganisation /> }.into_any(),
            }
        }
    })
}

/// Another page in place of this one.
#[component]
pub fn Go(path: String) -> impl IntoView {
    let way = use_way();
    effect(move || way(&path));
}

#[component]
fn NoOrganisation() -> impl IntoView {
    let session: Session = expect_context();
    view! {
        <Plain>
            <div class="w-full max-w-lg">
                <Empty icon="building-2" title=tr!(home.no_org) text=tr!(home.no_org_text)>
                    <button type="button" class="btn" on:click=move |_| session.leave()>{tr!(shell.sign_out)}</button>
                </Empty>
            </div>
        </Plain>
    }
}
