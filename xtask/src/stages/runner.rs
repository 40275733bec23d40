//! Runs stages one after the other, times each, and prints the table at the end.

use crate::process::interrupted;
use anyhow::{Context, Result, bail};
use std::time::{Duration, Instant};

pub struct Runner {
    started: Instant,
    done: Vec<(&'static str, Duration, bool)>,
}

impl Runner {
    pub fn new() -> Runner {
        Runner { started: Instant::now(), done: Vec::new() }
    }

    pub fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if interrupted() {
            bail!("interrupted before the stage `{name}`");
        }
        eprintln!("\n== {name}");
        let started = Instant::now();
        let result = work();
        let took = started.elapsed();
        self.done.push((name, took, result.is_ok()));
        eprintln!("== {name}: {} in {}", word(result.is_ok()), clock(took));
        result.with_context(|| format!("the stage `{name}` failed"))
    }

    /// The table, and the result as it came.
    pub fn finish<T>(&self, result: Result<T>) -> Result<T> {
        eprintln!("\n{}", self.table());
        result
    }

    fn table(&self) -> String {
        let mut table = String::new();
        for (name, took, passed) in &self.done {
            table += &format!("{name:<18} {:>9}  {}\n", clock(*took), word(*passed));
        }
        let passed = self.done.iter().filter(|(_, _, passed)| *passed).count();
        let failed = self.done.len() - passed;
        let took = clock(self.started.elapsed());
        table + &format!("{passed} stages passed, {failed} failed in {took}")
    }
}

fn word(passed: bool) -> &'static str {
    if passed { "passed" } else { "FAILED" }
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds / 60 {
        0 => format!("{:.1} s", time.as_secs_f64()),
        minutes => format!("{minutes} min {:02} s", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_lists_what_ran_and_the_stage_that_failed() {
        let mut runner = Runner::new();
        runner.stage("first", || Ok(())).unwrap();
        let error = runner.stage("second", || -> Result<()> { bail!("broken") }).unwrap_err();
        assert_eq!(format!("{error:#}"), "the stage `second` failed: broken");
        let table = runner.table();
        assert!(table.contains("1 stages passed, 1 failed"), "{table}");
        assert!(table.lines().nth(1).unwrap().contains("FAILED"), "{table}");
    }

    #[test]
    fn times_are_read_by_people() {
        assert_eq!(clock(Duration::from_millis(1540)), "1.5 s");
        assert_eq!(clock(Duration::from_secs(754)), "12 min 34 s");
    }
}
