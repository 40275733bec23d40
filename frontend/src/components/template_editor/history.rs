//! What was before each change, to go back to, and what was undone, to go forward to. What is typed in one field without a pause
//! is one step.

/// Steps that are kept.
const MOST: usize = 100;
/// Milliseconds without a key that end a step.
const PAUSE: f64 = 1000.0;

pub struct History<T> {
    past: Vec<T>,
    future: Vec<T>,
    /// The field that the last change was typed in, and when.
    typed: Option<(String, f64)>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { past: Vec::new(), future: Vec::new(), typed: None }
    }
}

impl<T: PartialEq> History<T> {
    /// A change was made; `field` is where it was typed, if it was.
    pub fn record(&mut self, before: T, now: &T, field: Option<String>, at: f64) {
        if before == *now {
            return;
        }
        self.future.clear();
        let goes_on = match (&self.typed, &field) {
            (Some((last, when)), Some(field)) => last == field && at - when <= PAUSE,
            _ => false,
        };
        self.typed = field.map(|field| (field, at));
        if goes_on {
            return;
        }
        if self.past.len() == MOST {
            self.past.remove(0);
        }
        self.past.push(before);
    }

    /// What was before the last step.
    pub fn undo(&mut self, now: T) -> Option<T> {
        let before = self.past.pop()?;
        self.typed = None;
        self.future.push(now);
        Some(before)
    }

    /// What was before the last undo.
    pub fn redo(&mut self, now: T) -> Option<T> {
        let after = self.future.pop()?;
        self.typed = None;
        self.past.push(now);
        Some(after)
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{History, MOST};

    /// Types the texts one after another, each at its time in its field.
    fn typed(steps: &[(&'static str, Option<&str>, f64)]) -> (History<&'static str>, &'static str) {
        let (mut history, mut now) = (History::default(), "");
        for (text, field, at) in steps {
            history.record(now, text, field.map(str::to_owned), *at);
            now = text;
        }
        (history, now)
    }

    #[test]
    fn what_is_typed_without_a_pause_is_one_step() {
        let (mut history, now) = typed(&[
            ("a", Some("f"), 0.0),
            ("ab", Some("f"), 900.0),
            ("abc", Some("f"), 1800.0),
            ("abcd", Some("f"), 2900.0),
        ]);
        assert_eq!(history.undo(now), Some("abc"));
        assert_eq!(history.undo("abc"), Some(""));
        assert_eq!(history.undo(""), None);
    }

    #[test]
    fn another_field_and_what_is_not_typed_are_steps_of_their_own() {
        let (mut history, now) = typed(&[
            ("a", Some("f"), 0.0),
            ("b", Some("g"), 1.0),
            ("c", None, 2.0),
            ("d", None, 3.0),
            ("e", Some("g"), 4.0),
        ]);
        let mut seen = vec![now];
        while let Some(before) = history.undo(seen.last().copied().unwrap_or_default()) {
            seen.push(before);
        }
        assert_eq!(seen, ["e", "d", "c", "b", "a", ""]);
    }

    #[test]
    fn undone_steps_come_back_until_something_else_is_changed() {
        let (mut history, now) = typed(&[("a", None, 0.0), ("b", None, 0.0)]);
        assert_eq!(history.undo(now), Some("a"));
        assert!(history.can_undo() && history.can_redo());
        assert_eq!(history.redo("a"), Some("b"));
        assert!(!history.can_redo());
        assert_eq!(history.undo("b"), Some("a"));
        history.record("a", &"c", None, 0.0);
        assert_eq!(history.redo("c"), None);
        assert_eq!(history.undo("c"), Some("a"));
    }

    #[test]
    fn typing_after_an_undo_is_a_new_step() {
        let (mut history, now) = typed(&[("a", None, 0.0), ("ab", Some("f"), 1.0)]);
        assert_eq!(history.undo(now), Some("a"));
        history.record("a", &"ac", Some("f".to_owned()), 2.0);
        assert_eq!(history.undo("ac"), Some("a"));
    }

    #[test]
    fn what_changes_nothing_is_no_step_and_only_so_many_are_kept() {
        let mut history = History::default();
        history.record(1, &1, None, 0.0);
        assert!(!history.can_undo());
        for n in 0..=MOST {
            history.record(n, &(n + 1), None, 0.0);
        }
        let mut now = MOST + 1;
        while let Some(before) = history.undo(now) {
            now = before;
        }
        assert_eq!(now, 1);
        history.clear();
        assert!(!history.can_undo() && !history.can_redo());
    }
}
