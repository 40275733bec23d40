//! Entries of menus about a template or all templates of a name. What changes templates stands there for who may not change them too,
//! and says why.

use leptos::prelude::*;

use super::acts::{CopyKind, use_acts};
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::menu::MenuItem;

#[component]
pub fn ChangeItem(
    icon: &'static str,
    #[prop(into)] text: String,
    /// Why nobody can do this.
    #[prop(default = None)]
    blocked: Option<&'static str>,
    on_select: Callback<()>,
) -> impl IntoView {
    let refusal = refusal_or(blocked);
    view! {
        <MenuItem refused=Signal::derive(move || refusal.with(Option::is_some)) on_select>
            <Icon name=icon />
            {text}
            {live(move || refusal.get().map(|why| view! { <span class="sr-only">". " {why}</span> }))}
        </MenuItem>
    }
}

fn refusal_or(blocked: Option<&'static str>) -> Signal<Option<String>> {
    let refusal = use_acts().refusal;
    Signal::derive(move || refusal.get().or_else(|| blocked.map(str::to_owned)))
}

/// Once below the entries, for who sees them.
#[component]
pub fn ChangeRefusal(
    /// What the last of them has to say.
    #[prop(default = None)]
    blocked: Option<&'static str>,
) -> impl IntoView {
    let refusal = refusal_or(blocked);
    view! {
        <Show when=move || refusal.with(Option::is_some)>
            <li role="none" aria-hidden="true">
                <p class="hint pointer-events-none max-w-64 max-sm:max-w-44">{live(move || refusal.get())}</p>
            </li>
        </Show>
    }
}

#[component]
pub fn CopyItems(copy: Callback<CopyKind>) -> impl IntoView {
    let item = move |kind: CopyKind, icon: &'static str, text: &'static str| {
        view! { <ChangeItem icon=icon text=text on_select=Callback::new(move |()| copy.run(kind)) /> }
    };
    view! {
        {item(CopyKind::Duplicate, "copy", tr!(templates.duplicate))}
        {item(CopyKind::Language, "languages", tr!(templates.add_language))}
    }
}

#[component]
pub fn ExportItem(on_select: Callback<()>) -> impl IntoView {
    view! {
        <MenuItem on_select>
            <Icon name="download" />
            {tr!(templates.export)}
        </MenuItem>
    }
}

#[component]
pub fn DiscardItem(on_select: Callback<()>) -> impl IntoView {
    view! { <ChangeItem icon="undo-2" text=tr!(templates.discard) on_select /> }
}

#[component]
pub fn DeleteItem(
    /// Why nobody can.
    blocked: Option<&'static str>,
    on_select: Callback<()>,
) -> impl IntoView {
    view! { <ChangeItem icon="trash-2" text=tr!(templates.delete) blocked on_select /> }
}

/// *Add language*, beside the languages that there are.
#[component]
pub fn AddLanguage(
    /// Of the templates.
    name: String,
    /// Beside the plus sign; nothing where there is little room.
    #[prop(optional)]
    text: Option<&'static str>,
    on_select: Callback<()>,
) -> impl IntoView {
    let refusal = use_acts().refusal;
    let label = tr!(templates.add_language_to, name = name);
    let said = {
        let label = label.clone();
        move || refusal.get().unwrap_or_else(|| label.clone())
    };
    let named = move || match refusal.get() {
        Some(why) => format!("{label}. {why}"),
        None => label.clone(),
    };
    view! {
        <button
            type="button"
            class="btn btn-ghost btn-xs text-muted"
            class=("btn-square", text.is_none())
            title=bound(said)
            aria-label=bound(named)
            aria-disabled=bound(move || refusal.with(Option::is_some).then_some("true"))
            on:click=move |_| {
                if refusal.with_untracked(Option::is_none) {
                    on_select.run(());
                }
            }
        >
            <Icon name="plus" class="size-3.5" />
            {text}
        </button>
    }
}
