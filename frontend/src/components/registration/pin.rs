//! Changing the PIN of a registered number: one field, told what the PIN is for.

use clienthub_shared::id::NumberId;
use clienthub_shared::number::NumberDetails;
use clienthub_shared::registration::PinPut;
use leptos::prelude::*;

use crate::api;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::code_field::{CodeField, DIGITS};
use crate::ui::dialog::Dialog;
use crate::ui::form::{Form, FormFailure, FormFoot, FormState};
use crate::ui::toast::Toasts;

#[component]
pub fn ChangePinDialog(
    open: RwSignal<bool>,
    id: NumberId,
    /// The number's name.
    subtitle: Signal<String>,
    on_changed: Callback<NumberDetails>,
) -> impl IntoView {
    let form = FormState::new(&["pin"]);
    view! {
        <Dialog open title=tr!(registering.change_pin) subtitle=subtitle busy=form.pending width="max-w-md">
            <Fields open form id on_changed />
        </Dialog>
    }
}

#[component]
fn Fields(open: RwSignal<bool>, form: FormState, id: NumberId, on_changed: Callback<NumberDetails>) -> impl IntoView {
    let org = use_org();
    let toasts: Toasts = expect_context();
    let pin = RwSignal::new(String::new());
    form.reset();
    let submit = Callback::new(move |()| {
        if pin.with_untracked(String::len) < DIGITS {
            form.findings.set(vec![("pin", tr!(registering.six_digits).to_owned())]);
            return;
        }
        let (org, put) = (org.id(), PinPut { pin: pin.get_untracked() });
        let request = async move { api::number::set_pin(&org, &id.to_string(), &put).await };
        form.submit(request, move |fresh: NumberDetails| {
            open.set(false);
            if fresh.registration_details.running.is_some() {
                toasts.say(Tone::Wait, tr!(registering.pin_slow));
            } else {
                toasts.say(Tone::Ok, tr!(registering.pin_changed));
            }
            on_changed.run(fresh);
        });
    });
    let typed = Callback::new(move |()| {
        form.findings.set(Vec::new());
        form.failure.set(None);
    });
    view! {
        <Form state=form class="mt-4" on_submit=submit>
            <div class="grid gap-4 px-4 pb-5 sm:px-6">
                <p>{tr!(registering.change_pin_text)}</p>
                <CodeField
                    label=tr!(registering.new_pin)
                    value=pin
                    name="pin"
                    hint=tr!(registering.change_pin_hint)
                    error=form.field("pin")
                    focus=true
                    locked=form.pending
                    on_change=typed
                />
                <FormFailure state=form />
            </div>
            <FormFoot state=form submit=tr!(registering.set_pin) />
        </Form>
    }
}
