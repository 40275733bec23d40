//! The sample file of a header: choose or drop it, see how far it is, resume, replace.

use clienthub_shared::template::FindingCode;
use clienthub_shared::template::media::media_rule;
use clienthub_shared::template::word::{ComponentKind, HeaderFormat};
use leptos::html;
use leptos::prelude::*;
use web_sys::DragEvent;

use super::finding::{FindingLines, Found};
use super::header::format_of;
use super::model::{Spot, place};
use super::names;
use super::state::use_editor;
use super::upload::{Chosen, Progress, Upload};
use crate::components::template_preview::{SamplePicture, sample_at};
use crate::intl;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::unique_id;
use crate::words::error;

#[component]
pub fn MediaField(spot: Spot) -> impl IntoView {
    let editor = use_editor();
    let upload = Upload::new(editor, spot);
    let format = editor.memo(Box::new(move |template| format_of(template, spot)));
    let handle = editor.text(move |template| {
        place::header(template, spot).and_then(|it| it.example.handles.first().cloned()).unwrap_or_default()
    });
    let file = Memo::new(move |_| {
        handle.with(|handle| editor.files.with(|files| files.iter().find(|file| file.handle == *handle).cloned()))
    });
    let media = editor.media();
    let component = editor.path(spot, ComponentKind::Header);
    let path = Signal::derive(move || [component.get().as_str(), ".example"].concat());
    let visited = RwSignal::new(false);
    let found = Found::at(editor, path, true, visited);
    let input = NodeRef::<html::Input>::new();
    let take = move |list: Option<web_sys::FileList>| {
        let file = list.and_then(|list| list.item(0));
        if let (Some(file), Some(format)) = (file, format.get_untracked()) {
            visited.set(true);
            upload.start(format, Chosen::Here(file.name(), file.into()));
        }
    };
    let on_change = move |_| {
        if let Some(input) = input.get_untracked() {
            take(input.files());
            // The same file may be chosen again.
            input.set_value("");
        }
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        if !editor.locked.with_untracked(Option::is_some) {
            take(event.data_transfer().and_then(|transfer| transfer.files()));
        }
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let accept = move || format.get().and_then(media_rule).map(|rule| rule.mime_types.join(","));
    let rule = move || format.get().and_then(names::files);
    let title = move || match (file.get(), handle.with(String::is_empty)) {
        (Some(file), _) => file.name,
        (None, false) if handle.with(|handle| handle.starts_with("http")) => {
            tr!(template_editor.sample_at_meta).to_owned()
        }
        (None, false) => tr!(template_editor.sample_there).to_owned(),
        (None, true) => tr!(template_editor.no_file).to_owned(),
    };
    let source = Memo::new(move |_| {
        let media = media.get();
        editor.files.with(|files| handle.with(|handle| sample_at(handle, files, media)))
    });
    let picture = move || match format.get() {
        Some(kind @ (HeaderFormat::Image | HeaderFormat::Video)) => {
            view! { <SamplePicture kind source icon="size-6" /> }.into_any()
        }
        other => view! { <Icon name=other.map_or("file-text", names::header_icon) class="size-6" /> }.into_any(),
    };
    let only_shown = move || found.list.with(|list| list.iter().any(|it| it.code == FindingCode::SampleNotHandle));
    let again = move |_| {
        if let (Some(format), Some(address)) = (format.get_untracked(), source.get_untracked()) {
            upload.start(format, Chosen::AtMeta(address));
        }
    };
    let sending = move || upload.progress.with(|it| matches!(it, Progress::Sending(_) | Progress::Paused(..)));
    let found_id = unique_id("media-e");
    view! {
        <div
            class="flex flex-wrap items-center gap-4 rounded-field"
            on:dragover=move |event: DragEvent| event.prevent_default()
            on:drop=on_drop
        >
            <div class="grid h-16 w-28 flex-none place-items-center overflow-hidden rounded-field border border-line bg-base-200 text-muted">
                {live(picture)}
            </div>
            <div class="min-w-0 flex-1 basis-40">
                <p class="truncate font-medium">{live(title)}</p>
                <p class="hint">{live(rule)} " " {tr!(template_editor.media_hint)}</p>
            </div>
            <input
                node_ref=input
                type="file"
                class="sr-only"
                tabindex="-1"
                aria-label=tr!(template_editor.choose_file)
                accept=bound(accept)
                on:change=on_change
            />
            {live(move || {
                let offered = only_shown() && source.with(Option::is_some);
                offered
                    .then(|| {
                        view! {
                            <button type="button" class="btn btn-primary" on:click=again>
                                <Icon name="refresh-cw" />
                                {tr!(template_editor.upload_again)}
                            </button>
                        }
                    })
            })}
            <button
                type="button"
                class="btn"
                data-path=bound(move || path.get())
                aria-describedby=found_id.clone()
                aria-disabled=bound(move || editor.is_locked().then_some("true"))
                on:click=move |event| {
                    if !editor.locked.with_untracked(Option::is_some) {
                        open(event);
                    }
                }
            >
                <Icon name="upload" />
                {live(move || if handle.with(String::is_empty) { tr!(template_editor.choose_file) } else { tr!(template_editor.replace_file) })}
            </button>
        </div>
        <Show when=sending><Sending upload /></Show>
        <div aria-live="polite">
            {live(move || match upload.progress.get() {
                Progress::Refused(text) => Some(view! { <crate::ui::field::ErrorLine text /> }),
                _ => None,
            })}
        </div>
        <FindingLines found id=found_id />
    }
}

#[component]
fn Sending(upload: Upload) -> impl IntoView {
    let total = move || upload.file.with(|file| file.as_ref().map_or(1, |(_, bytes)| (*bytes).max(1)));
    let sent = move || match upload.progress.get() {
        Progress::Sending(sent) | Progress::Paused(sent, _) => sent.min(total()),
        Progress::Idle | Progress::Refused(_) => 0,
    };
    let percent = move || (sent() * 100 / total()).to_string();
    let name = move || upload.file.with(|file| file.as_ref().map(|(name, _)| name.clone()).unwrap_or_default());
    let paused = Memo::new(move |_| match upload.progress.get() {
        Progress::Paused(_, error) => Some(error::sentence(&error)),
        _ => None,
    });
    view! {
        <div class="mt-3 rounded-field border border-line p-3">
            <p class="mb-1.5 flex justify-between gap-3 text-sm">
                <span class="min-w-0 truncate">{live(name)}</span>
                <span class="flex-none tabular text-muted">
                    {live(move || tr!(template_editor.sent_of, sent = intl::bytes(sent()), total = intl::bytes(total())))}
                </span>
            </p>
            <progress
                class="block h-1.5 w-full accent-primary"
                max="100"
                value=bound(percent)
                aria-label=tr!(template_editor.uploading)
            ></progress>
            <div class="mt-2 flex flex-wrap items-center gap-2" aria-live="polite">
                {live(move || {
                    paused
                        .get()
                        .map(|why| {
                            view! {
                                <span class="state state-tint mr-auto whitespace-normal" data-tone="wait">
                                    <Icon name="triangle-alert" />
                                    {tr!(template_editor.upload_paused, why = why)}
                                </span>
                                <button type="button" class="btn btn-sm" on:click=move |_| upload.resume()>
                                    <Icon name="refresh-cw" />
                                    {tr!(template_editor.resume)}
                                </button>
                            }
                        })
                })}
                <button type="button" class="btn btn-ghost btn-sm" on:click=move |_| upload.stop()>
                    {tr!(ui.cancel)}
                </button>
            </div>
        </div>
    }
}
