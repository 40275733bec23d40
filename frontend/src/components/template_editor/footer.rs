//! The footer: one line without variables.

use clienthub_shared::template::limits::FOOTER_MAX;
use clienthub_shared::template::word::ComponentKind;
use leptos::prelude::*;

use super::field::Field;
use super::finding::{FindingLines, Found};
use super::header::is_authentication;
use super::model::{Spot, category, place};
use super::state::use_editor;
use crate::tr;
use crate::ui::live::Show;
use crate::ui::panel::Panel;
use crate::ui::unique_id;

#[component]
pub fn FooterPanel() -> impl IntoView {
    let editor = use_editor();
    let component = editor.path(Spot::Whole, ComponentKind::Footer);
    let path = Signal::derive(move || [component.get().as_str(), ".text"].concat());
    let value = editor
        .text(|template| place::footer(template, Spot::Whole).map(|footer| footer.text.clone()).unwrap_or_default());
    let typed = Callback::new(move |text: String| editor.change(|template| category::set_footer(template, &text)));
    // An offer takes no footer: one that is there can be removed.
    let wanted = editor.flag(|template| {
        !place::has(template, Spot::Whole, ComponentKind::Offer)
            || place::has(template, Spot::Whole, ComponentKind::Footer)
    });
    let there = editor.flag(|template| place::has(template, Spot::Whole, ComponentKind::Footer));
    let visited = RwSignal::new(true);
    let whole = Signal::derive(move || if there.get() { component.get() } else { "-".into() });
    let found = Found::at(editor, whole, false, visited);
    view! {
        <Show when=move || wanted.get() && !is_authentication(editor)>
            <Panel title=tr!(template_editor.footer)>
                <div class="p-4 sm:px-5">
                    <Field
                        label=tr!(template_editor.footer_label)
                        path
                        value
                        on_input=typed
                        max=FOOTER_MAX
                    />
                    <FindingLines found id=unique_id("footer-e") />
                </div>
            </Panel>
        </Show>
    }
}
