//! Dates, times, numbers and lists in the format of the chosen language, by the browser's `Intl`. The only reader of
//! the browser's clock. Times are shown in the browser's zone.

use chrono::{DateTime, Utc};
use js_sys::{Array, Date, Function, Intl, JsString, Map, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::state::preferences::locale;
use crate::texts::Locale;

/// Milliseconds since 1970.
pub fn now_ms() -> f64 {
    Date::now()
}

/// The tag that `Intl`, `<html lang>` and the saved choice use.
pub fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "en",
        Locale::de => "de",
        Locale::pt_BR => "pt-BR",
        Locale::es => "es",
    }
}

/// English dates as the rest of the world writes them: "20 Nov 2026, 14:05".
fn locales() -> Array {
    let tag = match locale() {
        Locale::en => "en-GB",
        other => tag(other),
    };
    Array::of1(&JsValue::from_str(tag))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}

#[derive(Clone, Copy)]
enum Kind {
    Date,
    Number,
    /// Gives the plural form of a number.
    Plural,
}

/// What writes in the page's language. Made once for each kind with its options: the browser takes longer to make one than for
/// most of what happens at a key.
fn formatter(kind: Kind, pairs: &[(&str, &str)]) -> Function {
    thread_local!(static MADE: Map = Map::new());
    let kind_name = match kind {
        Kind::Date => " date",
        Kind::Number => " number",
        Kind::Plural => " plural",
    };
    let name = pairs
        .iter()
        .fold([tag(locale()), kind_name].concat(), |name, (key, value)| [name.as_str(), " ", key, "=", value].concat());
    let name = JsValue::from_str(&name);
    MADE.with(|made| {
        if let Ok(known) = made.get(&name).dyn_into() {
            return known;
        }
        let (locales, options) = (locales(), options(pairs));
        let fresh = match kind {
            Kind::Date => Intl::DateTimeFormat::new(&locales, &options).format(),
            Kind::Number => Intl::NumberFormat::new(&locales, &options).format(),
            Kind::Plural => {
                let rules = Intl::PluralRules::new(&locales, &options);
                let choose = Reflect::get(&rules, &JsValue::from_str("select")).map(JsCast::unchecked_into::<Function>);
                choose.map(|choose| choose.bind0(&rules)).unwrap_or_default()
            }
        };
        made.set(&name, &fresh);
        fresh
    })
}

fn format_date(at: &DateTime<Utc>, pairs: &[(&str, &str)]) -> String {
    write_date(at.timestamp_millis() as f64, pairs)
}

/// Milliseconds since 1970.
fn write_date(at: f64, pairs: &[(&str, &str)]) -> String {
    call(&formatter(Kind::Date, pairs), &Date::new(&JsValue::from_f64(at)))
}

fn write_number(value: f64, pairs: &[(&str, &str)]) -> String {
    call(&formatter(Kind::Number, pairs), &JsValue::from_f64(value))
}

