//! Above the page of a template: name, where it stands, its languages, and what can be done with it.

use clienthub_shared::status::Quality;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::family::TemplateLanguage;
use clienthub_shared::template::state::TemplateState;
use leptos::prelude::*;

use crate::components::number_details::live::LiveBadge;
use crate::components::templates::acts::{CopyKind, CopyOf, Doomed, undeletable, use_acts};
use crate::components::templates::chips::Chip;
use crate::components::templates::discard_dialog::can_discard;
use crate::components::templates::edit_link::EditLink;
use crate::components::templates::export::export;
use crate::components::templates::items::{AddLanguage, ChangeRefusal, CopyItems, DeleteItem, DiscardItem, ExportItem};
use crate::tr;
use crate::ui::button::Button;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::ui::menu::Menu;
use crate::ui::toast::Toasts;
use crate::words::{number, template};

#[component]
pub fn TemplateHeader(
    details: Signal<TemplateDetails>,
    #[prop(into)] syncing: Signal<bool>,
    sync: Callback<()>,
    discard: Callback<()>,
) -> impl IntoView {
    let name = details.with_untracked(|details| details.name.clone());
    let language = details.with_untracked(|details| template::language(&details.language));
    let state = Signal::derive(move || details.with(|one| template::state(one.state, one.meta_status.as_deref())));
    let category = Signal::derive(move || details.with(|one| template::category(one.category)));
    let quality = Memo::new(move |_| details.with(|one| one.quality));
    view! {
        <div class="flex flex-wrap items-start gap-x-4 gap-y-3">
            <div class="min-w-0 grow basis-64">
                <h1 class="flex items-center gap-1 break-all">
                    {name.clone()} <CopyButton text=name label=tr!(template_details.copy_name) />
                </h1>
                <div class="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
                    <span class="text-muted">{language}</span>
                    <span class="contents" aria-live="polite"><LiveBadge badge=state /></span>
                    <LiveBadge badge=category />
                    <Show when=move || quality.get() != Quality::Unknown>
                        <LiveBadge badge=Signal::derive(move || number::quality(quality.get())) />
                    </Show>
                </div>
            </div>
            <Actions details syncing sync discard />
        </div>
        <Languages details />
    }
}

#[component]
fn Actions(
    details: Signal<TemplateDetails>,
    syncing: Signal<bool>,
    sync: Callback<()>,
    discard: Callback<()>,
) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let at_meta = Memo::new(move |_| details.with(|one| one.meta_id.is_some()));
    let gone = Memo::new(move |_| details.with(|one| one.state == TemplateState::Deleted));
    let discardable = Memo::new(move |_| details.with(can_discard));
    let unsynced = Memo::new(move |_| {
        let draft = (!at_meta.get()).then(|| tr!(template_details.not_at_meta).to_owned());
        acts.offline.get().or(draft)
    });
    let copy = Callback::new(move |kind| {
        let copied = details.with_untracked(|one| CopyOf {
            kind,
            name: one.name.clone(),
            id: one.id,
            languages: one.family.clone(),
        });
        acts.copied.set(Some(copied));
    });
    let delete = Callback::new(move |()| {
        let doomed = details.with_untracked(|one| Doomed {
            name: one.name.clone(),
            languages: own(one).cloned().collect(),
            whole: false,
            some_stay: false,
        });
        acts.doomed.set(vec![doomed]);
    });
    let stays = move || details.with(|one| undeletable(own(one)));
    let save = Callback::new(move |()| export(acts.waba, toasts, vec![details.with_untracked(|one| one.name.clone())]));
    let href = Signal::derive(move || acts.waba.path(&format!("/{}/edit", details.with(|one| one.id))));
    let blocked = Signal::derive(move || {
        acts.refusal.get().or_else(|| gone.get().then(|| tr!(template_details.is_deleted).to_owned()))
    });
    view! {
        <div class="flex flex-wrap gap-2 max-sm:w-full">
            <Button
                class="max-sm:grow"
                icon="refresh-cw"
                text=tr!(template_details.sync)
                blocked=unsynced
                pending=syncing
                on_click=sync
            />
            <Menu
                label=tr!(template_details.more)
                button_class="btn btn-square"
                place="top-full mt-1 right-0 min-w-52"
                trigger=|| view! { <Icon name="ellipsis" /> }
            >
                <CopyItems copy />
                <ExportItem on_select=save />
                {discardable.get().then(|| view! { <DiscardItem on_select=discard /> })}
                {(!gone.get()).then(|| view! { <DeleteItem blocked=stays() on_select=delete /> })}
                <ChangeRefusal blocked=stays() />
            </Menu>
            <EditLink class="btn-primary max-sm:grow" href blocked />
        </div>
    }
}

/// The one whose page it is, as the family has it.
fn own(details: &TemplateDetails) -> impl Iterator<Item = &TemplateLanguage> {
    details.family.iter().filter(|language| language.id == details.id)
}

/// The family: the others are a click away.
#[component]
fn Languages(details: Signal<TemplateDetails>) -> impl IntoView {
    let acts = use_acts();
    let family = Memo::new(move |_| details.with(|one| (one.id, one.name.clone(), one.family.clone())));
    live(move || {
        let (here, name, languages) = family.get();
        let add = {
            let (name, languages) = (name.clone(), languages.clone());
            Callback::new(move |()| {
                let (name, languages) = (name.clone(), languages.clone());
                acts.copied.set(Some(CopyOf { kind: CopyKind::Language, name, id: here, languages }));
            })
        };
        let chips = languages
            .into_iter()
            .map(|language| {
                let current = language.id == here;
                view! { <Chip language current /> }
            })
            .collect_view();
        view! {
            <nav class="mt-3 flex flex-wrap items-center gap-1.5" aria-label=tr!(template_details.languages)>
                {chips}
                <AddLanguage name text=tr!(template_details.add_language) on_select=add />
            </nav>
        }
    })
}
