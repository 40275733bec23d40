//! The layout of an organisation's pages. It waits for the session, sends away who is not signed in, and is built anew
//! for each organisation: stream, counts and permissions belong to one.

use clienthub_shared::org::OrgMembership;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_params_map};

use super::header::{Crumbs, Header};
use super::navigation::{Dock, Sidebar};
use super::plain::Plain;
use crate::api::ApiError;
use crate::pages::not_found::NotFoundPage;
use crate::state::org::OrgContext;
use crate::state::preferences;
use crate::state::session::{Session, SessionState};
use crate::state::way::use_way;
use crate::tr;
use crate::ui::focus_page;
use crate::ui::live::{effect, live};
use crate::ui::load::LoadError;

/// The organisation that was open last, for `/`.
pub const LAST_ORG: &str = "clienthub.org";

#[derive(Clone, PartialEq)]
enum Stage {
    Checking,
    Failed(ApiError),
    SignedOut { left: bool },
    Missing,
    Open(OrgMembership),
}

#[component]
pub fn Shell(
    /// What the pages of this program find in their context.
    provide: fn(),
    /// Beside the pages: dialogs that several of them open.
    #[prop(into)]
    beside: ViewFn,
) -> impl IntoView {
    let session: Session = expect_context();
    let params = use_params_map();
    let stage = Memo::new(move |_| {
        let wanted = params.with(|params| params.get("org")).unwrap_or_default();
        match session.get() {
            SessionState::Checking => Stage::Checking,
            SessionState::Failed(error) => Stage::Failed(error),
            SessionState::SignedOut => Stage::SignedOut { left: false },
            SessionState::Left => Stage::SignedOut { left: true },
            SessionState::SignedIn(me) => me
                .organisations
                .into_iter()
                .find(|org| org.id.to_string() == wanted)
                .map_or(Stage::Missing, Stage::Open),
        }
    });
    live(move || match stage.get() {
        Stage::Checking => view! { <Waiting /> }.into_any(),
        Stage::Failed(error) => view! { <SessionError error /> }.into_any(),
        Stage::SignedOut { left } => view! { <ToSignIn left /> }.into_any(),
        Stage::Missing => view! { <NotFoundPage /> }.into_any(),
        Stage::Open(membership) => view! { <OrgShell membership provide beside=beside.clone() /> }.into_any(),
    })
}

/// Goes to sign-in, and comes back here after it unless the person `left`.
#[component]
pub fn ToSignIn(left: bool) -> impl IntoView {
    let way = use_way();
    let location = use_location();
    effect(move || {
        let path = location.pathname.get_untracked();
        let search = location.search.get_untracked();
        let here = if search.is_empty() { path } else { format!("{path}?{search}") };
        let next =
            if left || here == "/" { String::new() } else { format!("?next={}", js_sys::encode_uri_component(&here)) };
        way(&format!("/sign-in{next}"));
    });
}

#[component]
pub fn SessionError(error: ApiError) -> impl IntoView {
    let session: Session = expect_context();
    view! {
        <Plain>
            <div class="w-full max-w-lg">
                <LoadError title=tr!(shell.not_loaded) error retry=Callback::new(move |()| session.check()) />
            </div>
        </Plain>
    }
}

/// The same grey shapes as the static shell of index.html.
#[component]
pub fn Waiting() -> impl IntoView {
    view! {
        <div
            class="lg:grid lg:grid-cols-[12.25rem_minmax(0,1fr)]"
            role="status"
            aria-busy="true"
            aria-label=tr!(shell.loading)
        >
            <div class="hidden h-dvh px-3 lg:block"></div>
            <div class="min-w-0 border-line lg:border-l">
                <div class="h-14 border-b border-line"></div>
                <div class="mx-auto grid max-w-[96rem] gap-5 px-4 pt-5 lg:px-6 lg:pt-6">
                    <div class="skeleton h-7 w-40"></div>
                    <div class="skeleton h-9 w-full max-w-xl"></div>
                    <div class="panel h-96"></div>
                </div>
            </div>
        </div>
    }
}

#[component]
fn OrgShell(membership: OrgMembership, provide: fn(), beside: ViewFn) -> impl IntoView {
    preferences::write(LAST_ORG, &membership.id.to_string());
    OrgContext::provide(membership);
    Crumbs::provide();
    provide();
    let path = use_location().pathname;
    // A new page is read from its top: the focus follows, as it would after a full load.
    let mut before = None;
    effect(move || {
        let now = path.get();
        if before.replace(now.clone()).is_some_and(|before| before != now) {
            focus_page();
        }
    });
    view! {
        // "external" leaves the jump to the browser, which moves the focus too; the router would only scroll.
        <a class="skip btn btn-primary" href="#main" rel="external">{tr!(shell.skip)}</a>
        <div class="lg:grid lg:grid-cols-[12.25rem_minmax(0,1fr)]">
            <Sidebar />
            <div class="min-w-0 border-line lg:border-l">
                <Header />
                <main
                    id="main"
                    tabindex="-1"
                    class="mx-auto max-w-[96rem] px-4 pt-5 pb-28 outline-none lg:px-6 lg:pt-6 lg:pb-12"
                >
                    <Outlet />
                </main>
            </div>
            <Dock />
        </div>
        {beside.run()}
    }
}
