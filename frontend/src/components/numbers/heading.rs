//! Title of the pages about all numbers, with how many there are, and the way to more.

use leptos::prelude::*;

use crate::components::connect_waba::ConnectWabaButton;
use crate::state::org::use_org;
use crate::ui::live::live;
use crate::{tr, tr_count};

#[component]
pub fn Heading(
    title: &'static str,
    /// Opens the dialog that connects a WABA.
    connect: Callback<()>,
) -> impl IntoView {
    let counts = use_org().counts.data;
    view! {
        <div class="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3">
            <div class="min-w-0 grow">
                <h1>{title}</h1>
                <p class="hint mt-0.5 min-h-[1.1875rem]">
                    {live(move || {
                        counts.get().filter(|counts| counts.wabas > 0).map(|counts| summary(counts.all, counts.wabas))
                    })}
                </p>
            </div>
            <div class="flex flex-wrap gap-2 max-sm:w-full">
                <ConnectWabaButton on_click=connect />
            </div>
        </div>
    }
}

/// "14 numbers in 5 WhatsApp Business Accounts".
fn summary(numbers: u64, wabas: u64) -> String {
    let numbers = tr_count!(numbers, numbers.total);
    let wabas = tr_count!(wabas, numbers.total_wabas);
    tr!(numbers.summary, numbers = numbers, wabas = wabas)
}
