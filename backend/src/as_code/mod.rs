//! Templates as code: `clienthub templates export | plan | apply`. A folder of JSON files in Meta's own shape, one per template, is
//! compared with a WABA through the REST API of a hub, here or elsewhere, with an access token. What is decided, the hub decides:
//! this prints and asks.

mod folder;
mod remote;

use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};
use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::Severity;
use clienthub_shared::template::request::{PlanAction, PlanRow, TemplateFile, TemplatePlan, TemplatesDelete};
use secrecy::SecretString;
use url::Url;

use remote::{Refused, Remote};

/// At once, as the hub takes them.
const DELETED_AT_ONCE: usize = 100;

#[derive(Subcommand)]
pub enum TemplatesCommand {
    /// Write every template of a WABA into a folder, a file each. Files of others stay.
    Export {
        #[command(flatten)]
        place: Place,
        /// What was not sent yet instead of what Meta has
        #[arg(long)]
        drafts: bool,
    },
    /// Say what `apply` would do. Changes nothing; fails when something is blocked.
    Plan {
        #[command(flatten)]
        place: Place,
        /// Also delete what the WABA has and the folder has not
        #[arg(long)]
        prune: bool,
    },
    /// Make the WABA like the folder: drafts are saved and sent to Meta.
    Apply {
        #[command(flatten)]
        place: Place,
        /// Also delete what the WABA has and the folder has not
        #[arg(long)]
        prune: bool,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Args)]
pub struct Place {
    /// Address of the hub
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: Url,
    #[arg(long)]
    org: OrgId,
    /// Our id of the WABA
    #[arg(long)]
    waba: WabaId,
    /// The folder with the files
    #[arg(long, default_value = "templates")]
    dir: PathBuf,
    /// Access token with the scope numbers.read; `apply` also needs templates.manage
    #[arg(long, env = "CLIENTHUB_TOKEN", hide_env_values = true)]
    token: SecretString,
}

pub async fn run(command: TemplatesCommand) -> anyhow::Result<()> {
    match command {
        TemplatesCommand::Export { place, drafts } => export(&place, drafts).await,
        TemplatesCommand::Plan { place, prune } => {
            let remote = Remote::new(&place)?;
            let plan = without_repeated(remote.plan(&folder::read(&place.dir)?, prune).await?);
            print(&plan);
            let blocked = count(&plan, |row| row.action == PlanAction::Blocked);
            if blocked > 0 { bail!("{blocked} blocked") } else { Ok(()) }
        }
        TemplatesCommand::Apply { place, prune, yes } => apply(&place, prune, yes).await,
    }
}

async fn export(place: &Place, drafts: bool) -> anyhow::Result<()> {
    let file = Remote::new(place)?.export(drafts).await?;
    let written = folder::write(&place.dir, &file)?;
    println!("{written} templates in {}", place.dir.display());
    Ok(())
}

async fn apply(place: &Place, prune: bool, yes: bool) -> anyhow::Result<()> {
    let (remote, file) = (Remote::new(place)?, folder::read(&place.dir)?);
    let plan = without_repeated(remote.plan(&file, prune).await?);
    print(&plan);
    let is_blocked = |row: &PlanRow| row.action == PlanAction::Blocked;
    let mut undone = count(&plan, is_blocked);
    if count(&plan, is_work) == 0 {
        return end(undone);
    }
    if !yes && !is_agreed()? {
        bail!("nothing was changed");
    }
    let wanted = |row: &&PlanRow| matches!(row.action, PlanAction::Create | PlanAction::Update);
    let keys: Vec<_> = plan.rows.iter().filter(wanted).map(|row| (&row.name, &row.language)).collect();
    let data = file.data.into_iter().filter(|one| keys.contains(&(&one.name, &one.language))).collect();
    let saved = remote.import(&TemplateFile { data }).await?;
    let unsent = plan.rows.iter().filter(|row| is_unsent(row)).chain(saved.rows.iter().filter(wanted));
    undone += count(&saved, is_blocked) + send(&remote, unsent).await?;
    undone += delete(&remote, &plan).await?;
    end(undone)
}

