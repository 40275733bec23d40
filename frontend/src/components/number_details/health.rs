//! The panel *Health*: Meta's own word on sending, entity by entity, with Meta's advice and the age of the answer.

use clienthub_shared::health::{Health, HealthEntity, HealthError};
use leptos::prelude::*;

use super::live::LiveBadge;
use crate::api::ApiError;
use crate::intl;
use crate::tr;
use crate::ui::badge::{Look, StateBadge};
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::panel::Panel;
use crate::ui::time::track_minute;
use crate::words::{error, health};

#[component]
pub fn HealthPanel(
    health: Signal<Health>,
    /// Why the stored value could not be read anew.
    #[prop(into)]
    failure: Signal<Option<ApiError>>,
    retry: Callback<()>,
) -> impl IntoView {
    let overall = Signal::derive(move || health.with(|health| health::can_send(health.can_send)));
    let entities = Memo::new(move |_| health.with(|health| health.entities.clone()));
    let checked = move || {
        track_minute();
        match health.with(|health| health.checked_at) {
            Some(at) => tr!(details.health_checked, age = intl::relative(&at)),
            None => tr!(details.health_never).to_owned(),
        }
    };
    let failed = move || {
        failure.get().map(|failure| {
            view! {
                <div class="notice" data-tone="wait" role="status">
                    <Icon name="cloud-alert" />
                    <div class="min-w-0 grow">
                        <strong>{tr!(details.health_failed)}</strong>
                        " "
                        {error::of_read(&failure)}
                    </div>
                    <button type="button" class="btn btn-sm shrink-0" on:click=move |_| retry.run(())>
                        {tr!(ui.try_again)}
                    </button>
                </div>
            }
        })
    };
    view! {
        <Panel
            title=tr!(details.health)
            id="health"
            aside=move || view! { <LiveBadge badge=overall /> }
        >
            <div class="grid gap-3 p-4 sm:px-5">
                {live(failed)}
                <ul class="grid gap-2.5 empty:hidden">
                    {live(move || entities.get().into_iter().map(entity).collect_view())}
                </ul>
                <p class="hint">{live(checked)}</p>
            </div>
        </Panel>
    }
}

fn entity(entity: HealthEntity) -> impl IntoView {
    let state = health::can_send(entity.can_send);
    let mut name = state.clone();
    name.text = health::entity(entity.kind).to_owned();
    name.look = Look::Quiet;
    view! {
        <li class="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-3 gap-y-0.5 max-sm:grid-cols-1">
            <span class="self-start"><StateBadge badge=name /></span>
            <div class="grid gap-1 text-sm">
                <p>{state.text}</p>
                {entity.notes.into_iter().map(|note| view! { <p class="text-muted">{note}</p> }).collect_view()}
                {entity.errors.into_iter().map(problem).collect_view()}
            </div>
        </li>
    }
}

/// Meta's words, as Meta wrote them.
fn problem(error: HealthError) -> impl IntoView {
    let code = error.code.map(|code| tr!(details.health_code, code = code));
    view! {
        <div class="grid gap-0.5">
            <p>
                {error.description}
                {code.map(|code| view! { " " <span class="text-xs text-muted">{code}</span> })}
            </p>
            {error.solution.map(|solution| view! { <p class="text-muted">{solution}</p> })}
        </div>
    }
}
