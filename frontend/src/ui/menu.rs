//! A button with a menu (WAI-ARIA menu button): arrow keys, Home, End and first letters move, Enter chooses, Escape and
//! leaving close and give the focus back. Items are buttons, links, or boxes and radios to choose from.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, Node};

use super::icon::Icon;
use super::unique_id;
use crate::intl;
use crate::ui::live::{Show, bound, effect};

/// What items need of their menu.
#[derive(Clone, Copy)]
struct MenuContext {
    open: RwSignal<bool>,
    button: NodeRef<html::Button>,
}

#[component]
pub fn Menu(
    /// Name of button and menu for screen readers.
    #[prop(into)]
    label: Signal<String>,
    #[prop(default = "btn btn-ghost")] button_class: &'static str,
    /// Where the menu hangs and its least width.
    #[prop(default = "top-full mt-1 right-0 min-w-52")]
    place: &'static str,
    /// Hangs over what would clip it, such as a table; gone when the page scrolls. `place` says only its width then.
    #[prop(optional)]
    float: bool,
    /// Marks a filter that is set.
    #[prop(optional, into)]
    set: Signal<bool>,
    #[prop(into)] trigger: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Ul>::new();
    let id = unique_id("menu");
    let children = StoredValue::new(children);
    // Where they are drawn: beside it another menu would say another.
    let items = move || {
        provide_context(MenuContext { open, button });
        children.with_value(|children| children())
    };
    effect(move || {
        if let Some(list) = list.get() {
            if let (true, Some(button)) = (float, button.get_untracked()) {
                hang(&list, &button);
            }
            // The chosen one, else the first.
            let selector = "[role^=menuitem][aria-checked=true], [role^=menuitem]";
            if let Ok(Some(item)) = list.query_selector(selector) {
                focus(item);
            }
        }
    });
    if float {
        let scrolled = window_event_listener_untyped("scroll", move |_| {
            let _ = open.try_set(false);
        });
        on_cleanup(move || scrolled.remove());
    }
    let on_key = move |event: KeyboardEvent| {
        let key = event.key();
        if !open.get_untracked() {
            if key == "ArrowDown" || key == "ArrowUp" {
                event.prevent_default();
                open.set(true);
            }
            return;
        }
        match key.as_str() {
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                shut(open, button);
            }
            "Tab" => open.set(false),
            _ => {
                if let Some(list) = list.get_untracked()
                    && step(&list, &key)
                {
                    event.prevent_default();
                }
            }
        }
    };
    let on_leave = move |event: web_sys::FocusEvent| {
        let inside = event.current_target().and_then(|host| host.dyn_into::<Node>().ok()).is_some_and(|host| {
            let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
            host.contains(next.as_ref()) && next.is_some()
        });
        if !inside {
            // Also called while the menu is taken away with the focus inside.
            let _ = open.try_set(false);
        }
    };
    let menu_id = id.clone();
    view! {
        <div class="relative min-w-0" on:keydown=on_key on:focusout=on_leave>
            <button
                node_ref=button
                type="button"
                class=button_class
                aria-haspopup="menu"
                aria-expanded=bound(move || if open.get() { "true" } else { "false" })
                aria-controls=bound(move || open.get().then(|| id.clone()))
                aria-label=bound(move || label.get())
                data-set=bound(move || set.get().then_some(""))
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {trigger.run()}
            </button>
            <Show when=move || open.get()>
                <ul
                    node_ref=list
                    id=menu_id.clone()
                    role="menu"
                    tabindex="0"
                    aria-label=bound(move || label.get())
                    class=format!(
                        "menu {} z-40 max-h-[min(28rem,70vh)] w-max max-w-[calc(100vw-2rem)] flex-nowrap overflow-y-auto rounded-box bg-base-100 p-1.5 text-sm shadow-overlay {place}",
                        if float { "fixed" } else { "absolute" },
                    )
                >
                    {items()}
                </ul>
            </Show>
        </div>
    }
}

