//! Revoking an access token: what happens, then one button.

use clienthub_shared::access_token::AccessToken;
use leptos::prelude::*;

use crate::api;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::dialog::Dialog;
use crate::ui::form::{Form, FormFailure, FormFoot, FormState};
use crate::ui::toast::Toasts;

#[component]
pub fn RevokeTokenDialog(open: RwSignal<bool>, token: AccessToken, on_done: Callback<()>) -> impl IntoView {
    let org = use_org();
    let toasts: Toasts = expect_context();
    let form = FormState::new(&[]);
    let subtitle = format!("{} · {}…", token.name, token.prefix);
    let submit = Callback::new(move |()| {
        let (org, id, name) = (org.id(), token.id.to_string(), token.name.clone());
        form.submit(async move { api::token::revoke_access_token(&org, &id).await }, move |()| {
            open.set(false);
            toasts.say(Tone::Ok, tr!(tokens.revoked, name = name));
            on_done.run(());
        });
    });
    view! {
        <Dialog open title=tr!(tokens.revoke_title) subtitle=subtitle busy=form.pending>
            <Form state=form class="mt-4" on_submit=submit>
                <div class="grid gap-4 px-4 pb-5 sm:px-6">
                    <p>{tr!(tokens.revoke_text)}</p>
                    <FormFailure state=form />
                </div>
                <FormFoot state=form class="btn-error" submit=tr!(tokens.revoke_submit) />
            </Form>
        </Dialog>
    }
}
