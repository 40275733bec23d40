//! The live stream of one organisation. It says what changed; whoever shows it reads it again. A hidden tab closes its
//! stream (browsers allow six connections) and opens it when seen again; the server's `resync` then says: all is stale.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use clienthub_shared::stream::StreamEvent;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent, VisibilityState};

use crate::api;

const BACK_OFF_S: [u64; 5] = [1, 2, 5, 15, 30];
/// Events come in bursts (a sync changes a page full of numbers); subscribers read once per burst.
const SETTLE: Duration = Duration::from_millis(250);

type Listener = Rc<dyn Fn(&[StreamEvent])>;

#[derive(Clone, Copy)]
pub struct Stream {
    inner: StoredValue<Inner, LocalStorage>,
    /// Open right now; the list says so.
    pub live: RwSignal<bool>,
}

struct Inner {
    url: String,
    source: Option<EventSource>,
    listeners: Vec<(usize, Listener)>,
    next_id: usize,
    burst: Rc<RefCell<Vec<StreamEvent>>>,
    failures: usize,
    retry: Option<TimeoutHandle>,
}

impl Stream {
    /// Opens it for as long as the current owner lives.
    pub fn open(org: &str) -> Self {
        let stream = Self {
            inner: StoredValue::new_local(Inner {
                url: format!("/api/v1/orgs/{org}/stream"),
                source: None,
                listeners: Vec::new(),
                next_id: 0,
                burst: Rc::default(),
                failures: 0,
                retry: None,
            }),
            live: RwSignal::new(false),
        };
        let seen = window_event_listener_untyped("visibilitychange", move |_| stream.follow_tab());
        // visibilitychange is the document's and bubbles to the window.
        on_cleanup(move || {
            seen.remove();
            stream.close();
        });
        stream.follow_tab();
        stream
    }

    /// Calls `act` once per burst of events, for as long as the current owner lives.
    pub fn on_change(self, act: impl Fn(&[StreamEvent]) + 'static) {
        let id = self.inner.try_update_value(|inner| {
            inner.next_id += 1;
            inner.listeners.push((inner.next_id, Rc::new(act)));
            inner.next_id
        });
        on_cleanup(move || {
            self.inner.try_update_value(|inner| inner.listeners.retain(|(known, _)| Some(*known) != id));
        });
    }

    fn follow_tab(self) {
        if document().visibility_state() == VisibilityState::Hidden {
            self.close();
        } else if self.inner.try_with_value(|inner| inner.source.is_none()) == Some(true) {
            self.connect();
        }
    }

    fn close(self) {
        self.inner.try_update_value(|inner| {
            if let Some(source) = inner.source.take() {
                source.close();
            }
            if let Some(retry) = inner.retry.take() {
                retry.clear();
            }
        });
        let _ = self.live.try_set(false);
    }

    fn connect(self) {
        self.close();
        let Some(Ok(source)) = self.inner.try_with_value(|inner| EventSource::new(&inner.url)) else {
            return;
        };
        let opened = Closure::<dyn Fn()>::new(move || {
            self.inner.try_update_value(|inner| inner.failures = 0);
            let _ = self.live.try_set(true);
        });
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| self.hear(&event));
        let failed = Closure::<dyn Fn()>::new(move || self.fail());
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        // Three small closures per connection; the browser may call them until the source is gone.
        opened.forget();
        heard.forget();
        failed.forget();
        self.inner.try_update_value(|inner| inner.source = Some(source));
    }

    fn hear(self, event: &MessageEvent) {
        let Some(text) = event.data().as_string() else {
            return;
        };
        let Ok(event) = api::parse(&text).and_then(|json| api::decode::<StreamEvent>(&json)) else {
            return;
        };
        let Some(first) = self.inner.try_with_value(|inner| {
            let mut burst = inner.burst.borrow_mut();
            burst.push(event);
            burst.len() == 1
        }) else {
            return;
        };
        if first {
            set_timeout(move || self.tell(), SETTLE);
        }
    }

    fn tell(self) {
        let Some((events, listeners)) = self.inner.try_with_value(|inner| {
            let events = std::mem::take(&mut *inner.burst.borrow_mut());
            let listeners: Vec<Listener> = inner.listeners.iter().map(|(_, act)| Rc::clone(act)).collect();
            (events, listeners)
        }) else {
            return;
        };
        for act in listeners {
            act(&events);
        }
    }

    /// `EventSource` reconnects by itself after a lost connection, but never after an answer that is no stream (401, 503):
    /// then we do, more and more slowly.
    fn fail(self) {
        let _ = self.live.try_set(false);
        self.inner.try_update_value(|inner| {
            let ended = inner.source.as_ref().is_some_and(|source| source.ready_state() == EventSource::CLOSED);
            if !ended {
                return;
            }
            let wait = BACK_OFF_S[inner.failures.min(BACK_OFF_S.len() - 1)];
            inner.failures += 1;
            inner.source = None;
            let again = move || self.follow_tab();
            inner.retry = set_timeout_with_handle(again, Duration::from_secs(wait)).ok();
        });
    }
}
