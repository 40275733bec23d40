//! Who is signed in, and what they may do in the open organisation. The server decides; this only shows a control as
//! not allowed, with the reason.

use clienthub_shared::me::{NumbersView, UserPatch};
use clienthub_shared::org::OrgMembership;
use clienthub_shared::permission::{Permission, Role};
use clienthub_shared::session::{Me, User};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, ApiError};
use crate::intl;
use crate::state::preferences::{self, Preferences};
use crate::tr;
use crate::words::role;

#[derive(Clone, PartialEq)]
pub enum SessionState {
    Checking,
    Failed(ApiError),
    SignedOut,
    /// Signed out by the person: nothing to come back to.
    Left,
    SignedIn(Me),
}

#[derive(Clone, Copy)]
pub struct Session(RwSignal<SessionState>, Preferences);

impl Session {
    pub fn provide() {
        let session = Self(RwSignal::new(SessionState::Checking), expect_context());
        api::on_signed_out(move || session.0.set(SessionState::SignedOut));
        // Signed out in another tab: the cookies are gone here too.
        window_event_listener(ev::storage, move |event| {
            if event.key().as_deref() == Some(LEFT) {
                session.0.set(SessionState::Left);
            }
        });
        provide_context(session);
        session.check();
    }

    pub fn get(self) -> SessionState {
        self.0.get()
    }

    pub fn me(self) -> Option<Me> {
        self.0.with(|state| match state {
            SessionState::SignedIn(me) => Some(me.clone()),
            SessionState::Checking | SessionState::Failed(_) | SessionState::SignedOut | SessionState::Left => None,
        })
    }

    /// Asks the hub who is signed in.
    pub fn check(self) {
        self.0.set(SessionState::Checking);
        spawn_local(async move {
            match api::session::get_me().await {
                Ok(me) => self.enter(me).await,
                Err(error) if error.code().is_some_and(|code| code == NOT_SIGNED_IN) => {
                    self.0.set(SessionState::SignedOut);
                }
                Err(error) => self.0.set(SessionState::Failed(error)),
            }
        });
    }

    pub async fn enter(self, mut me: Me) {
        // Operators are members of nothing; the list of organisations is theirs all the same.
        if me.user.operator
            && me.organisations.is_empty()
            && let Ok(page) = api::org::list_orgs().await
        {
            me.organisations = page.data;
        }
        self.1.follow_profile(me.user.language, me.user.theme).await;
        self.0.set(SessionState::SignedIn(me));
    }

    /// How the person looks at numbers.
    pub fn numbers_view(self) -> NumbersView {
        self.0.with(|state| match state {
            SessionState::SignedIn(me) => me.user.numbers_view,
            SessionState::Checking | SessionState::Failed(_) | SessionState::SignedOut | SessionState::Left => {
                NumbersView::List
            }
        })
    }

    /// Chosen in passing: language, theme, view. Here at once; remembered with the person who is signed in. That it could not
    /// be remembered is no reason to take it back. False when the language could not be loaded.
    pub async fn prefer(self, choice: UserPatch) -> bool {
        let signed_in = self.me().is_some();
        if !self.1.choose(&choice, signed_in).await {
            return false;
        }
        if let Some(Me { mut user, .. }) = self.me() {
            user.language = choice.language.unwrap_or(user.language);
            user.theme = choice.theme.unwrap_or(user.theme);
            user.numbers_view = choice.numbers_view.unwrap_or(user.numbers_view);
            self.update(user);
            spawn_local(async move { drop(api::session::update_me(&choice).await) });
        }
        true
    }

    /// The profile as the hub has it after `patch`.
    pub async fn saved(self, user: User, patch: &UserPatch) {
        self.update(user);
        self.1.choose(patch, true).await;
    }

    fn update(self, user: User) {
        self.0.update(|state| {
            if let SessionState::SignedIn(me) = state {
                me.user = user;
            }
        });
    }

    pub fn leave(self) {
        spawn_local(async move {
            // Signed out here even when the hub cannot be told; its session ends by itself.
            let _ = api::session::delete_session().await;
            preferences::write(LEFT, &(intl::now_ms() as u64).to_string());
            self.0.set(SessionState::Left);
        });
    }
}

/// Written at sign-out, for the other tabs.
const LEFT: &str = "clienthub.left";
const NOT_SIGNED_IN: clienthub_shared::problem::ErrorCode = clienthub_shared::problem::ErrorCode::NotSignedIn;

/// `None`: allowed. Else why not: "Your role, viewer, may not do this. Ask an owner or admin."
pub fn refusal(membership: &OrgMembership, permission: Permission) -> Option<String> {
    if membership.permissions.contains(&permission) {
        return None;
    }
    let who: Vec<&str> = Role::with(permission).map(role::in_sentence).collect();
    let who = intl::either(&who);
    Some(match membership.role {
        Some(role) => tr!(permission.refused, role = role::label(role), who = who),
        None => tr!(permission.operator_reads).to_owned(),
    })
}
