//! One message, or one card of a carousel: header, offer, text, footer, buttons.

use clienthub_shared::template::example::Part;
use clienthub_shared::template::word::{Category, ComponentKind};
use leptos::prelude::*;

use super::Shown;
use super::buttons::Buttons;
use super::format::{self, Run, Style};
use super::media::Header;
use crate::components::template_editor::model::{Spot, place, text};
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};

/// What stands for the code.
const CODE: &str = "123456";

#[component]
pub fn Bubble(shown: Shown, spot: Spot, clock: String) -> impl IntoView {
    let body = Memo::new(move |_| body(shown, spot));
    let footer = Memo::new(move |_| if spot == Spot::Whole { footer(shown) } else { String::new() });
    let has_offer =
        Memo::new(move |_| spot == Spot::Whole && shown.template.with(|it| place::has(it, spot, ComponentKind::Offer)));
    let width = if spot == Spot::Whole { "max-w-[17.5rem]" } else { "" };
    let time = move || {
        (spot == Spot::Whole)
            .then(|| view! { <p class="mt-0.5 text-end text-[0.6875rem] text-muted">{clock.clone()}</p> })
    };
    let text = move || {
        let runs = body.with(|text| format::runs(text));
        if runs.is_empty() {
            return view! { <p class="text-muted">{tr!(template_preview.no_text)}</p> }.into_any();
        }
        view! { <p class="whitespace-pre-wrap wrap-anywhere">{drawn(runs)}</p> }.into_any()
    };
    // A card may have no text at all.
    let has_text = Memo::new(move |_| spot == Spot::Whole || shown.template.with(|it| place::body(it, spot).is_some()));
    view! {
        <div class=width>
            <div class="bubble">
                <Header shown spot />
                <Show when=move || has_offer.get()><Offer shown /></Show>
                <Show when=move || has_text.get()>
                    <div class="px-2.5 pt-1.5 pb-1.5 text-sm leading-[1.1875rem]">
                        {live(text)}
                        {live(move || {
                            footer.with(|text| {
                                (!text.is_empty())
                                    .then(|| {
                                        view! {
                                            <p class="mt-1.5 text-xs text-muted wrap-anywhere">{text.clone()}</p>
                                        }
                                    })
                            })
                        })}
                        {time()}
                    </div>
                </Show>
                <Buttons shown spot />
            </div>
        </div>
    }
}

fn body(shown: Shown, spot: Spot) -> String {
    let preset = shown.template.with(|it| {
        it.known_category() == Some(Category::Authentication)
            && place::body(it, spot).is_some_and(|body| body.text.is_empty())
    });
    if preset {
        let text = shown.authentication.with(|text| text.as_ref().map(|text| text.body.clone()));
        let security =
            shown.template.with(|it| it.body().is_some_and(|body| body.add_security_recommendation == Some(true)));
        let text = text.unwrap_or_else(|| match security {
            true => [tr!(template_preview.code_text), " ", tr!(template_preview.security_text)].concat(),
            false => tr!(template_preview.code_text).to_owned(),
        });
        return text.replace("{{1}}", CODE).replace("[1]", CODE);
    }
    shown.template.with(|it| {
        let samples = text::samples(it, spot, Part::Body);
        text::read(it, spot, Part::Body).map(|(text, _)| format::filled(text, &samples)).unwrap_or_default()
    })
}

fn footer(shown: Shown) -> String {
    let (text, minutes) = shown.template.with(|it| {
        place::footer(it, Spot::Whole)
            .map(|footer| (footer.text.clone(), footer.code_expiration_minutes))
            .unwrap_or_default()
    });
    let Some(minutes) = minutes.filter(|_| text.is_empty()) else { return text };
    let preset = shown.authentication.with(|it| it.as_ref().and_then(|it| it.footer.clone()));
    preset.unwrap_or_else(|| tr!(template_preview.expiry_text, n = minutes))
}

pub fn drawn(runs: Vec<Run>) -> Vec<AnyView> {
    runs.into_iter().map(one).collect()
}

fn one(run: Run) -> AnyView {
    match run {
        Run::Variable(name) => view! { <span class="var">{name}</span> }.into_any(),
        Run::Text(text, style) if style == Style::default() => text.into_any(),
        Run::Text(text, style) => view! {
            <span
                class:font-bold=style.bold
                class:italic=style.italic
                class:line-through=style.struck
                class:font-mono=style.mono
            >
                {text}
            </span>
        }
        .into_any(),
    }
}

/// With the look of a countdown; the time is the campaign's.
#[component]
fn Offer(shown: Shown) -> impl IntoView {
    let offer = Memo::new(move |_| {
        shown.template.with(|it| {
            let offer = place::offer(it, Spot::Whole);
            offer.map(|offer| (offer.text.clone(), offer.has_expiration == Some(true))).unwrap_or_default()
        })
    });
    view! {
        <div class="mx-1 mt-1 flex items-center gap-2.5 rounded-lg bg-base-200 px-2.5 py-2 text-sm">
            <span class="grid size-9 flex-none place-items-center rounded-full bg-act-soft text-act">
                <Icon name="ticket" />
            </span>
            <div class="min-w-0">
                <p class="font-semibold wrap-anywhere">{live(move || offer.get().0)}</p>
                {live(move || {
                    offer.get().1.then(|| view! { <p class="text-xs tabular text-bad">{tr!(template_preview.ends_in)}</p> })
                })}
            </div>
        </div>
    }
}
