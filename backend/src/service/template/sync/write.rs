//! What a sync writes. Every transaction begins with the WABA's row as it is now.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use clienthub_shared::activity::{Action, Change, Outcome};
use clienthub_shared::id::TemplateId;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::details::VersionSource;
use clienthub_shared::template::family::TemplateChange;

use super::row::{self, Meant, Merged};
use super::{CAUSE, Progress, Reader, found};
use crate::error::{AppError, AppResult};
use crate::graph::{MetaTemplate, MetaTemplateCounts};
use crate::service::activity;
use crate::service::change::{About, Trail};
use crate::service::template::{record, trail};
use crate::store::template::{self, Model};
use crate::store::{self, Tx, attribute_clock, template_sync, template_version, waba};

/// What one transaction writes.
#[derive(Default)]
struct Written {
    /// As they were: only the time moves.
    seen: Vec<String>,
    changed: Vec<(Model, Model)>,
    new: Vec<Model>,
    versions: Vec<(Model, VersionSource)>,
    found: Vec<TemplateChange>,
}

impl Reader {
    /// The WABA, held until the end of the transaction; 409 when it was disconnected meanwhile.
    pub(super) async fn hold(&self, tx: &Tx) -> AppResult<waba::Model> {
        let waba = store::waba::lock(&**tx, self.org, self.id).await?.ok_or(AppError::NotFound)?;
        let is_there = waba.disconnected_at.is_none();
        if is_there { Ok(waba) } else { Err(AppError::Conflict(ErrorCode::WabaDisconnected)) }
    }

    pub(super) async fn progress_row(&self, tx: &Tx) -> AppResult<template_sync::Model> {
        let known = template_sync::find(&**tx, self.org, self.id).await?;
        Ok(known.unwrap_or_else(|| template_sync::Model::new(self.org, self.id)))
    }

    /// A page of the listing, and with it how far the sync has come.
    pub(super) async fn put_page(
        &self,
        page: Vec<MetaTemplate>,
        counts: MetaTemplateCounts,
        read_at: DateTime<Utc>,
        progress: &Progress,
    ) -> AppResult<()> {
        let tx = self.app.db.begin().await?;
        let waba = self.hold(&tx).await?;
        let found = self.put(&tx, &waba, page, read_at).await?;
        let mut row = self.progress_row(&tx).await?;
        found::add(&mut row, progress.began, found)?;
        row.began_at = Some(progress.began.timestamp_micros());
        row.cursor = progress.cursor().map(ToOwned::to_owned);
        (row.used, row.allowed) = (counts.used.or(row.used), counts.limit.or(row.allowed));
        template_sync::put(&*tx, &row).await?;
        Ok(tx.commit().await?)
    }

    /// One that the listing did not have, and Meta has.
    pub(super) async fn put_missed(&self, meta: MetaTemplate, read_at: DateTime<Utc>) -> AppResult<()> {
        self.put_alone(meta, read_at, true).await
    }

    /// One that was read outside of a sync.
    pub(super) async fn put_one(&self, meta: MetaTemplate, read_at: DateTime<Utc>) -> AppResult<()> {
        self.put_alone(meta, read_at, false).await
    }

