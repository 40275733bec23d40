//! Connects a WhatsApp Business Account by its id and an access token; the same dialog gives a connected one another
//! token. The hub checks both with Meta before it stores anything.

use clienthub_shared::permission::Permission;
use clienthub_shared::waba::{Waba, WabaConnect};
use leptos::prelude::*;

use crate::api;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormFoot, FormState};
use crate::ui::live::Show;
use crate::ui::toast::Toasts;

/// What the dialog is opened for.
#[derive(Clone, PartialEq)]
pub struct Existing {
    pub meta_id: String,
    pub name: String,
}

/// Opens the dialog, or says why this person may not.
#[component]
pub fn ConnectWabaButton(
    on_click: Callback<()>,
    /// In the middle of an empty page, where it is the thing to do.
    #[prop(optional)]
    invites: bool,
) -> impl IntoView {
    let blocked = Signal::stored(use_org().refusal(Permission::NumbersManage));
    let (class, icon) = if invites { ("btn-soft btn-primary", "link") } else { ("btn-primary max-sm:grow", "plus") };
    view! { <Button class icon text=tr!(connect.button) blocked on_click /> }
}

#[component]
pub fn ConnectWabaDialog(
    open: RwSignal<bool>,
    /// A connected WABA whose token is replaced; its id is not asked for.
    #[prop(optional, into)]
    existing: Option<Existing>,
    /// The stored WABA.
    #[prop(optional)]
    on_connected: Option<Callback<Waba>>,
) -> impl IntoView {
    let form = FormState::new(&["meta_id", "access_token"]);
    let (title, subtitle) = match &existing {
        Some(existing) => (tr!(connect.replace_title), existing.name.clone()),
        None => (tr!(connect.title), tr!(connect.subtitle).to_owned()),
    };
    view! {
        <Dialog open title subtitle=subtitle busy=form.pending>
            <Fields open form existing=existing.clone() on_connected />
        </Dialog>
    }
}

#[component]
fn Fields(
    open: RwSignal<bool>,
    form: FormState,
    existing: Option<Existing>,
    on_connected: Option<Callback<Waba>>,
) -> impl IntoView {
    let org = use_org();
    let toasts: Toasts = expect_context();
    let replaces = existing.is_some();
    let meta_id = RwSignal::new(existing.map(|existing| existing.meta_id).unwrap_or_default());
    let token = RwSignal::new(String::new());
    form.reset();
    let check = move || {
        let mut findings = Vec::new();
        let id = meta_id.get_untracked();
        let id = id.trim();
        if !(5..=25).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            findings.push(("meta_id", tr!(connect.id_wrong).to_owned()));
        }
        let length = token.with_untracked(|token| token.trim().len());
        if !(20..=2000).contains(&length) {
            findings.push(("access_token", tr!(connect.token_wrong).to_owned()));
        }
        findings
    };
    // On blur only what was filled in is judged; an empty field is judged on submit.
    let blur = Callback::new(move |()| {
        let mut findings = check();
        findings.retain(|(field, _)| match *field {
            "meta_id" => !meta_id.with_untracked(String::is_empty),
            _ => !token.with_untracked(String::is_empty),
        });
        form.findings.set(findings);
    });
    let submit = Callback::new(move |()| {
        let findings = check();
        let complete = findings.is_empty();
        form.findings.set(findings);
        if !complete {
            return;
        }
        let connect = WabaConnect {
            meta_id: meta_id.get_untracked().trim().to_owned(),
            access_token: token.get_untracked().trim().to_owned(),
        };
        let id = org.id();
        form.submit(async move { api::waba::connect_waba(&id, &connect).await }, move |waba: Waba| {
            open.set(false);
            let text = if replaces {
                tr!(connect.replaced, waba = waba.name.as_str())
            } else {
                tr!(connect.connected, waba = waba.name.as_str())
            };
            toasts.say(Tone::Ok, text);
            org.counts.refresh();
            org.alerts.refresh();
            if let Some(act) = on_connected {
                act.run(waba);
            }
        });
    });
    view! {
        <Form state=form class="mt-4" on_submit=submit>
            <div class="grid gap-4 px-4 pb-5 sm:px-6">
                <Show when=move || !replaces>
                    <TextField
                        label=tr!(connect.id)
                        value=meta_id
                        name="meta_id"
                        inputmode="numeric"
                        autocomplete="off"
                        mono=true
                        hint=tr!(connect.id_hint).to_owned()
                        error=form.field("meta_id")
                        on_blur=blur
                    />
                </Show>
                <TextField
                    label=tr!(connect.token)
                    value=token
                    name="access_token"
                    kind="password"
                    autocomplete="off"
                    mono=true
                    hint=tr!(connect.token_hint).to_owned()
                    error=form.field("access_token")
                    on_blur=blur
                />
                <details class="text-sm">
                    <summary class="link w-fit cursor-pointer">{tr!(connect.where_title)}</summary>
                    <ol class="hint mt-2 grid list-decimal gap-1 pl-5">
                        <li>{tr!(connect.where_1)}</li>
                        <li>{tr!(connect.where_2)}</li>
                        <li>{tr!(connect.where_3)}</li>
                        <li>{tr!(connect.where_4)}</li>
                    </ol>
                </details>
                <FormFailure state=form />
            </div>
            <FormFoot state=form submit=if replaces { tr!(connect.replace_submit) } else { tr!(connect.submit) } />
        </Form>
    }
}
