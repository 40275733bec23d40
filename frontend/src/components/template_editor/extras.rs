//! What few templates have: a carousel, an offer, and for how long Meta tries to deliver.

use clienthub_shared::template::limits::{TTL_LONGEST, ttl_range};
use clienthub_shared::template::word::{Category, ComponentKind};
use leptos::prelude::*;

use super::field::{NumberField, Tick};
use super::model::shelf::{OfferStarted, start_offer};
use super::model::{Spot, card, place};
use super::state::use_editor;
use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::panel::Panel;
use crate::ui::toast::Toasts;

#[component]
pub fn ExtrasPanel() -> impl IntoView {
    let editor = use_editor();
    let toasts: Toasts = expect_context();
    let category = editor.memo(Box::new(clienthub_shared::template::Template::known_category));
    let other = move || category.get() != Some(Category::Authentication);
    let add = move |kind: ComponentKind, icon: &'static str, text: &'static str, hint: &'static str| {
        let there = editor.flag(move |template| place::has(template, Spot::Whole, kind));
        let refused = move || {
            if there.get() {
                Some(tr!(template_editor.there_already))
            } else if category.get().is_some_and(|it| it != Category::Marketing) {
                Some(tr!(template_editor.marketing_only))
            } else {
                None
            }
        };
        let put = move |_| {
            if untrack(refused).is_none() {
                match kind {
                    ComponentKind::Carousel => editor.change_shelf(card::start),
                    _ => editor.change_shelf(|template, shelf| tell(toasts, start_offer(template, shelf))),
                }
            }
        };
        view! {
            <div>
                <button
                    type="button"
                    class="btn"
                    aria-disabled=bound(move || (refused().is_some() || editor.is_locked()).then_some("true"))
                    on:click=put
                >
                    <Icon name=icon />
                    {text}
                </button>
                <p class="hint mt-1">{live(move || refused().unwrap_or(hint))}</p>
            </div>
        }
    };
    view! {
        <Panel title=tr!(template_editor.extras)>
            <div class="grid gap-4 p-4 sm:grid-cols-2 sm:px-5">
                <Show when=other>
                    {add(
                        ComponentKind::Carousel,
                        "rows-3",
                        tr!(template_editor.add_carousel),
                        tr!(template_editor.carousel_hint),
                    )}
                    {add(ComponentKind::Offer, "ticket", tr!(template_editor.add_offer), tr!(template_editor.offer_hint))}
                </Show>
                <TimeToLive />
            </div>
        </Panel>
    }
}

/// What an offer changed elsewhere in the form.
fn tell(toasts: Toasts, started: OfferStarted) {
    if started.footer_gone {
        toasts.say(Tone::Act, tr!(template_editor.offer_footer_gone));
    }
    if started.buttons_added {
        toasts.say(Tone::Act, tr!(template_editor.offer_buttons_added));
    }
}

#[component]
fn TimeToLive() -> impl IntoView {
    let editor = use_editor();
    let value = editor.memo(Box::new(|template| template.message_send_ttl_seconds));
    let category = editor.memo(Box::new(clienthub_shared::template::Template::known_category));
    let longest = Memo::new(move |_| value.get() == Some(TTL_LONGEST));
    let shown = Memo::new(move |_| value.get().filter(|seconds| *seconds != TTL_LONGEST));
    let typed = Callback::new(move |seconds| editor.change(|template| template.message_send_ttl_seconds = seconds));
    let tick = Callback::new(move |wanted: bool| {
        editor.change(|template| template.message_send_ttl_seconds = wanted.then_some(TTL_LONGEST));
    });
    let hint = move || {
        let (min, max) = ttl_range(category.get()?);
        let number = |value: i64| intl::number(value.unsigned_abs());
        Some(tr!(template_editor.ttl_range, min = number(min), max = number(max)))
    };
    view! {
        <div class="grid gap-2">
            <Show when=move || !longest.get()>
                <NumberField
                    label=tr!(template_editor.ttl)
                    path=Signal::stored("message_send_ttl_seconds".to_owned())
                    value=shown
                    on_input=typed
                />
            </Show>
            <p class="hint">{tr!(template_editor.ttl_hint)} " " {live(hint)}</p>
            <Show when=move || category.get() != Some(Category::Marketing)>
                <Tick label=tr!(template_editor.ttl_longest) value=longest on_change=tick />
            </Show>
        </div>
    }
}
