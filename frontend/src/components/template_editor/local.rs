//! The copy of what is not saved yet, in the browser: a crash of the tab or of the network loses nothing.
//!
//! That of a template which the hub has is found by its id. A new one has an id of its own, which the tab remembers: two tabs do
//! not take each other's. What a tab left behind that is no longer there is taken over by the next one that begins a new template.

use clienthub_shared::template::Template;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::save::Save;
use super::state::Editor;
use crate::api::{decode, encode, new_key, parse};
use crate::intl;
use crate::state::preferences::{read, write};

#[derive(Serialize, Deserialize)]
pub struct Copy {
    /// Milliseconds since 1970.
    pub at: i64,
    /// The version that was changed; 0 for what the hub never had.
    pub version: i64,
    pub template: Template,
}

/// Of the copy in the browser's storage.
pub fn key(save: Save) -> String {
    match save.id.get_untracked() {
        Some(id) => ["clienthub.draft.", &save.base.get_value(), "/", &id].concat(),
        None => save.copy.get_value(),
    }
}

/// What the keys of all new templates of the WABA begin with. In the tab's own storage: which of them is its.
fn shelf(base: &str) -> String {
    ["clienthub.draft.", base, "/new"].concat()
}

/// The key that this tab has for a new template, here or before a reload.
pub fn new_key_of(base: &str) -> String {
    session().and_then(|session| session.get_item(&shelf(base)).ok()?).unwrap_or_else(|| another_key(base))
}

fn another_key(base: &str) -> String {
    let shelf = shelf(base);
    let key = [shelf.as_str(), "/", &new_key()].concat();
    if let Some(session) = session() {
        // Where it cannot be remembered a reload finds the copy like one of another tab.
        let _ = session.set_item(&shelf, &key);
    }
    key
}

/// The copy that this tab had stays where it is; what is begun now has one of its own.
pub fn begin_another(save: Save) {
    save.copy.set_value(another_key(&save.base.get_value()));
}

pub fn keep(editor: Editor) {
    let save = editor.save;
    let copy = Copy { at: intl::now_ms() as i64, version: save.version(), template: editor.template.get_untracked() };
    save.kept.set(encode(&copy).is_some_and(|text| write(&key(save), &text)));
}

pub fn find(save: Save) -> Option<Copy> {
    at(&key(save))
}

fn at(key: &str) -> Option<Copy> {
    decode(&parse(&read(key)?).ok()?).ok()
}

pub fn forget(save: Save) {
    remove(&key(save));
}

pub fn remove(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(key);
    }
}

fn session() -> Option<web_sys::Storage> {
    window().session_storage().ok()?
}

/// Makes the latest copy of a tab that is gone this tab's own; with a name only one of that name. True when there was one.
pub async fn take_over(save: Save, name: &str) -> bool {
    let (shelf, own, held) = (shelf(&save.base.get_value()), key(save), held().await);
    let Ok(Some(storage)) = window().local_storage() else { return false };
    let length = storage.length().unwrap_or_default();
    let keys = (0..length).filter_map(|at| storage.key(at).ok()?).filter(|key| key.starts_with(&shelf));
    let left = keys.filter(|key| *key != own && !held.contains(key)).filter_map(|key| Some((at(&key)?, key)));
    let left = left.filter(|(copy, _)| name.is_empty() || copy.template.name == name);
    let Some((_, key)) = left.max_by_key(|(copy, _)| copy.at) else { return false };
    let taken = read(&key).is_some_and(|text| write(&own, &text));
    if taken {
        remove(&key);
    }
    taken
}

/// Tells other tabs that the copy is in use, until the page is left or the tab is gone. Browsers have that only over https or at
/// home; elsewhere a new tab takes over what another still has.
pub fn hold(save: Save) {
    let Some((locks, request)) = lock_method("request") else { return };
    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let wait = Closure::once_into_js(move |_: JsValue| held);
    let _ = request.call2(&locks, &key(save).into(), &wait);
    let release = StoredValue::new_local(release);
    on_cleanup(move || {
        if let Some(release) = release.get_value() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    });
}

/// The copies that tabs have in use.
async fn held() -> Vec<String> {
    let member = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or_default();
    let Some((locks, query)) = lock_method("query") else { return Vec::new() };
    let Ok(asked) = query.call0(&locks) else { return Vec::new() };
    let Ok(answer) = JsFuture::from(asked.unchecked_into::<Promise>()).await else { return Vec::new() };
    Array::from(&member(&answer, "held")).iter().filter_map(|lock| member(&lock, "name").as_string()).collect()
}

/// Of the Web Locks API.
fn lock_method(name: &str) -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let method = Reflect::get(&locks, &name.into()).ok()?.dyn_into().ok()?;
    Some((locks, method))
}
