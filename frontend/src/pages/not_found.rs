//! 404: within the shell when the organisation is known, else alone.

use leptos::prelude::*;

use crate::layouts::header::set_crumbs;
use crate::layouts::plain::Plain;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::panel::Empty;
use crate::ui::set_title;

/// Inside the shell: an unknown page, number or WABA.
#[component]
pub fn NotFound() -> impl IntoView {
    let org = use_org();
    let numbers = org.path("/numbers");
    set_crumbs(&[(tr!(nav.numbers), numbers.clone())], tr!(not_found.crumb));
    view! {
        <h1 class="sr-only">{tr!(not_found.crumb)}</h1>
        <Empty icon="file-question-mark" title=tr!(not_found.title) text=tr!(not_found.text)>
            <a class="btn btn-primary" href=numbers.clone()>{tr!(not_found.to_numbers)}</a>
        </Empty>
    }
}

#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_title(tr!(not_found.crumb));
    view! {
        <Plain>
            <div class="w-full max-w-lg">
                <h1 class="sr-only">{tr!(not_found.crumb)}</h1>
                <Empty icon="file-question-mark" title=tr!(not_found.title) text=tr!(not_found.text)>
                    <a class="btn btn-primary" href="/">{tr!(not_found.to_start)}</a>
                </Empty>
            </div>
        </Plain>
    }
}
