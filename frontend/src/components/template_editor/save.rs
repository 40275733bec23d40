//! Saving a draft by itself: a second after the last change, created once its name and language are right, then patched in the
//! version that was seen (`at_hub.rs`). What could not be saved stays in the browser and is tried again.

use std::time::Duration;

use clienthub_shared::language::is_language;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::Template;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::limits::NAME_MAX;
use js_sys::Promise;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::at_hub::{AtHub, Failure, content};
use super::local;
use super::state::Editor;
use crate::api::{Answer, ApiError};
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
    Conflict(ApiError),
}

#[derive(Clone, Copy)]
pub struct Save {
    pub state: RwSignal<SaveState>,
    /// Of the template; nothing before it was created.
    pub id: RwSignal<Option<String>>,
    /// `/orgs/{org}/wabas/{waba}`.
    pub base: StoredValue<String>,
    /// Key of the browser's copy while it has no id.
    pub copy: StoredValue<String>,
    /// The browser has a copy of what is not saved; false when there is no room for it.
    pub kept: RwSignal<bool>,
    hub: StoredValue<AtHub, LocalStorage>,
    saved: RwSignal<u32>,
    /// The save that runs, which is waited for rather than overtaken.
    running: StoredValue<Option<Promise>, LocalStorage>,
    /// Counts timers, so that the last one counts.
    timer: StoredValue<u32>,
}

impl Save {
    pub fn new(base: String, id: Option<String>, template: &Template, version: i64) -> Self {
        Self {
            state: RwSignal::new(SaveState::Clean),
            hub: StoredValue::new_local(AtHub::new(&base, id.clone(), template, version)),
            id: RwSignal::new(id),
            copy: StoredValue::new(local::new_key_of(&base)),
            base: StoredValue::new(base),
            kept: RwSignal::new(true),
            saved: RwSignal::new(0),
            running: StoredValue::new_local(None),
            timer: StoredValue::new(0),
        }
    }

    pub fn version(self) -> i64 {
        self.hub.with_value(AtHub::version)
    }

    /// Goes on from another version: what the hub has, or what the copy in the browser was made of.
    pub fn rebase(self, version: i64, template: &Template) {
        self.hub.with_value(|hub| hub.rebase(version, template));
    }

    pub fn is_unsaved(self, editor: Editor) -> bool {
        self.saved.get() != editor.revision.get()
    }

    /// Another text is there, and which one stays is not decided.
    pub fn collides(self) -> bool {
        self.state.with(|state| matches!(state, SaveState::Conflict(_)))
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
        if !matches!(save.state.get_untracked(), SaveState::Saving | SaveState::Conflict(_)) {
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
        if untrack(|| save.is_unsaved(editor)) {
            local::keep(editor);
            send_last(editor);
        }
        leaving.remove();
        asking.remove();
        online.remove();
    });
}

/// Another page of this program: what the last second brought is sent without this one. Until then, and when it cannot be, the
/// copy in the browser has it.
fn send_last(editor: Editor) {
    let save = editor.save;
    let template = editor.template.get_untracked();
    let (hub, running, copy) = (save.hub.get_value(), save.running.get_value(), local::key(save));
    if untrack(|| save.collides()) || (hub.id().is_none() && !can_create(&template)) {
        return;
    }
    spawn_local(async move {
        if let Some(running) = running {
            let _ = JsFuture::from(running).await;
        }
        if hub.send(&template.to_object()).await.is_ok() {
            local::remove(&copy);
        }
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
            spawn_local(turn(editor));
        }
    };
    set_timeout(act, wait);
}

/// Saves what is typed, also behind a save that runs already, until the hub has everything. Its id then; nothing when name and
/// language are not right yet.
pub async fn now(editor: Editor) -> Answer<Option<String>> {
    let save = editor.save;
    loop {
        turn(editor).await;
        // Leaving the page ends it all.
        let Some(state) = save.state.try_get_untracked() else { return Ok(None) };
        match state {
            SaveState::Failed(error) | SaveState::Conflict(error) => return Err(error),
            SaveState::Nameless => return Ok(None),
            _ if untrack(|| save.is_unsaved(editor)) => {}
            _ => return Ok(save.id.get_untracked()),
        }
    }
}

