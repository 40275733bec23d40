//! Putting templates into the archive and taking them out (reference 4.9). Meta answers this on another host; here it is an edge as others.

use serde_json::{Map, Value, json};

use super::list_of;
use crate::graph::error::GraphError;
use crate::graph::params::Params;
use crate::life;
use crate::sandbox::Inner;

/// Each template by itself: the answer says which were moved and why others were not.
pub fn change(inner: &mut Inner, waba_id: &str, is_into: bool, params: &Params) -> Result<Value, GraphError> {
    params.required("hsm_ids")?;
    let now = inner.now_unix();
    let (mut moved, mut failed) = (Vec::new(), Map::new());
    for id in list_of(params, "hsm_ids") {
        let template = inner.world.templates.get(&id).filter(|template| template.waba_id == waba_id);
        let needed = if is_into { "APPROVED" } else { "ARCHIVED" };
        match template.map(|template| template.text("status")) {
            None => drop(failed.insert(id, json!("There is no such template in this account."))),
            Some(status) if status == needed => {
                life::change(inner, &id, now, |template| {
                    if is_into {
                        life::archive(template, now);
                    } else {
                        life::unarchive(template, now);
                    }
                });
                moved.push(id);
            }
            Some(_) => drop(failed.insert(id, json!(format!("The template's status is not {needed}.")))),
        }
    }
    let name = if is_into { "archived_templates" } else { "unarchived_templates" };
    Ok(json!({ name: moved, "failed_templates": failed }))
}
