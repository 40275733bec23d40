//! A template as a phone shows it: light or dark, right to left, with its samples. An approximation. The phone is given
//! all that it shows; what Meta writes in place of an author is read by `preset`, for whoever shows a phone. Each part is drawn again
//! only when it has changed, so that typing stays quick.

mod bubble;
mod buttons;
mod carousel;
pub mod format;
mod media;
pub mod preset;

use clienthub_shared::template::Template;
use clienthub_shared::template::request::AuthenticationText;
use leptos::html;
use leptos::prelude::*;

use self::bubble::Bubble;
pub use self::bubble::drawn;
use self::buttons::Sheet;
use self::carousel::Cards;
pub use self::media::{SamplePicture, sample_at};
use crate::components::template_editor::model::Spot;
use crate::intl;
use crate::layouts::header::initials;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{bound, live};
use crate::ui::unique_id;

/// A file that was chosen in this tab, by the handle that Meta gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleFile {
    pub handle: String,
    /// An address that this tab alone understands.
    pub url: String,
    pub name: String,
    pub bytes: u64,
}

/// What the parts of the phone share.
#[derive(Clone, Copy)]
struct Shown {
    template: Signal<Template>,
    files: Signal<Vec<SampleFile>>,
    media: Signal<Option<String>>,
    authentication: Signal<Option<AuthenticationText>>,
    /// The card that is to be in sight.
    card: Signal<usize>,
    /// The list of all buttons covers the chat.
    sheet: RwSignal<bool>,
    /// Opens it, and has the focus after it.
    opener: NodeRef<html::Button>,
}

#[derive(Clone, Copy, PartialEq)]
enum Look {
    Page,
    Light,
    Dark,
}

#[component]
pub fn Preview(
    #[prop(into)] template: Signal<Template>,
    /// Who sends it.
    #[prop(optional, into)]
    name: Signal<String>,
    #[prop(optional, into)] files: Signal<Vec<SampleFile>>,
    /// Where the hub gives out the files that Meta shows of it: `api::template::media`.
    #[prop(optional, into)]
    media: Signal<Option<String>>,
    /// What Meta writes in an authentication template.
    #[prop(optional, into)]
    authentication: Signal<Option<AuthenticationText>>,
    /// Of a carousel: the card that is to be in sight.
    #[prop(optional, into)]
    card: Signal<usize>,
) -> impl IntoView {
    let look = RwSignal::new(Look::Page);
    let shown =
        Shown { template, files, media, authentication, card, sheet: RwSignal::new(false), opener: NodeRef::new() };
    let theme = move || match look.get() {
        Look::Page => None,
        Look::Light => Some("clienthub-light"),
        Look::Dark => Some("clienthub-dark"),
    };
    let choices = [
        (Look::Page, "monitor", tr!(template_preview.as_page)),
        (Look::Light, "sun", tr!(template_preview.light)),
        (Look::Dark, "moon", tr!(template_preview.dark)),
    ];
    let choice = |(value, icon, label): (Look, &'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="btn btn-sm btn-square join-item"
                aria-pressed=bound(move || if look.get() == value { "true" } else { "false" })
                aria-label=label
                title=label
                on:click=move |_| look.set(value)
            >
                <Icon name=icon class="size-3.5" />
            </button>
        }
    };
    let business = move || {
        let name = name.get();
        if name.is_empty() { tr!(template_preview.business).to_owned() } else { name }
    };
    let language = Memo::new(move |_| template.with(|template| template.language.clone()));
    let direction = move || language.with(|code| if format::is_right_to_left(code) { "rtl" } else { "ltr" });
    let tag = move || language.with(|code| (!code.is_empty()).then(|| code.replace('_', "-")));
    let now = intl::clock_now();
    let title = unique_id("preview");
    view! {
        <section aria-labelledby=title.clone()>
            <div class="mb-2 flex items-center justify-between">
                <h2 id=title.clone()>{tr!(template_preview.title)}</h2>
                <div class="join" role="group" aria-label=tr!(template_preview.theme)>{choices.map(choice)}</div>
            </div>
            <div class="phone mx-auto max-w-[21.5rem]" data-theme=bound(theme)>
                <div class="phone-screen relative">
                    <div class="flex items-center gap-2.5 border-b border-line bg-base-100 px-4 py-2.5">
                        <span class="avatar-text size-8 rounded-full!" aria-hidden="true">
                            {live(move || initials(&business()))}
                        </span>
                        <div class="min-w-0">
                            <p class="truncate text-sm font-semibold">{live(business)}</p>
                            <p class="text-xs text-muted">{tr!(template_preview.account)}</p>
                        </div>
                    </div>
                    <div class="min-h-72 px-3 pt-3 pb-6">
                        <p class="mx-auto mb-2.5 w-fit rounded-md bg-chat-bubble px-2 py-0.5 text-xs text-muted">
                            {tr!(template_preview.today)}
                        </p>
                        <div dir=bound(direction) lang=bound(tag)>
                            <Bubble shown spot=Spot::Whole clock=now />
                            <Cards shown />
                        </div>
                    </div>
                    <Sheet shown />
                </div>
            </div>
            <p class="hint mt-3 text-center">{tr!(template_preview.approximation)}</p>
        </section>
    }
}
