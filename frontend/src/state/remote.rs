//! A value of the API: read when made and whenever its inputs change, read again quietly when the stream says so. Old
//! data stays until new data is there; an error beside data means that the data is stale. `ui::load::Load` shows it.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Answer, ApiError};
use crate::intl::now_ms;
use crate::ui::live::effect;

/// The read without its type: what puts its value in place, or why there is none.
type Fetch = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Answer<Box<dyn FnOnce()>>>>>>;

/// Automatic tries after an error that may pass, in seconds.
const RETRY_S: [u64; 4] = [5, 15, 30, 60];

pub struct Remote<T: Send + Sync + 'static> {
    pub data: RwSignal<Option<T>>,
    reader: Reader,
}

/// All of a `Remote` but its value, so that it is compiled once.
#[derive(Clone, Copy)]
pub struct Reader {
    /// The data belongs to the present inputs; false from a change of inputs until its answer.
    pub current: RwSignal<bool>,
    /// Of the last read; gone when one succeeds.
    pub error: RwSignal<Option<ApiError>>,
    /// A read runs whose result the person waits for (not a quiet one).
    pub pending: RwSignal<bool>,
    /// Milliseconds since 1970 of the last success.
    pub loaded_at: RwSignal<f64>,
    /// Milliseconds since 1970 of the next automatic try.
    pub retry_at: RwSignal<Option<f64>>,
    fetch: StoredValue<Fetch, LocalStorage>,
    generation: StoredValue<u32>,
    failures: StoredValue<usize>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Send + Sync + 'static> Deref for Remote<T> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl<T: Send + Sync + 'static> Remote<T> {
    /// `fetch` runs in an effect: signals that it reads before its first await are its inputs.
    pub fn new<F, A>(fetch: F) -> Self
    where
        F: Fn() -> A + 'static,
        A: Future<Output = Answer<T>> + 'static,
    {
        let data = RwSignal::new(None);
        let reader = Reader::new(Rc::new(move || {
            let answer = fetch();
            Box::pin(async move {
                answer.await.map(|value| -> Box<dyn FnOnce()> { Box::new(move || data.set(Some(value))) })
            })
        }));
        Self { data, reader }
    }

    /// A newer value that came as the answer to a write; reads that are under way no longer count.
    pub fn put(self, value: T) {
        if self.reader.next().is_some() {
            self.reader.arrived();
            self.data.set(Some(value));
        }
    }
}

impl Reader {
    fn new(fetch: Fetch) -> Self {
        let reader = Self {
            current: RwSignal::new(false),
            error: RwSignal::new(None),
            pending: RwSignal::new(true),
            loaded_at: RwSignal::new(0.0),
            retry_at: RwSignal::new(None),
            fetch: StoredValue::new_local(fetch),
            generation: StoredValue::new(0),
            failures: StoredValue::new(0),
        };
        effect(move || {
            reader.current.set(false);
            reader.read(true);
        });
        reader
    }

    /// Reads again, the person waits: shows skeletons if it takes long.
    pub fn reload(self) {
        untrack(|| self.read(true));
    }

    /// Reads again behind the data that is shown.
    pub fn refresh(self) {
        untrack(|| self.read(false));
    }

    /// Begins another read; `None` when nobody looks any more.
    fn next(self) -> Option<u32> {
        self.generation.try_update_value(|generation| {
            *generation += 1;
            *generation
        })
    }

    fn arrived(self) {
        self.failures.set_value(0);
        self.loaded_at.set(now_ms());
        self.error.set(None);
        self.current.set(true);
        self.pending.set(false);
    }

    fn read(self, loud: bool) {
        let Some(fetch) = self.fetch.try_with_value(Rc::clone) else {
            return;
        };
        let answer = fetch();
        let Some(generation) = self.next() else {
            return;
        };
        if loud {
            self.pending.set(true);
        }
        let _ = self.retry_at.try_set(None);
        spawn_local(async move {
            let answer = answer.await;
            // A newer read has begun, or nobody looks any more.
            if self.generation.try_get_value() != Some(generation) {
                return;
            }
            match answer {
                Ok(put) => {
                    self.arrived();
                    put();
                }
                Err(error) => self.fail(error, generation),
            }
            self.pending.set(false);
        });
    }

    fn fail(self, error: ApiError, generation: u32) {
        if error.passes() {
            let failures = self.failures.get_value();
            self.failures.set_value(failures + 1);
            // Never before the time that the hub names.
            let wait = RETRY_S[failures.min(RETRY_S.len() - 1)].max(error.retry_after_s().unwrap_or(0));
            self.retry_at.set(Some(now_ms() + wait as f64 * 1000.0));
            let again = move || {
                if self.generation.try_get_value() == Some(generation) {
                    self.refresh();
                }
            };
            set_timeout(again, Duration::from_secs(wait));
        }
        self.error.set(Some(error));
    }
}
