//! Saving a draft by itself: a second after the last change, created once its name and language are right, then patched in the
//! version that was seen. What could not be saved stays in the browser and is tried again.

use std::time::Duration;

use clienthub_shared::language::is_language;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::limits::NAME_MAX;
use clienthub_shared::template::{Rest, Template};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::local;
use super::state::Editor;
use crate::api::template_draft;
use crate::api::{ApiError, encode};
use crate::intl;
use crate::ui::live::effect;

const PAUSE: Duration = Duration::from_secs(1);
const AGAIN: Duration = Duration::from_secs(5);
/// For the copy in the browser: a crash loses no more than that.
const COPY_PAUSE: Duration = Duration::from_millis(250);

#[derive(Clone, PartialEq)]
pub enum SaveState {
    /// Nothing was changed since it was opened.
    Clean,
    /// Milliseconds since 1970.
    Saved(f64),
    Unsaved,
    /// It cannot be created before name and language are right.
    Nameless,
    Saving,
    /// Tried again by itself when `passes`.
    Failed(ApiError),
    /// Somebody else saved it meanwhile.
    Conflict,
}

#[derive(Clone, Copy)]
pub struct Save {
    pub state: RwSignal<SaveState>,
    /// Of the template; nothing before it was created.
    pub id: RwSignal<Option<String>>,
    /// `/orgs/{org}/wabas/{waba}`.
    pub base: StoredValue<String>,
    /// The members as the hub has them.
    before: StoredValue<Rest>,
    version: StoredValue<i64>,
    saved: RwSignal<u32>,
    running: StoredValue<bool>,
    /// Counts timers, so that the last one counts.
    timer: StoredValue<u32>,
}

impl Save {
    pub fn new(base: String, id: Option<String>, template: &Template, version: i64) -> Self {
        Self {
            state: RwSignal::new(SaveState::Clean),
            id: RwSignal::new(id),
            base: StoredValue::new(base),
            before: StoredValue::new(template.to_object()),
            version: StoredValue::new(version),
            saved: RwSignal::new(0),
            running: StoredValue::new(false),
            timer: StoredValue::new(0),
        }
    }

    pub fn version(self) -> i64 {
        self.version.get_value()
    }

    /// Goes on from another version: what the hub has, or what the copy in the browser was made of.
    pub fn rebase(self, version: i64, template: &Template) {
        self.version.set_value(version);
        self.before.set_value(template.to_object());
    }

    pub fn is_unsaved(self, editor: Editor) -> bool {
        self.saved.get() != editor.revision.get()
    }

    /// As if everything until now was saved.
    pub fn settle(self, editor: Editor) {
        self.saved.set(editor.revision.get_untracked());
        self.state.set(SaveState::Clean);
        local::forget(self);
    }
}

/// Follows the person's changes for as long as the editor is open.
pub fn follow(editor: Editor) {
    let save = editor.save;
    effect(move || {
        if editor.revision.get() == save.saved.get_untracked() {
            return;
        }
        if !matches!(save.state.get_untracked(), SaveState::Saving | SaveState::Conflict) {
            save.state.set(SaveState::Unsaved);
        }
        later(editor, PAUSE);
    });
    let waiting = StoredValue::new(false);
    effect(move || {
        editor.revision.track();
        if waiting.get_value() || !save.is_unsaved(editor) {
            return;
        }
        waiting.set_value(true);
        let copy = move || {
            if waiting.try_set_value(false).is_none() && untrack(|| save.is_unsaved(editor)) {
                local::keep(editor);
            }
        };
        set_timeout(copy, COPY_PAUSE);
    });
    let leaving = window_event_listener_untyped("pagehide", move |_| {
        if untrack(|| save.is_unsaved(editor)) {
            local::keep(editor);
        }
    });
    let asking = window_event_listener_untyped("beforeunload", move |event| {
        if untrack(|| save.is_unsaved(editor)) {
            event.prevent_default();
        }
    });
    let online = window_event_listener_untyped("online", move |_| later(editor, Duration::ZERO));
    on_cleanup(move || {
        // Another page: what the last second brought is found when somebody comes back.
        if untrack(|| save.is_unsaved(editor)) {
            local::keep(editor);
        }
        leaving.remove();
        asking.remove();
        online.remove();
    });
}

fn later(editor: Editor, wait: Duration) {
    let timer = editor.save.timer;
    let Some(this) = timer.try_update_value(|count| {
        *count += 1;
        *count
    }) else {
        return;
    };
    let act = move || {
        if timer.try_get_value() == Some(this) {
            spawn_local(async move {
                now(editor).await;
            });
        }
    };
    set_timeout(act, wait);
}