    async fn put_alone(&self, meta: MetaTemplate, read_at: DateTime<Utc>, in_sync: bool) -> AppResult<()> {
        let tx = self.app.db.begin().await?;
        let waba = self.hold(&tx).await?;
        let found = self.put(&tx, &waba, vec![meta], read_at).await?;
        if in_sync {
            self.add_found(&tx, read_at, found).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Meta answers for the WABA and does not have these, as of `read_at`.
    pub(super) async fn put_gone(&self, ids: &[TemplateId], read_at: DateTime<Utc>) -> AppResult<()> {
        let now = self.app.clock.now();
        let tx = self.app.db.begin().await?;
        let waba = self.hold(&tx).await?;
        let (mut written, mut found) = (Written::default(), Vec::new());
        for before in template::list_by_ids(&*tx, self.org, self.id, ids).await? {
            let is_newer = before.submitted_at.max(before.synced_at) > Some(read_at.timestamp_micros());
            if before.meta_id.is_none() || is_newer {
                continue;
            }
            let mut after = before.clone();
            row::gone(&mut after, now);
            found.extend(row::differences(Some(&before), &after)?);
            written.changed.push((before, after));
        }
        self.write(&tx, &waba, written, read_at).await?;
        self.add_found(&tx, read_at, found).await?;
        Ok(tx.commit().await?)
    }

    /// To what the sync found that is not at its end; there may be none.
    async fn add_found(&self, tx: &Tx, read_at: DateTime<Utc>, found: Vec<TemplateChange>) -> AppResult<()> {
        let mut row = self.progress_row(tx).await?;
        if row.began_at.is_none() || found.is_empty() {
            return Ok(());
        }
        found::add(&mut row, read_at, found)?;
        Ok(template_sync::put(&**tx, &row).await?)
    }

    async fn put(
        &self,
        tx: &Tx,
        waba: &waba::Model,
        page: Vec<MetaTemplate>,
        read_at: DateTime<Utc>,
    ) -> AppResult<Vec<TemplateChange>> {
        let ids: Vec<String> = page.iter().map(|meta| meta.id.as_str().to_owned()).collect();
        let names: Vec<String> = page.iter().map(|meta| meta.template.name.clone()).collect();
        let by_id = template::list_by_meta_ids(&**tx, self.org, self.id, &ids).await?;
        let languages: HashSet<String> = page.iter().map(|meta| meta.template.language.clone()).collect();
        let languages: Vec<String> = languages.into_iter().collect();
        let by_name = template::list_by_names_in(&**tx, self.org, self.id, &names, &languages).await?;
        let by_id: HashMap<&str, &Model> =
            by_id.iter().filter_map(|row| Some((row.meta_id.as_deref()?, row))).collect();
        let by_name: HashMap<(&str, &str), &Model> =
            by_name.iter().map(|row| ((row.name.as_str(), row.language.as_str()), row)).collect();
        let objects: Vec<String> = by_id.values().chain(by_name.values()).map(|row| row.id.clone()).collect();
        let told = attribute_clock::told_since_any_org(&**tx, &objects, read_at).await?;
        let (mut written, mut met) = (Written::default(), HashSet::new());
        for meta in page {
            let (name, language) = (meta.template.name.clone(), meta.template.language.clone());
            let found = by_id.get(meta.id.as_str()).copied();
            let named = by_name.get(&(name.as_str(), language.as_str())).copied();
            if !met.insert((name, language)) {
                tracing::warn!(waba = waba.id, template = %meta.id, "Meta lists a name and language twice");
                continue;
            }
            let before = match row::meant(&meta, found, named, read_at) {
                Meant::Nobody => continue,
                Meant::New => {
                    self.add_new(&mut written, meta, read_at)?;
                    continue;
                }
                Meant::Row(row) => row,
                Meant::Instead { gone, row } => {
                    template::update(&**tx, &Model { meta_id: None, ..gone.clone() }).await?;
                    row
                }
            };
            let told = told.get(&before.id).cloned().unwrap_or_default();
            self.add_seen(&mut written, before, meta, &told, read_at)?;
        }
        let found = std::mem::take(&mut written.found);
        self.write(tx, waba, written, read_at).await?;
        Ok(found)
    }

    fn add_new(&self, written: &mut Written, meta: MetaTemplate, read_at: DateTime<Utc>) -> AppResult<()> {
        let id = TemplateId::from_uuid(self.app.clock.uuid());
        let mut row = Model::new(id, self.org, self.id, self.app.clock.now());
        row.draft_at = None;
        record::template(&mut row, meta, &HashSet::new(), read_at);
        written.found.extend(row::differences(None, &row)?);
        written.versions.push((row.clone(), VersionSource::Meta));
        written.new.push(row);
        Ok(())
    }

    fn add_seen(
        &self,
        written: &mut Written,
        before: &Model,
        meta: MetaTemplate,
        told: &HashSet<String>,
        read_at: DateTime<Utc>,
    ) -> AppResult<()> {
        let is_deleted = meta.status().is_some_and(|word| word.eq_ignore_ascii_case("DELETED"));
        let merged = if is_deleted && !told.contains("status") {
            let mut after = before.clone();
            row::gone(&mut after, self.app.clock.now());
            Some(Merged { after, version: None })
        } else {
            row::merge(before, meta, told, read_at)?
        };
        let Some(Merged { after, version }) = merged else {
            written.seen.push(before.id.clone());
            return Ok(());
        };
        if (Model { synced_at: before.synced_at, ..after.clone() }) == *before {
            written.seen.push(before.id.clone());
            return Ok(());
        }
        written.found.extend(row::differences(Some(before), &after)?);
        written.versions.extend(version.map(|source| (after.clone(), source)));
        written.changed.push((before.clone(), after));
        Ok(())
    }

    async fn write(&self, tx: &Tx, waba: &waba::Model, written: Written, read_at: DateTime<Utc>) -> AppResult<()> {
        let clock = &self.app.clock;
        template::seen_many(&**tx, self.org, &written.seen, read_at).await?;
        let (mut trail, mut rows, mut left) = (Trail::default(), Vec::new(), Vec::new());
        for (before, after) in &written.changed {
            template::update(&**tx, after).await?;
            left.extend(row::left_behind(before, after, TemplateId::from_uuid(clock.uuid())));
            let changes = trail::trace(&mut trail, clock, Some(before), after, &CAUSE);
            if !changes.is_empty() {
                let row = activity::by_hub(clock, waba, None, Action::Synced, Outcome::Done, &changes);
                rows.push(store::activity::Model { template_id: Some(after.id.clone()), ..row });
            }
        }
        for row in &written.new {
            let is = Change { attribute: "state".into(), from: None, to: Some(row.state.clone()) };
            let about = About { org: &row.org_id, object: &row.id, version: row.version };
            trail.add(clock, about, &[is], vec!["template.changed.v1"], &CAUSE);
        }
        template::insert_many(&**tx, &written.new).await?;
        template::insert_many(&**tx, &left).await?;
        self.keep_versions(tx, written.versions).await?;
        trail.write(tx).await?;
        Ok(store::activity::insert_many(&**tx, rows).await?)
    }

    async fn keep_versions(&self, tx: &Tx, versions: Vec<(Model, VersionSource)>) -> AppResult<()> {
        let ids: Vec<String> = versions.iter().map(|(row, _)| row.id.clone()).collect();
        let last = template_version::last_numbers(&**tx, self.org, &ids).await?;
        let now = self.app.clock.now().timestamp_micros();
        let rows = versions.into_iter().filter_map(|(row, source)| {
            Some(template_version::Model {
                number: last.get(&row.id).copied().unwrap_or(0) + 1,
                template_id: row.id,
                org_id: row.org_id,
                at: now,
                source: source.as_str().into(),
                by_name: None,
                content: row.content?,
            })
        });
        Ok(template_version::insert_many(&**tx, rows.collect()).await?)
    }
}
