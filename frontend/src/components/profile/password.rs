//! Changing one's own password, which ends the other sessions.

use clienthub_shared::me::PasswordChange;
use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::rules::{self, PASSWORD_MIN};
use leptos::prelude::*;

use crate::api;
use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormState};
use crate::ui::panel::Panel;
use crate::ui::toast::Toasts;
use crate::words::error;

#[component]
pub fn PasswordForm(email: String) -> impl IntoView {
    let toasts: Toasts = expect_context();
    let form = FormState::new(&["current", "new"]);
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let new_finding = move || {
        let broken = new.with_untracked(|new| rules::new_password("new", new)).err();
        let same = new.get_untracked() == current.get_untracked();
        let same = same.then(|| FieldError::new("new", ErrorCode::PasswordSame));
        broken.or(same).map(|finding| error::field_sentence(&finding))
    };
    let check = move || {
        let missing = current.with_untracked(String::is_empty).then(|| error::code(ErrorCode::Required));
        let findings = [("current", missing), ("new", new_finding())];
        findings.into_iter().filter_map(|(field, sentence)| Some((field, sentence?))).collect::<Vec<_>>()
    };
    // On blur only what was filled in is judged.
    let blur = Callback::new(move |()| {
        form.judge("new", new_finding().filter(|_| !new.with_untracked(String::is_empty)));
    });
    let submit = Callback::new(move |()| {
        let findings = check();
        let complete = findings.is_empty();
        form.findings.set(findings);
        if !complete {
            return;
        }
        let change = PasswordChange { current: current.get_untracked(), new: new.get_untracked() };
        form.submit(async move { api::session::change_password(&change).await }, move |()| {
            current.set(String::new());
            new.set(String::new());
            toasts.say(Tone::Ok, tr!(profile.changed));
        });
    });
    view! {
        <Panel title=tr!(profile.password)>
            <Form state=form class="grid gap-4 p-4 sm:p-5" on_submit=submit>
                <p class="hint">{tr!(profile.password_hint)}</p>
                // For password managers: whose password it is.
                <input type="text" class="hidden" autocomplete="username" readonly value=email />
                <div class="grid items-start gap-4 sm:grid-cols-2">
                    <TextField
                        label=tr!(profile.current)
                        value=current
                        name="current"
                        kind="password"
                        autocomplete="current-password"
                        error=form.field("current")
                    />
                    <TextField
                        label=tr!(profile.new)
                        value=new
                        name="new"
                        kind="password"
                        autocomplete="new-password"
                        hint=tr!(profile.new_hint, min = intl::number(PASSWORD_MIN as u64))
                        error=form.field("new")
                        on_blur=blur
                    />
                </div>
                <FormFailure state=form />
                <div class="grid sm:flex sm:justify-end">
                    <Button kind="submit" text=tr!(profile.change) pending=form.pending />
                </div>
            </Form>
        </Panel>
    }
}
