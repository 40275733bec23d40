//! A body's text: formatting, emoji, variables, and its samples below. Numbers of variables are written anew while it is typed,
//! and the caret stays where it was.

use clienthub_shared::template::example::Part;
use clienthub_shared::template::limits::{BODY_MAX, BODY_MAX_IN_CARD, BODY_MAX_WITH_OFFER};
use clienthub_shared::template::text::length;
use clienthub_shared::template::word::{ComponentKind, ParameterFormat};
use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

use super::emoji::EmojiButton;
use super::finding::{Counter, FindingLines, Found};
use super::model::{Spot, place, text};
use super::samples::Samples;
use super::shortcut::{Command, command};
use super::state::{Editor, use_editor};
use super::typing;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::bound;
use crate::ui::press::set_after_press;
use crate::ui::unique_id;

const MARKS: [(Command, &str, &str); 4] = [
    (Command::Bold, "bold", "*"),
    (Command::Italic, "italic", "_"),
    (Command::Strike, "strikethrough", "~"),
    (Command::Mono, "code", "```"),
];

pub fn body_max(editor: Editor, spot: Spot) -> Memo<usize> {
    editor.count(move |template| match spot {
        Spot::Card(_) => BODY_MAX_IN_CARD,
        Spot::Whole if place::has(template, Spot::Whole, ComponentKind::Offer) => BODY_MAX_WITH_OFFER,
        Spot::Whole => BODY_MAX,
    })
}

#[component]
pub fn BodyText(spot: Spot) -> impl IntoView {
    let editor = use_editor();
    let area = NodeRef::<html::Textarea>::new();
    let value = editor.text(move |template| {
        text::read(template, spot, Part::Body).map(|(text, _)| text.to_owned()).unwrap_or_default()
    });
    let part = editor.path(spot, ComponentKind::Body);
    let path = Signal::derive(move || [part.get().as_str(), ".text"].concat());
    let visited = RwSignal::new(false);
    let found = Found::at(editor, path, false, visited);
    let (id, found_id) = (unique_id("body"), unique_id("body-e"));
    let on_input = move |_| {
        if let Some(area) = area.get_untracked() {
            typed(editor, spot, &area);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let (Some(command), Some(area)) = (command(&event), area.get_untracked()) else { return };
        if run(editor, spot, &area, command) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let act = move |command: Command| {
        if let Some(area) = area.get_untracked() {
            run(editor, spot, &area, command);
        }
    };
    let pick = Callback::new(move |emoji: String| {
        if let Some(area) = area.get_untracked() {
            typing::insert(&area, &emoji);
        }
    });
    let name = move |command: Command| match command {
        Command::Bold => tr!(template_editor.bold),
        Command::Italic => tr!(template_editor.italic),
        Command::Strike => tr!(template_editor.strike),
        _ => tr!(template_editor.mono),
    };
    let marks = MARKS.map(|(command, icon, _)| {
        view! {
            <button
                type="button"
                class="btn btn-ghost btn-sm btn-square"
                aria-label=name(command)
                title=name(command)
                disabled=bound(move || editor.is_locked())
                on:click=move |_| act(command)
            >
                <Icon name=icon />
            </button>
        }
    });
    let count = Memo::new(move |_| value.with(|text| length(text)));
    let frame = move || {
        if found.is_bad() {
            "rounded-field border border-bad bg-base-100 has-[textarea:focus]:outline-2 has-[textarea:focus]:outline-bad/45"
        } else {
            "rounded-field border border-control bg-base-100 has-[textarea:focus]:border-primary has-[textarea:focus]:outline-2 has-[textarea:focus]:outline-primary/45"
        }
    };
    let height = match spot {
        Spot::Whole => {
            "block field-sizing-content min-h-28 w-full resize-y bg-transparent px-3.5 py-3 leading-6 outline-none max-sm:text-base"
        }
        Spot::Card(_) => {
            "block field-sizing-content min-h-16 w-full resize-y bg-transparent px-3.5 py-3 leading-6 outline-none max-sm:text-base"
        }
    };
    view! {
        <div class=bound(frame)>
            <div
                class="relative flex flex-wrap items-center gap-0.5 rounded-t-field border-b border-line bg-base-200/60 px-1.5 py-1"
                role="toolbar"
                aria-label=tr!(template_editor.format)
            >
                {marks}
                <EmojiButton on_pick=pick />
                <button
                    type="button"
                    class="btn btn-ghost btn-sm ml-auto"
                    disabled=bound(move || editor.is_locked())
                    on:click=move |_| act(Command::Variable)
                >
                    <Icon name="braces" />
                    {tr!(template_editor.insert_variable)}
                </button>
            </div>
            <label class="sr-only" for=id.clone()>{tr!(template_editor.body_text)}</label>
            <textarea
                node_ref=area
                id=id
                class=height
                rows=if spot == Spot::Whole { "5" } else { "2" }
                dir="auto"
                data-path=bound(move || path.get())
                prop:value=bound(move || value.get())
                readonly=bound(move || editor.is_locked())
                aria-invalid=bound(move || found.is_bad().then_some("true"))
                aria-describedby=found_id.clone()
                on:input=on_input
                on:keydown=on_key
                on:blur=move |_| set_after_press(visited)
            ></textarea>
        </div>
        <div class="mt-1 flex items-start gap-3">
            <div class="min-w-0 grow"><FindingLines found id=found_id /></div>
            <span class="mt-0.5"><Counter count max=body_max(editor, spot) /></span>
        </div>
        <Samples spot part=Part::Body />
    }
}

fn typed(editor: Editor, spot: Spot, area: &HtmlTextAreaElement) {
    let text = area.value();
    let (caret, _) = typing::chosen(area);
    editor.change(|template| {
        editor.attic.update_value(|attic| text::write(template, spot, Part::Body, &text, attic));
    });
    let written = editor.template.with_untracked(|template| {
        text::read(template, spot, Part::Body).map(|(text, _)| text.to_owned()).unwrap_or_default()
    });
    if written != text {
        area.set_value(&written);
        let caret = text::caret(&text, &written, caret as usize) as u32;
        typing::choose(area, caret, caret);
    }
}

/// False when the command is none of a text.
fn run(editor: Editor, spot: Spot, area: &HtmlTextAreaElement, command: Command) -> bool {
    if editor.locked.with_untracked(Option::is_some) {
        return false;
    }
    if let Some((_, _, mark)) = MARKS.iter().find(|(known, ..)| *known == command) {
        typing::mark(area, mark);
        return true;
    }
    if command != Command::Variable {
        return false;
    }
    let wish = tr!(template_editor.variable_wish);
    let name = editor.template.with_untracked(|template| text::new_name(template, spot, Part::Body, wish));
    editor.attic.update_value(|attic| attic.forget(&name));
    typing::insert(area, &["{{", &name, "}}"].concat());
    if editor.template.with_untracked(|template| template.format() == Some(ParameterFormat::Named)) {
        // Its name can be typed at once.
        let (_, end) = typing::chosen(area);
        typing::choose(area, end.saturating_sub(2 + name.len() as u32), end.saturating_sub(2));
    }
    true
}
