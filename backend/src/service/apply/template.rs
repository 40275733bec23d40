//! What an event about a template changes (reference 8.3), attribute by attribute. Texts are not taken from events, which leave out
//! samples and files: a read brings them, as it brings a template that we do not know.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::activity::Outcome;
use clienthub_shared::id::{TaskId, TemplateId};
use clienthub_shared::template::state::TemplateState;

use super::batch::{Batch, Told, outcome};
use crate::clock::from_micros;
use crate::error::AppResult;
use crate::graph::{
    MetaTemplateCategory, MetaTemplateComponents, MetaTemplateName, MetaTemplateQuality, MetaTemplateStatus,
};
use crate::service::template::sync::{self, Place};
use crate::service::template::{record, trail};
use crate::store::meta_event::EventOutcome;
use crate::store::task::{self, TaskKind};
use crate::store::{activity, template};

/// More than so many templates are not read one by one: a listing has a hundred in one call.
const MOST_ALONE: usize = 5;

/// How long Meta pauses for low quality (reference 4.9); other pauses have no end of their own.
const FIRST_PAUSE: TimeDelta = TimeDelta::hours(3);
const SECOND_PAUSE: TimeDelta = TimeDelta::hours(6);

pub enum TemplateEdit {
    Status(Box<MetaTemplateStatus>),
    Quality(String),
    /// Meta is about to change it, then.
    CategoryComing(String, Option<DateTime<Utc>>),
    /// It is this one now, after that one.
    Category(String, Option<String>),
    /// The texts are others.
    Content,
}

impl TemplateEdit {
    /// The attribute that the event tells.
    const fn attribute(&self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::Quality(_) => "quality",
            Self::CategoryComing(..) | Self::Category(..) => "category",
            Self::Content => "content",
        }
    }

    /// `at`: when it happened, by Meta's clock where Meta tells.
    fn apply(self, row: &mut template::Model, at: DateTime<Utc>, arrived_at: DateTime<Utc>) {
        match self {
            Self::Status(event) => apply_status(row, *event, at, arrived_at),
            Self::Quality(score) => record::put_quality(row, Some(&score), at),
            Self::CategoryComing(category, from) => {
                row.category_coming = Some(category.to_ascii_uppercase());
                row.category_coming_at = from.map(|from| from.timestamp_micros());
            }
            Self::Category(category, before) => {
                record::category(row, &category);
                row.category_before = before.map(|word| word.to_ascii_uppercase()).or(row.category_before.take());
                (row.category_coming, row.category_coming_at) = (None, None);
            }
            Self::Content => {}
        }
    }
}

fn apply_status(row: &mut template::Model, event: MetaTemplateStatus, at: DateTime<Utc>, arrived_at: DateTime<Utc>) {
    let state = TemplateState::of(&event.event);
    if state == TemplateState::Deleted {
        // By our clock: it is compared with when pages were read.
        return sync::gone(row, arrived_at);
    }
    record::status(row, &event.event, at);
    if state == TemplateState::Rejected {
        let info = event.rejection_info.unwrap_or_default();
        row.rejected_reason = event.reason.filter(|reason| !reason.eq_ignore_ascii_case("NONE"));
        (row.rejection_text, row.rejection_advice) = (info.reason, info.recommendation);
    }
    if state == TemplateState::Paused {
        let title = event.other_info.and_then(|info| info.title);
        let lasts = match title.as_deref() {
            Some("FIRST_PAUSE") => Some(FIRST_PAUSE),
            Some("SECOND_PAUSE") => Some(SECOND_PAUSE),
            _ => None,
        };
        row.paused_since = Some(at.timestamp_micros());
        row.paused_until = lasts.map(|lasts| (at + lasts).timestamp_micros());
        row.pause_title = title;
    }
}

pub fn of_status(event: MetaTemplateStatus) -> (MetaTemplateName, Vec<TemplateEdit>) {
    (event.about.clone(), vec![TemplateEdit::Status(Box::new(event))])
}

pub fn of_quality(event: MetaTemplateQuality) -> (MetaTemplateName, Vec<TemplateEdit>) {
    (event.about, vec![TemplateEdit::Quality(event.new_quality_score)])
}

/// Announced, or done.
pub fn of_category(event: MetaTemplateCategory) -> (MetaTemplateName, Vec<TemplateEdit>) {
    let edit = match (event.correct_category, event.new_category) {
        (Some(coming), _) => Some(TemplateEdit::CategoryComing(coming, event.category_update_timestamp)),
        (None, Some(now)) => Some(TemplateEdit::Category(now, event.previous_category)),
        (None, None) => None,
    };
    (event.about, edit.into_iter().collect())
}

