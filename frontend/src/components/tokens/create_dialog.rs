//! Makes an access token and then, in the same dialog, shows its secret: once, and until the person says that it is kept.

use leptos::prelude::*;

use super::fields::Fields;
use super::secret::Secret;
use crate::tr;
use crate::ui::dialog::Dialog;
use crate::ui::form::FormState;
use crate::ui::live::live;

/// What was made, for as long as the dialog shows it.
#[derive(Clone)]
pub struct Made {
    pub name: String,
    pub secret: String,
    /// It can be tried out by reading numbers.
    pub reads: bool,
}

#[component]
pub fn CreateTokenDialog(open: RwSignal<bool>, on_created: Callback<()>) -> impl IntoView {
    let form = FormState::new(&["name", "scopes", "expires_at"]);
    let made = RwSignal::new(None::<Made>);
    let stored = RwSignal::new(false);
    let title = Signal::derive(move || {
        let title = if made.with(Option::is_some) { tr!(tokens.created) } else { tr!(tokens.create) };
        title.to_owned()
    });
    let subtitle = Signal::derive(move || {
        made.with(|made| made.as_ref().map(|made| made.name.clone()))
            .unwrap_or_else(|| tr!(tokens.create_hint).to_owned())
    });
    let first = Signal::derive(move || {
        (made.with(Option::is_some) && !stored.get()).then(|| tr!(tokens.store_first).to_owned())
    });
    view! {
        <Dialog open title subtitle busy=form.pending first width="max-w-xl">
            <Content open form made stored first on_created />
        </Dialog>
    }
}

#[component]
fn Content(
    open: RwSignal<bool>,
    form: FormState,
    made: RwSignal<Option<Made>>,
    stored: RwSignal<bool>,
    first: Signal<Option<String>>,
    on_created: Callback<()>,
) -> impl IntoView {
    // In memory no longer than on screen.
    on_cleanup(move || {
        let _ = made.try_set(None);
        let _ = stored.try_set(false);
    });
    live(move || match made.get() {
        Some(token) => view! { <Secret open token stored blocked=first /> }.into_any(),
        None => view! { <Fields form made on_created /> }.into_any(),
    })
}
