//! The pages are three programs (decision 0008): which of them has the page at an address. The hub asks it for what it sends,
//! the pages for links that lead out of their own program.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Everything else.
    Hub,
    /// Message templates: list, details, library.
    Templates,
    /// The editor of message templates.
    Editor,
}

impl Program {
    pub const ALL: [Self; 3] = [Self::Hub, Self::Templates, Self::Editor];

    /// Of a path, with its query or without.
    pub fn of(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let mut parts = path.split('/').skip(1);
        let head = [(); 5].map(|()| parts.next());
        let rest = [(); 2].map(|()| parts.next());
        match head {
            [Some("orgs"), Some(_), Some("templates"), rest, _] if rest.is_none_or(str::is_empty) => Self::Templates,
            [Some("orgs"), Some(_), Some("wabas"), Some(_), Some("templates")] => match rest {
                [Some("new"), _] | [_, Some("edit")] => Self::Editor,
                _ => Self::Templates,
            },
            _ => Self::Hub,
        }
    }

    /// The file that the browser begins with.
    pub const fn page(self) -> &'static str {
        match self {
            Self::Hub => "index.html",
            Self::Templates => "templates.html",
            Self::Editor => "editor.html",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Program;

    #[test]
    fn the_pages_of_templates_are_a_program_of_their_own() {
        for path in [
            "/orgs/org_1/templates",
            "/orgs/org_1/templates/",
            "/orgs/org_1/templates?q=a",
            "/orgs/org_1/wabas/waba_1/templates",
            "/orgs/org_1/wabas/waba_1/templates/library",
            "/orgs/org_1/wabas/waba_1/templates/tpl_1?tab=edit",
        ] {
            assert_eq!(Program::of(path), Program::Templates, "{path}");
        }
        for path in ["/orgs/o/wabas/w/templates/new?name=a", "/orgs/o/wabas/w/templates/tpl_1/edit?beside=tpl_2"] {
            assert_eq!(Program::of(path), Program::Editor, "{path}");
        }
        for path in [
            "",
            "/",
            "/sign-in?next=/orgs/org_1/templates",
            "/orgs/org_1/dashboard",
            "/orgs/org_1/templates/x",
            "/orgs/templates",
            "/orgs/org_1/wabas/templates",
            "/orgs/org_1/numbers#templates",
        ] {
            assert_eq!(Program::of(path), Program::Hub, "{path}");
        }
    }
}
