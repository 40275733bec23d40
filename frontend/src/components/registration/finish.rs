//! The last step: the PIN where Meta holds one that the hub does not know, and register. Also for a connected number that
//! shall be registered once more.

use leptos::prelude::*;

use super::attempts::Attempts;
use super::flow::Flow;
use super::notices::Notices;
use super::options::Options;
use super::stage::Stage;
use super::steps::Foot;
use crate::tr;
use crate::ui::code_field::CodeField;
use crate::ui::form::Form;
use crate::ui::live::live;

#[component]
pub fn FinishStep(flow: Flow) -> impl IntoView {
    let pin_needed = Memo::new(move |_| flow.part(|d| d.pin_needed));
    let pin_known = Memo::new(move |_| flow.part(|d| d.pin_known));
    let submit = Callback::new(move |()| {
        if untrack(|| flow.blocked()).is_none() {
            flow.register(false);
        }
    });
    let text = move || match (flow.again, pin_needed.get(), pin_known.get()) {
        (true, false, _) => tr!(registering.again_text),
        (true, true, _) => tr!(registering.again_pin_text),
        (false, true, _) => tr!(registering.pin_text),
        (false, false, true) => tr!(registering.finish_known_text),
        (false, false, false) => tr!(registering.finish_text),
    };
    let typed = Callback::new(move |()| flow.typed());
    let pin = move || {
        pin_needed.get().then(|| {
            view! {
                <CodeField
                    label=tr!(registering.pin)
                    value=flow.pin
                    name="pin"
                    hint=tr!(registering.pin_hint)
                    error=flow.field("pin")
                    focus=true
                    locked=flow.locked()
                    on_change=typed
                />
            }
        })
    };
    view! {
        <Form state=flow.form class="" on_submit=submit>
            <div class="grid gap-4 px-4 pb-5 sm:px-6">
                <p aria-live="polite">{live(text)}</p>
                {live(pin)}
                <Notices flow stage=Stage::Finish />
                <Attempts flow />
                <Options flow />
            </div>
            <Foot
                flow
                submit=if flow.again { tr!(registering.register_again) } else { tr!(registering.register) }
                focus=!pin_needed.get_untracked()
            />
        </Form>
    }
}
