//! A page of an edge (reference 1.4). `next` is a URL that may hold the token: that it is there says that more follows, its
//! text is never kept; the cursor `after` leads on.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::error::GraphError;
use super::wire::{list, text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaPage<T> {
    /// May hold fewer rows than asked for without being the last page.
    pub data: Vec<T>,
    /// Give it to the next call; `None` only on the last page.
    pub after: Option<String>,
}

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>, S: Deserialize<'de>")]
pub(super) struct MetaPageBody<T, S = IgnoredAny> {
    data: Vec<T>,
    paging: Option<MetaPaging>,
    /// What `summary` asked for.
    pub summary: Option<S>,
}

#[derive(Deserialize)]
struct MetaPaging {
    cursors: Option<MetaCursors>,
    next: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct MetaCursors {
    #[serde(default, deserialize_with = "text")]
    after: Option<String>,
}

impl<T, S> MetaPageBody<T, S> {
    /// Fails when more follows but nothing leads there: a listing cut short would make numbers look gone.
    pub(super) fn into_page(self, sent: Option<&str>) -> Result<MetaPage<T>, GraphError> {
        let more = self.paging.filter(|paging| paging.next.is_some());
        let after = match more {
            None => None,
            Some(paging) => match paging.cursors.and_then(|cursors| cursors.after) {
                Some(after) if Some(after.as_str()) != sent => Some(after),
                _ => {
                    return Err(GraphError::garbled("a page with a next one has no new cursor"));
                }
            },
        };
        Ok(MetaPage { data: self.data, after })
    }
}

/// A whole list whose pages do not matter (app subscriptions).
#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub(super) struct MetaList<T> {
    #[serde(default, deserialize_with = "list")]
    pub data: Vec<T>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str, sent: Option<&str>) -> Result<MetaPage<u32>, GraphError> {
        serde_json::from_str::<MetaPageBody<u32>>(body).unwrap().into_page(sent)
    }

    #[test]
    fn only_a_next_page_has_a_cursor() {
        for last in [
            r#"{"data":[]}"#,
            r#"{"data":[],"paging":{}}"#,
            r#"{"data":[1],"paging":{"cursors":{"before":"a","after":"b"}}}"#,
            r#"{"data":[1],"paging":{"cursors":{"after":"b"},"next":null}}"#,
        ] {
            assert_eq!(page(last, None).unwrap().after, None, "{last}");
        }
        let more = r#"{"data":[1],"paging":{"cursors":{"after":"b"},"next":"https://x/?access_token=EAAsecret"}}"#;
        let page = page(more, Some("a")).unwrap();
        assert_eq!(page.after.as_deref(), Some("b"));
        assert!(!format!("{page:?}").contains("EAAsecret"));
    }

    #[test]
    fn a_listing_never_ends_early_or_turns_in_circles() {
        let lost = r#"{"data":[1],"paging":{"next":"https://x"}}"#;
        assert!(page(lost, None).is_err());
        let circle = r#"{"data":[1],"paging":{"cursors":{"after":"b"},"next":"https://x"}}"#;
        assert!(page(circle, Some("b")).is_err());
    }
}
