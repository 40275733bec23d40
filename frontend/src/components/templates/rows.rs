//! One family as a signal (kept by name, so that a live change moves nothing else), its menu, and the list in narrow windows.

use clienthub_shared::status::Quality;
use clienthub_shared::template::family::TemplateFamily;
use clienthub_shared::template::state::TemplateState;
use leptos::prelude::*;

use super::acts::{CopyOf, Doomed, undeletable, use_acts};
use super::chips::Chips;
use super::export::export;
use super::items::{ChangeItem, ChangeRefusal, CopyItems, DeleteItem, ExportItem};
use crate::components::number_details::live::flash;
use crate::intl;
use crate::state::way::use_visit;
use crate::tr;
use crate::ui::badge::StateBadge;
use crate::ui::icon::Icon;
use crate::ui::live::{bound, effect, keyed, live};
use crate::ui::menu::{Menu, MenuItem, MenuLink};
use crate::ui::toast::Toasts;
use crate::words::{number, template};

#[derive(Clone, Copy)]
pub struct Row {
    pub family: Signal<TemplateFamily>,
    /// True for a moment after a fact changed.
    pub glow: RwSignal<bool>,
}

/// Each family, kept by its name.
pub fn each(rows: Signal<Vec<TemplateFamily>>, draw: fn(Row) -> AnyView) -> AnyView {
    let by_name = move |row: TemplateFamily| draw(row_signal(rows, row));
    keyed(move || rows.get(), |row: &TemplateFamily| row.name.clone(), by_name)
}

/// It keeps its last value while the list no longer has it.
fn row_signal(rows: Signal<Vec<TemplateFamily>>, first: TemplateFamily) -> Row {
    let name = first.name.clone();
    let found = Memo::new(move |before: Option<&TemplateFamily>| {
        let now = rows.with(|rows| rows.iter().find(|row| row.name == name).cloned());
        now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let glow = RwSignal::new(false);
    let mut before = None;
    effect(move || {
        let now = found.with(|row| (row.languages.clone(), row.category, row.quality));
        if before.replace(now.clone()).is_some_and(|before| before != now) {
            flash(glow);
        }
    });
    Row { family: found.into(), glow }
}

/// The page of its first language.
pub fn href(family: &TemplateFamily) -> String {
    let first = family.languages.first().map(|language| language.id.to_string()).unwrap_or_default();
    use_acts().waba.path(&format!("/{first}"))
}

#[component]
pub fn SelectBox(family: Signal<TemplateFamily>) -> impl IntoView {
    let acts = use_acts();
    let name = family.with_untracked(|family| family.name.clone());
    let label = tr!(templates.select, name = name);
    view! {
        <input
            type="checkbox"
            class="checkbox"
            aria-label=label
            prop:checked=bound(move || acts.is_selected(&name))
            on:change=move |_| acts.toggle(family.get_untracked())
        />
    }
}

#[component]
pub fn RowMenu(family: TemplateFamily) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let visit = use_visit();
    let page = href(&family);
    let waba = acts.waba;
    let label = tr!(templates.actions_of, name = family.name.as_str());
    let stays = undeletable(family.languages.iter());
    let family = StoredValue::new(family);
    let copy = Callback::new(move |kind| acts.copied.set(family.with_value(|family| CopyOf::family(kind, family))));
    let look = Callback::new(move |()| acts.previewed.set(Some(family.get_value())));
    let delete = Callback::new(move |()| acts.doomed.set(vec![family.with_value(Doomed::family)]));
    let save = Callback::new(move |()| export(waba, toasts, vec![family.with_value(|family| family.name.clone())]));
    let edits = move || {
        let editable = |family: &TemplateFamily| {
            let may = family.languages.iter().filter(|language| language.state != TemplateState::Deleted);
            may.map(|language| (language.id.to_string(), language.language.clone())).collect::<Vec<_>>()
        };
        let visit = visit.clone();
        family
            .with_value(editable)
            .into_iter()
            .map(|(id, code)| {
                let visit = visit.clone();
                let to = waba.path(&format!("/{id}/edit"));
                let go = Callback::new(move |()| visit(&to));
                view! { <ChangeItem icon="pencil" text=tr!(templates.edit_language, language = code) on_select=go /> }
            })
            .collect_view()
    };
    let edits = StoredValue::new(edits);
    view! {
        <Menu
            label=label
            button_class="btn btn-ghost btn-sm btn-square text-muted"
            place="min-w-52"
            float=true
            trigger=|| view! { <Icon name="ellipsis-vertical" /> }
        >
            <MenuItem on_select=look>
                <Icon name="eye" />
                {tr!(template_preview.title)}
            </MenuItem>
            <MenuLink href=page.clone()>
                <Icon name="arrow-right" />
                {tr!(templates.open)}
            </MenuLink>
            {edits.with_value(|edits| edits())}
            <CopyItems copy />
            <ExportItem on_select=save />
            <DeleteItem blocked=stays on_select=delete />
            <ChangeRefusal blocked=stays />
        </Menu>
    }
}

#[component]
pub fn FamilyRows(rows: Signal<Vec<TemplateFamily>>) -> impl IntoView {
    view! {
        <ul class="divide-y divide-line" aria-label=tr!(templates.title)>
            {each(
                rows,
                |row| {
                    let glow = row.glow;
                    view! {
                        <li class="grid gap-2 p-4" class:changed=bound(move || glow.get())>
                            {live(move || facts_of(row))}
                        </li>
                    }
                    .into_any()
                },
            )}
        </ul>
    }
}

fn facts_of(row: Row) -> impl IntoView + use<> {
    let family = row.family.get();
    let quality =
        (family.quality != Quality::Unknown).then(|| view! { <StateBadge badge=number::quality(family.quality) /> });
    view! {
        <div class="flex items-start gap-3">
            <span class="mt-0.5"><SelectBox family=row.family /></span>
            <div class="min-w-0 grow">
                <a href=href(&family) class="hit font-semibold break-all">{family.name.clone()}</a>
                <p class="mt-0.5 flex flex-wrap items-center gap-x-3 text-sm text-muted">
                    <StateBadge badge=template::category(family.category) />
                    {quality}
                </p>
            </div>
            <span class="-mt-1.5 -mr-2"><RowMenu family=family.clone() /></span>
        </div>
        <p class="line-clamp-2 text-sm break-words text-muted">{template::excerpt(&family.body)}</p>
        <Chips family=family.clone() />
        <p class="text-xs text-muted tabular">{tr!(templates.edited, time = intl::clock_or_day(&family.edited_at))}</p>
    }
}
