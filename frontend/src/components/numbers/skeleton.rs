//! The list before its first answer: rows in its shape, as many as last time.

use leptos::prelude::*;

use super::query::Filter;
use super::table::Head;
use crate::state::listing::Listed;
use crate::ui::live::live;

#[component]
pub fn TableSkeleton(wide: Signal<bool>, rows: usize) -> impl IntoView {
    live(move || {
        if wide.get() {
            view! {
                <section class="panel overflow-x-auto" aria-hidden="true">
                    <table class="table table-numbers">
                        <Head sort=Signal::stored(Filter::SORT) />
                        <tbody>{(0..rows).map(|_| wide_row()).collect_view()}</tbody>
                    </table>
                </section>
            }
            .into_any()
        } else {
            view! {
                <section class="panel" aria-hidden="true">
                    <ul class="divide-y divide-line">{(0..rows.min(6)).map(|_| narrow_row()).collect_view()}</ul>
                </section>
            }
            .into_any()
        }
    })
}

fn wide_row() -> impl IntoView {
    view! {
        <tr>
            <td class="!pl-4">
                <div class="grid gap-1.5">
                    <div class="skeleton h-3.5 w-36"></div>
                    <div class="skeleton h-3 w-24"></div>
                    <div class="skeleton h-3 w-28"></div>
                </div>
            </td>
            <td class="group-start"><div class="skeleton h-4 w-20"></div></td>
            <td><div class="skeleton h-4 w-16"></div></td>
            <td><div class="skeleton h-4 w-18"></div></td>
            <td class="group-start"><div class="skeleton h-4 w-22"></div></td>
            <td><div class="skeleton h-4 w-18"></div></td>
            <td><div class="skeleton h-4 w-14"></div></td>
            <td><div class="skeleton ml-auto h-4 w-8"></div></td>
            <td class="group-start col-next"><div class="skeleton h-7 w-32"></div></td>
        </tr>
    }
}

fn narrow_row() -> impl IntoView {
    view! {
        <li class="grid gap-3 p-4">
            <div class="flex items-center gap-3">
                <div class="skeleton size-10"></div>
                <div class="grid gap-1.5">
                    <div class="skeleton h-3.5 w-36"></div>
                    <div class="skeleton h-3 w-28"></div>
                </div>
            </div>
            <div class="skeleton h-4 w-48"></div>
            <div class="skeleton h-4 w-56"></div>
        </li>
    }
}
