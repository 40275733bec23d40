//! The carousel: one card of it is shown at a time, and what all cards share stands above them.

use clienthub_shared::template::limits::{CARDS_MAX, CARDS_MIN};
use clienthub_shared::template::word::{ComponentKind, HeaderFormat};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlElement, KeyboardEvent};

use super::buttons::ButtonList;
use super::drag::{COLUMNS, Drag};
use super::field::Tick;
use super::finding::{Counter, FindingLines, Found};
use super::header::format_of;
use super::media::MediaField;
use super::model::{Spot, card, place};
use super::names;
use super::state::{Editor, use_editor};
use super::text_area::BodyText;
use super::unknown::UnknownParts;
use crate::intl;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, keyed, live};
use crate::ui::panel::Panel;
use crate::ui::select::SelectField;
use crate::ui::toast::Toasts;
use crate::ui::unique_id;

#[component]
pub fn CarouselPanel() -> impl IntoView {
    let editor = use_editor();
    let there = editor.flag(|template| place::has(template, Spot::Whole, ComponentKind::Carousel));
    let count = editor.count(|template| place::cards(template).len());
    let component = editor.path(Spot::Whole, ComponentKind::Carousel);
    let cards = Signal::derive(move || [component.get().as_str(), ".cards"].concat());
    let visited = RwSignal::new(true);
    let found = Found::at(editor, cards, false, visited);
    let whole = Found::at(editor, component.into(), false, visited);
    let here = Memo::new(move |_| editor.card.get().min(count.get().saturating_sub(1)));
    let shown = move || (count.get() > 0).then(|| here.get());
    let aside = move || {
        view! {
            <Counter count max=CARDS_MAX />
            <button
                type="button"
                class="btn btn-ghost btn-sm btn-square text-muted"
                aria-label=tr!(template_editor.remove_carousel)
                aria-disabled=bound(move || editor.is_locked().then_some("true"))
                on:click=move |_| {
                    editor.change(|template| place::remove(&mut template.components, ComponentKind::Carousel));
                }
            >
                <Icon name="trash-2" />
            </button>
        }
    };
    view! {
        <Show when=move || there.get()>
            <Panel title=tr!(template_editor.carousel) aside=aside>
                <div class="grid grid-cols-[minmax(0,1fr)] gap-4 p-4 sm:px-5" data-path=bound(move || component.get())>
                    <FindingLines found=whole id=unique_id("carousel-e") />
                    <Shared />
                    <CardTabs count here />
                    <FindingLines found id=unique_id("cards-e") />
                    {keyed(shown, |at| *at, |at| view! { <CardForm at /> })}
                </div>
            </Panel>
        </Show>
    }
}

/// What is the same on all cards.
#[component]
fn Shared() -> impl IntoView {
    let editor = use_editor();
    let format = editor.memo(Box::new(|template| format_of(template, Spot::Card(0))));
    let body = editor.flag(|template| place::has(template, Spot::Card(0), ComponentKind::Body));
    let product = move || format.get() == Some(HeaderFormat::Product);
    let choose = Callback::new(move |word: String| {
        if let Ok(format) = word.parse() {
            editor.change_shelf(|template, shelf| card::set_header(template, format, shelf));
        }
    });
    let options =
        [HeaderFormat::Image, HeaderFormat::Video].map(|it| (it.as_str().to_owned(), names::header(it).to_owned()));
    let options = StoredValue::new(options.to_vec());
    let value = Signal::derive(move || format.get().map_or("", HeaderFormat::as_str).to_owned());
    view! {
        <fieldset class="grid gap-3 rounded-field bg-base-200 p-3 sm:grid-cols-2">
            <legend class="sr-only">{tr!(template_editor.all_cards)}</legend>
            <Show
                when=move || !product()
                fallback=move || view! { <p class="hint self-center">{tr!(template_editor.product_cards)}</p> }
            >
                <SelectField
                    label=tr!(template_editor.cards_header)
                    name="cards_header"
                    options=options.get_value()
                    value
                    on_change=choose
                />
            </Show>
            <div class="self-end pb-1.5">
                <Tick
                    label=tr!(template_editor.cards_body)
                    hint=tr!(template_editor.cards_alike).to_owned()
                    value=body
                    on_change=Callback::new(move |wanted| {
                        editor.change_shelf(|template, shelf| card::set_body(template, wanted, shelf));
                    })
                />
            </div>
        </fieldset>
    }
}

