//! The organisation whose pages are open: its id, the person's membership in it, its live stream, and the three small
//! answers that several pages and the menu show (counts, alerts).

use clienthub_shared::alert::Alert;
use clienthub_shared::number::NumberCounts;
use clienthub_shared::org::OrgMembership;
use clienthub_shared::page::Page;
use clienthub_shared::permission::Permission;
use leptos::prelude::*;

use super::remote::Remote;
use super::session::refusal;
use super::stream::Stream;
use crate::api;

#[derive(Clone, Copy)]
pub struct OrgContext {
    membership: StoredValue<OrgMembership>,
    pub stream: Stream,
    pub counts: Remote<NumberCounts>,
    /// As many pages as were asked for, as one.
    pub alerts: Remote<Page<Alert>>,
    pub alert_pages: RwSignal<u32>,
}

impl OrgContext {
    pub fn provide(membership: OrgMembership) -> Self {
        let id = membership.id.to_string();
        let stream = Stream::open(&id);
        let for_counts = id.clone();
        let counts = Remote::new(move || {
            let org = for_counts.clone();
            async move { api::number::count_numbers(&org).await }
        });
        let alert_pages = RwSignal::new(1);
        let alerts = Remote::new(move || {
            let (org, pages) = (id.clone(), alert_pages.get());
            async move { api::alert::list_alerts(&org, pages).await }
        });
        stream.on_change(move |_| {
            counts.refresh();
            alerts.refresh();
        });
        let context = Self { membership: StoredValue::new(membership), stream, counts, alerts, alert_pages };
        provide_context(context);
        context
    }

    /// As URLs carry it.
    pub fn id(self) -> String {
        self.membership.with_value(|membership| membership.id.to_string())
    }

    pub fn membership(self) -> OrgMembership {
        self.membership.get_value()
    }

    /// `/orgs/{org}{rest}`.
    pub fn path(self, rest: &str) -> String {
        format!("/orgs/{}{rest}", self.id())
    }

    /// `None`: allowed. Else the reason, for the control's tooltip.
    pub fn refusal(self, permission: Permission) -> Option<String> {
        self.membership.with_value(|membership| refusal(membership, permission))
    }

    /// Operators read; every member may sync.
    pub fn is_operator(self) -> bool {
        self.membership.with_value(|membership| membership.role.is_none())
    }
}

/// The open organisation. Only pages inside the shell may call it.
pub fn use_org() -> OrgContext {
    expect_context()
}
