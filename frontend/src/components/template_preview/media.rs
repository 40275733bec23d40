//! The header of a message: its text, its file or what stands for it, a place.

use clienthub_shared::template::example::Part;
use clienthub_shared::template::word::HeaderFormat;
use leptos::ev::ErrorEvent;
use leptos::prelude::*;

use super::bubble::drawn;
use super::{SampleFile, Shown, format};
use crate::components::template_editor::model::{Spot, place, text};
use crate::components::template_editor::names;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::live;

#[component]
pub fn Header(shown: Shown, spot: Spot) -> impl IntoView {
    let format =
        Memo::new(move |_| shown.template.with(|it| place::header(it, spot).and_then(|header| header.known_format())));
    let handle = Memo::new(move |_| {
        shown.template.with(|it| place::header(it, spot).and_then(|header| header.example.handles.first().cloned()))
    });
    let file = Memo::new(move |_| {
        let handle = handle.get()?;
        shown.files.with(|files| files.iter().find(|file| file.handle == handle).cloned())
    });
    let source = Memo::new(move |_| {
        let handle = handle.get()?;
        shown.files.with(|files| sample_at(&handle, files, shown.media.get()))
    });
    let title = Memo::new(move |_| {
        shown.template.with(|it| {
            let samples = text::samples(it, spot, Part::Header);
            text::read(it, spot, Part::Header).map(|(text, _)| format::filled(text, &samples)).unwrap_or_default()
        })
    });
    live(move || {
        let kind = format.get()?;
        Some(match kind {
            HeaderFormat::Text => view! {
                <p class="px-2.5 pt-2 text-sm font-semibold wrap-anywhere">
                    {live(move || title.with(|text| drawn(format::plain(text))))}
                </p>
            }
            .into_any(),
            HeaderFormat::Document => {
                view! { <Document name=Signal::derive(move || file.get().map(|it| it.name)) /> }.into_any()
            }
            HeaderFormat::Location => view! { <Place /> }.into_any(),
            HeaderFormat::Image | HeaderFormat::Video | HeaderFormat::Gif | HeaderFormat::Product => {
                let alt = names::header(kind);
                view! {
                    <div
                        class="m-1 grid aspect-[1.91/1] place-items-center overflow-hidden rounded-lg bg-base-300/60 text-muted"
                        role="img"
                        aria-label=alt
                    >
                        <SamplePicture kind source icon="size-8" />
                    </div>
                }
                .into_any()
            }
        })
    })
}

/// Where the browser finds the file of a handle: chosen in this tab, or at Meta by way of the hub.
pub fn sample_at(handle: &str, files: &[SampleFile], media: Option<String>) -> Option<String> {
    let chosen = files.iter().find(|file| file.handle == handle).map(|file| file.url.clone());
    let at_meta = || {
        let address = handle.starts_with("http").then(|| String::from(js_sys::encode_uri_component(handle)))?;
        Some([&media?, "?address=", &address].concat())
    };
    chosen.or_else(at_meta)
}

/// A picture or a film; its icon while there is none, or none that can be shown.
#[component]
pub fn SamplePicture(kind: HeaderFormat, source: Memo<Option<String>>, icon: &'static str) -> impl IntoView {
    let failed = RwSignal::new(None::<String>);
    live(move || {
        let source = source.get().filter(|source| failed.get().as_ref() != Some(source));
        let fail = {
            let source = source.clone();
            move |_: ErrorEvent| failed.set(source.clone())
        };
        match (source, kind) {
            (None, _) => view! { <Icon name=names::header_icon(kind) class=icon /> }.into_any(),
            (Some(source), HeaderFormat::Image) => {
                view! { <img class="size-full object-cover" src=source alt="" on:error=fail /> }.into_any()
            }
            (Some(source), _) => view! {
                <video class="size-full object-cover" src=source muted preload="metadata" tabindex="-1" on:error=fail></video>
            }
            .into_any(),
        }
    })
}

#[component]
fn Document(name: Signal<Option<String>>) -> impl IntoView {
    let shown = move || name.get().unwrap_or_else(|| tr!(template_preview.document).to_owned());
    view! {
        <div class="m-1 flex items-center gap-2.5 rounded-lg bg-base-200 px-3 py-3 text-sm">
            <Icon name="file-text" class="size-6 text-bad" />
            <span class="min-w-0 truncate font-medium">{live(shown)}</span>
        </div>
    }
}

#[component]
fn Place() -> impl IntoView {
    view! {
        <div class="m-1 overflow-hidden rounded-lg bg-base-200">
            <div class="grid h-28 place-items-center bg-base-300/60 text-bad"><Icon name="map-pin" class="size-8" /></div>
            <div class="px-2.5 py-1.5 text-sm">
                <p class="font-medium">{tr!(template_preview.place)}</p>
                <p class="text-xs text-muted">{tr!(template_preview.address)}</p>
            </div>
        </div>
    }
}
