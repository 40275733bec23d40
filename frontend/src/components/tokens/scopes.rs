//! What an access token may do, to be ticked. What the person may not do cannot be given: it stays, with the reason.

use clienthub_shared::permission::{Permission, Role};
use leptos::prelude::*;

use crate::intl;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::unique_id;
use crate::words::{permission, role};

#[component]
pub fn ScopesField(chosen: RwSignal<Vec<Permission>>, error: Signal<Option<String>>) -> impl IntoView {
    let error_id = unique_id("scopes");
    let described = {
        let id = error_id.clone();
        move || error.with(Option::is_some).then(|| id.clone())
    };
    view! {
        <fieldset aria-describedby=bound(described)>
            <legend class="label mb-1.5">{tr!(tokens.scopes)}</legend>
            <div class="grid gap-x-5 gap-y-2.5 sm:grid-cols-2">
                {Permission::ALL
                    .iter()
                    .map(|scope| view! { <Scope scope=*scope chosen error /> })
                    .collect_view()}
            </div>
            <div aria-live="polite">
                <Show when=move || error.with(Option::is_some)>
                    <p id=error_id.clone() class="mt-2 flex items-start gap-1.5 text-sm font-medium text-bad">
                        <Icon name="circle-alert" class="mt-px" />
                        {live(move || error.get())}
                    </p>
                </Show>
            </div>
        </fieldset>
    }
}

#[component]
fn Scope(scope: Permission, chosen: RwSignal<Vec<Permission>>, error: Signal<Option<String>>) -> impl IntoView {
    let refusal = use_org().refusal(scope).map(|_| {
        let who: Vec<&str> = Role::with(scope).map(role::in_sentence).collect();
        tr!(tokens.scope_refused, who = intl::either(&who))
    });
    let is_refused = refusal.is_some();
    let id = unique_id("scope");
    let (label_id, hint_id) = (format!("{id}-l"), format!("{id}-h"));
    let ticked = move || chosen.with(|chosen| chosen.contains(&scope));
    let toggle = move |_| {
        chosen.update(|chosen| match chosen.iter().position(|known| *known == scope) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(scope),
        });
    };
    view! {
        <label class="flex items-start gap-2.5 py-0.5 text-sm">
            <input
                type="checkbox"
                name="scopes"
                class="checkbox aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-idle-soft"
                aria-labelledby=label_id.clone()
                aria-describedby=hint_id.clone()
                aria-disabled=is_refused.then_some("true")
                aria-invalid=bound(move || error.with(Option::is_some).then_some("true"))
                prop:checked=bound(ticked)
                on:click=move |event| {
                    if is_refused {
                        event.prevent_default();
                    }
                }
                on:change=toggle
            />
            <span class="min-w-0" class=("text-muted", is_refused)>
                <span id=label_id class="font-medium">{permission::label(scope)}</span>
                <span id=hint_id class="hint block">
                    {permission::explanation(scope)}
                    {refusal
                        .map(|text| {
                            view! {
                                " "
                                <span class="mt-0.5 flex items-start gap-1.5">
                                    <Icon name="lock" class="mt-0.5 size-3.5" />
                                    <span>{text}</span>
                                </span>
                            }
                        })}
                </span>
            </span>
        </label>
    }
}