pub fn of_components(event: MetaTemplateComponents) -> (MetaTemplateName, Vec<TemplateEdit>) {
    (event.about, vec![TemplateEdit::Content])
}

/// A template as it is stored and as the events made it.
struct Held {
    row: template::Model,
    touched: bool,
}

/// The templates of a batch, by Meta's id, and those that have to be read.
#[derive(Default)]
pub struct Templates {
    held: HashMap<String, Option<Held>>,
    to_read: BTreeSet<String>,
    /// What is left of deleted ones whose drafts live on.
    left: Vec<template::Model>,
}

impl Batch<'_> {
    /// One that we do not know: a read, asked for now, brings it as it is then.
    pub async fn template_event(
        &mut self,
        told: &Told,
        (about, edits): (MetaTemplateName, Vec<TemplateEdit>),
    ) -> AppResult<EventOutcome> {
        let meta_id = about.id.as_str();
        self.hold_template(meta_id).await?;
        let Some(Some(held)) = self.templates.held.get_mut(meta_id) else {
            // Ids of Meta's are digits: nothing else can be read.
            if meta_id.len() <= 32 && meta_id.bytes().all(|byte| byte.is_ascii_digit()) {
                self.templates.to_read.insert(meta_id.to_owned());
            }
            return Ok(EventOutcome::Kept);
        };
        let before = held.row.clone();
        let (count, mut applied) = (edits.len(), 0);
        for edit in edits {
            let attribute = edit.attribute();
            let read_at = before.synced_at.map(from_micros);
            if self.clocks.news_since(&before.id, read_at, attribute, told).is_none() {
                continue;
            }
            applied += 1;
            let is_over = held.row.gone_at.is_some() || held.row.meta_id.is_none();
            // What Meta says of a deleted one is the last word on it, or it is back: a read tells.
            if is_over || matches!(edit, TemplateEdit::Content) {
                self.templates.to_read.insert(meta_id.to_owned());
            } else {
                edit.apply(&mut held.row, told.happened_at(), told.arrived_at);
            }
        }
        let mut changes = Vec::new();
        if held.row != before {
            let id = TemplateId::from_uuid(self.app.clock.uuid());
            self.templates.left.extend(sync::left_behind(&before, &held.row, id));
            changes = trail::trace(&mut self.trail, &self.app.clock, Some(&before), &held.row, &told.cause());
            held.touched = true;
        }
        let (outcome, shown) = outcome(count, applied);
        self.note_template(told, &before.id, shown, &changes);
        Ok(outcome)
    }

    fn note_template(&mut self, told: &Told, id: &str, shown: Outcome, changes: &[clienthub_shared::activity::Change]) {
        let row = told.activity(&self.app.clock, &self.waba, None, shown, changes);
        self.activity.push(activity::Model { template_id: Some(id.to_owned()), ..row });
    }

    async fn hold_template(&mut self, meta_id: &str) -> AppResult<()> {
        if self.templates.held.contains_key(meta_id) {
            return Ok(());
        }
        let ids = [meta_id.to_owned()];
        let row = template::list_by_meta_ids(&**self.tx, self.org, self.waba_id, &ids).await?.pop();
        if let Some(row) = &row {
            self.clocks.load(self.tx, &[&row.id]).await?;
        }
        self.templates.held.insert(meta_id.to_owned(), row.map(|row| Held { row, touched: false }));
        Ok(())
    }
}

impl Templates {
    /// Writes the rows and asks for the reads.
    pub async fn finish(self, batch: &Batch<'_>) -> AppResult<()> {
        let (tx, clock, now) = (batch.tx, &batch.app.clock, batch.app.clock.now());
        for held in self.held.into_values().flatten().filter(|held| held.touched) {
            template::update(&**tx, &held.row).await?;
        }
        template::insert_many(&**tx, &self.left).await?;
        if self.to_read.len() > MOST_ALONE {
            return sync::ask_in_batch(tx, clock, &batch.waba, now).await;
        }
        let place = |meta_id| Place { waba: batch.waba_id, meta_id }.to_string();
        let places: BTreeSet<String> = self.to_read.into_iter().map(place).collect();
        let id = || TaskId::from_uuid(clock.uuid());
        Ok(task::enqueue_many(&**tx, TaskKind::ReadTemplate, &places, now, id).await?)
    }
}
