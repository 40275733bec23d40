//! Access tokens as the API shows them, with what they may do at this moment.

use clienthub_shared::access_token::{AccessToken, Maker};
use clienthub_shared::permission::{Permission, Role};

use super::at;
use crate::clock::from_micros;
use crate::store::access_token::AccessTokenRow;
use crate::store::{StoreResult, word};

pub fn access_token(row: AccessTokenRow) -> StoreResult<AccessToken> {
    Ok(AccessToken {
        id: word("access_tokens.id", &row.id)?,
        scopes: scopes(&row)?,
        permissions: permissions(&row)?,
        created_at: from_micros(row.created_at),
        created_by: Maker { id: word("access_tokens.user_id", &row.user_id)?, name: row.maker.name },
        expires_at: row.expires_at.and_then(at),
        last_used_at: row.last_used_at.and_then(at),
        name: row.name,
        prefix: row.prefix,
    })
}

/// Its scopes, without what its maker may not do today: never more than the maker.
pub fn permissions(row: &AccessTokenRow) -> StoreResult<Vec<Permission>> {
    let Some(membership) = &row.membership else { return Ok(Vec::new()) };
    let role: Role = word("memberships.role", &membership.role)?;
    let mut permissions = scopes(row)?;
    permissions.retain(|permission| role.may(*permission));
    Ok(permissions)
}

fn scopes(row: &AccessTokenRow) -> StoreResult<Vec<Permission>> {
    row.scopes.split(',').map(|scope| word("access_tokens.scopes", scope)).collect()
}
