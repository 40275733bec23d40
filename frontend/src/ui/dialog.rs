//! A modal dialog, the browser's own: the page behind is inert, Escape closes, focus comes back. On phones it is a sheet
//! at the bottom. The content lives only while it is open, so every opening starts fresh.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::button::Button;
use super::icon::Icon;
use super::unique_id;
use crate::intl::now_ms;
use crate::tr;
use crate::ui::live::{Show, bound, effect, when_over};

/// As long as systems wait for the second click.
const DOUBLE_CLICK_MS: f64 = 500.0;

/// Of the dialog around.
#[derive(Clone, Copy)]
struct Around {
    open: RwSignal<bool>,
    stays: Signal<Option<String>>,
}

#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    /// Under the title: the object that it is about.
    #[prop(optional, into)]
    subtitle: Signal<String>,
    /// Something runs that must not be left: neither Escape nor the cross nor `Cancel` closes.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// What has to be done before it may be left, as long as it is not.
    #[prop(optional, into)]
    first: Signal<Option<String>>,
    #[prop(default = "max-w-lg")] width: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let opened = StoredValue::new(0.0);
    let title_id = unique_id("dialog");
    let children = StoredValue::new(children);
    let running = waits(busy);
    let stays = Signal::derive(move || running.get().or_else(|| first.get()));
    // Where it is drawn: beside it another dialog would say another.
    let content = move || {
        provide_context(Around { open, stays });
        children.with_value(|children| children())
    };
    effect(move || {
        let Some(dialog) = node.get() else {
            return;
        };
        if open.get() {
            if !dialog.open() {
                // Fails only when the element is not in the page.
                let _ = dialog.show_modal();
                opened.set_value(now_ms());
                focus_first(&dialog);
            }
        } else {
            dialog.close();
        }
        hold_page();
    });
    // The page may leave while it is open.
    on_cleanup(|| request_animation_frame(hold_page));
    let leave = move || {
        if stays.with_untracked(Option::is_none) {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=node
            class="modal"
            aria-labelledby=title_id.clone()
            on:close=move |_| {
                // A second Escape closes whatever is said.
                if stays.with_untracked(Option::is_some) && open.get_untracked() {
                    if let Some(dialog) = node.get_untracked() {
                        let _ = dialog.show_modal();
                    }
                } else {
                    open.set(false);
                }
            }
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                leave();
            }
            on:mousedown=move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
                // The second click of a double one finds the dialog where its button was.
                if target.is_some() && now_ms() - opened.get_value() > DOUBLE_CLICK_MS {
                    leave();
                }
            }
        >
            <div class=format!("modal-box {width}")>
                <div class="flex items-start gap-3 px-4 pt-4 sm:px-6 sm:pt-5">
                    <div class="min-w-0 grow">
                        <h2 id=title_id.clone()>{title}</h2>
                        <p class="hint mt-0.5 tabular empty:hidden">{subtitle}</p>
                    </div>
                    <button
                        type="button"
                        class="btn btn-ghost btn-sm btn-square -mr-2 -mt-1 text-muted"
                        aria-label=tr!(ui.close)
                        aria-disabled=bound(move || stays.with(Option::is_some).then_some("true"))
                        title=bound(move || stays.get())
                        on:click=move |_| leave()
                    >
                        <Icon name="x" />
                    </button>
                </div>
                <Show when=move || open.get()>{content()}</Show>
            </div>
        </dialog>
    }
}

/// Leaves the dialog that it stands in. While something runs it says so: what comes of it would be seen by nobody.
#[component]
pub fn Cancel() -> impl IntoView {
    let Around { open, stays } = expect_context();
    let leave = Callback::new(move |()| open.set(false));
    view! { <Button class="btn-ghost" text=tr!(ui.cancel) blocked=stays on_click=leave /> }
}

/// Why nothing else can be done while something runs.
pub fn waits(busy: Signal<bool>) -> Signal<Option<String>> {
    Signal::derive(move || busy.get().then(|| tr!(error.request_in_progress).to_owned()))
}

/// Opens whenever `about` is something, which `begin` is told of; closing it empties `about`.
pub fn opened_by<T: Send + Sync + 'static>(about: RwSignal<Option<T>>, begin: impl Fn() + 'static) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    effect(move || {
        if about.with(Option::is_some) {
            untrack(&begin);
            open.set(true);
        }
    });
    when_over(move || open.get(), move || about.set(None));
    open
}

/// The page behind does not scroll while a dialog is open.
fn hold_page() {
    let is_open = document().query_selector("dialog[open]").is_ok_and(|found| found.is_some());
    if let Some(root) = document().document_element() {
        let _ = root.toggle_attribute_with_force("data-held", is_open);
    }
}

/// The first field, else the first button of the content; the cross only when there is nothing else.
fn focus_first(dialog: &web_sys::HtmlDialogElement) {
    for selector in ["input, select, textarea", ".modal-action .btn", "button"] {
        if let Ok(Some(element)) = dialog.query_selector(selector) {
            if let Ok(element) = element.dyn_into::<HtmlElement>() {
                let _ = element.focus();
            }
            return;
        }
    }
}
