//! What Meta holds against a WABA: restrictions with their end and Meta's advice, and a policy violation.

use clienthub_shared::waba::{Restriction, Waba};
use leptos::prelude::*;

use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::time::track_minute;
use crate::words::waba;

#[component]
pub fn Restrictions(waba: Signal<Waba>, class: &'static str) -> impl IntoView {
    let facts = Memo::new(move |_| waba.with(|waba| (waba.restrictions.clone(), waba.violation.clone())));
    live(move || {
        let (restrictions, violation) = facts.get();
        (!restrictions.is_empty() || violation.is_some()).then(|| {
            view! {
                <div class=class>
                    {violation.map(broken)}
                    {restrictions.into_iter().map(restricted).collect_view()}
                </div>
            }
        })
    })
}

fn restricted(restriction: Restriction) -> impl IntoView {
    let Restriction { kind, stops_messaging, expires_at, remediation } = restriction;
    let (tone, icon, strong) = if stops_messaging {
        (Tone::Bad, "shield-alert", tr!(details.restriction_stops))
    } else {
        (Tone::Wait, "shield-alert", tr!(details.restriction_any))
    };
    let until = move || {
        track_minute();
        match expires_at {
            Some(at) => tr!(details.restriction_until, time = intl::date_time(&at), age = intl::relative(&at)),
            None => tr!(details.restriction_open).to_owned(),
        }
    };
    view! {
        <div class="notice" data-tone=tone.as_str()>
            <Icon name=icon />
            <div class="grid min-w-0 grow gap-0.5">
                <p><strong>{strong}</strong> " " {until}</p>
                <p>{waba::restriction(&kind)}</p>
                {remediation.map(|text| view! { <p>{text}</p> })}
                <p class="mono break-all">{kind}</p>
            </div>
        </div>
    }
}

fn broken(word: String) -> impl IntoView {
    view! {
        <div class="notice" data-tone=Tone::Bad.as_str()>
            <Icon name="triangle-alert" />
            <div class="grid min-w-0 grow gap-0.5">
                <p><strong>{tr!(details.violation)}</strong> " " {tr!(details.violation_text)}</p>
                <p class="mono break-all">{word}</p>
            </div>
        </div>
    }
}
