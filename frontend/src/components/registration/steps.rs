//! The way through the dialog, drawn above each step, and the buttons below it.

use leptos::prelude::*;

use super::flow::Flow;
use super::offer::use_registering;
use super::stage::Stage;
use crate::tr;
use crate::ui::button::Button;
use crate::ui::icon::Icon;
use crate::ui::live::live;

/// Three steps; the present one is marked, those before are ticked.
#[component]
pub fn Steps(flow: Flow, stage: Memo<Stage>) -> impl IntoView {
    let here = move || match stage.get() {
        Stage::RequestCode => Some(0),
        Stage::EnterCode => Some(1),
        Stage::Finish => Some(2),
        Stage::OnBusinessApp | Stage::Connected => None,
    };
    let pin_needed = Memo::new(move |_| flow.part(|d| d.pin_needed));
    let list = move || {
        let here = here()?;
        let last = if pin_needed.get() { tr!(registering.step_pin) } else { tr!(registering.step_register) };
        let steps = [tr!(registering.request_code), tr!(registering.step_code), last].into_iter().enumerate();
        let items = steps.map(|(at, text)| {
            let class = match at.cmp(&here) {
                std::cmp::Ordering::Less => "border-t-2 border-ok pt-1.5 text-muted",
                std::cmp::Ordering::Equal => "border-t-2 border-primary pt-1.5 font-semibold",
                std::cmp::Ordering::Greater => "border-t-2 border-line pt-1.5 text-muted",
            };
            view! {
                <li class=class aria-current=(at == here).then_some("step")>
                    <span class="flex items-start gap-1">
                        {(at < here).then(|| view! { <Icon name="check" class="mt-px size-3.5 text-ok" /> })}
                        {text}
                    </span>
                </li>
            }
        });
        let items = items.collect_view();
        Some(view! {
            <ol class="mb-4 grid grid-cols-3 gap-2 px-4 text-xs sm:px-6" aria-label=tr!(registering.steps)>
                {items}
            </ol>
        })
    };
    // Nothing to go through for a number that is only registered once more.
    (!flow.again).then_some(list)
}

/// *Finish later* and the step's own button, which waits with a call and says why it may not be used.
#[component]
pub fn Foot(
    flow: Flow,
    submit: &'static str,
    /// Back to the code that is on its way.
    #[prop(optional, into)]
    back: Signal<Option<Callback<()>>>,
    /// The step has no field to begin with.
    #[prop(optional)]
    focus: bool,
) -> impl IntoView {
    let registering = use_registering();
    let close = Callback::new(move |()| registering.open.set(false));
    let leave = move || match back.get() {
        Some(back) => view! { <Button class="btn-ghost" text=tr!(registering.back) on_click=back /> }.into_any(),
        None if flow.again => view! { <Button class="btn-ghost" text=tr!(ui.cancel) on_click=close /> }.into_any(),
        None => view! { <Button class="btn-ghost" text=tr!(registering.later) on_click=close /> }.into_any(),
    };
    let blocked = Signal::derive(move || flow.blocked());
    let node = NodeRef::<leptos::html::Div>::new();
    if focus {
        node.on_load(|foot| {
            if let Ok(Some(button)) = foot.query_selector(".btn-primary") {
                use wasm_bindgen::JsCast;
                let _ = button.unchecked_into::<web_sys::HtmlElement>().focus();
            }
        });
    }
    view! {
        <div class="modal-action" node_ref=node>
            {live(leave)}
            <Button class="btn-primary" kind="submit" text=submit blocked=blocked pending=flow.form.pending />
        </div>
    }
}
