//! The panel *WhatsApp channel*: what Meta and we know of the number itself, and what can be done about its registration.

use clienthub_shared::number::NumberDetails;
use clienthub_shared::registration::RegistrationState;
use clienthub_shared::status::LimitTier;
use leptos::prelude::*;

use super::channel_act::{Act, provide_acts};
use super::fact::{Aged, Fact, Facts, Part};
use crate::intl;
use crate::tr;
use crate::ui::panel::Panel;
use crate::words::number;

#[component]
pub fn ChannelPanel(
    details: Signal<NumberDetails>,
    /// The number after a change that was made here.
    changed: Callback<NumberDetails>,
) -> impl IntoView {
    let dialogs = provide_acts(details, changed);
    view! {
        <Panel title=tr!(details.channel) id="channel">
            <Facts facts=Signal::derive(move || details.with(facts)) />
        </Panel>
        {dialogs}
    }
}

fn facts(d: &NumberDetails) -> Vec<Fact> {
    let n = &d.number;
    let phone = Part::Phone { shown: number::phone(&n.phone_number), e164: n.phone_number.clone() };
    let name = Part::Name { name: n.name.clone(), shown: n.display_name.clone() };
    let since = |at| Option::map(at, |at| Part::Aged(Aged::Since, at));
    let status = [Part::Badge(number::status(n.status, n.meta_status.as_deref()))];
    let status = status.into_iter().chain(n.meta_status.clone().map(Part::Raw)).chain(since(d.status_since));
    let quality = [Part::Badge(number::quality(n.quality))].into_iter().chain(since(d.quality_since));
    let quality = quality.chain([Part::hint(tr!(details.quality_hint))]);
    let official = if n.official { tr!(details.official_yes) } else { tr!(details.official_no) };
    let synced = match n.synced_at {
        Some(at) => Part::Moment(at),
        None => Part::Muted(tr!(details.never_synced).to_owned()),
    };
    vec![
        Fact::new(tr!(details.our_id), [Part::id(Some(n.id.to_string()), tr!(details.copy_our_id))]),
        Fact::new(tr!(details.meta_id), [Part::id(Some(n.meta_id.clone()), tr!(details.copy_meta_id))]),
        Fact::new(tr!(details.number), [phone]),
        Fact::new(tr!(details.platform), [Part::text(number::platform(d.platform))]),
        Fact::wide(tr!(details.display_name), [name]),
        Fact::new(tr!(details.status), status),
        Fact::new(tr!(details.quality), quality),
        Fact::new(tr!(details.registration), registration(d)),
        Fact::new(tr!(details.pin), pin(d)),
        Fact::new(tr!(details.limit), limit(n.limit_tier)),
        Fact::new(tr!(details.throughput), [Part::text(number::throughput(n.throughput))]),
        Fact::new(tr!(details.region), region(d)),
        Fact::new(tr!(details.account_mode), [Part::text(number::account_mode(n.account_mode))]),
        Fact::new(tr!(details.official), [Part::text(official)]),
        Fact::new(tr!(details.last_synced), [synced]),
    ]
}

fn registration(d: &NumberDetails) -> Vec<Part> {
    let registration = &d.number.registration;
    let connected = registration.state == RegistrationState::Connected;
    let mut parts = vec![Part::Badge(number::registration(registration.state))];
    if connected {
        parts.extend(d.registered_at.map(|at| Part::Aged(Aged::Since, at)));
    }
    if registration.attempts_72h > 0 {
        let n = intl::number(u64::from(registration.attempts_72h));
        parts.push(Part::hint(tr!(details.attempts, n = n)));
    }
    parts.extend(registration.waits_until.map(|until| Part::Aged(Aged::WaitEnds, until)));
    if d.registration_details.on_business_app {
        parts.push(Part::hint(tr!(error.number_on_business_app)));
    } else if connected {
        parts.push(Part::Acts(&[Act::RegisterAgain]));
    }
    parts
}

fn pin(d: &NumberDetails) -> Vec<Part> {
    let known = d.registration_details.pin_known;
    let (text, hint) = match d.number.pin_set {
        Some(true) if known => (tr!(details.pin_set), tr!(details.pin_known_hint)),
        Some(true) => (tr!(details.pin_set), tr!(details.pin_elsewhere_hint)),
        Some(false) => (tr!(details.pin_not_set), tr!(details.pin_not_set_hint)),
        None => (tr!(details.pin_unknown), tr!(details.pin_unknown_hint)),
    };
    let mut parts = vec![Part::text(text), Part::hint(hint)];
    parts.extend(d.registration_details.pin_changed_at.map(|at| Part::Aged(Aged::PinChanged, at)));
    if !d.registration_details.on_business_app {
        parts.push(Part::Acts(&[Act::ShowPin, Act::ChangePin]));
    }
    parts
}

fn region(d: &NumberDetails) -> Vec<Part> {
    let registration = &d.registration_details;
    match (registration.data_localization_region, registration.region_open) {
        (Some(region), _) => {
            let name = intl::countries([region.as_str()].into_iter()).pop();
            name.map(|(_, name)| Part::Text(name)).into_iter().collect()
        }
        (None, true) => vec![Part::text(tr!(details.region_open)), Part::hint(tr!(details.region_open_hint))],
        (None, false) => vec![Part::text(tr!(details.region_meta))],
    }
}

fn limit(tier: LimitTier) -> [Part; 2] {
    let (text, hint) = match tier {
        LimitTier::Unknown => (number::limit(tier), tr!(details.limit_unknown_hint)),
        LimitTier::Unlimited => (number::limit(tier), tr!(details.limit_hint)),
        LimitTier::T50 | LimitTier::T250 | LimitTier::T1k | LimitTier::T2k | LimitTier::T10k | LimitTier::T100k => {
            (tr!(details.limit_customers, n = number::limit(tier)), tr!(details.limit_hint))
        }
    };
    [Part::text(text), Part::hint(hint)]
}
