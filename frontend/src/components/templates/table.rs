//! The list in wide windows.

use clienthub_shared::template::family::{TemplateFamily, TemplateSort};
use leptos::prelude::*;

use super::acts::use_acts;
use super::chips::Chips;
use super::query::Sort;
use super::rows::{Row, RowMenu, SelectBox, each, href};
use crate::intl;
use crate::tr;
use crate::ui::badge::StateBadge;
use crate::ui::live::{bound, live};
use crate::words::{number, template};

#[component]
pub fn FamilyTable(rows: Signal<Vec<TemplateFamily>>, sort: Signal<Sort>) -> impl IntoView {
    view! {
        <div class="overflow-x-auto" tabindex="0" role="region" aria-label=tr!(templates.table)>
            <table class="table">
                <Head sort rows />
                <tbody>
                    {each(
                        rows,
                        |row| {
                            let glow = row.glow;
                            view! { <tr class:changed=bound(move || glow.get())>{live(move || cells(row))}</tr> }
                                .into_any()
                        },
                    )}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Head(sort: Signal<Sort>, rows: Signal<Vec<TemplateFamily>>) -> impl IntoView {
    let order = move |by: TemplateSort| move || sort.get().of_column(by);
    view! {
        <thead>
            <tr>
                <th scope="col" class="!pr-0 !pl-4"><SelectAll rows /></th>
                <th scope="col" aria-sort=bound(order(TemplateSort::Name))>{tr!(templates.col_name)}</th>
                <th scope="col">{tr!(templates.filter_category)}</th>
                <th scope="col">{tr!(templates.col_languages)}</th>
                <th scope="col">{tr!(templates.filter_quality)}</th>
                <th scope="col" aria-sort=bound(order(TemplateSort::Edited))>{tr!(templates.sort_edited)}</th>
                <th scope="col"><span class="sr-only">{tr!(templates.col_actions)}</span></th>
            </tr>
        </thead>
    }
}

/// Those of the page that is shown; others stay as they are.
#[component]
fn SelectAll(rows: Signal<Vec<TemplateFamily>>) -> impl IntoView {
    let acts = use_acts();
    let all = Memo::new(move |_| rows.with(|rows| rows.iter().all(|row| acts.is_selected(&row.name))));
    let choose = move |_| {
        let (all, rows) = (all.get_untracked(), rows.get_untracked());
        acts.selected.update(|selected| {
            selected.retain(|known| rows.iter().all(|row| row.name != known.name));
            if !all {
                selected.extend(rows);
            }
        });
    };
    view! {
        <input
            type="checkbox"
            class="checkbox"
            aria-label=tr!(templates.select_all)
            prop:checked=bound(move || all.get())
            on:change=choose
        />
    }
}

fn cells(row: Row) -> impl IntoView + use<> {
    let family = row.family.get();
    view! {
        <td class="!pr-0 !pl-4"><SelectBox family=row.family /></td>
        <td>
            <a href=href(&family) class="block max-w-[26rem] truncate font-semibold hover:underline">{family.name.clone()}</a>
            <p class="max-w-[26rem] truncate text-xs text-muted">{template::excerpt(&family.body)}</p>
        </td>
        <td><StateBadge badge=template::category(family.category) /></td>
        <td><Chips family=family.clone() /></td>
        <td><StateBadge badge=number::quality(family.quality) /></td>
        <td class="whitespace-nowrap text-muted tabular">
            <time title=intl::date_time_full(&family.edited_at)>{intl::clock_or_day(&family.edited_at)}</time>
        </td>
        <td class="!pl-0"><div class="flex justify-end"><RowMenu family /></div></td>
    }
}
