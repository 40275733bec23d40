//! Signing in and out, and who is signed in.

use clienthub_shared::me::{NumbersView, UserPatch};
use clienthub_shared::session::{Me, SessionCreate};

use super::client::{self, Answer};

pub async fn create_session(session: &SessionCreate) -> Answer<Me> {
    client::post_once("/session", session).await
}

pub async fn delete_session() -> Answer<()> {
    client::delete("/session").await
}

pub async fn get_me() -> Answer<Me> {
    client::get("/me").await
}

pub async fn update_numbers_view(view: NumbersView) -> Answer<Me> {
    client::patch("/me", &UserPatch { numbers_view: Some(view), ..UserPatch::default() }).await
}