/// Saves what is not saved. True when the hub has everything.
pub async fn now(editor: Editor) -> bool {
    let save = editor.save;
    // Leaving the page ends it all.
    let Some(revision) = editor.revision.try_get_untracked() else { return false };
    if save.saved.get_untracked() == revision && save.id.with_untracked(Option::is_some) {
        return true;
    }
    if save.running.get_value() {
        later(editor, PAUSE);
        return false;
    }
    if save.state.get_untracked() == SaveState::Conflict {
        return false;
    }
    let template = editor.template.get_untracked();
    let id = save.id.get_untracked();
    if id.is_none() && !can_create(&template) {
        save.state.set(SaveState::Nameless);
        return false;
    }
    save.running.set_value(true);
    save.state.set(SaveState::Saving);
    let object = template.to_object();
    let base = save.base.get_value();
    let answer = match &id {
        None => template_draft::create_template(&base, encode(&object).unwrap_or_default()).await,
        Some(id) => {
            let patch = save.before.with_value(|before| changes(before, &object));
            let patch = encode(&patch).unwrap_or_default();
            template_draft::update_template(&base, id, patch, save.version.get_value()).await
        }
    };
    if save.running.try_set_value(false).is_some() {
        return false;
    }
    match answer {
        Ok(details) => {
            save.version.set_value(details.version);
            save.before.set_value(object);
            save.saved.set(revision);
            if id.is_none() {
                local::forget(save);
                let id = details.id.to_string();
                replace_address(&base, &id);
                save.id.set(Some(id));
            }
            editor.details.set(Some(details));
            let all = editor.revision.get_untracked() == revision;
            if all {
                local::forget(save);
                save.state.set(SaveState::Saved(intl::now_ms()));
            } else {
                save.state.set(SaveState::Unsaved);
                later(editor, PAUSE);
            }
            all
        }
        Err(error) if error.is(ErrorCode::VersionStale) => {
            save.state.set(SaveState::Conflict);
            if let Some(id) = id
                && let Ok(details) = template_draft::get_template(&base, &id).await
            {
                let _ = editor.details.try_set(Some(details));
            }
            false
        }
        Err(error) => {
            if error.passes() {
                later(editor, AGAIN);
            }
            save.state.set(SaveState::Failed(error));
            false
        }
    }
}

/// After a conflict: mine wins, over the version that is there now.
pub fn overwrite(editor: Editor) {
    if let Some(details) = editor.details.get_untracked() {
        editor.save.rebase(details.version, content(&details).unwrap_or(&Template::default()));
    }
    editor.save.state.set(SaveState::Unsaved);
    later(editor, Duration::ZERO);
}

/// After a conflict: what is there now wins.
pub fn reload(editor: Editor) {
    if let Some(details) = editor.details.get_untracked()
        && let Some(template) = content(&details)
    {
        editor.save.rebase(details.version, template);
        editor.replace(template.clone());
    }
    editor.save.settle(editor);
}

/// What is edited: the draft, else what Meta has.
pub fn content(details: &clienthub_shared::template::details::TemplateDetails) -> Option<&Template> {
    details.draft.as_ref().or(details.submitted.as_ref())
}

pub fn can_create(template: &Template) -> bool {
    let good = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_';
    (1..=NAME_MAX).contains(&template.name.len()) && template.name.bytes().all(good) && is_language(&template.language)
}

/// A merge patch of the members that differ.
fn changes(before: &Rest, now: &Rest) -> Rest {
    let mut patch = Rest::new();
    for (name, value) in now {
        if before.get(name) != Some(value) {
            patch.insert(name.clone(), value.clone());
        }
    }
    for name in before.keys().filter(|name| !now.contains_key(*name)) {
        patch.insert(name.clone(), Value::Null);
    }
    patch
}

/// A reload finds the draft. The page stays: it is the same template.
fn replace_address(base: &str, id: &str) {
    if let Ok(history) = window().history() {
        let address = [base, "/templates/", id, "/edit"].concat();
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
    }
}

#[cfg(test)]
mod tests {
    use super::changes;
    use serde_json::json;

    #[test]
    fn a_patch_has_what_differs_and_null_for_what_is_gone() {
        let object = |value: serde_json::Value| value.as_object().unwrap().clone();
        let before = object(json!({"name": "a", "category": "UTILITY", "message_send_ttl_seconds": 60}));
        let now = object(json!({"name": "a", "category": "MARKETING", "components": [1]}));
        let patch = json!({"category": "MARKETING", "components": [1], "message_send_ttl_seconds": null});
        assert_eq!(serde_json::Value::Object(changes(&before, &now)), patch);
    }
}
