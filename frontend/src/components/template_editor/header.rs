//! The header: none, a text with one variable, a file, or a place.

use clienthub_shared::template::Template;
use clienthub_shared::template::example::Part;
use clienthub_shared::template::limits::HEADER_MAX;
use clienthub_shared::template::word::{Category, ComponentKind, HeaderFormat};
use leptos::prelude::*;

use super::field::Field;
use super::finding::{FindingLines, Found};
use super::media::MediaField;
use super::model::shelf::set_header;
use super::model::{Spot, place, text};
use super::names;
use super::samples::Samples;
use super::state::{Editor, use_editor};
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::panel::Panel;
use crate::ui::unique_id;

const OFFERED: [HeaderFormat; 5] =
    [HeaderFormat::Text, HeaderFormat::Image, HeaderFormat::Video, HeaderFormat::Document, HeaderFormat::Location];

pub fn format_of(template: &Template, spot: Spot) -> Option<HeaderFormat> {
    place::header(template, spot)?.known_format()
}

#[component]
pub fn HeaderPanel() -> impl IntoView {
    let editor = use_editor();
    let format = editor.memo(Box::new(|template| format_of(template, Spot::Whole)));
    let product = move || format.get() == Some(HeaderFormat::Product) || format.get() == Some(HeaderFormat::Gif);
    let path = editor.path(Spot::Whole, ComponentKind::Header);
    let there = editor.flag(|template| place::has(template, Spot::Whole, ComponentKind::Header));
    let body = move || {
        Some(match format.get()? {
            HeaderFormat::Text => view! { <HeaderText /> }.into_any(),
            HeaderFormat::Image | HeaderFormat::Video | HeaderFormat::Document | HeaderFormat::Gif => {
                view! { <MediaField spot=Spot::Whole /> }.into_any()
            }
            HeaderFormat::Location => view! { <p class="hint">{tr!(template_editor.location_hint)}</p> }.into_any(),
            HeaderFormat::Product => view! { <p class="hint">{tr!(template_editor.product_hint)}</p> }.into_any(),
        })
    };
    view! {
        <Show when=move || !is_authentication(editor)>
            <Panel
                title=tr!(template_editor.header)
                aside=move || view! { <Formats format product=Signal::derive(product) /> }
            >
                <Show when=move || there.get()>
                    <div class="p-4 sm:px-5" data-path=bound(move || path.get())>
                        {live(body)}
                        <HeaderFindings path=path.into() />
                    </div>
                </Show>
            </Panel>
        </Show>
    }
}

pub fn is_authentication(editor: Editor) -> bool {
    editor.template.with(|template| template.known_category() == Some(Category::Authentication))
}

/// What is said of the header as such.
#[component]
fn HeaderFindings(path: Signal<String>) -> impl IntoView {
    let editor = use_editor();
    let visited = RwSignal::new(true);
    let whole = Found::at(editor, path, false, visited);
    let format = Signal::derive(move || [path.get().as_str(), ".format"].concat());
    let format = Found::at(editor, format, false, visited);
    view! {
        <FindingLines found=whole id=unique_id("header-e") />
        <FindingLines found=format id=unique_id("format-e") />
    }
}

#[component]
fn Formats(format: Memo<Option<HeaderFormat>>, product: Signal<bool>) -> impl IntoView {
    let editor = use_editor();
    let there = editor.flag(|template| place::has(template, Spot::Whole, ComponentKind::Header));
    let choose = move |wanted: Option<HeaderFormat>| {
        if wanted != format.get_untracked() || wanted.is_none() {
            editor.change_shelf(|template, shelf| set_header(template, wanted, shelf));
        }
    };
    let choices: Vec<(Option<HeaderFormat>, &'static str)> = std::iter::once((None, tr!(template_editor.header_none)))
        .chain(OFFERED.map(|format| (Some(format), names::header(format))))
        .collect();
    let is = move |wanted: Option<HeaderFormat>| if wanted.is_none() { !there.get() } else { format.get() == wanted };
    let buttons = choices
        .iter()
        .map(|(wanted, text)| {
            let wanted = *wanted;
            view! {
                <button
                    type="button"
                    class="btn btn-sm join-item"
                    aria-pressed=bound(move || if is(wanted) { "true" } else { "false" })
                    disabled=bound(move || editor.is_locked())
                    on:click=move |_| choose(wanted)
                >
                    {*text}
                </button>
            }
        })
        .collect_view();
    let options = choices
        .iter()
        .map(|(wanted, text)| {
            let wanted = *wanted;
            let word = wanted.map_or("", HeaderFormat::as_str);
            view! { <option value=word prop:selected=bound(move || is(wanted))>{*text}</option> }
        })
        .collect_view();
    view! {
        <Show when=move || product.get()>
            <span class="state" data-tone="idle">
                <Icon name="shopping-bag" />
                {live(move || format.get().map(names::header))}
            </span>
        </Show>
        <div class="join max-sm:hidden" role="group" aria-label=tr!(template_editor.header_type)>{buttons}</div>
        <select
            class="select w-36 sm:hidden"
            aria-label=tr!(template_editor.header_type)
            disabled=bound(move || editor.is_locked())
            on:change=move |event| choose(event_target_value(&event).parse().ok())
        >
            {options}
        </select>
    }
}

#[component]
fn HeaderText() -> impl IntoView {
    let editor = use_editor();
    let component = editor.path(Spot::Whole, ComponentKind::Header);
    let path = Signal::derive(move || [component.get().as_str(), ".text"].concat());
    let value = editor.text(|template| {
        text::read(template, Spot::Whole, Part::Header).map(|(text, _)| text.to_owned()).unwrap_or_default()
    });
    let write = move |new: String| {
        editor.change(|template| {
            editor.attic.update_value(|attic| text::write(template, Spot::Whole, Part::Header, &new, attic));
        });
    };
    let has_variable = editor.flag(|template| !text::samples(template, Spot::Whole, Part::Header).is_empty());
    let add = move |_| {
        let wish = tr!(template_editor.variable_wish);
        let name = editor.template.with_untracked(|it| text::new_name(it, Spot::Whole, Part::Header, wish));
        let before = value.get_untracked();
        let gap = if before.is_empty() || before.ends_with(' ') { "" } else { " " };
        editor.attic.update_value(|attic| attic.forget(&name));
        write([before.as_str(), gap, "{{", &name, "}}"].concat());
    };
    view! {
        <div class="flex items-end gap-2">
            <div class="min-w-0 grow">
                <Field
                    label=tr!(template_editor.header_text_label)
                    path
                    value
                    on_input=Callback::new(write)
                    max=HEADER_MAX
                />
            </div>
        </div>
        <Show when=move || !has_variable.get() && !editor.is_locked()>
            <button type="button" class="btn btn-sm mt-2" on:click=add>
                <Icon name="braces" />
                {tr!(template_editor.insert_variable)}
            </button>
        </Show>
        <Samples spot=Spot::Whole part=Part::Header />
    }
}
