//! The template that is being edited, and what every part of the form needs of it. One signal holds the template; each field
//! reads its own value through a memo, so that a key pressed in one field draws nothing of the others.

use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::{Finding, FindingCode, Template, fix, fix_all, validate};
use leptos::prelude::*;

use super::history::History;
use super::model::category;
use super::model::shelf::Shelf;
use super::model::text::Attic;
use super::model::{Spot, place};
use super::save::Save;
use super::undo;
use crate::api;
use crate::components::template_preview::SampleFile;
use crate::intl::now_ms;

#[derive(Clone, Copy)]
pub struct Editor {
    pub template: RwSignal<Template>,
    pub findings: Memo<Vec<Finding>>,
    /// How many of them Meta would refuse.
    pub errors: Memo<usize>,
    /// Findings of empty fields are shown although nobody was there yet.
    pub strict: RwSignal<bool>,
    /// Why nothing can be changed.
    pub locked: Signal<Option<String>>,
    /// As the hub has it; nothing before it was saved for the first time.
    pub details: RwSignal<Option<TemplateDetails>>,
    /// Counts changes by the person.
    pub revision: RwSignal<u32>,
    /// Files that were chosen in this tab.
    pub files: RwSignal<Vec<SampleFile>>,
    /// The card that is shown in the form.
    pub card: RwSignal<usize>,
    /// The place of the finding that was led to last.
    pub led: StoredValue<String>,
    pub attic: StoredValue<Attic>,
    pub save: Save,
    pub history: RwSignal<History<Template>>,
    shelf: StoredValue<Shelf>,
}

impl Editor {
    pub fn new(mut template: Template, details: Option<TemplateDetails>, locked: Option<String>, save: Save) -> Self {
        category::complete(&mut template);
        let strict = details.is_some();
        let template = RwSignal::new(template);
        let (details, revision) = (RwSignal::new(details), RwSignal::new(0));
        let locked = Signal::stored(locked);
        let findings = Memo::new(move |_| {
            let mut found = template.with(validate);
            // What Meta has is right as it stands: its files are asked for again only for an edit.
            let at_rest = revision.get() == 0 && details.with(|it| it.as_ref().is_some_and(|it| it.draft.is_none()));
            if at_rest || locked.with(Option::is_some) {
                found.retain(|finding| finding.code != FindingCode::SampleNotHandle);
            }
            found
        });
        let count = |all: &Vec<Finding>| all.iter().filter(|finding| finding.is_error()).count();
        Self {
            template,
            findings,
            errors: Memo::new(move |_| findings.with(count)),
            strict: RwSignal::new(strict),
            locked,
            details,
            revision,
            files: RwSignal::default(),
            card: RwSignal::new(0),
            led: StoredValue::default(),
            attic: StoredValue::default(),
            save,
            history: RwSignal::default(),
            shelf: StoredValue::default(),
        }
    }

    /// Where the files are that Meta shows of it.
    pub fn media(self) -> Signal<Option<String>> {
        let Save { base, id, .. } = self.save;
        Signal::derive(move || Some(api::template::media(&base.get_value(), &id.get()?)))
    }

    /// A change by the person; nothing happens while it is locked.
    pub fn change(self, act: impl FnOnce(&mut Template)) {
        let mut act = Some(act);
        self.apply(&mut |template| {
            if let Some(act) = act.take() {
                act(template);
            }
        });
    }

    fn apply(self, act: &mut dyn FnMut(&mut Template)) {
        if self.locked.with_untracked(Option::is_some) {
            return;
        }
        let before = self.template.get_untracked();
        act(&mut self.template.write());
        self.template.with_untracked(|now| {
            self.history.update(|history| history.record(before, now, undo::field(), now_ms()));
        });
        self.revision.update(|revision| *revision += 1);
    }

    pub fn undo(self) {
        self.step(History::undo);
    }

    pub fn redo(self) {
        self.step(History::redo);
    }

    fn step(self, go: fn(&mut History<Template>, Template) -> Option<Template>) {
        if self.locked.with_untracked(Option::is_some) {
            return;
        }
        let now = self.template.get_untracked();
        if let Some(Some(template)) = self.history.try_update(|history| go(history, now)) {
            self.template.set(template);
            self.revision.update(|revision| *revision += 1);
        }
    }

    /// Another text of the template altogether, as after a reload. There is no way back behind it.
    pub fn replace(self, mut template: Template) {
        category::complete(&mut template);
        self.template.set(template);
        self.shelf.set_value(Shelf::default());
        self.history.update(History::clear);
    }

    /// A change that puts parts aside, or brings them back.
    pub fn change_shelf(self, act: impl FnOnce(&mut Template, &mut Shelf)) {
        self.change(|template| self.shelf.update_value(|shelf| act(template, shelf)));
    }

    pub fn is_locked(self) -> bool {
        self.locked.with(Option::is_some)
    }

    /// A value of the template that is drawn again only when it has changed.
    pub fn text(self, read: impl Fn(&Template) -> String + Send + Sync + 'static) -> Memo<String> {
        self.memo(Box::new(read))
    }

    pub fn flag(self, read: impl Fn(&Template) -> bool + Send + Sync + 'static) -> Memo<bool> {
        self.memo(Box::new(read))
    }

    pub fn count(self, read: impl Fn(&Template) -> usize + Send + Sync + 'static) -> Memo<usize> {
        self.memo(Box::new(read))
    }

    pub fn memo<T: PartialEq + Send + Sync + 'static>(
        self,
        read: Box<dyn Fn(&Template) -> T + Send + Sync>,
    ) -> Memo<T> {
        Memo::new(move |_| self.template.with(|template| read(template)))
    }

    /// Path of a part, which moves when parts before it come and go.
    pub fn path(self, spot: Spot, kind: clienthub_shared::template::word::ComponentKind) -> Memo<String> {
        self.text(move |template| place::path_of(template, spot, kind))
    }

    pub fn fix(self, finding: &Finding) {
        if let Some(fixed) = self.template.with_untracked(|template| fix(template, finding)) {
            self.change(|template| *template = fixed);
        }
    }

    pub fn fix_all(self) {
        let (fixed, _) = self.template.with_untracked(fix_all);
        self.change(|template| *template = fixed);
    }
}

/// The editor whose form is drawn.
pub fn use_editor() -> Editor {
    expect_context()
}
