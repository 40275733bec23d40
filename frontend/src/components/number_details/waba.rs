//! The panel *WhatsApp Business Account*: what Meta and we know of the account that the number belongs to.

use clienthub_shared::number::NumberDetails;
use clienthub_shared::status::WabaType;
use clienthub_shared::time_zone::TimeZone;
use clienthub_shared::waba::Waba;
use leptos::prelude::*;

use super::fact::{Aged, Fact, Facts, Part};
use super::live::LiveBadge;
use crate::components::wabas::restrictions::Restrictions;
use crate::tr;
use crate::ui::panel::Panel;
use crate::words::waba;

#[component]
pub fn WabaPanel(details: Signal<NumberDetails>) -> impl IntoView {
    let account = Signal::derive(move || details.with(|d| d.waba_details.clone()));
    let status = Signal::derive(move || account.with(|account| waba::status(account.status)));
    view! {
        <Panel
            title=tr!(details.waba)
            id="waba"
            aside=move || view! { <LiveBadge badge=status /> }
        >
            <Restrictions waba=account class="grid gap-2 px-4 pt-4 pb-2 sm:px-5" />
            <Facts facts=Signal::derive(move || account.with(facts)) />
        </Panel>
    }
}

fn facts(account: &Waba) -> Vec<Fact> {
    let hint = match account.kind {
        WabaType::Shared => tr!(details.type_shared_hint),
        WabaType::Obo => tr!(details.type_obo_hint),
    };
    let status = [Part::Badge(waba::status(account.status))];
    let status = status.into_iter().chain(account.meta_status.clone().map(Part::Raw));
    let status = status.chain(account.status_since.map(|at| Part::Aged(Aged::Since, at)));
    vec![
        Fact::new(tr!(details.waba_name), [Part::text(account.name.clone())]),
        Fact::new(tr!(details.waba_type), [Part::text(waba::kind(account.kind)), Part::hint(hint)]),
        Fact::new(tr!(details.status), status),
        Fact::new(tr!(details.on_behalf), on_behalf(account)),
        Fact::new(tr!(details.verification), [Part::Badge(waba::verification(account.verification))]),
        Fact::new(tr!(details.time_zone), time_zone(account.time_zone.as_ref())),
        Fact::new(tr!(details.waba_our_id), [Part::id(Some(account.id.to_string()), tr!(details.copy_waba_our_id))]),
        Fact::new(tr!(details.waba_id), [Part::id(Some(account.meta_id.clone()), tr!(details.copy_waba_id))]),
        Fact::new(
            tr!(details.portfolio_id),
            [Part::id(account.portfolio_meta_id.clone(), tr!(details.copy_portfolio_id))],
        ),
        Fact::new(tr!(details.currency), [Part::known(account.currency.clone())]),
        Fact::wide(tr!(details.namespace), [Part::id(account.namespace.clone(), tr!(details.copy_namespace))]),
    ]
}

fn on_behalf(account: &Waba) -> Vec<Part> {
    match waba::on_behalf(account.on_behalf) {
        Some(badge) => account.on_behalf_name.clone().map(Part::Text).into_iter().chain([Part::Badge(badge)]).collect(),
        None => vec![Part::Muted(tr!(details.on_behalf_not_needed).to_owned())],
    }
}

fn time_zone(zone: Option<&TimeZone>) -> Vec<Part> {
    let Some(zone) = zone else {
        return vec![Part::known(None)];
    };
    let offset = zone.offset_minutes.map(utc_offset);
    let name: Vec<String> = zone.name.clone().into_iter().chain(offset).collect();
    let name = (!name.is_empty()).then(|| Part::Text(name.join(", ")));
    name.into_iter().chain([Part::Muted(tr!(details.time_zone_meta, id = zone.meta_id.as_str()))]).collect()
}

/// "UTC+1", "UTC−3:30".
fn utc_offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '\u{2212}' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    match (hours, rest) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::utc_offset;

    #[test]
    fn an_offset_reads_as_people_write_it() {
        assert_eq!(utc_offset(60), "UTC+1");
        assert_eq!(utc_offset(-210), "UTC\u{2212}3:30");
        assert_eq!(utc_offset(0), "UTC");
    }
}
