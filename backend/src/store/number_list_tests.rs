//! The list on a real database: order, pages, filters, search and the border between organisations.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use clienthub_shared::id::{EventId, NumberId, OrgId, WabaId};
use clienthub_shared::number::NumberSort;
use clienthub_shared::status::{Attention, LimitTier, NumberStatus, Quality, WabaStatus};
use clienthub_testdb::{Subject, on_both};
use uuid::Uuid;

use super::number_list::*;
use super::{Db, activity, number, org, samples, waba, waba_list};
use crate::service::fold;

impl Subject for Db {
    async fn open(url: String) -> Self {
        Self::connect(&url, 2).await.unwrap()
    }

    async fn close(self) {
        Self::close(self).await;
    }
}

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128((0x0190_0000_0000_7000 << 64) | number)
}

pub(crate) fn org_id(which: u128) -> OrgId {
    OrgId::from_uuid(uuid(which))
}

pub(crate) fn waba_row(org: OrgId, which: u128, name: &str, status: WabaStatus) -> waba::Model {
    waba::Model {
        name: name.into(),
        name_key: fold::fold(name),
        status: status.as_str().into(),
        synced_at: None,
        ..samples::waba(org, WabaId::from_uuid(uuid(which)), &format!("10{which:09}"))
    }
}

fn number_row(waba: &waba::Model, which: u128, name: &str, digits: &str) -> number::Model {
    number::Model {
        meta_id: format!("20{which:09}"),
        display_name: name.into(),
        name_key: fold::fold(name),
        search_text: fold::search_text(name, &waba.name, digits),
        limit_tier: "10K".into(),
        ..samples::number(waba, NumberId::from_uuid(uuid(which)), digits)
    }
}

/// Birch (organisation 1) has two WABAs with 60 numbers in which everything repeats, Cedar (organisation 2) one number.
async fn seed(db: &Db) {
    let tx = db.begin().await.unwrap();
    let birch = [
        waba_row(org_id(1), 11, "Birch Bakery", WabaStatus::Approved),
        waba_row(org_id(1), 12, "Bäckerei Süd", WabaStatus::Disconnected),
    ];
    let cedar = waba_row(org_id(2), 21, "Cedar Clinic", WabaStatus::Approved);
    for (which, name) in [(1, "Birch"), (2, "Cedar")] {
        org::insert(&*tx, org_id(which), name, None, DateTime::<Utc>::UNIX_EPOCH).await.unwrap();
    }
    for waba in birch.iter().chain([&cedar]) {
        waba::insert(&*tx, waba.clone()).await.unwrap();
    }
    let statuses = [NumberStatus::Connected, NumberStatus::Terminated, NumberStatus::Created];
    let mut rows: Vec<number::Model> = (0..60)
        .map(|place| {
            let name = format!("Shop {}", place % 4);
            let mut row = number_row(&birch[place as usize % 2], 100 + place, &name, &format!("49151{place:05}"));
            let status = statuses[place as usize % 3];
            row.status = status.as_str().into();
            row.status_rank = status_rank(status);
            row.attention = if status == NumberStatus::Created { "client" } else { "none" }.into();
            row.quality = if place % 5 == 0 { "low" } else { "high" }.into();
            // Many numbers are added by one sync, at the same time.
            row.added_at = i64::try_from(place / 20).unwrap();
            row
        })
        .collect();
    rows.push(number_row(&birch[0], 500, r"50%_Ñandú\Öl", "4930901820"));
    rows.push(number_row(&cedar, 900, "Shop 1", "4915100001"));
    number::insert_many(&*tx, rows).await.unwrap();
    tx.commit().await.unwrap();
}

async fn all(db: &Db, org: OrgId, filter: &NumberFilter, order: NumberOrder, limit: u32) -> Vec<NumberRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let (page, next) = page(db.read(), org, filter, order, after.as_ref(), limit).await.unwrap();
        assert!(page.len() == limit as usize || next.is_none());
        rows.extend(page);
        after = next;
        if after.is_none() {
            return rows;
        }
    }
}

