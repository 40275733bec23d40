//! The buttons of the template or of a card: add what the limits allow, move by dragging or by keys, remove.

use clienthub_shared::template::limits::{BUTTONS_MAX, BUTTONS_MAX_IN_CARD};
use clienthub_shared::template::word::{ButtonKind, ComponentKind};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlElement, KeyboardEvent};

use super::button_fields::ButtonFields;
use super::drag::{Drag, ROWS};
use super::finding::{Counter, FindingLines, Found};
use super::header::is_authentication;
use super::model::button::{self, Refusal};
use super::model::{Spot, place};
use super::names;
use super::state::{Editor, use_editor};
use crate::intl;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, keyed, live};
use crate::ui::menu::{Menu, MenuItem};
use crate::ui::panel::Panel;
use crate::ui::toast::Toasts;
use crate::ui::unique_id;

#[component]
pub fn ButtonsPanel() -> impl IntoView {
    let editor = use_editor();
    let count = editor.count(|template| button::list(template, Spot::Whole).len());
    view! {
        <Show when=move || !is_authentication(editor)>
            <Panel title=tr!(template_editor.buttons) aside=move || view! { <Counter count max=BUTTONS_MAX /> }>
                <div class="p-4 sm:px-5"><ButtonList spot=Spot::Whole /></div>
            </Panel>
        </Show>
    }
}

#[component]
pub fn ButtonList(spot: Spot) -> impl IntoView {
    let editor = use_editor();
    let component = editor.path(spot, ComponentKind::Buttons);
    let path = Signal::derive(move || [component.get().as_str(), ".buttons"].concat());
    let there = editor.flag(move |template| place::has(template, spot, ComponentKind::Buttons));
    // An offer without buttons is told at the template's list of parts.
    let told = Signal::derive(move || if there.get() { path.get() } else { "-".into() });
    let group = Signal::derive(move || if there.get() { component.get() } else { "-".into() });
    let visited = RwSignal::new(true);
    let found = Found::at(editor, told, false, visited);
    let above = Found::at(editor, group, false, visited);
    let kinds = editor.memo(Box::new(move |template| {
        let kind = |button: &clienthub_shared::template::button::Button| button.kind();
        button::list(template, spot).iter().map(kind).enumerate().collect::<Vec<_>>()
    }));
    let toasts: Toasts = expect_context();
    let drag = Drag::new(ROWS, move |from, to| {
        if !editor.locked.with_untracked(Option::is_some) {
            editor.change(|template| button::shift(template, spot, from, to));
            toasts.announce(tr!(template_editor.moved, n = intl::number(to as u64 + 1)));
        }
    });
    let key = |(at, kind): &(usize, Option<ButtonKind>)| {
        [at.to_string().as_str(), kind.map_or("", ButtonKind::as_str)].concat()
    };
    let row = move |(at, kind)| view! { <Row spot at kind drag list=path /> };
    view! {
        <div data-path=bound(move || path.get())>
            <ol class="grid gap-3">{keyed(move || kinds.get(), key, row)}</ol>
            <FindingLines found id=unique_id("buttons-e") />
            <FindingLines found=above id=unique_id("buttons-e") />
            <AddMenu spot />
        </div>
    }
}

/// The control of a row has the focus again after the row has moved.
fn refocus(list: &str, at: usize, control: &str) {
    let selector = ["[data-row=\"", list, ".", &at.to_string(), "\"] [data-act=", control, "]"].concat();
    request_animation_frame(move || {
        if let Ok(Some(found)) = document().query_selector(&selector) {
            let _ = found.unchecked_into::<HtmlElement>().focus();
        }
    });
}