fn focus_tab(at: usize) {
    let selector = ["[data-card=\"", &at.to_string(), "\"]"].concat();
    request_animation_frame(move || {
        if let Ok(Some(tab)) = document().query_selector(&selector) {
            let _ = tab.unchecked_into::<HtmlElement>().focus();
        }
    });
}

#[component]
fn CardTabs(count: Memo<usize>, here: Memo<usize>) -> impl IntoView {
    let editor = use_editor();
    let toasts: Toasts = expect_context();
    let go = move |to: usize| {
        editor.card.set(to);
        focus_tab(to);
    };
    let drag = Drag::new(COLUMNS, move |from, to| {
        if !editor.locked.with_untracked(Option::is_some) {
            editor.change(|template| card::shift(template, from, to));
            toasts.announce(tr!(template_editor.moved, n = intl::number(to as u64 + 1)));
            go(to);
        }
    });
    let shift = move |to: Option<usize>| {
        if let Some(to) = to.filter(|to| *to < count.get_untracked()) {
            drag.shift(here.get_untracked(), to);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let at = here.get_untracked();
        match (event.alt_key(), event.key().as_str()) {
            (true, "ArrowLeft") => shift(at.checked_sub(1)),
            (true, "ArrowRight") => shift(Some(at + 1)),
            (false, "ArrowLeft") => go(at.saturating_sub(1)),
            (false, "ArrowRight") => go((at + 1).min(count.get_untracked() - 1)),
            _ => return,
        }
        event.prevent_default();
    };
    let tab = move |at: usize| view! { <CardTab at here drag go=Callback::new(go) /> };
    let locked = move || editor.is_locked();
    let act = move |icon: &'static str, label: &'static str, off: Signal<bool>, run: Callback<usize>| {
        view! {
            <button
                type="button"
                class="btn btn-ghost btn-sm btn-square text-muted"
                aria-label=label
                title=label
                aria-disabled=bound(move || (off.get() || locked()).then_some("true"))
                on:click=move |_| {
                    if !off.get_untracked() {
                        run.run(here.get_untracked());
                    }
                }
            >
                <Icon name=icon />
            </button>
        }
    };
    let full = Signal::derive(move || count.get() >= CARDS_MAX);
    let add = Callback::new(move |_| {
        let mut made = 0;
        editor.change(|template| made = card::add(template));
        go(made);
    });
    view! {
        <div class="flex flex-wrap items-center gap-1">
            <div role="tablist" class="flex flex-wrap gap-1" aria-label=tr!(template_editor.cards) on:keydown=on_key>
                {keyed(move || 0..count.get(), |at| *at, tab)}
            </div>
            {act("plus", tr!(template_editor.add_card), full, add)}
            <span class="ml-auto flex">
                {act(
                    "arrow-left",
                    tr!(template_editor.card_left),
                    Signal::derive(move || here.get() == 0),
                    Callback::new(move |at: usize| shift(at.checked_sub(1))),
                )}
                {act(
                    "arrow-right",
                    tr!(template_editor.card_right),
                    Signal::derive(move || here.get() + 1 >= count.get()),
                    Callback::new(move |at: usize| shift(Some(at + 1))),
                )}
                {act(
                    "copy",
                    tr!(template_editor.duplicate_card),
                    full,
                    Callback::new(move |at| {
                        editor.change(|template| card::duplicate(template, at));
                        go(at + 1);
                    }),
                )}
                {act(
                    "trash-2",
                    tr!(template_editor.remove_card),
                    Signal::derive(move || count.get() <= CARDS_MIN),
                    Callback::new(move |at| {
                        editor.change(|template| card::remove(template, at));
                        go(at.min(count.get_untracked() - 1));
                    }),
                )}
            </span>
        </div>
    }
}

#[component]
fn CardTab(at: usize, here: Memo<usize>, drag: Drag, go: Callback<usize>) -> impl IntoView {
    let editor = use_editor();
    let bad = is_bad(editor, at);
    let is_here = move || here.get() == at;
    let class = move || match (is_here(), drag.is_held(at)) {
        (true, false) => "btn btn-sm btn-neutral",
        (true, true) => "btn btn-sm btn-neutral opacity-60",
        (false, false) => "btn btn-sm btn-ghost",
        (false, true) => "btn btn-sm btn-ghost opacity-60",
    };
    let on_key = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            go.run(at);
        }
    };
    view! {
        // No button: Firefox drags none.
        <div
            role="tab"
            class=bound(class)
            data-card=at.to_string()
            data-drop=bound(move || drag.mark(at))
            title=tr!(template_editor.drag)
            aria-selected=bound(move || if is_here() { "true" } else { "false" })
            tabindex=bound(move || if is_here() { "0" } else { "-1" })
            draggable=bound(move || if editor.is_locked() { "false" } else { "true" })
            on:click=move |_| go.run(at)
            on:keydown=on_key
            on:dragstart=move |event: DragEvent| drag.start(at, &event)
            on:dragover=move |event: DragEvent| drag.over(at, &event)
            on:dragleave=move |event: DragEvent| drag.leave(&event)
            on:drop=move |event: DragEvent| drag.drop(at, &event)
            on:dragend=move |_| drag.end()
        >
            <Icon name="grip-vertical" class="size-3.5 max-sm:hidden" />
            {tr!(template_editor.card_n, n = intl::number(at as u64 + 1))}
            {live(move || {
                bad.get()
                    .then(|| {
                        // Red on the dark ground of the card that is shown would not be seen.
                        let class = if is_here() { "size-3.5" } else { "size-3.5 text-bad" };
                        view! {
                            <Icon name="circle-alert" class=class />
                            <span class="sr-only">{tr!(template_editor.has_findings)}</span>
                        }
                    })
            })}
        </div>
    }
}

