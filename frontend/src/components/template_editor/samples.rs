//! A sample for each variable of a text, for Meta's reviewers and the preview.

use clienthub_shared::template::example::Part;
use clienthub_shared::template::word::{ComponentKind, ParameterFormat};
use clienthub_shared::template::{Finding, FindingCode};
use leptos::prelude::*;
use serde_json::Value;

use super::finding::{FindingLines, Found};
use super::model::{Spot, text};
use super::state::use_editor;
use crate::tr;
use crate::ui::live::{Show, bound, keyed};
use crate::ui::press::set_after_press;
use crate::ui::unique_id;

#[component]
pub fn Samples(spot: Spot, part: Part) -> impl IntoView {
    let editor = use_editor();
    let kind = match part {
        Part::Header => ComponentKind::Header,
        Part::Body => ComponentKind::Body,
    };
    let component = editor.path(spot, kind);
    let example = Signal::derive(move || [component.get().as_str(), ".example"].concat());
    let count = editor.count(move |template| text::samples(template, spot, part).len());
    let is_of_row =
        |finding: &Finding| finding.code == FindingCode::SampleMissing || finding.code == FindingCode::SampleFormat;
    let visited = RwSignal::new(false);
    let all = Found::at(editor, example, true, visited);
    let others = Found { list: Memo::new(move |_| all.list.get().into_iter().filter(|one| !is_of_row(one)).collect()) };
    let row = move |at: usize| {
        let pair = editor
            .memo(Box::new(move |template| text::samples(template, spot, part).get(at).cloned().unwrap_or_default()));
        let name = Memo::new(move |_| pair.with(|(name, _)| name.clone()));
        let value = Memo::new(move |_| pair.with(|(_, sample)| sample.clone()));
        let path = Signal::derive(move || {
            let named = editor.template.with(|template| template.format() == Some(ParameterFormat::Named));
            let at = at.to_string();
            match (part, named) {
                (_, true) => [example.get().as_str(), ".", part.named(), ".", &at].concat(),
                (Part::Header, false) => [example.get().as_str(), ".header_text.", &at].concat(),
                (Part::Body, false) => [example.get().as_str(), ".body_text.0.", &at].concat(),
            }
        });
        let mine = move |finding: &Finding| {
            is_of_row(finding)
                && match finding.params.get("variable").and_then(Value::as_str) {
                    Some(variable) => name.with(|name| name == variable),
                    None => finding.path == path.get(),
                }
        };
        let left = RwSignal::new(false);
        let found = Found {
            list: Memo::new(move |_| {
                let shown = left.get() || editor.strict.get();
                let list = editor.findings.with(|all| {
                    let below = example.get();
                    all.iter().filter(|one| one.path.starts_with(&below) && mine(one)).cloned().collect::<Vec<_>>()
                });
                if shown { list } else { Vec::new() }
            }),
        };
        let found_id = unique_id("sample-e");
        view! {
            <div class="min-w-0">
                <label class="grid grid-cols-[minmax(4rem,auto)_1fr] items-center gap-2">
                    <span class="min-w-0 truncate"><span class="var">{move || name.get()}</span></span>
                    <input
                        class="input"
                        aria-label=bound(move || tr!(template_editor.sample_for, name = name.get()))
                        autocomplete="off"
                        dir="auto"
                        data-path=bound(move || path.get())
                        prop:value=bound(move || value.get())
                        readonly=bound(move || editor.is_locked())
                        aria-invalid=bound(move || found.is_bad().then_some("true"))
                        aria-describedby=found_id.clone()
                        on:input=move |event| {
                            let sample = event_target_value(&event);
                            editor.change(|template| text::set_sample(template, spot, part, at, &sample));
                        }
                        on:blur=move |_| set_after_press(left)
                    />
                </label>
                <FindingLines found id=found_id />
            </div>
        }
    };
    view! {
        <Show when=move || { count.get() > 0 || others.list.with(|list| !list.is_empty()) }>
            <div class="mt-4" data-path=bound(move || example.get())>
                <h3 class="mb-2 text-sm">
                    {tr!(template_editor.samples)} " "
                    <span class="font-normal text-muted">{tr!(template_editor.samples_hint)}</span>
                </h3>
                <div class="grid gap-x-4 gap-y-2.5 sm:grid-cols-2">
                    {keyed(move || 0..count.get(), |at| *at, row)}
                </div>
                <FindingLines found=others id=unique_id("samples-e") />
            </div>
        </Show>
    }
}
