//! Until when an access token lives: one of a few terms, or the last day by date.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::access_token::YEARS_MAX;
use clienthub_shared::problem::ErrorCode;
use leptos::prelude::*;

use crate::intl;
use crate::tr;
use crate::ui::field::TextField;
use crate::ui::form::FormState;
use crate::ui::live::Show;
use crate::ui::select::{SelectField, fixed};
use crate::words::error;

const NEVER: &str = "never";
const DATE: &str = "date";

#[derive(Clone, Copy)]
pub struct Expiry {
    /// Days, `never` or `date`.
    term: RwSignal<String>,
    /// `2027-02-20`.
    date: RwSignal<String>,
}

impl Expiry {
    pub fn new() -> Self {
        Self { term: RwSignal::new("90".to_owned()), date: RwSignal::default() }
    }

    /// `Ok(None)`: never. `Err`: the sentence under the date.
    pub fn at(self) -> Result<Option<DateTime<Utc>>, String> {
        let term = self.term.get_untracked();
        if term == NEVER {
            return Ok(None);
        }
        if let Ok(days) = term.parse() {
            return Ok(Some(after(days)));
        }
        let date = self.date.get_untracked();
        if date.is_empty() {
            return Err(error::code(ErrorCode::Required));
        }
        let end = intl::end_of_day(&date);
        let latest = after(i64::from(YEARS_MAX) * 365);
        match end.filter(|end| *end > after(0) && *end < latest) {
            Some(end) => Ok(Some(end)),
            None => Err(error::code(ErrorCode::ExpiryOutOfRange)),
        }
    }
}

fn after(days: i64) -> DateTime<Utc> {
    let now = DateTime::from_timestamp_millis(intl::now_ms() as i64).unwrap_or_default();
    now + TimeDelta::days(days)
}

#[component]
pub fn ExpiryField(expiry: Expiry, form: FormState) -> impl IntoView {
    let in_days = |word: &'static str, days| {
        (word, tr!(tokens.in_days, n = intl::number(days as u64), date = intl::date(&after(days))))
    };
    let options = vec![
        in_days("30", 30),
        in_days("90", 90),
        ("365", tr!(tokens.in_a_year, date = intl::date(&after(365)))),
        (NEVER, tr!(tokens.never).to_owned()),
        (DATE, tr!(tokens.on_a_date).to_owned()),
    ];
    let chosen = Callback::new(move |term| {
        expiry.term.set(term);
        form.judge("expires_at", None);
    });
    // A day is judged when it is there.
    let blur = Callback::new(move |()| {
        form.judge("expires_at", expiry.at().err().filter(|_| !expiry.date.with_untracked(String::is_empty)));
    });
    view! {
        <div class="grid gap-3 sm:grid-cols-[3fr_2fr]">
            <SelectField label=tr!(tokens.expires) name="expires" options=fixed(options) value=expiry.term on_change=chosen />
            <Show when=move || expiry.term.with(|term| term == DATE)>
                <TextField
                    label=tr!(tokens.last_day)
                    value=expiry.date
                    name="expires_at"
                    kind="date"
                    error=form.field("expires_at")
                    on_blur=blur
                />
            </Show>
        </div>
    }
}