/// `checked`: `None` is a plain action, `Some` one of several to choose from. `stay` keeps the menu open (boxes).
#[component]
pub fn MenuItem(
    #[prop(optional, into)] checked: Option<Signal<bool>>,
    #[prop(optional)] stay: bool,
    /// It cannot be chosen now; the children say why.
    #[prop(optional, into)]
    refused: Signal<bool>,
    on_select: Callback<()>,
    children: Children,
) -> impl IntoView {
    let menu: MenuContext = expect_context();
    let role = match (checked, stay) {
        (None, _) => "menuitem",
        (Some(_), true) => "menuitemcheckbox",
        (Some(_), false) => "menuitemradio",
    };
    let mark = checked.map(|checked| {
        view! {
            <span class="size-4">
                <Show when=move || checked.get()><Icon name="check" class="text-act" /></Show>
            </span>
        }
    });
    view! {
        <li role="none">
            <button
                type="button"
                role=role
                tabindex="-1"
                class="min-h-9 text-left aria-disabled:text-muted"
                aria-disabled=bound(move || refused.get().then_some("true"))
                aria-checked=bound(move || checked.map(|checked| if checked.get() { "true" } else { "false" }))
                on:click=move |_| {
                    if refused.get_untracked() {
                        return;
                    }
                    if !stay {
                        shut(menu.open, menu.button);
                    }
                    on_select.run(());
                }
            >
                {mark}
                {children()}
            </button>
        </li>
    }
}

#[component]
pub fn MenuLink(
    #[prop(into)] href: String,
    #[prop(optional, into)] current: Signal<bool>,
    /// Another program at the same address (the API docs): leaves the app.
    #[prop(optional)]
    external: bool,
    children: Children,
) -> impl IntoView {
    let menu: MenuContext = expect_context();
    view! {
        <li role="none">
            <a
                href=href
                role="menuitem"
                tabindex="-1"
                class="min-h-9"
                rel=external.then_some("external")
                aria-current=bound(move || current.get().then_some("page"))
                on:click=move |_| menu.open.set(false)
            >
                {children()}
            </a>
        </li>
    }
}

fn shut(open: RwSignal<bool>, button: NodeRef<html::Button>) {
    if let Some(button) = button.get_untracked() {
        let _ = button.focus();
    }
    open.set(false);
}

/// Below the button and flush with its right edge; above it where there is no room.
fn hang(list: &HtmlElement, button: &HtmlElement) {
    const GAP: i32 = 4;
    let spot = button.get_bounding_client_rect();
    let root = document().document_element();
    let (width, height) = root.map_or((0, 0), |root| (root.client_width(), root.client_height()));
    let (above, below) = (spot.top() as i32 - GAP, spot.bottom() as i32 + GAP);
    let tall = list.offset_height();
    let side = if below + tall > height && above > tall { ("bottom", height - above) } else { ("top", below) };
    for (name, px) in [side, ("right", width - spot.right() as i32)] {
        let _ = list.style().set_property(name, &format!("{px}px"));
    }
}

fn focus(element: web_sys::Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Moves within the menu; false when the key is none of ours.
fn step(list: &web_sys::Element, key: &str) -> bool {
    let Ok(items) = list.query_selector_all("[role^=menuitem]") else {
        return false;
    };
    let items: Vec<HtmlElement> = (0..items.length()).filter_map(|at| items.item(at)?.dyn_into().ok()).collect();
    let here =
        document().active_element().and_then(|active| items.iter().position(|item| item.is_same_node(Some(&active))));
    let count = items.len();
    if count == 0 {
        return false;
    }
    let next = match (key, here) {
        ("ArrowDown", Some(here)) => (here + 1) % count,
        ("ArrowUp", Some(here)) => (here + count - 1) % count,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp" | "End", _) => count - 1,
        (letter, here) if letter.chars().count() == 1 && letter != " " => {
            let wanted = intl::lower(letter);
            let start = here.map_or(0, |here| here + 1);
            let found = (0..count)
                .map(|step| (start + step) % count)
                .find(|at| intl::lower(items[*at].text_content().unwrap_or_default().trim()).starts_with(&wanted));
            match found {
                Some(at) => at,
                None => return false,
            }
        }
        _ => return false,
    };
    let _ = items[next].focus();
    true
}
