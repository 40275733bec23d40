//! Signing in and out, who is signed in, and what they change about themselves.

use clienthub_shared::me::{PasswordChange, UserPatch};
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

pub async fn update_me(patch: &UserPatch) -> Answer<Me> {
    client::patch("/me", patch).await
}

/// Ends the other sessions of the person.
pub async fn change_password(change: &PasswordChange) -> Answer<()> {
    client::put("/me/password", change).await
}
