//! One changed attribute: its name, the value before and the value after, as badges where the value is one of our words.

use clienthub_shared::activity::Change;
use clienthub_shared::registration::RegistrationState;
use clienthub_shared::status::{
    Attention, LimitTier, NameState, NumberStatus, OnBehalf, Quality, Verification, WabaStatus,
};
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::{Category, find};
use leptos::prelude::*;

use crate::tr;
use crate::ui::badge::{Badge, StateBadge, Tone};
use crate::ui::icon::Icon;
use crate::words::{number, template, turn, waba};

#[component]
pub fn ChangeLine(change: Change) -> impl IntoView {
    let Change { attribute, from, to } = change;
    let label = label(&attribute).map_or_else(|| attribute.clone(), str::to_owned);
    // Texts of a template are not told; its versions have them.
    if attribute == "content" {
        return view! { <li class="text-muted">{label}</li> }.into_any();
    }
    // What is seen for the first time has not become so.
    let from = from.map(|from| {
        view! {
            {value(&attribute, Some(from))}
            <Icon name="arrow-right" class="size-3.5 text-muted" />
            <span class="sr-only">{tr!(activity.became)}</span>
        }
    });
    let to = value(&attribute, to);
    view! {
        <li class="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span class="text-muted">{label}</span>
            {from}
            {to}
        </li>
    }
    .into_any()
}

/// `None`: an attribute that this version does not know; its raw name is shown.
fn label(attribute: &str) -> Option<&'static str> {
    Some(match attribute {
        "status" => tr!(activity.attr_status),
        "name" => tr!(activity.attr_name),
        "display_name" => tr!(activity.attr_display_name),
        "quality" => tr!(activity.attr_quality),
        "limit_tier" => tr!(activity.attr_limit),
        "attention" => tr!(activity.attr_attention),
        "registration" => tr!(activity.attr_registration),
        "state" => tr!(templates.filter_status),
        "category" => tr!(templates.filter_category),
        "category_coming" => tr!(activity.attr_category_coming),
        "content" => tr!(activity.attr_content),
        "waba.status" => tr!(activity.attr_waba_status),
        "waba.on_behalf" => tr!(activity.attr_waba_on_behalf),
        "waba.verification" => tr!(activity.attr_waba_verification),
        "waba.name" => tr!(activity.attr_waba_name),
        _ => return None,
    })
}

fn value(attribute: &str, value: Option<String>) -> AnyView {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return view! { <span class="text-muted">{tr!(activity.no_value)}</span> }.into_any();
    };
    match shown(attribute, &value) {
        Some(Shown::Badge(badge)) => view! { <StateBadge badge /> }.into_any(),
        Some(Shown::Text(text)) => view! { <span>{text}</span> }.into_any(),
        None => view! { <span class="break-words">{value}</span> }.into_any(),
    }
}

enum Shown {
    Badge(Badge),
    Text(String),
}

/// `None`: a text of its own, such as a name, or a word that this version does not know.
fn shown(attribute: &str, value: &str) -> Option<Shown> {
    let badge = match attribute {
        "status" => number::status(value.parse::<NumberStatus>().ok()?, None),
        "name" => number::name(value.parse::<NameState>().ok()?),
        "quality" => number::quality(value.parse::<Quality>().ok()?),
        "limit_tier" => return Some(Shown::Text(number::limit(value.parse::<LimitTier>().ok()?))),
        "attention" => turn::badge(value.parse::<Attention>().ok()?)
            .unwrap_or_else(|| Badge::quiet(tr!(activity.turn_nobody), "check", Tone::Ok)),
        "registration" => number::registration(value.parse::<RegistrationState>().ok()?),
        "state" => template::state(value.parse::<TemplateState>().ok()?, None),
        "category" | "category_coming" => template::category(Some(find::<Category>(value)?)),
        "waba.status" => waba::status(value.parse::<WabaStatus>().ok()?),
        "waba.on_behalf" => waba::on_behalf(value.parse::<OnBehalf>().ok()?)
            .unwrap_or_else(|| Badge::quiet(tr!(on_behalf.not_needed), "minus", Tone::Idle)),
        "waba.verification" => waba::verification(value.parse::<Verification>().ok()?),
        _ => return None,
    };
    Some(Shown::Badge(badge))
}