#[component]
fn Row(spot: Spot, at: usize, kind: Option<ButtonKind>, drag: Drag, list: Signal<String>) -> impl IntoView {
    let editor = use_editor();
    let path = Signal::derive(move || [list.get().as_str(), ".", &at.to_string()].concat());
    let last = editor.flag(move |template| at + 1 >= button::list(template, spot).len());
    let label = editor.text(move |template| {
        let text = button::one(template, spot, at).map(|button| button.text().to_owned()).unwrap_or_default();
        if text.is_empty() { tr!(template_editor.button_n, n = intl::number(at as u64 + 1)) } else { text }
    });
    let name = kind.map_or(tr!(template_editor.unknown_button), names::button);
    let visited = RwSignal::new(true);
    let found = Found::at(editor, path, false, visited);
    let shift = move |to: usize, control: &'static str| {
        drag.shift(at, to);
        refocus(&list.get_untracked(), to, control);
    };
    let up = move |control| {
        if at > 0 {
            shift(at - 1, control);
        }
    };
    let down = move |control| {
        if !last.get_untracked() {
            shift(at + 1, control);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let control = match event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok()) {
            Some(target) if target.get_attribute("data-act").as_deref() == Some("down") => "down",
            _ => "up",
        };
        match (event.alt_key(), event.key().as_str()) {
            (true, "ArrowUp") => up(control),
            (true, "ArrowDown") => down(control),
            _ => return,
        }
        event.prevent_default();
    };
    let remove = move |_| {
        editor.change(|template| button::remove(template, spot, at));
        let rest = editor.template.with_untracked(|template| button::list(template, spot).len());
        if rest > 0 {
            refocus(&list.get_untracked(), at.min(rest - 1), "remove");
        }
    };
    let frame = move || match (drag.is_held(at), found.is_bad()) {
        (true, _) => "rounded-field border border-dashed border-control p-3 opacity-60",
        (false, true) => "rounded-field border border-bad-line p-3",
        (false, false) => "rounded-field border border-line p-3",
    };
    let locked = move || editor.is_locked();
    view! {
        <li
            class=bound(frame)
            data-row=bound(move || path.get())
            data-path=bound(move || path.get())
            on:keydown=on_key
            data-drop=bound(move || drag.mark(at))
            on:dragover=move |event: DragEvent| drag.over(at, &event)
            on:dragleave=move |event: DragEvent| drag.leave(&event)
            on:drop=move |event: DragEvent| drag.drop(at, &event)
        >
            <div class="flex items-center gap-1">
                <span
                    class="mr-1 cursor-grab text-muted max-sm:hidden"
                    title=tr!(template_editor.drag)
                    draggable=bound(move || if locked() { "false" } else { "true" })
                    on:dragstart=move |event: DragEvent| drag.start(at, &event)
                    on:dragend=move |_| drag.end()
                >
                    <Icon name="grip-vertical" />
                </span>
                <span class="state mr-auto font-medium" data-tone="idle">
                    <Icon name=kind.map_or("circle-question-mark", names::button_icon) />
                    {name}
                </span>
                <button
                    type="button"
                    class="btn btn-ghost btn-sm btn-square text-muted"
                    data-act="up"
                    aria-label=bound(move || tr!(template_editor.move_up, name = label.get()))
                    aria-disabled=bound(move || (at == 0 || locked()).then_some("true"))
                    on:click=move |_| up("up")
                >
                    <Icon name="arrow-up" />
                </button>
                <button
                    type="button"
                    class="btn btn-ghost btn-sm btn-square text-muted"
                    data-act="down"
                    aria-label=bound(move || tr!(template_editor.move_down, name = label.get()))
                    aria-disabled=bound(move || (last.get() || locked()).then_some("true"))
                    on:click=move |_| down("down")
                >
                    <Icon name="arrow-down" />
                </button>
                <button
                    type="button"
                    class="btn btn-ghost btn-sm btn-square text-muted"
                    data-act="remove"
                    aria-label=bound(move || tr!(template_editor.remove_button, name = label.get()))
                    aria-disabled=bound(move || locked().then_some("true"))
                    on:click=remove
                >
                    <Icon name="trash-2" />
                </button>
            </div>
            <ButtonFields spot at kind path />
            <FindingLines found id=unique_id("button-e") />
        </li>
    }
}

fn reason(refusal: Refusal) -> String {
    let number = |max: usize| intl::number(max as u64);
    match refusal {
        Refusal::Full(max) => tr!(template_editor.full, max = number(max)),
        Refusal::FullOfKind(max) => tr!(template_editor.full_of_kind, max = number(max)),
        Refusal::MarketingOnly => tr!(template_editor.marketing_only).to_owned(),
        Refusal::CallPermission => tr!(template_editor.beside_call_permission).to_owned(),
    }
}

#[component]
fn AddMenu(spot: Spot) -> impl IntoView {
    let editor = use_editor();
    let list = editor.path(spot, ComponentKind::Buttons);
    let max = if spot == Spot::Whole { BUTTONS_MAX } else { BUTTONS_MAX_IN_CARD };
    let count = editor.count(move |template| button::list(template, spot).len());
    let trigger = || view! { <Icon name="plus" /> {tr!(template_editor.add_button)} };
    let item = move |kind: ButtonKind| view! { <AddItem editor spot kind list /> };
    view! {
        <Show when=move || !editor.is_locked() && count.get() < max>
            <div class="mt-3 w-fit first:mt-0">
                <Menu
                    label=Signal::stored(tr!(template_editor.add_button).to_owned())
                    button_class="btn"
                    place="bottom-full mb-1 left-0 min-w-64"
                    trigger=trigger
                >
                    {button::OFFERED.into_iter().map(item).collect_view()}
                </Menu>
            </div>
        </Show>
    }
}

/// Grey, with the reason, when it cannot be added.
#[component]
fn AddItem(editor: Editor, spot: Spot, kind: ButtonKind, list: Memo<String>) -> impl IntoView {
    let refused = editor.memo(Box::new(move |template| button::refusal(template, spot, kind)));
    let add = Callback::new(move |()| {
        let mut put = 0;
        editor.change(|template| put = button::add(template, spot, kind, names::button_label(kind)));
        let selector =
            ["[data-row=\"", &list.get_untracked(), ".buttons.", &put.to_string(), "\"] :is(input, textarea)"].concat();
        request_animation_frame(move || {
            request_animation_frame(move || {
                if let Ok(Some(field)) = document().query_selector(&selector) {
                    let _ = field.unchecked_into::<HtmlElement>().focus();
                }
            });
        });
    });
    view! {
        <MenuItem refused=Signal::derive(move || refused.get().is_some()) on_select=add>
            <Icon name=names::button_icon(kind) />
            <span class="grid">
                <span>{names::button(kind)}</span>
                {live(move || refused.get().map(|why| view! { <span class="hint">{reason(why)}</span> }))}
            </span>
        </MenuItem>
    }
}