fn is_bad(editor: Editor, at: usize) -> Memo<bool> {
    let carousel = editor.path(Spot::Whole, ComponentKind::Carousel);
    Memo::new(move |_| {
        let path = [carousel.get().as_str(), ".cards.", &at.to_string(), "."].concat();
        editor.strict.get()
            && editor.findings.with(|all| all.iter().any(|it| it.is_error() && it.path.starts_with(&path)))
    })
}

#[component]
fn CardForm(at: usize) -> impl IntoView {
    let editor = use_editor();
    let spot = Spot::Card(at);
    let carousel = editor.path(Spot::Whole, ComponentKind::Carousel);
    let path = Signal::derive(move || [carousel.get().as_str(), ".cards.", &at.to_string()].concat());
    let visited = RwSignal::new(true);
    let found = Found::at(editor, path, false, visited);
    let body = editor.flag(move |template| place::has(template, spot, ComponentKind::Body));
    let format = editor.memo(Box::new(move |template| format_of(template, spot)));
    let unknown = editor.flag(move |template| !place::unknown(template, spot).is_empty());
    // Anew for each type: a file that is on its way fits the one that it was chosen for.
    let media = move || {
        let has_file = matches!(format.get(), Some(HeaderFormat::Image | HeaderFormat::Video));
        has_file.then(|| view! { <div><MediaField spot /></div> })
    };
    view! {
        <div
            role="tabpanel"
            aria-label=tr!(template_editor.card_n, n = intl::number(at as u64 + 1))
            class="grid gap-4"
            data-path=bound(move || path.get())
            on:focusin=move |_| editor.card.set(at)
        >
            <FindingLines found id=unique_id("card-e") />
            {live(media)}
            <Show when=move || body.get()><div><BodyText spot /></div></Show>
            <div>
                <h3 class="mb-2 text-sm">{tr!(template_editor.card_buttons)}</h3>
                <ButtonList spot />
            </div>
            <Show when=move || unknown.get()>
                <div>
                    <h3 class="mb-2 text-sm">{tr!(template_editor.unknown_part)}</h3>
                    <UnknownParts spot />
                </div>
            </Show>
        </div>
    }
}
