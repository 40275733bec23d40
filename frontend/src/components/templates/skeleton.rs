//! Grey shapes in the form of the list.

use leptos::prelude::*;

use crate::ui::live::live;

#[component]
pub fn ListSkeleton(wide: Signal<bool>) -> impl IntoView {
    let wide_row = || {
        view! {
            <li class="grid grid-cols-[1.125rem_2fr_1fr_1.5fr_1fr] items-center gap-4 px-4 py-3">
                <div class="skeleton size-4.5"></div>
                <div class="grid gap-1.5">
                    <div class="skeleton h-3.5 w-36"></div>
                    <div class="skeleton h-3 w-72"></div>
                </div>
                <div class="skeleton h-4 w-22"></div>
                <div class="skeleton h-6 w-32"></div>
                <div class="skeleton h-4 w-16"></div>
            </li>
        }
        .into_any()
    };
    let narrow_row = || {
        view! {
            <li class="grid gap-2.5 p-4">
                <div class="skeleton h-4 w-40"></div>
                <div class="skeleton h-3.5 w-24"></div>
                <div class="skeleton h-3.5 w-64"></div>
                <div class="skeleton h-8 w-44"></div>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-hidden="true">
            <ul class="divide-y divide-line">
                {live(move || {
                    let wide = wide.get();
                    (0..8).map(|_| if wide { wide_row() } else { narrow_row() }).collect_view()
                })}
            </ul>
        </section>
    }
}
