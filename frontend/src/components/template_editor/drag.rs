//! Moving the items of a list by dragging one of them onto another: which one is held, and the edge at which it would come to stand.
//! What a move does is the list's; keys and buttons for it stand beside each list.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Node};

/// Edges of an item, as `data-drop` says them to the style sheet: the one before it, the one behind it.
pub const ROWS: [&str; 2] = ["above", "below"];
pub const COLUMNS: [&str; 2] = ["left", "right"];

#[derive(Clone, Copy)]
pub struct Drag {
    held: RwSignal<Option<usize>>,
    over: RwSignal<Option<usize>>,
    edges: [&'static str; 2],
    act: Callback<(usize, usize)>,
}

impl Drag {
    /// `act` moves what is at the first place to the second.
    pub fn new(edges: [&'static str; 2], act: impl Fn(usize, usize) + Send + Sync + 'static) -> Self {
        let act = Callback::new(move |(from, to)| act(from, to));
        Self { held: RwSignal::new(None), over: RwSignal::new(None), edges, act }
    }

    /// By a key or a button.
    pub fn shift(self, from: usize, to: usize) {
        self.act.run((from, to));
    }

    pub fn is_held(self, at: usize) -> bool {
        self.held.get() == Some(at)
    }

    /// Where the held one would come to stand: in front of what is before it, behind what is after it.
    pub fn mark(self, at: usize) -> Option<&'static str> {
        let held = self.held.get().filter(|held| *held != at && self.over.get() == Some(at))?;
        Some(self.edges[usize::from(held < at)])
    }

    pub fn start(self, at: usize, event: &DragEvent) {
        // Firefox drags only what carries something.
        if let Some(transfer) = event.data_transfer() {
            let _ = transfer.set_data("text/plain", "");
        }
        self.held.set(Some(at));
    }

    /// What another list holds, or a file, is none of ours.
    pub fn over(self, at: usize, event: &DragEvent) {
        if self.held.with_untracked(Option::is_some) {
            event.prevent_default();
            if self.over.get_untracked() != Some(at) {
                self.over.set(Some(at));
            }
        }
    }

    /// Going on to something inside of the item is no leaving.
    pub fn leave(self, event: &DragEvent) {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let item = event.current_target().and_then(|item| item.dyn_into::<Node>().ok());
        if !item.is_some_and(|item| to.is_some() && item.contains(to.as_ref())) {
            self.over.set(None);
        }
    }

    pub fn drop(self, at: usize, event: &DragEvent) {
        let held = self.held.get_untracked();
        self.end();
        if let Some(from) = held {
            event.prevent_default();
            if from != at {
                self.shift(from, at);
            }
        }
    }

    pub fn end(self) {
        self.held.set(None);
        self.over.set(None);
    }
}
