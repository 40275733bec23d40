//! Undo and redo of the form: the buttons, and what a change was typed in.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::state::use_editor;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::bound;

#[component]
pub fn UndoButtons() -> impl IntoView {
    let editor = use_editor();
    let can_undo = Memo::new(move |_| !editor.is_locked() && editor.history.with(|history| history.can_undo()));
    let can_redo = Memo::new(move |_| !editor.is_locked() && editor.history.with(|history| history.can_redo()));
    // Disabled for people, not for the browser: the focus stays at the last step.
    let button = move |icon: &'static str, name: &'static str, can: Memo<bool>, act: Callback<()>| {
        view! {
            <button
                type="button"
                class="btn btn-ghost btn-square text-muted"
                aria-label=name
                title=name
                aria-disabled=bound(move || (!can.get()).then_some("true"))
                on:click=move |_| act.run(())
            >
                <Icon name=icon />
            </button>
        }
    };
    view! {
        {button("undo-2", tr!(template_editor.undo), can_undo, Callback::new(move |()| editor.undo()))}
        {button("redo-2", tr!(template_editor.redo), can_redo, Callback::new(move |()| editor.redo()))}
    }
}

/// The field of text that has the focus.
pub fn field() -> Option<String> {
    let element = document().active_element()?;
    let typed_in = "textarea, input:not([type=checkbox], [type=radio], [type=file])";
    if !element.matches(typed_in).unwrap_or_default() {
        return None;
    }
    let path = element.get_attribute("data-path").unwrap_or_default();
    let name = [element.id().as_str(), " ", &path].concat();
    (name.len() > 1).then_some(name)
}

/// A dialog and a search undo by themselves.
pub fn is_elsewhere(event: &web_sys::KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.closest("dialog, [role=dialog], [type=search]").is_ok_and(|it| it.is_some()))
}