/// Waits for the save that runs, else saves.
async fn turn(editor: Editor) {
    let running = editor.save.running;
    let promise = running.try_get_value().flatten().unwrap_or_else(|| {
        let promise = future_to_promise(async move {
            step(editor).await;
            let _ = running.try_set_value(None);
            Ok(JsValue::UNDEFINED)
        });
        let _ = running.try_set_value(Some(promise.clone()));
        promise
    });
    let _ = JsFuture::from(promise).await;
}

async fn step(editor: Editor) {
    let save = editor.save;
    // Leaving the page ends it all.
    let Some(revision) = editor.revision.try_get_untracked() else { return };
    let is_new = save.id.with_untracked(Option::is_none);
    if (save.saved.get_untracked() == revision && !is_new) || untrack(|| save.collides()) {
        return;
    }
    let template = editor.template.get_untracked();
    if is_new && !can_create(&template) {
        save.state.set(SaveState::Nameless);
        return;
    }
    save.state.set(SaveState::Saving);
    let hub = save.hub.get_value();
    let answer = hub.send(&template.to_object()).await;
    if save.state.is_disposed() {
        return;
    }
    if is_new && let Some(id) = hub.id() {
        local::forget(save);
        replace_address(&save.base.get_value(), &id);
        save.id.set(Some(id));
    }
    match answer {
        Ok(details) => {
            save.saved.set(revision);
            editor.details.set(Some(details));
            if editor.revision.get_untracked() == revision {
                local::forget(save);
                save.state.set(SaveState::Saved(intl::now_ms()));
            } else {
                save.state.set(SaveState::Unsaved);
                later(editor, PAUSE);
            }
        }
        Err(failure) => failed(editor, failure),
    }
}

fn failed(editor: Editor, failure: Failure) {
    match failure {
        Failure::Conflict(error, newer) => {
            if let Some(newer) = newer {
                editor.details.set(Some(*newer));
            }
            editor.save.state.set(SaveState::Conflict(error));
        }
        Failure::Other(error) => {
            if error.passes() || error.is(ErrorCode::RequestInProgress) {
                later(editor, AGAIN);
            }
            editor.save.state.set(SaveState::Failed(error));
        }
    }
}

/// After `version_stale` of something else than a save. True when only the version has moved, and it may be asked again; else
/// it is the conflict.
pub async fn catch_up(editor: Editor, error: ApiError) -> bool {
    let (hub, members) = (editor.save.hub.get_value(), editor.template.get_untracked().to_object());
    let answer = hub.catch_up(error, &members).await;
    match answer {
        _ if editor.save.state.is_disposed() => false,
        Ok(newer) => {
            if let Some(newer) = newer {
                editor.details.set(Some(newer));
            }
            true
        }
        Err(failure) => {
            failed(editor, failure);
            false
        }
    }
}

/// What the hub says of it by now: its state always, its text only where nothing of ours would be lost.
pub fn take(editor: Editor, newer: TemplateDetails) {
    let save = editor.save;
    if newer.version < save.version() {
        return;
    }
    let unsaved =
        untrack(|| save.is_unsaved(editor) || save.collides()) || save.state.get_untracked() == SaveState::Saving;
    if newer.version != save.version() && !unsaved {
        let same = editor.details.with_untracked(|it| it.as_ref().and_then(content) == content(&newer));
        if let Some(template) = content(&newer) {
            save.rebase(newer.version, template);
            if !same {
                editor.replace(template.clone());
            }
        }
    }
    editor.details.set(Some(newer));
}

/// After a conflict: mine wins, over the version that is there now.
pub fn overwrite(editor: Editor) {
    if let Some(details) = editor.details.get_untracked() {
        editor.save.rebase(details.version, content(&details).unwrap_or(&Template::default()));
    }
    editor.save.state.set(SaveState::Unsaved);
    // Also where all of mine was saved before theirs came.
    editor.revision.update(|revision| *revision += 1);
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

pub fn can_create(template: &Template) -> bool {
    let good = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_';
    (1..=NAME_MAX).contains(&template.name.len()) && template.name.bytes().all(good) && is_language(&template.language)
}

/// A reload finds the draft. The page stays: it is the same template.
fn replace_address(base: &str, id: &str) {
    if let Ok(history) = window().history() {
        let address = [base, "/templates/", id, "/edit"].concat();
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
    }
}