/// Two files that say different things of one template: which one is meant, nobody knows. Neither is sent, and it is told once.
fn without_repeated(plan: TemplatePlan) -> TemplatePlan {
    let is_repeated = |row: &PlanRow| row.code == Some(ErrorCode::Repeated);
    let key = |row: &PlanRow| (row.name.clone(), row.language.clone());
    let twice: BTreeSet<_> = plan.rows.iter().filter(|row| is_repeated(row)).map(key).collect();
    let mut told = BTreeSet::new();
    let is_told = |row: &PlanRow| !twice.contains(&key(row)) || (is_repeated(row) && told.insert(key(row)));
    TemplatePlan { rows: plan.rows.into_iter().filter(is_told).collect() }
}

fn end(undone: usize) -> anyhow::Result<()> {
    if undone > 0 { bail!("{undone} are not as the folder says") } else { Ok(()) }
}

/// Sends one after the other. A refusal of one does not hold the others back; a limit ends it.
async fn send(remote: &Remote, rows: impl Iterator<Item = &PlanRow>) -> anyhow::Result<usize> {
    let (mut failed, rows) = (0, rows.collect::<Vec<_>>());
    for (place, row) in rows.iter().enumerate() {
        let Some(id) = row.id else { continue };
        match remote.submit(id).await {
            Ok(details) => println!("sent     {} {}: {}", row.name, row.language, details.state),
            // The folder is as Meta has it, and a draft that was not is gone.
            Err(Refused::Problem(problem)) if problem.code == ErrorCode::TemplateUnchanged => {}
            Err(Refused::Problem(problem)) => {
                println!("refused  {} {}: {}", row.name, row.language, remote::in_words(&problem));
                if let Some(text) = problem.provider.and_then(|provider| provider.message) {
                    println!("         Meta: {text}");
                }
                failed += 1;
                if matches!(problem.code, ErrorCode::TemplateCreationsUsedUp | ErrorCode::ProviderThrottled) {
                    let (left, wait) = (rows.len() - place, problem.retry_after_s.unwrap_or(3600));
                    bail!("{left} are left as drafts; run it again in {} min", wait.div_ceil(60));
                }
            }
            Err(Refused::Other(error)) => return Err(error),
        }
    }
    Ok(failed)
}

/// Answers how many Meta kept.
async fn delete(remote: &Remote, plan: &TemplatePlan) -> anyhow::Result<usize> {
    let mut kept_all = 0;
    let gone: Vec<TemplateId> =
        plan.rows.iter().filter(|row| row.action == PlanAction::Delete).filter_map(|row| row.id).collect();
    for ids in gone.chunks(DELETED_AT_ONCE) {
        let done = remote.delete(&TemplatesDelete { names: Vec::new(), ids: ids.to_vec() }).await?;
        println!("deleted  {}", done.deleted.len());
        kept_all += done.kept.len();
        for kept in done.kept {
            println!("kept     {}: {}", kept.id, kept.code.english().1);
        }
    }
    Ok(kept_all)
}

fn is_unsent(row: &PlanRow) -> bool {
    row.action == PlanAction::Unchanged && row.unsent
}

fn is_work(row: &PlanRow) -> bool {
    matches!(row.action, PlanAction::Create | PlanAction::Update | PlanAction::Delete) || is_unsent(row)
}

fn count(plan: &TemplatePlan, of: impl Fn(&PlanRow) -> bool) -> usize {
    plan.rows.iter().filter(|row| of(row)).count()
}

/// A line for each template that is not as it should be, with what stands in its way.
fn print(plan: &TemplatePlan) {
    for row in &plan.rows {
        let (mark, why) = match row.action {
            PlanAction::Unchanged if row.unsent => (">", "saved, not sent yet"),
            PlanAction::Unchanged => continue,
            PlanAction::Create => ("+", "new"),
            PlanAction::Update => ("~", "changed"),
            PlanAction::Delete => ("-", "to be deleted"),
            PlanAction::Blocked => ("!", row.code.map_or("blocked", |code| code.english().1)),
        };
        println!("{mark} {} {}  {why}", row.name, row.language);
        for finding in row.findings.iter().filter(|finding| finding.severity == Severity::Error) {
            println!("    {}: {}", finding.path, finding.code.english());
        }
    }
    let as_it_is = count(plan, |row| row.action == PlanAction::Unchanged && !row.unsent);
    println!("= {as_it_is} as they should be");
}

fn is_agreed() -> anyhow::Result<bool> {
    print!("Do this? [y/N] ");
    std::io::stdout().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}
