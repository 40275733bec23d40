//! The WABA whose templates are open: its id, all WABAs to choose from, and the addresses below it.

use clienthub_shared::page::Page;
use clienthub_shared::status::WabaStatus;
use clienthub_shared::waba::Waba;
use leptos::prelude::*;

use super::org::{OrgContext, use_org};
use super::preferences;
use super::remote::Remote;
use crate::api;

#[derive(Clone, Copy)]
pub struct WabaContext {
    pub org: OrgContext,
    id: StoredValue<String>,
    pub wabas: Remote<Page<Waba>>,
}

impl WabaContext {
    /// From now on this one is the one that was used last.
    pub fn provide(id: &str) -> Self {
        let org = use_org();
        preferences::write(&last_key(org), id);
        let context = Self { org, id: StoredValue::new(id.to_owned()), wabas: read_wabas(org) };
        provide_context(context);
        context
    }

    /// As URLs carry it.
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// Of the open WABA; `None` until the WABAs are read.
    pub fn find<T>(self, get: impl FnOnce(&Waba) -> T) -> Option<T> {
        self.wabas.data.with(|page| {
            let id = self.id();
            page.as_ref()?.data.iter().find(|waba| waba.id.to_string() == id).map(get)
        })
    }

    /// Empty until the WABAs are read.
    pub fn name(self) -> String {
        self.find(|waba| waba.name.clone()).unwrap_or_default()
    }

    /// `/orgs/{org}/wabas/{waba}`, in the API and in addresses alike.
    pub fn base(self) -> String {
        self.org.path(&format!("/wabas/{}", self.id()))
    }

    /// `/orgs/{org}/wabas/{waba}/templates{rest}`.
    pub fn path(self, rest: &str) -> String {
        templates_of(self.org, &self.id(), rest)
    }
}

/// The open WABA. Only pages of templates may call it.
pub fn use_waba() -> WabaContext {
    expect_context()
}

pub fn templates_of(org: OrgContext, waba: &str, rest: &str) -> String {
    org.path(&format!("/wabas/{waba}/templates{rest}"))
}

/// The organisation's WABAs, followed live.
pub fn read_wabas(org: OrgContext) -> Remote<Page<Waba>> {
    let wabas = Remote::new(move || {
        let org = org.id();
        async move { api::waba::list_wabas(&org, None).await }
    });
    org.stream.on_change(move |events| {
        if events.iter().any(|event| event.kind.starts_with("waba.")) {
            wabas.refresh();
        }
    });
    wabas
}

/// Where somebody begins who named no WABA: the one used last, else the connected one with the most numbers, else any.
pub fn first_waba(org: OrgContext, page: &Page<Waba>) -> Option<String> {
    let last = preferences::read(&last_key(org));
    let known = page.data.iter().find(|waba| last.as_deref() == Some(waba.id.to_string().as_str()));
    let rank = |waba: &&Waba| (waba.status != WabaStatus::Disconnected, waba.number_count);
    known.or_else(|| page.data.iter().max_by_key(rank)).map(|waba| waba.id.to_string())
}

fn last_key(org: OrgContext) -> String {
    format!("clienthub.waba.{}", org.id())
}
