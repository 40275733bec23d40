//! The demo's world: two portfolios, six WABAs, the numbers of `data/demo.json` and the templates of `data/templates.json`, in which every
//! Meta status is seen. The constants are what the hub's demo needs to know; none of them is a secret.

pub(crate) mod generated;
pub(crate) mod templates;

use anyhow::Context;

use crate::Seed;
use crate::world::World;
use templates::BY_HAND;

pub const APP_ID: &str = "150000000000001";
pub const APP_SECRET: &str = "demo-app-secret";
pub const VERIFY_TOKEN: &str = "demo-verify-token";

/// A WABA of the seed with the token that reaches it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoWaba {
    pub meta_id: &'static str,
    pub name: &'static str,
    pub token: &'static str,
}

pub const BIRCH_SHARED: DemoWaba = DemoWaba {
    meta_id: "120000000000001",
    name: "Birch Bakery GmbH",
    token: "EAADemoBirchShared1kT7wPzXcVb3NmQ9rLs2HdGf6YjA0uE",
};
pub const BIRCH_OBO: DemoWaba = DemoWaba {
    meta_id: "120000000000002",
    name: "Birch Bakery France",
    token: "EAADemoBirchFrance2mW8xRaZdUc4PoS0tKv3JeHg7BkCiqF",
};
pub const BIRCH_RESTRICTED: DemoWaba = DemoWaba {
    meta_id: "120000000000003",
    name: "Birch Wholesale Inc.",
    token: "EAADemoBirchWholesale3nX9ySbQeTd5LpU1vMw4KfIh8D",
};
pub const BIRCH_EXPIRING: DemoWaba = DemoWaba {
    meta_id: "120000000000004",
    name: "Birch Bakery Pacific",
    token: "EAADemoBirchPacific4oY0zTcRfSe6MqV2wNx5LgJi9ElDp",
};
pub const BIRCH_UNCONNECTED: DemoWaba = DemoWaba {
    meta_id: "120000000000005",
    name: "Birch Academy",
    token: "EAADemoBirchAcademy5pZ1aUdSgRf7NrW3xOy6MhKj0FmEb",
};
pub const CEDAR: DemoWaba = DemoWaba {
    meta_id: "120000000000006",
    name: "Cedar Clinic",
    token: "EAADemoCedarClinic6qA2bVeThQg8OsX4yPz7NiLk1GnFcW",
};

/// The world that a sandbox without a state file begins with.
pub(crate) fn world(seed: Seed) -> anyhow::Result<World> {
    let mut world: World = serde_json::from_str(include_str!("data/demo.json")).context("the demo's seed")?;
    match seed {
        Seed::Empty => {
            // The apps stay: a test needs a caller.
            world.wabas.clear();
            world.phones.clear();
            world.businesses.clear();
            world.tokens.clear();
        }
        Seed::Demo { numbers, templates: wanted } => {
            let own = world.phones_of(BIRCH_SHARED.meta_id).count();
            let missing = (numbers.unwrap_or(0) as usize).saturating_sub(own);
            generated::add(&mut world, BIRCH_SHARED.meta_id, u32::try_from(missing)?);
            templates::fill(&mut world, BIRCH_SHARED.meta_id, wanted.unwrap_or(0).max(BY_HAND));
        }
    }
    Ok(world)
}
