//! Cursor paging as on every edge of Meta's: opaque cursors, and full `next`/`previous` URLs, here without the token.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::error::GraphError;
use super::params::Params;

const DEFAULT_LIMIT: usize = 25;
/// More is asked for in vain, not refused: a page may hold fewer rows than `limit`.
const MAX_LIMIT: usize = 100;
/// Makes cursors look like Meta's and tells them from any other base64.
const MARK: &str = "AQH:";

/// The URL of the edge that is paged, without its query.
pub type EdgeUrl<'a> = &'a str;

/// Cuts one page out of `ids` and wraps the rows that `render` makes of it.
pub fn page(
    ids: &[String],
    params: &Params,
    url: EdgeUrl<'_>,
    render: impl FnMut(&str) -> Result<Value, GraphError>,
) -> Result<Map<String, Value>, GraphError> {
    page_up_to(MAX_LIMIT, ids, params, url, render)
}

/// The same with another upper bound of rows.
pub fn page_up_to(
    max: usize,
    ids: &[String],
    params: &Params,
    url: EdgeUrl<'_>,
    mut render: impl FnMut(&str) -> Result<Value, GraphError>,
) -> Result<Map<String, Value>, GraphError> {
    let limit = limit(params)?.min(max);
    let (start, end) = window(ids, params, limit)?;
    let shown = &ids[start..end];
    let rows = shown.iter().map(|id| render(id)).collect::<Result<Vec<_>, _>>()?;

    let mut answer = Map::from_iter([("data".to_owned(), Value::Array(rows))]);
    if let (Some(first), Some(last)) = (shown.first(), shown.last()) {
        let mut paging = json!({ "cursors": { "before": cursor(first), "after": cursor(last) } });
        let link = |side: &str, id: &str| {
            let query =
                params.without(&["after", "before", "limit"]).with("limit", limit).with(side, cursor(id)).to_query();
            json!(format!("{url}?{query}"))
        };
        if end < ids.len() {
            paging["next"] = link("after", last);
        }
        if start > 0 {
            paging["previous"] = link("before", first);
        }
        answer.insert("paging".into(), paging);
    }
    Ok(answer)
}

fn limit(params: &Params) -> Result<usize, GraphError> {
    let Some(text) = params.text("limit") else {
        return Ok(DEFAULT_LIMIT);
    };
    match text.parse::<usize>() {
        Ok(limit) if limit > 0 => Ok(limit),
        _ => Err(GraphError::parameter("Param limit must be a positive integer")),
    }
}

fn window(ids: &[String], params: &Params, limit: usize) -> Result<(usize, usize), GraphError> {
    if let Some(after) = params.text("after").filter(|text| !text.is_empty()) {
        let start = position(ids, &after)? + 1;
        return Ok((start, ids.len().min(start + limit)));
    }
    if let Some(before) = params.text("before").filter(|text| !text.is_empty()) {
        let end = position(ids, &before)?;
        return Ok((end.saturating_sub(limit), end));
    }
    Ok((0, ids.len().min(limit)))
}

fn cursor(id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{MARK}{id}"))
}

fn position(ids: &[String], cursor: &str) -> Result<usize, GraphError> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.strip_prefix(MARK).map(str::to_owned))
        .and_then(|id| ids.iter().position(|other| *other == id))
        .ok_or_else(|| GraphError::parameter("Invalid cursors values supplied for pagination."))
}
