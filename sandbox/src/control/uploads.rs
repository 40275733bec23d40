//! How long upload sessions and the handles of finished files are good. Meta documents no end of either, so there is none until somebody
//! sets one; a hub must cope with both.

use actix_web::web::{Bytes, Data, Json};
use serde_json::json;

use super::{Answer, read};
use crate::sandbox::Sandbox;
use crate::world::template::UploadLife;

/// Of what begins from now on; what is left out or `null` does not end.
pub async fn set_life(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let wanted: UploadLife = read(&body)?;
    sandbox.write(|inner| inner.world.upload_life = wanted);
    Ok(Json(json!(wanted)))
}