fn call(format: &Function, value: &JsValue) -> String {
    format.call1(&JsValue::NULL, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

const DAY: [(&str, &str); 3] = [("day", "numeric"), ("month", "short"), ("year", "numeric")];

/// "20 Nov 2026, 14:05". By parts, because the ready-made styles of some languages have no month names.
pub fn date_time(at: &DateTime<Utc>) -> String {
    let [day, month, year] = DAY;
    format_date(at, &[day, month, year, ("hour", "2-digit"), ("minute", "2-digit")])
}

/// "20 November 2026, 14:05:09 CET", for titles.
pub fn date_time_full(at: &DateTime<Utc>) -> String {
    format_date(at, &[("dateStyle", "long"), ("timeStyle", "long")])
}

/// "20 Nov 2026".
pub fn date(at: &DateTime<Utc>) -> String {
    format_date(at, &DAY)
}

/// The last second of a day in the browser's zone, from `2027-02-20`.
pub fn end_of_day(day: &str) -> Option<DateTime<Utc>> {
    let at = Date::new(&JsValue::from_str(&format!("{day}T23:59:59"))).get_time();
    // No day: not a number.
    (!at.is_nan()).then(|| DateTime::from_timestamp_millis(at as i64)).flatten()
}

/// "14:05".
pub fn clock(at: &DateTime<Utc>) -> String {
    format_date(at, &[("timeStyle", "short")])
}

/// "14:05", by the browser's clock.
pub fn clock_now() -> String {
    write_date(now_ms(), &[("timeStyle", "short")])
}

/// "2026-11-23", by the browser's clock in its zone.
pub fn day_now() -> String {
    // As Swedes write it.
    Date::new_0().to_locale_date_string("sv", &JsValue::UNDEFINED).into()
}

/// "14:05" within 20 hours, else with its day: "20 Nov 2026, 14:05".
pub fn clock_or_day(at: &DateTime<Utc>) -> String {
    let away_h = (at.timestamp_millis() as f64 - now_ms()).abs() / 3_600_000.0;
    if away_h < 20.0 { clock(at) } else { date_time(at) }
}

/// The shortest that is still clear: "14:05" within 20 hours, "20 Nov" within 300 days, else "20 Nov 2026".
pub fn short(at: &DateTime<Utc>) -> String {
    let age_h = (now_ms() - at.timestamp_millis() as f64).abs() / 3_600_000.0;
    if age_h < 20.0 {
        clock(at)
    } else if age_h < 300.0 * 24.0 {
        format_date(at, &[("day", "numeric"), ("month", "short")])
    } else {
        date(at)
    }
}

/// "2 days ago", "in 3 hours", "now".
pub fn relative(at: &DateTime<Utc>) -> String {
    let seconds = (at.timestamp_millis() as f64 - now_ms()) / 1000.0;
    let (value, unit) = unit(seconds);
    Intl::RelativeTimeFormat::new(&locales(), &options(&[("numeric", "auto")]))
        .format(value, unit)
        .as_string()
        .unwrap_or_default()
}

fn unit(seconds: f64) -> (f64, &'static str) {
    let size = seconds.abs();
    // Whole units towards zero; "now" below three quarters of a minute.
    if size < 45.0 {
        (0.0, "second")
    } else if size < 90.0 * 60.0 {
        ((seconds / 60.0).trunc_or_one(), "minute")
    } else if size < 36.0 * 3600.0 {
        ((seconds / 3600.0).trunc_or_one(), "hour")
    } else if size < 60.0 * 86_400.0 {
        ((seconds / 86_400.0).trunc_or_one(), "day")
    } else if size < 700.0 * 86_400.0 {
        ((seconds / (30.44 * 86_400.0)).trunc_or_one(), "month")
    } else {
        ((seconds / (365.25 * 86_400.0)).trunc_or_one(), "year")
    }
}

trait TruncOrOne {
    fn trunc_or_one(self) -> Self;
}

impl TruncOrOne for f64 {
    fn trunc_or_one(self) -> Self {
        if self.abs() < 1.0 { self.signum() } else { self.trunc() }
    }
}

/// "1,234", "1.234".
pub fn number(value: u64) -> String {
    write_number(value as f64, &[])
}

/// The plural form of a count. Our languages have `one` and `other` (`many` begins at a million and reads like `other`).
pub fn is_one(count: u64) -> bool {
    call(&formatter(Kind::Plural, &[]), &JsValue::from_f64(count as f64)) == "one"
}

/// "12 s", "3 min".
pub fn seconds(value: u64) -> String {
    let (value, unit) = if value < 120 { (value, "second") } else { (value.div_ceil(60), "minute") };
    write_number(value as f64, &[("style", "unit"), ("unit", unit), ("unitDisplay", "short")])
}

/// "1.2 MB", "840 kB".
pub fn bytes(value: u64) -> String {
    let size = value as f64;
    let (value, unit) = if size < 1_048_576.0 { (size / 1024.0, "kilobyte") } else { (size / 1_048_576.0, "megabyte") };
    write_number(
        value,
        &[("style", "unit"), ("unit", unit), ("maximumFractionDigits", if value < 10.0 { "1" } else { "0" })],
    )
}

/// "14:05:09".
pub fn clock_exact(ms: f64) -> String {
    write_date(ms, &[("timeStyle", "medium")])
}

/// By the browser: Rust's own tables of letters are kilobytes of program.
pub fn upper(text: &str) -> String {
    JsString::from(text).to_upper_case().into()
}

/// Letters without their marks: "Söhne" becomes "Sohne".
pub fn plain(text: &str) -> String {
    let mut apart = String::from(JsString::from(text).normalize("NFKD"));
    apart.retain(|letter| !('\u{300}'..='\u{36f}').contains(&letter));
    apart
}

pub fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// "owner or admin"; commas in a browser without `Intl.ListFormat`.
pub fn either(words: &[&str]) -> String {
    list(words, "disjunction").unwrap_or_else(|| words.join(", "))
}

/// "owner, admin and viewer".
pub fn all_of(words: &[&str]) -> String {
    list(words, "conjunction").unwrap_or_else(|| words.join(", "))
}

fn list(words: &[&str], kind: &str) -> Option<String> {
    let format = made("ListFormat", &[("type", kind)])?;
    let words: Array = words.iter().map(|word| JsValue::from_str(word)).collect();
    asked(&format, "format", &words)
}

/// Meta's codes (`en_US`) with their names in the page's language, in its alphabet; the code where there is no name.
pub fn languages<'a>(mut codes: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    named(&mut codes, "language")
}

/// Countries by their two letters, as `languages`.
pub fn countries<'a>(mut codes: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    named(&mut codes, "region")
}

/// Pairs of code and name.
fn named(codes: &mut dyn Iterator<Item = &str>, kind: &str) -> Vec<(String, String)> {
    let names = made("DisplayNames", &[("type", kind), ("languageDisplay", "standard")]);
    let name = |code: &str| asked(names.as_ref()?, "of", &JsValue::from_str(&code.replace('_', "-")));
    let all = Array::new();
    for code in codes {
        let name = name(code).unwrap_or_else(|| code.to_owned());
        all.push(&Array::of2(&JsValue::from_str(&name), &JsValue::from_str(code)));
    }
    // The browser's sort: Rust's would be kilobytes of program.
    let (locales, options) = (locales(), Object::new());
    let text = |pair: &JsValue, at: u32| Array::from(pair).get(at).as_string().unwrap_or_default();
    all.sort_by(&mut |a: JsValue, b: JsValue| {
        JsString::from(text(&a, 0)).locale_compare(&text(&b, 0), &locales, &options)
    })
    .iter()
    .map(|pair| (text(&pair, 1), text(&pair, 0)))
    .collect()
}

/// An object of a class of `Intl` that js-sys does not know.
fn made(class: &str, pairs: &[(&str, &str)]) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let class: Function = Reflect::get(&intl, &JsValue::from_str(class)).ok()?.dyn_into().ok()?;
    Reflect::construct(&class, &Array::of2(&locales(), &options(pairs))).ok()
}

fn asked(object: &JsValue, method: &str, about: &JsValue) -> Option<String> {
    let method: Function = Reflect::get(object, &JsValue::from_str(method)).ok()?.dyn_into().ok()?;
    method.call1(object, about).ok()?.as_string()
}
