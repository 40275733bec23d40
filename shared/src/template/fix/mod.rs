//! What can be repaired with one click: each finding may name a fix, and a fix changes only what the finding is about. One that
//! would leave the template no better is not made, so that applying all of them comes to an end.

mod samples;
mod structure;
mod text;
mod variables;

use serde_json::Value;

use super::component::Component;
use super::finding::{Finding, FindingCode};
use super::validate::{FAR_TOO_LONG, FINDINGS_MAX};
use super::{Template, validate};
use crate::words::words;

words! {
    Fix {
        /// The name in lower case, with underscores.
        FixName = "fix_name",
        /// Meta's spelling of the language.
        FixLanguage = "fix_language",
        /// The nearest value that is allowed.
        Clamp = "clamp",
        /// The parameter format that the variables have.
        SetParameterFormat = "set_parameter_format",
        /// Numbers in the order of the text; samples move along.
        RenumberVariables = "renumber_variables",
        /// Names with lower-case letters, digits and underscores.
        RenameVariables = "rename_variables",
        /// A blank between two variables.
        SeparateVariables = "separate_variables",
        AddFullStop = "add_full_stop",
        /// A sample for each variable that has none.
        AddSamples = "add_samples",
        RemoveSamples = "remove_samples",
        /// Cut at the last word that fits.
        Shorten = "shorten",
        /// One line without formatting marks or emoji, as the finding says.
        CleanText = "clean_text",
        /// Quick replies together; a copy-code button before the address.
        RegroupButtons = "regroup_buttons",
        AddHttps = "add_https",
        Remove = "remove",
        /// No text of its own where Meta gives it.
        UsePresets = "use_presets",
    }
}

/// The template without what the finding says; absent where there is no fix or it would not help.
pub fn fix(template: &Template, finding: &Finding) -> Option<Template> {
    attempt(template, finding, weight(&validate(template))).map(|(fixed, _)| fixed)
}

/// Makes all fixes, one after the other. What remains is for a person, and so is a template with more findings than are listed.
pub fn fix_all(template: &Template) -> (Template, Vec<Finding>) {
    let mut template = template.clone();
    let mut findings = validate(&template);
    loop {
        let (mut at, mut changed) = (0, false);
        while let Some(finding) = findings.get(at).filter(|_| findings.len() < FINDINGS_MAX) {
            match attempt(&template, finding, weight(&findings)) {
                Some(better) => {
                    (template, findings) = better;
                    changed = true;
                }
                None => at += 1,
            }
        }
        if !changed {
            return (template, findings);
        }
    }
}

/// How bad a template is: findings behind which others hide, errors, warnings. Each fix makes it less.
pub fn weight(findings: &[Finding]) -> (usize, usize, usize) {
    let hiding = findings.iter().filter(|finding| hides(finding)).count();
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    (hiding, errors, findings.len() - errors)
}

/// The validator looks no further at that text.
fn hides(finding: &Finding) -> bool {
    let param = |name| finding.params.get(name).and_then(Value::as_u64).unwrap_or_default();
    match finding.code {
        FindingCode::VariableName
        | FindingCode::VariableFormat
        | FindingCode::VariableNumbering
        | FindingCode::VariableRepeated
        | FindingCode::VariablesMixed => true,
        FindingCode::TooLong => param("found") > FAR_TOO_LONG as u64 * param("max"),
        _ => false,
    }
}

fn attempt(template: &Template, finding: &Finding, before: (usize, usize, usize)) -> Option<(Template, Vec<Finding>)> {
    let mut fixed = template.clone();
    apply(&mut fixed, finding)?;
    let findings = validate(&fixed);
    (weight(&findings) < before).then_some((fixed, findings))
}

fn apply(template: &mut Template, finding: &Finding) -> Option<()> {
    match finding.fix? {
        Fix::FixName => structure::name(template),
        Fix::FixLanguage => structure::language(template),
        Fix::Clamp => structure::clamp(template, &finding.path),
        Fix::UsePresets => structure::use_presets(template),
        Fix::Remove => structure::remove(template, &finding.path),
        Fix::RegroupButtons => structure::regroup(template, &finding.path),
        Fix::SetParameterFormat => variables::set_format(template),
        Fix::RenumberVariables => variables::renumber(template, &finding.path),
        Fix::RenameVariables => variables::rename(template, &finding.path),
        Fix::SeparateVariables => text::change(template, &finding.path, text::separate),
        Fix::AddFullStop => text::change(template, &finding.path, text::add_full_stop),
        Fix::Shorten => text::shorten(template, finding),
        Fix::CleanText => text::clean(template, finding),
        Fix::AddHttps => text::change(template, &finding.path, text::add_https),
        Fix::AddSamples => samples::add(template, &finding.path),
        Fix::RemoveSamples => samples::remove(template, &finding.path),
    }
}

/// The components that the path goes through to, the place in them, and the steps after it.
fn find<'t, 'p>(template: &'t mut Template, path: &'p str) -> Option<(&'t mut Vec<Component>, usize, Vec<&'p str>)> {
    let steps: Vec<&str> = path.split('.').collect();
    let mut list = &mut template.components;
    let mut steps = steps.as_slice();
    loop {
        let ["components", at, after @ ..] = steps else { return None };
        let at: usize = at.parse().ok()?;
        let ["cards", card, inner @ ..] = after else { return (at < list.len()).then(|| (list, at, after.to_vec())) };
        let Component::Carousel(carousel) = list.get_mut(at)? else { return None };
        if !matches!(inner, ["components", ..]) {
            return None;
        }
        list = &mut carousel.cards.get_mut(card.parse::<usize>().ok()?)?.components;
        steps = inner;
    }
}

fn component<'t, 'p>(template: &'t mut Template, path: &'p str) -> Option<(&'t mut Component, Vec<&'p str>)> {
    let (list, at, after) = find(template, path)?;
    Some((list.get_mut(at)?, after))
}
