//! Deleting templates (reference 4.9): all languages of a name, one of them, or up to 100 by id; all or nothing.

use serde_json::{Value, json};

use super::refusal::{self, refuse, unknown};
use crate::graph::error::GraphError;
use crate::graph::params::Params;
use crate::life::{self, DELETION_S};
use crate::sandbox::Inner;
use crate::world::template::NameBlock;

const MAX_IDS: usize = 100;

pub fn delete(inner: &mut Inner, waba_id: &str, params: &Params) -> Result<Value, GraphError> {
    let ids = chosen(inner, waba_id, params)?;
    for id in &ids {
        if inner.world.templates[id].text("status") == "DISABLED" {
            return Err(refuse(refusal::WRONG_STATUS, id, "a disabled template cannot be deleted"));
        }
    }
    for id in &ids {
        remove(inner, waba_id, id);
    }
    Ok(json!({ "success": true }))
}

fn chosen(inner: &Inner, waba_id: &str, params: &Params) -> Result<Vec<String>, GraphError> {
    let is_here = |id: &str| {
        let template = inner.world.templates.get(id).filter(|template| template.waba_id == waba_id);
        template.filter(|template| template.text("status") != "PENDING_DELETION")
    };
    let many = super::list_of(params, "hsm_ids");
    let (name, one) = (params.text("name"), params.text("hsm_id"));
    if !many.is_empty() {
        if name.is_some() || one.is_some() {
            return Err(GraphError::parameter("Param hsm_ids cannot be combined with name or hsm_id."));
        }
        if many.len() > MAX_IDS {
            return Err(GraphError::parameter(format!("Param hsm_ids must hold at most {MAX_IDS} ids.")));
        }
        return match many.iter().find(|id| is_here(id).is_none()) {
            Some(id) => Err(unknown(id)),
            None => Ok(many),
        };
    }
    let name = params.required("name")?;
    let mut ids: Vec<String> = match &one {
        Some(id) => vec![id.clone()],
        None => inner.world.templates_of(waba_id).map(|(id, _)| id.clone()).collect(),
    };
    ids.retain(|id| is_here(id).is_some_and(|template| template.text("name") == name));
    if ids.is_empty() { Err(unknown(one.as_deref().unwrap_or(&name))) } else { Ok(ids) }
}

/// While messages are on their way it takes 30 days. The name of an approved one rests as long.
fn remove(inner: &mut Inner, waba_id: &str, id: &str) {
    let now = inner.now_unix();
    let template = &inner.world.templates[id];
    let was_approved = template.text("status") == "APPROVED";
    let (name, language) = (template.text("name").to_owned(), template.text("language").to_owned());
    let is_gone = !template.has_undelivered_messages;
    if let Some(waba) = inner.world.wabas.get_mut(waba_id) {
        waba.name_blocks.retain(|block| block.until > now);
        if was_approved {
            waba.name_blocks.push(NameBlock { name, language, until: now + DELETION_S });
        }
    }
    life::change(inner, id, now, |template| {
        template.review_at = None;
        template.pause = None;
        template.category_change_at = None;
        template.gone_at = (!is_gone).then_some(now + DELETION_S);
        template.set("status", if is_gone { "DELETED" } else { "PENDING_DELETION" });
    });
    if is_gone {
        inner.world.templates.remove(id);
    }
}
