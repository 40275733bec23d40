//! Disconnecting a WABA: says exactly what happens, and asks for the WABA's name so that it never happens by mistake.

use clienthub_shared::waba::Waba;
use leptos::prelude::*;

use crate::api;
use crate::state::org::use_org;
use crate::ui::badge::Tone;
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormFoot, FormState};
use crate::ui::icon::Icon;
use crate::ui::toast::Toasts;
use crate::{tr, tr_count};

#[component]
pub fn DisconnectDialog(open: RwSignal<bool>, waba: Waba, on_done: Callback<()>) -> impl IntoView {
    let form = FormState::new(&["name"]);
    let subtitle = waba.name.clone();
    view! {
        <Dialog open title=tr!(settings.disconnect_title) subtitle=subtitle busy=form.pending>
            <Fields open form waba=waba.clone() on_done />
        </Dialog>
    }
}

#[component]
fn Fields(open: RwSignal<bool>, form: FormState, waba: Waba, on_done: Callback<()>) -> impl IntoView {
    let org = use_org();
    let toasts: Toasts = expect_context();
    let typed = RwSignal::new(String::new());
    form.reset();
    let count = waba.number_count;
    let facts = [
        ("webhook", tr!(settings.disconnect_unsubscribe).to_owned()),
        ("key-round", tr!(settings.disconnect_token).to_owned()),
        ("smartphone", tr_count!(count, settings.disconnect_numbers)),
        ("radio", tr!(settings.disconnect_live).to_owned()),
    ];
    let name = waba.name.trim().to_owned();
    // A WABA without a name is confirmed by its id.
    let wanted = if name.is_empty() { waba.meta_id.clone() } else { name };
    let label = tr!(settings.disconnect_type, name = wanted.as_str());
    let submit = Callback::new(move |()| {
        if typed.with_untracked(|typed| typed.trim() != wanted) {
            form.findings.set(vec![("name", tr!(settings.disconnect_mismatch).to_owned())]);
            return;
        }
        form.findings.set(Vec::new());
        let (org_id, id, shown) = (org.id(), waba.id.to_string(), waba.name.clone());
        form.submit(async move { api::waba::disconnect_waba(&org_id, &id).await }, move |()| {
            open.set(false);
            toasts.say(Tone::Ok, tr!(settings.disconnected, waba = shown));
            org.counts.refresh();
            org.alerts.refresh();
            on_done.run(());
        });
    });
    view! {
        <Form state=form class="mt-4" on_submit=submit>
            <div class="grid gap-4 px-4 pb-5 sm:px-6">
                <div>
                    <h3>{tr!(settings.disconnect_what)}</h3>
                    <ul class="mt-2 grid gap-2 text-sm">
                        {facts
                            .into_iter()
                            .map(|(icon, text)| {
                                view! {
                                    <li class="flex items-start gap-2">
                                        <Icon name=icon class="mt-0.5 text-muted" />
                                        <span>{text}</span>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                </div>
                <p class="hint">{tr!(settings.disconnect_meta)}</p>
                <TextField label=label value=typed name="name" autocomplete="off" error=form.field("name") />
                <FormFailure state=form />
            </div>
            <FormFoot state=form class="btn-error" submit=tr!(settings.disconnect_submit) />
        </Form>
    }
}
