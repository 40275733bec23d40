//! Parts of a page that follow signals, each compiled once: Leptos makes some kilobytes of program for every closure that it
//! draws or runs itself, and the pages have a budget. `live` for a closure among children, `bound` for one in an attribute, `Show` in
//! place of Leptos' own, `keyed` in place of its `For`, `effect` and `when_over` for what is done rather than drawn.

use std::cell::Cell;
use std::fmt::Display;
use std::sync::Arc;

use leptos::prelude::{
    AnyView, ChildrenFn, Effect, For, ForProps, Get, IntoAny, IntoView, Memo, ViewFn, component, untrack,
};

type Test = Arc<dyn Fn() -> bool + Send + Sync>;

/// `{live(move || …)}`: drawn again whenever a signal that it reads changes.
pub fn live<V: IntoView + 'static>(view: impl Fn() -> V + Send + Sync + 'static) -> AnyView {
    shared(Arc::new(move || view().into_any()))
}

fn shared(view: Arc<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    (move || view()).into_any()
}

/// `class=bound(move || …)`: set again whenever a signal that it reads changes.
pub fn bound<T>(value: impl Fn() -> T + Send + Sync + 'static) -> Arc<dyn Fn() -> T + Send + Sync> {
    Arc::new(value)
}

/// A condition; any closure is one.
pub struct When(Test);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for When {
    fn from(test: F) -> Self {
        Self(Arc::new(test))
    }
}

#[component]
pub fn Show(#[prop(into)] when: When, #[prop(optional, into)] fallback: ViewFn, children: ChildrenFn) -> impl IntoView {
    let when = Memo::new(move |_| (when.0)());
    live(move || if when.get() { children() } else { fallback.run() })
}

/// `{keyed(items, key, draw)}`: each item drawn once, for as long as one of its key is there.
pub fn keyed<T: Send + Sync + 'static, I: IntoIterator<Item = T>, K: Display, V: IntoView + 'static>(
    items: impl Fn() -> I + Send + Sync + 'static,
    key: impl Fn(&T) -> K + Send + Sync + 'static,
    draw: impl Fn(T) -> V + Send + Sync + 'static,
) -> AnyView {
    let draw = Arc::new(draw);
    rows(Arc::new(move || {
        let row = |item: T| {
            let (key, draw) = (key(&item).to_string(), Arc::clone(&draw));
            Row { key, draw: Box::new(move || draw(item).into_any()) }
        };
        items().into_iter().map(row).collect()
    }))
}

struct Row {
    key: String,
    draw: Box<dyn FnOnce() -> AnyView + Send + Sync>,
}

fn rows(each: Arc<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    let props = ForProps::builder().each(move || each()).key(|row: &Row| row.key.clone());
    For(props.children(|row: Row| (row.draw)()).build()).into_any()
}

/// Runs soon and whenever a signal that it reads changes.
pub fn effect(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}

/// Runs each time that the test was true and is no longer.
pub fn when_over(test: impl Fn() -> bool + 'static, act: impl Fn() + 'static) {
    let before = Cell::new(false);
    effect(move || {
        let now = test();
        if before.replace(now) && !now {
            untrack(&act);
        }
    });
}
