//! The list in wide windows: identity, the WABA's group, the number's group, and whose turn it is.

use clienthub_shared::number::{Number, NumberSort};
use leptos::prelude::*;

use super::facts::{self, NameLink, Next};
use super::query::Sort;
use super::rows::{Row, each};
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::StateBadge;
use crate::ui::icon::Icon;
use crate::ui::live::{bound, live};
use crate::words::{number, waba};

#[component]
pub fn NumbersTable(rows: Signal<Vec<Number>>, sort: Signal<Sort>) -> impl IntoView {
    view! {
        <div class="overflow-x-auto" tabindex="0" role="region" aria-label=tr!(numbers.table)>
            <table class="table table-numbers">
                <Head sort />
                <tbody>
                    {each(
                        rows,
                        |row| {
                            let glow = row.glow;
                            view! { <tr class:changed=bound(move || glow.get())>{live(move || cells(&row))}</tr> }
                                .into_any()
                        },
                    )}
                </tbody>
            </table>
        </div>
    }
}

#[component]
pub fn Head(sort: Signal<Sort>) -> impl IntoView {
    let order = move |by: NumberSort| move || sort.get().of_column(by);
    view! {
        <thead>
            <tr class="no-line">
                <td class="!pb-0"></td>
                <th scope="colgroup" colspan="3" class="group-start !pb-0 !text-base-content">
                    <Icon name="building-2" class="mr-1.5 inline size-3.5 text-muted" />
                    {tr!(numbers.group_waba)}
                </th>
                <th scope="colgroup" colspan="4" class="group-start !pb-0 !text-base-content">
                    <Icon name="smartphone" class="mr-1.5 inline size-3.5 text-muted" />
                    {tr!(numbers.group_number)}
                </th>
                <td class="group-start col-next !pb-0"></td>
            </tr>
            <tr>
                <th scope="col" class="!pl-4" aria-sort=order(NumberSort::Name)>{tr!(numbers.col_identity)}</th>
                <th scope="col" class="group-start">{tr!(numbers.col_status)}</th>
                <th scope="col">{tr!(numbers.col_on_behalf)}</th>
                <th scope="col">{tr!(numbers.col_business)}</th>
                <th scope="col" class="group-start" aria-sort=order(NumberSort::Status)>{tr!(numbers.col_status)}</th>
                <th scope="col">{tr!(numbers.col_name)}</th>
                <th scope="col">{tr!(numbers.col_quality)}</th>
                <th scope="col" class="text-right">{tr!(numbers.col_limit)}</th>
                <th scope="col" class="group-start col-next">{tr!(numbers.col_next)}</th>
            </tr>
        </thead>
    }
}

fn cells(row: &Row) -> impl IntoView + use<> {
    let n = row.number.get();
    let href = use_org().path(&format!("/numbers/{}", n.id));
    let small = "max-w-60 truncate text-xs leading-[0.9375rem] text-muted tabular";
    view! {
        <td class="!pl-4">
            <NameLink
                number=n.clone()
                href
                class="flex max-w-60 items-center gap-1 font-semibold hover:underline"
            />
            <div class=small>{number::phone(&n.phone_number)}</div>
            <div class=small title=n.waba.name.clone()>{n.waba.name.clone()}</div>
        </td>
        <td class="group-start"><StateBadge badge=waba::status(n.waba.status) /></td>
        <td>{facts::on_behalf(n.waba.on_behalf)}</td>
        <td><StateBadge badge=waba::verification(n.waba.verification) /></td>
        <td class="group-start">{facts::status(&n)}</td>
        <td>{facts::name(&n)}</td>
        <td><StateBadge badge=number::quality(n.quality) /></td>
        <td class="text-right tabular">{number::limit(n.limit_tier)}</td>
        <td class="group-start col-next"><Next number=n /></td>
    }
}
