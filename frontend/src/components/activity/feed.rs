//! The rows that are known, newest first. New ones come in front when the stream tells, older ones behind on request; no
//! row is ever shown twice.

use clienthub_shared::activity::Activity;
use clienthub_shared::page::Page;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feed {
    pub rows: Vec<Activity>,
    /// Where older rows go on; absent at the beginning of time.
    pub next_cursor: Option<String>,
}

impl Feed {
    /// The newest page, read again. When so much has happened that it no longer touches the known rows, they are let go.
    pub fn prepend(&mut self, newest: Page<Activity>) {
        let touches = newest.data.iter().any(|row| self.knows(row));
        if !touches {
            self.rows = newest.data;
            self.next_cursor = newest.next_cursor;
            return;
        }
        let mut rows = newest.data;
        rows.extend(self.rows.drain(..).filter(|old| !rows_have(&rows, old)).collect::<Vec<_>>());
        self.rows = rows;
    }

    /// The page behind the last row.
    pub fn append(&mut self, older: Page<Activity>) {
        for row in older.data {
            if !self.knows(&row) {
                self.rows.push(row);
            }
        }
        self.next_cursor = older.next_cursor;
    }

    fn knows(&self, row: &Activity) -> bool {
        rows_have(&self.rows, row)
    }
}

fn rows_have(rows: &[Activity], row: &Activity) -> bool {
    rows.iter().any(|known| known.id == row.id)
}

#[cfg(test)]
mod tests {
    use super::Feed;
    use clienthub_shared::activity::Activity;
    use clienthub_shared::page::Page;

    fn row(n: u32) -> Activity {
        let json = format!(
            r#"{{"id":"evt_01jwt3v8kfe4m9b2q6xs{n:06}","at":"2026-11-20T14:05:00Z","meta_at":null,"kind":"hub",
            "field":null,"action":"synced","outcome":"done","actor":null,"changes":[]}}"#
        );
        serde_json::from_str(&json).expect("a row")
    }

    fn page(ids: &[u32], next: Option<&str>) -> Page<Activity> {
        Page { data: ids.iter().map(|n| row(*n)).collect(), next_cursor: next.map(str::to_owned), total: None }
    }

    #[test]
    fn new_rows_come_in_front_and_older_pages_stay() {
        let mut feed = Feed::default();
        feed.prepend(page(&[3, 2], Some("c")));
        feed.append(page(&[2, 1], None));
        feed.prepend(page(&[4, 3], Some("d")));
        assert_eq!(feed.rows, [row(4), row(3), row(2), row(1)]);
        assert_eq!(feed.next_cursor, None);
    }

    #[test]
    fn a_page_that_touches_nothing_known_replaces_everything() {
        let mut feed = Feed::default();
        feed.prepend(page(&[3, 2], None));
        feed.prepend(page(&[9, 8], Some("c")));
        assert_eq!(feed.rows, [row(9), row(8)]);
        assert_eq!(feed.next_cursor.as_deref(), Some("c"));
    }
}
