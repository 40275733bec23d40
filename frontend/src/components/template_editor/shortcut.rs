//! The keys of the editor. Those of a text work in its text area, the others everywhere on the page.

use web_sys::KeyboardEvent;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Save,
    Submit,
    NextFinding,
    Help,
    Undo,
    Redo,
    Bold,
    Italic,
    Strike,
    Mono,
    Variable,
}

/// Command and Control mean the same.
pub fn command(event: &KeyboardEvent) -> Option<Command> {
    let with = event.ctrl_key() || event.meta_key();
    let key = event.key();
    match (with, event.shift_key(), key.as_str()) {
        (true, false, "s" | "S") => Some(Command::Save),
        (true, false, "Enter") => Some(Command::Submit),
        (false, false, "F8") => Some(Command::NextFinding),
        (true, false, "z" | "Z") => Some(Command::Undo),
        (true, true, "z" | "Z") => Some(Command::Redo),
        (true, false, "b" | "B") => Some(Command::Bold),
        (true, false, "i" | "I") => Some(Command::Italic),
        (true, true, "x" | "X") => Some(Command::Strike),
        (true, true, "m" | "M") => Some(Command::Mono),
        (true, false, "e" | "E") => Some(Command::Variable),
        (false, _, "?") => Some(Command::Help),
        _ => None,
    }
}

/// As they are printed on keys.
pub const KEYS: [(Command, &[&str]); 11] = [
    (Command::Save, &["Ctrl", "S"]),
    (Command::Submit, &["Ctrl", "Enter"]),
    (Command::NextFinding, &["F8"]),
    (Command::Undo, &["Ctrl", "Z"]),
    (Command::Redo, &["Ctrl", "Shift", "Z"]),
    (Command::Bold, &["Ctrl", "B"]),
    (Command::Italic, &["Ctrl", "I"]),
    (Command::Strike, &["Ctrl", "Shift", "X"]),
    (Command::Mono, &["Ctrl", "Shift", "M"]),
    (Command::Variable, &["Ctrl", "E"]),
    (Command::Help, &["?"]),
];