const ADDED: NumberOrder = NumberOrder { by: NumberSort::Added, descending: true };

async fn found(db: &Db, filter: NumberFilter) -> Vec<String> {
    let rows = all(db, org_id(1), &filter, ADDED, 7).await;
    assert_eq!(total(db.read(), org_id(1), &filter).await.unwrap(), rows.len() as u64);
    rows.into_iter().map(|row| row.number.phone_number).collect()
}

async fn searched(db: &Db, q: &str) -> Vec<String> {
    found(db, NumberFilter { search: Some(fold::search(q)), ..NumberFilter::default() }).await
}

on_both! {
    async fn all_pages_give_every_number_once_in_order(db: Db) {
        seed(&db).await;
        for by in [NumberSort::Added, NumberSort::Name, NumberSort::Status] {
            for descending in [false, true] {
                for limit in [1, 7, 61, 100] {
                    let order = NumberOrder { by, descending };
                    let rows = all(&db, org_id(1), &NumberFilter::default(), order, limit).await;
                    let keys: Vec<_> = rows
                        .iter()
                        .map(|NumberRow { number, .. }| {
                            let key = match by {
                                NumberSort::Added => (number.added_at, String::new()),
                                NumberSort::Name => (0, number.name_key.clone()),
                                NumberSort::Status => (number.status_rank, String::new()),
                            };
                            (key, number.id.clone())
                        })
                        .collect();
                    let mut sorted = keys.clone();
                    sorted.sort();
                    if descending {
                        sorted.reverse();
                    }
                    assert_eq!(keys, sorted, "{by} {descending} {limit}");
                    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), 61, "{by} {descending} {limit}");
                }
            }
        }
    }

    async fn filters_combine_and_values_are_alternatives(db: Db) {
        seed(&db).await;
        let of = |filter: NumberFilter| found(&db, filter);
        let none = NumberFilter::default;
        let status = vec![NumberStatus::Terminated, NumberStatus::Created];
        assert_eq!(of(NumberFilter { status: status.clone(), ..none() }).await.len(), 40);
        assert_eq!(of(NumberFilter { attention: vec![Attention::Client], ..none() }).await.len(), 20);
        assert_eq!(of(NumberFilter { quality: vec![Quality::Low], ..none() }).await.len(), 12);
        assert_eq!(of(NumberFilter { quality: vec![Quality::Low], status, ..none() }).await.len(), 8);
        assert_eq!(of(NumberFilter { waba_status: vec![WabaStatus::Disconnected], ..none() }).await.len(), 30);
        let waba = vec![WabaId::from_uuid(uuid(12))];
        assert_eq!(of(NumberFilter { waba: waba.clone(), ..none() }).await.len(), 30);
        assert!(of(NumberFilter { waba, waba_status: vec![WabaStatus::Approved], ..none() }).await.is_empty());
        assert!(of(NumberFilter { limit_tier: vec![LimitTier::T250], ..none() }).await.is_empty());
        // Another organisation's WABA is no error and finds nothing.
        assert!(of(NumberFilter { waba: vec![WabaId::from_uuid(uuid(21))], ..none() }).await.is_empty());
    }

    async fn search_finds_names_digits_and_ids(db: Db) {
        seed(&db).await;
        let special = vec!["+4930901820".to_owned()];
        let words = ["nandu", "ÑANDÚ", "50%", "%_", r"ú\ö"];
        for q in words.into_iter().chain(["+49 30 901820", "030 901820", "0049 (0) 30-9018", "20000000500"]) {
            assert_eq!(searched(&db, q).await, special, "{q}");
        }
        assert_eq!(searched(&db, &NumberId::from_uuid(uuid(500)).to_string()).await, special);
        assert_eq!(searched(&db, "backerei").await.len(), 30);
        assert_eq!(searched(&db, "10000000012").await.len(), 30);
        assert_eq!(searched(&db, &WabaId::from_uuid(uuid(12)).to_string()).await.len(), 30);
        assert_eq!(searched(&db, "shop 3 bäckerei").await.len(), 15);
        for q in ["50_", "5%n", r"\\", "cedar", "\u{301}", "20000000900", "2000000050"] {
            assert!(searched(&db, q).await.is_empty(), "{q}");
        }
        for foreign in [NumberId::from_uuid(uuid(900)).to_string(), WabaId::from_uuid(uuid(21)).to_string()] {
            assert!(searched(&db, &foreign).await.is_empty());
        }
    }

    async fn another_organisations_rows_never_appear(db: Db) {
        seed(&db).await;
        let cedar = all(&db, org_id(2), &NumberFilter::default(), ADDED, 100).await;
        assert_eq!(cedar.iter().map(|row| row.number.org_id.as_str()).collect::<Vec<_>>(), [org_id(2).to_string()]);
        let foreign = NumberId::from_uuid(uuid(900));
        assert!(find_details(db.read(), org_id(1), foreign).await.unwrap().is_none());
        assert!(waba_list::find(db.read(), org_id(1), WabaId::from_uuid(uuid(21))).await.unwrap().is_none());
        let birch = counts(db.read(), org_id(1)).await.unwrap();
        assert_eq!((birch.all, birch.none, birch.client, birch.wabas), (61, 41, 20, 2));
        let (wabas, next) = waba_list::page(db.read(), org_id(1), None, 1).await.unwrap();
        assert_eq!((wabas[0].waba.name.as_str(), wabas[0].number_count), ("Bäckerei Süd", 30));
        let (wabas, next) = waba_list::page(db.read(), org_id(1), next.as_ref(), 1).await.unwrap();
        assert_eq!((wabas[0].number_count, next, wabas[0].token.clone()), (31, None, None));
        assert_eq!(waba_list::total(db.read(), org_id(2)).await.unwrap(), 1);
    }

    async fn activity_mixes_the_number_with_its_waba_newest_first(db: Db) {
        seed(&db).await;
        let (number, waba) = (NumberId::from_uuid(uuid(100)), WabaId::from_uuid(uuid(11)));
        let row = |which: u128, waba: WabaId, number: Option<u128>| activity::Model {
            id: EventId::from_uuid(uuid(which)).to_string(),
            org_id: org_id(1).to_string(),
            waba_id: waba.to_string(),
            number_id: number.map(|number| NumberId::from_uuid(uuid(number)).to_string()),
            template_id: None,
            at: 1,
            meta_at: None,
            kind: "meta".into(),
            field: Some("account_update".into()),
            action: None,
            outcome: "applied".into(),
            refusal: None,
        actor: None,
            changes: "[]".into(),
        };
        let mut rows: Vec<_> = (0..9).map(|place| row(1000 + place, waba, (place % 2 == 0).then_some(100))).collect();
        rows.push(row(1100, waba, Some(102)));
        rows.push(row(1101, WabaId::from_uuid(uuid(12)), None));
        let tx = db.begin().await.unwrap();
        activity::insert_many(&*tx, rows).await.unwrap();
        tx.commit().await.unwrap();
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let (page, more) = activity::page(db.read(), org_id(1), number, waba, before, 4).await.unwrap();
            before = page.last().map(|row| row.id.parse().unwrap());
            seen.extend(page.into_iter().map(|row| row.id));
            if !more {
                break;
            }
        }
        let expected: Vec<_> = (0..9).rev().map(|place| EventId::from_uuid(uuid(1000 + place)).to_string()).collect();
        assert_eq!(seen, expected);
        assert!(activity::page(db.read(), org_id(2), number, waba, None, 4).await.unwrap().0.is_empty());
    }
}
