//! What a new access token is asked for: name, scopes, end.

use clienthub_shared::access_token::AccessTokenCreate;
use clienthub_shared::permission::Permission;
use clienthub_shared::rules;
use leptos::prelude::*;

use super::create_dialog::Made;
use super::expiry::{Expiry, ExpiryField};
use super::scopes::ScopesField;
use crate::api;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormFoot, FormState};
use crate::words::error;

#[component]
pub fn Fields(form: FormState, made: RwSignal<Option<Made>>, on_created: Callback<()>) -> impl IntoView {
    let org = use_org();
    let name = RwSignal::new(String::new());
    let scopes = RwSignal::new(vec![Permission::NumbersRead]);
    let expiry = Expiry::new();
    form.reset();
    let name_finding = move || {
        name.with_untracked(|name| rules::name("name", name)).err().map(|finding| error::field_sentence(&finding))
    };
    let check = move || {
        let scopes = scopes.with_untracked(Vec::is_empty).then(|| tr!(tokens.scopes_missing).to_owned());
        let findings = [("name", name_finding()), ("scopes", scopes), ("expires_at", expiry.at().err())];
        findings.into_iter().filter_map(|(field, sentence)| Some((field, sentence?))).collect::<Vec<_>>()
    };
    // On blur only what was filled in is judged.
    let blur = Callback::new(move |()| {
        form.judge("name", name_finding().filter(|_| !name.with_untracked(String::is_empty)));
    });
    let submit = Callback::new(move |()| {
        let findings = check();
        let complete = findings.is_empty();
        form.findings.set(findings);
        let Ok(expires_at) = expiry.at() else { return };
        if !complete {
            return;
        }
        let mut scopes = scopes.get_untracked();
        scopes.sort();
        let create = AccessTokenCreate { name: name.get_untracked().trim().to_owned(), scopes, expires_at };
        let (org, shown, reads) = (org.id(), create.name.clone(), create.scopes.contains(&Permission::NumbersRead));
        let request = async move { api::token::create_access_token(&org, &create).await };
        form.submit(request, move |created: api::token::Created| {
            made.set(Some(Made { name: shown, secret: created.secret, reads }));
            on_created.run(());
        });
    });
    view! {
        <Form state=form class="mt-4" on_submit=submit>
            <div class="grid gap-4 px-4 pb-5 sm:px-6">
                <TextField
                    label=tr!(tokens.name)
                    value=name
                    name="name"
                    autocomplete="off"
                    hint=tr!(tokens.name_hint).to_owned()
                    error=form.field("name")
                    on_blur=blur
                />
                <ScopesField chosen=scopes error=form.field("scopes") />
                <ExpiryField expiry form />
                <FormFailure state=form />
            </div>
            <FormFoot state=form submit=tr!(tokens.create) />
        </Form>
    }
}
