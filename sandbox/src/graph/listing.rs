//! Which rows an edge lists, in which order: `filtering`, `sort` and `find` (reference 2.2 and 3.1).

use std::cmp::Ordering;

use serde_json::Value;

use super::error::GraphError;
use super::params::Params;
use crate::world::{Phone, World};

const PHONE_FILTERS: &[&str] = &["account_mode", "messaging_limit_tier", "is_official_business_account"];

struct Filter {
    field: String,
    operator: String,
    value: Value,
}

enum SortBy {
    Onboarded,
    Created,
}

/// A WABA's numbers, the last onboarded first unless told otherwise; never onboarded ones come last, or first when ascending.
pub fn phone_ids(world: &World, waba_id: &str, params: &Params) -> Result<Vec<String>, GraphError> {
    let filters = filters(params)?;
    if let Some(filter) = filters.iter().find(|filter| !PHONE_FILTERS.contains(&filter.field.as_str())) {
        return Err(GraphError::parameter(format!("Filtering field {} is not supported", filter.field)));
    }
    let (by, ascending) = sort(params, SortBy::Onboarded)?;
    let mut rows = Vec::new();
    for (id, phone) in world.phones_of(waba_id) {
        if keeps_phone(&filters, phone)? {
            rows.push((id, phone));
        }
    }
    rows.sort_by(|(_, a), (_, b)| {
        let order = match by {
            SortBy::Onboarded => onboarded(a).cmp(onboarded(b)),
            SortBy::Created => a.created_at.cmp(&b.created_at),
        };
        directed(order, ascending)
    });
    Ok(rows.into_iter().map(|(id, _)| id.clone()).collect())
}

/// A portfolio's own WABAs or those that clients share with it, the newest first unless told otherwise.
pub fn waba_ids(world: &World, business_id: &str, edge: &str, params: &Params) -> Result<Vec<String>, GraphError> {
    let filters = filters(params)?;
    let find = params.text("find");
    let (_, ascending) = sort(params, SortBy::Created)?;
    let mut rows = Vec::new();
    for (id, waba) in &world.wabas {
        let belongs = if edge == "owned_whatsapp_business_accounts" {
            waba.business_id == business_id
        } else {
            waba.client_of.iter().any(|client| client == business_id)
        };
        if belongs && find.as_ref().is_none_or(|wanted| wanted == id) && keeps_time(&filters, waba.created_at)? {
            rows.push((id, waba.created_at));
        }
    }
    rows.sort_by(|(_, a), (_, b)| directed(a.cmp(b), ascending));
    Ok(rows.into_iter().map(|(id, _)| id.clone()).collect())
}

fn directed(order: Ordering, ascending: bool) -> Ordering {
    if ascending { order } else { order.reverse() }
}

fn onboarded(phone: &Phone) -> &str {
    phone.fields.get("last_onboarded_time").and_then(Value::as_str).unwrap_or_default()
}

/// `last_onboarded_time_ascending`, the same in a JSON list, or the OpenAPI file's `last_onboarded_time.asc`.
fn sort(params: &Params, default: SortBy) -> Result<(SortBy, bool), GraphError> {
    let Some(text) = params.text("sort").filter(|text| !text.is_empty()) else {
        return Ok((default, false));
    };
    let key = match serde_json::from_str::<Vec<String>>(&text) {
        Ok(keys) => keys.into_iter().next().unwrap_or_default(),
        Err(_) => text,
    };
    let known = [("last_onboarded_time", SortBy::Onboarded), ("creation_time", SortBy::Created)];
    for (name, by) in known {
        match key.strip_prefix(name) {
            Some("_ascending" | ".asc") => return Ok((by, true)),
            Some("_descending" | ".desc") => return Ok((by, false)),
            _ => {}
        }
    }
    Err(GraphError::parameter(
        "Param sort must be one of {LAST_ONBOARDED_TIME_ASCENDING, LAST_ONBOARDED_TIME_DESCENDING, CREATION_TIME_ASCENDING, CREATION_TIME_DESCENDING}",
    ))
}

fn filters(params: &Params) -> Result<Vec<Filter>, GraphError> {
    let Some(value) = params.json("filtering")? else {
        return Ok(Vec::new());
    };
    let rows = value.as_array().ok_or_else(|| GraphError::parameter("Param filtering must be an array."))?;
    let text = |row: &Value, name: &str| {
        row[name]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| GraphError::parameter(format!("Param filtering[{name}] is required.")))
    };
    rows.iter()
        .map(|row| {
            Ok(Filter { field: text(row, "field")?, operator: text(row, "operator")?, value: row["value"].clone() })
        })
        .collect()
}

fn keeps_phone(filters: &[Filter], phone: &Phone) -> Result<bool, GraphError> {
    for filter in filters {
        let held = phone.fields.get(&filter.field).map(plain).unwrap_or_default();
        let keeps = match filter.operator.as_str() {
            "EQUAL" => plain(&filter.value) == held,
            "NOT_EQUAL" => plain(&filter.value) != held,
            "IN" => filter.value.as_array().is_some_and(|values| values.iter().any(|value| plain(value) == held)),
            other => {
                return Err(GraphError::parameter(format!("Filtering operator {other} is not supported")));
            }
        };
        if !keeps {
            return Ok(false);
        }
    }
    Ok(true)
}

fn keeps_time(filters: &[Filter], created_at: i64) -> Result<bool, GraphError> {
    for filter in filters {
        if filter.field != "creation_time" {
            return Err(GraphError::parameter(format!("Filtering field {} is not supported", filter.field)));
        }
        let bound = |value: &Value| {
            plain(value)
                .parse::<i64>()
                .map_err(|_| GraphError::parameter("Filtering by creation_time needs UNIX seconds"))
        };
        let keeps = match filter.operator.as_str() {
            "LESS_THAN" => created_at < bound(&filter.value)?,
            "GREATER_THAN" => created_at > bound(&filter.value)?,
            "IN_RANGE" => created_at >= bound(&filter.value[0])? && created_at <= bound(&filter.value[1])?,
            other => {
                return Err(GraphError::parameter(format!("Filtering operator {other} is not supported")));
            }
        };
        if !keeps {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Numbers, booleans and texts compare alike, as everything in a query is text.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
