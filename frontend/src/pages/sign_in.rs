//! Sign in with e-mail and password, then on to `next` or to the numbers.

use clienthub_shared::problem::ErrorCode;
use clienthub_shared::session::SessionCreate;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

use crate::api;
use crate::layouts::plain::Plain;
use crate::state::session::{Session, SessionState};
use crate::state::way::use_way;
use crate::tr;
use crate::ui::button::Button;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormState};
use crate::ui::icon::Mark;
use crate::ui::live::{Show, effect};
use crate::ui::set_title;

#[component]
pub fn SignIn() -> impl IntoView {
    set_title(tr!(sign_in.title));
    let session: Session = expect_context();
    let way = use_way();
    let query = use_query_map();
    effect(move || {
        if matches!(session.get(), SessionState::SignedIn(_)) {
            let next = query.with_untracked(|query| query.get("next")).filter(|next| is_own_path(next));
            way(next.as_deref().unwrap_or("/"));
        }
    });
    let host = window().location().host().unwrap_or_default();
    view! {
        <Plain>
            <div class="w-full max-w-sm">
                <div class="mb-6 flex items-center justify-center gap-3">
                    <Mark class="size-10 flex-none" />
                    <span class="text-xl font-semibold tracking-tight">"Clienthub"</span>
                </div>
                <div class="panel p-6 shadow-overlay sm:p-7">
                    <h1>{tr!(sign_in.title)}</h1>
                    <p class="hint mt-0.5">{tr!(sign_in.hint, host = host)}</p>
                    <Credentials />
                </div>
            </div>
        </Plain>
    }
}

#[component]
fn Credentials() -> impl IntoView {
    let session: Session = expect_context();
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let form = FormState::new(&["email", "password"]);
    let first = NodeRef::<html::Input>::new();
    first.on_load(|input| {
        let _ = input.focus();
    });
    // The password is wrong or the e-mail is, nobody says which; it stands under the password.
    let wrong = Signal::derive(move || {
        form.field("password").get().or_else(|| {
            let refused = form
                .failure
                .with(|failure| failure.as_ref().is_some_and(|failure| failure.is(ErrorCode::WrongCredentials)));
            refused.then(|| tr!(error.wrong_credentials).to_owned())
        })
    });
    let submit = Callback::new(move |()| {
        let mut findings = Vec::new();
        let address = email.get_untracked().trim().to_owned();
        if address.chars().count() < 3 {
            findings.push(("email", tr!(sign_in.email_missing).to_owned()));
        }
        if password.with_untracked(String::is_empty) {
            findings.push(("password", tr!(sign_in.password_missing).to_owned()));
        }
        let complete = findings.is_empty();
        form.findings.set(findings);
        if complete {
            let create = SessionCreate { email: address, password: password.get_untracked() };
            let request = async move { api::session::create_session(&create).await };
            form.submit(request, move |me| spawn_local(session.enter(me)));
        }
    });
    let elsewhere = move || {
        !form.failure.with(|failure| failure.as_ref().is_some_and(|failure| failure.is(ErrorCode::WrongCredentials)))
    };
    view! {
        <Form state=form class="mt-5 grid gap-4" on_submit=submit>
            <TextField
                label=tr!(sign_in.email)
                value=email
                name="email"
                kind="email"
                autocomplete="username"
                error=form.field("email")
                node_ref=first
            />
            <TextField
                label=tr!(sign_in.password)
                value=password
                name="password"
                kind="password"
                autocomplete="current-password"
                error=wrong
            />
            <Show when=elsewhere><FormFailure state=form /></Show>
            <Button class="btn-primary btn-lg w-full" kind="submit" text=tr!(sign_in.submit) pending=form.pending />
        </Form>
    }
}

/// Only a path of ours: a link could carry another site's address.
fn is_own_path(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn sign_in_never_leads_to_another_site() {
        assert!(is_own_path("/orgs/org_1/numbers?q=a"));
        for bad in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
            assert!(!is_own_path(bad));
        }
    }
}
