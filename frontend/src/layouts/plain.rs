//! The bare layout: rings behind, language and theme at the top, the content in the middle.

use leptos::prelude::*;

use super::controls::{LanguageMenu, ThemeToggle};
use crate::tr;

#[component]
pub fn Plain(children: Children) -> impl IntoView {
    view! {
        // "external" leaves the jump to the browser, which moves the focus too; the router would only scroll.
        <a class="skip btn btn-primary" href="#main" rel="external">{tr!(shell.skip)}</a>
        <Rings />
        <div class="grid min-h-dvh grid-rows-[auto_1fr]">
            <header class="flex h-14 items-center justify-end gap-1 px-4">
                <LanguageMenu long=true />
                <ThemeToggle />
            </header>
            <main id="main" tabindex="-1" class="grid place-items-center px-4 pt-8 pb-16 outline-none">{children()}</main>
        </div>
    }
}

#[component]
fn Rings() -> impl IntoView {
    view! {
        <svg
            class="pointer-events-none fixed inset-0 -z-10 size-full text-primary"
            aria-hidden="true"
            preserveAspectRatio="xMidYMid slice"
            viewBox="0 0 1440 900"
        >
            <g fill="none" stroke="currentColor" stroke-width="1.25" opacity=".11">
                {(0..9).map(|ring| view! { <circle cx="720" cy="980" r=200 + ring * 95></circle> }).collect_view()}
            </g>
            <g fill="var(--color-accent)"><circle cx="360" cy="650" r="5"></circle></g>
            <g fill="currentColor" opacity=".35">
                <circle cx="1198" cy="762" r="5"></circle>
                <circle cx="1063" cy="383" r="4"></circle>
                <circle cx="232" cy="392" r="4"></circle>
            </g>
        </svg>
    }
}
