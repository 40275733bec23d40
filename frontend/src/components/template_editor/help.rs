//! The sheet of keys.

use leptos::prelude::*;

use super::shortcut::{Command, KEYS};
use crate::tr;
use crate::ui::dialog::Dialog;

const MOVE: &[&str] = &["Alt", "↑", "↓"];
const MOVE_CARD: &[&str] = &["Alt", "←", "→"];

#[component]
pub fn HelpSheet(open: RwSignal<bool>) -> impl IntoView {
    let name = |command: Command| match command {
        Command::Save => tr!(template_editor.key_save),
        Command::Submit => tr!(template_editor.submit),
        Command::NextFinding => tr!(template_editor.key_next),
        Command::Help => tr!(template_editor.keys),
        Command::Undo => tr!(template_editor.undo),
        Command::Redo => tr!(template_editor.redo),
        Command::Bold => tr!(template_editor.bold),
        Command::Italic => tr!(template_editor.italic),
        Command::Strike => tr!(template_editor.strike),
        Command::Mono => tr!(template_editor.mono),
        Command::Variable => tr!(template_editor.insert_variable),
    };
    let key = |key: &'static str| view! { <kbd class="kbd kbd-sm">{key}</kbd> };
    let row = move |text: &'static str, keys: &'static [&'static str]| {
        view! {
            <div class="flex items-center justify-between gap-4 py-1.5">
                <dt>{text}</dt>
                <dd class="flex flex-none gap-1">{keys.iter().map(|one| key(one)).collect_view()}</dd>
            </div>
        }
    };
    view! {
        <Dialog open title=Signal::stored(tr!(template_editor.keys).to_owned())>
            <dl class="divide-y divide-line px-4 pt-3 pb-5 sm:px-6">
                {KEYS.map(|(command, keys)| row(name(command), keys))}
                {row(tr!(template_editor.key_move), MOVE)} {row(tr!(template_editor.key_move_card), MOVE_CARD)}
            </dl>
        </Dialog>
    }
}
