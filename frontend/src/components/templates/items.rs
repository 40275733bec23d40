//! Entries of menus about a template or all templates of a name.

use leptos::prelude::*;

use super::acts::CopyKind;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::menu::MenuItem;

#[component]
pub fn CopyItems(copy: Callback<CopyKind>) -> impl IntoView {
    let item = move |kind: CopyKind, icon: &'static str, text: &'static str| {
        view! {
            <MenuItem on_select=Callback::new(move |()| copy.run(kind))>
                <Icon name=icon />
                {text}
            </MenuItem>
        }
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
pub fn DeleteItem(on_select: Callback<()>) -> impl IntoView {
    view! {
        <MenuItem on_select>
            <Icon name="trash-2" />
            {tr!(templates.delete)}
        </MenuItem>
    }
}
