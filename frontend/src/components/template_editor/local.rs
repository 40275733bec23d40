//! The copy of what is not saved yet, in the browser: a crash of the tab or of the network loses nothing.

use clienthub_shared::template::Template;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::save::Save;
use super::state::Editor;
use crate::api::{decode, encode, parse};
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

fn key(save: Save) -> String {
    let id = save.id.get_untracked();
    ["clienthub.draft.", &save.base.get_value(), "/", id.as_deref().unwrap_or("new")].concat()
}

pub fn keep(editor: Editor) {
    let copy =
        Copy { at: intl::now_ms() as i64, version: editor.save.version(), template: editor.template.get_untracked() };
    if let Some(text) = encode(&copy) {
        write(&key(editor.save), &text);
    }
}

pub fn find(save: Save) -> Option<Copy> {
    decode(&parse(&read(&key(save))?).ok()?).ok()
}

pub fn forget(save: Save) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(&key(save));
    }
}
