//! Settings, profile: what people change about themselves, the same in every organisation.

use leptos::prelude::*;

use crate::components::profile::about::AboutForm;
use crate::components::profile::password::PasswordForm;
use crate::layouts::header::set_crumbs;
use crate::state::session::Session;
use crate::tr;
use crate::ui::heading::PageHeading;

#[component]
pub fn SettingsProfile() -> impl IntoView {
    set_crumbs(&[], tr!(profile.title));
    let session: Session = expect_context();
    // Inside the shell somebody is signed in.
    let user = untrack(|| session.me()).map(|me| me.user);
    view! {
        <PageHeading title=tr!(profile.title) hint=tr!(profile.hint) />
        <div class="grid max-w-3xl gap-4">
            {user
                .map(|user| {
                    let email = user.email.clone();
                    view! {
                        <AboutForm user />
                        <PasswordForm email />
                    }
                })}
        </div>
    }
}
