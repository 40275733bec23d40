//! The only reader of the time, and the only maker of ids. Passed in, so that tests can set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::{ContextV7, Timestamp, Uuid};

/// Cheap to clone. `Clock::system()` in production; `Clock::fixed` moves only when told to.
#[derive(Clone)]
pub struct Clock(Arc<Source>);

enum Source {
    System,
    Fixed(AtomicI64),
}

/// Ids of one process ascend even within a millisecond.
static ORDER: std::sync::Mutex<Option<ContextV7>> = std::sync::Mutex::new(None);

impl Clock {
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Source::Fixed(AtomicI64::new(at.timestamp_micros()))))
    }

    /// Now, in whole microseconds: what the database keeps.
    pub fn now(&self) -> DateTime<Utc> {
        match &*self.0 {
            Source::System => {
                let now = Utc::now();
                from_micros(now.timestamp_micros())
            }
            Source::Fixed(micros) => from_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock; the system's goes its own way.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Fixed(micros) = &*self.0 {
            micros.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }

    /// A fresh UUIDv7 of this clock's time.
    pub fn uuid(&self) -> Uuid {
        let now = self.now();
        let mut order = ORDER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let context = order.get_or_insert_with(|| ContextV7::new().with_additional_precision());
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(&*context, seconds, now.timestamp_subsec_nanos()))
    }
}

/// The instant of a database column.
pub fn from_micros(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
}
